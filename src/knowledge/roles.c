#include "knowledge/roles.h"

#include "base/error.h"
#include "base/json.h"
#include "knowledge/load.h"

#include <stdio.h>
#include <string.h>

static bool add_role(struct roles *roles, const struct schema *schema, const char *place,
                     const char *relation, unsigned role, ermine_error *err)
{
    size_t index = schema_relation(schema, relation);
    if (index == ERMINE_NONE)
        return error_set(err, ERMINE_EINPUT, "%s: no relation \"%s\"", place, relation);
    roles->of[index] |= role;
    return true;
}

static bool load_money(struct roles *roles, const struct schema *schema, json_t *list,
                       const char *path, ermine_error *err)
{
    static const struct {
        const char *key, *end;
        unsigned role;
    } ends[] = {{"gives", "subject", ROLE_SUBJECT_GIVES},
                {"gives", "object", ROLE_OBJECT_GIVES},
                {"takes", "subject", ROLE_SUBJECT_TAKES},
                {"takes", "object", ROLE_OBJECT_TAKES}};
    char place[300];
    const char *relation;
    json_t *item;
    snprintf(place, sizeof place, "%s: money", path);
    json_object_foreach(list, relation, item)
    {
        unsigned role = 0;
        for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
            const char *end = json_member(item, ends[i].key);
            if (end != NULL && strcmp(end, ends[i].end) == 0)
                role |= ends[i].role;
        }
        if (role == 0)
            return error_set(err, ERMINE_EINPUT,
                             "%s: \"%s\" must say whether \"subject\" or \"object\" \"gives\" and "
                             "\"takes\"",
                             place, relation);
        if (!add_role(roles, schema, place, relation, role, err))
            return false;
    }
    return true;
}

static bool load_lists(struct roles *roles, const struct schema *schema, const json_t *root,
                       const char *path, ermine_error *err)
{
    static const struct {
        const char *key;
        unsigned role;
    } lists[] = {{"financing", ROLE_FINANCING},
                 {"ownership", ROLE_OWNERSHIP},
                 {"holding", ROLE_HOLDING},
                 {"posts", ROLE_POST},
                 {"rivalry", ROLE_RIVALRY}};
    for (size_t k = 0; k < sizeof lists / sizeof *lists; k++) {
        char place[300];
        size_t i;
        const json_t *item, *list = json_object_get(root, lists[k].key);
        snprintf(place, sizeof place, "%s: %s", path, lists[k].key);
        if (!json_is_array(list))
            return error_set(err, ERMINE_EINPUT, "%s: must be a list of relations", place);
        json_array_foreach(list, i, item)
        {
            const char *name = json_is_string(item) ? json_string_value(item) : "";
            if (!add_role(roles, schema, place, name, lists[k].role, err))
                return false;
        }
    }
    return true;
}

bool roles_load(struct roles *roles, const struct schema *schema, const char *path,
                struct arena *arena, ermine_error *err)
{
    char place[300];
    json_t *root = load_json(path, err);
    if (root == NULL)
        return false;
    const json_t *percent = json_object_get(root, "percent");
    snprintf(place, sizeof place, "%s: percent", path);
    roles->of = ARENA_NEW(arena, unsigned, schema->relation_count, err);
    bool ok = roles->of != NULL &&
              load_money(roles, schema, json_object_get(root, "money"), path, err) &&
              load_lists(roles, schema, root, path, err) &&
              load_strings(json_object_get(percent, "before"), place, arena, &roles->percent_before,
                           err) &&
              load_strings(json_object_get(percent, "behind"), place, arena, &roles->percent_behind,
                           err) &&
              load_strings(json_object_get(root, "stakes"), place, arena, &roles->stakes, err);
    json_decref(root);
    return ok;
}
