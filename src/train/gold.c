#include "train/gold.h"

#include "base/error.h"
#include "base/json.h"
#include "base/map.h"
#include "knowledge/knowledge.h"

#include <stdlib.h>
#include <string.h>

static bool load_entities(struct gold *gold, const json_t *list, ermine_error *err)
{
    size_t i, k;
    const json_t *entity, *mention;
    json_array_foreach(list, i, entity)
    {
        const char *id = json_member(entity, "id");
        if (id == NULL || !map_put(gold->ids, id, strlen(id), (uint32_t)i, err))
            return error_set(err, ERMINE_EINPUT, "an entity without id");
        json_array_foreach(json_object_get(entity, "mentions"), k, mention)
        {
            const char *text = json_string_value(mention);
            if (text != NULL && !map_put(gold->mentions, text, strlen(text), (uint32_t)i, err))
                return false;
        }
    }
    return true;
}

static size_t entity_of(const struct gold *gold, const json_t *relation, const char *end)
{
    const char *id = json_member(relation, end);
    uint32_t index = id == NULL ? MAP_NONE : map_get(gold->ids, id, strlen(id));
    return index == MAP_NONE ? ERMINE_NONE : index;
}

static ermine_span find(const char *text, const char *evidence)
{
    const char *at = evidence == NULL ? NULL : strstr(text, evidence);
    if (at == NULL)
        return (ermine_span){ERMINE_NONE, ERMINE_NONE};
    size_t start = (size_t)(at - text);
    return (ermine_span){start, start + strlen(evidence)};
}

static bool load_relations(struct gold *gold, const json_t *list, const ermine_knowledge *known,
                           const char *text, ermine_error *err)
{
    gold->relations = calloc(json_array_size(list) + 1, sizeof *gold->relations);
    if (gold->relations == NULL)
        return error_memory(err);
    size_t i;
    const json_t *item;
    json_array_foreach(list, i, item)
    {
        const char *name = json_member(item, "relation");
        gold->relations[gold->relation_count++] = (struct gold_relation){
            .subject = entity_of(gold, item, "subject"),
            .object = entity_of(gold, item, "object"),
            .relation = name == NULL ? ERMINE_NONE : schema_relation(&known->schema, name),
            .optional = json_is_true(json_object_get(item, "optional")),
            .evidence = find(text, json_member(item, "evidence"))};
    }
    return true;
}

bool gold_load(struct gold *gold, const char *path, const ermine_knowledge *known, const char *text,
               ermine_error *err)
{
    *gold = (struct gold){.mentions = map_new(err), .ids = map_new(err)};
    json_error_t why;
    json_t *root = json_load_file(path, 0, &why);
    if (root == NULL)
        return error_set(err, ERMINE_EINPUT, "%s:%d: %s", path, why.line, why.text);
    bool ok = gold->mentions != NULL && gold->ids != NULL &&
              load_entities(gold, json_object_get(root, "entities"), err) &&
              load_relations(gold, json_object_get(root, "relations"), known, text, err);
    json_decref(root);
    return ok;
}

void gold_free(struct gold *gold)
{
    map_free(gold->mentions);
    map_free(gold->ids);
    free(gold->relations);
}
