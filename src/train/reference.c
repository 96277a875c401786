#include "train/reference.h"

#include "base/error.h"
#include "base/json.h"
#include "base/map.h"
#include "ermine/facts.h"

#include <stdio.h>
#include <string.h>

struct loading {
    struct reference *reference;
    const char *path;
    const ermine_knowledge *known;
    struct arena *arena;
    struct map *ids, *ties; /* entities by id; relations by their ends and name */
    ermine_error *err;
};

static bool refuse(const struct loading *l, const char *list, size_t index, const char *what)
{
    return error_set(l->err, ERMINE_EINPUT, "%s: %s[%zu]: %s", l->path, list, index, what);
}

static bool load_entities(struct loading *l, const json_t *list)
{
    struct reference *reference = l->reference;
    reference->entities =
        ARENA_NEW(l->arena, struct reference_entity, json_array_size(list), l->err);
    if (reference->entities == NULL)
        return false;
    size_t i;
    const json_t *item;
    json_array_foreach(list, i, item)
    {
        const char *id = json_member(item, "id"), *name = json_member(item, "name");
        const char *type = json_member(item, "type");
        if (id == NULL || type == NULL)
            return refuse(l, "entities", i, "needs \"id\" and \"type\", both strings");
        if (map_get(l->ids, id, strlen(id)) != MAP_NONE)
            return refuse(l, "entities", i, "this id stands twice in one document");
        if (!map_put(l->ids, id, strlen(id), (uint32_t)i, l->err))
            return false;
        reference->entities[reference->entity_count++] =
            (struct reference_entity){.id = id,
                                      .name = name == NULL ? "" : name,
                                      .type = type,
                                      .mentions = json_object_get(item, "mentions"),
                                      .optional = json_is_true(json_object_get(item, "optional"))};
    }
    return true;
}

static unsigned status_bit(const char *name)
{
    ermine_status status;
    return name != NULL && ermine_status_parse(name, &status) ? 1u << status : 0;
}

/* A status, a list of them, or none, which says "current". */
unsigned reference_statuses(const json_t *value)
{
    if (value == NULL)
        return 1u << ERMINE_CURRENT;
    if (json_is_string(value))
        return status_bit(json_string_value(value));
    unsigned accepted = 0;
    size_t i;
    const json_t *item;
    json_array_foreach(value, i, item)
    {
        accepted |= status_bit(json_string_value(item));
    }
    return accepted;
}

static bool read_relation(const struct loading *l, const json_t *item, size_t index,
                          struct reference_relation *relation)
{
    const char *subject = json_member(item, "subject"), *object = json_member(item, "object");
    relation->relation = json_member(item, "relation");
    if (subject == NULL || object == NULL || relation->relation == NULL)
        return refuse(l, "relations", index,
                      "needs \"subject\", \"relation\" and \"object\", all strings");
    uint32_t from = map_get(l->ids, subject, strlen(subject));
    uint32_t to = map_get(l->ids, object, strlen(object));
    if (from == MAP_NONE || to == MAP_NONE)
        return refuse(l, "relations", index, "subject or object is not among the entities");
    const ermine_relation_type *type = ermine_knowledge_find_relation(l->known, relation->relation);
    relation->symmetric = type != NULL && type->symmetric;
    bool turned = relation->symmetric && to < from;
    relation->subject = turned ? to : from;
    relation->object = turned ? from : to;
    relation->optional = json_is_true(json_object_get(item, "optional"));
    relation->statuses = reference_statuses(json_object_get(item, "status"));
    const json_t *amount = json_object_get(item, "amount"), *evidence;
    relation->currency = json_member(amount, "currency");
    relation->amount = json_number_value(json_object_get(amount, "value"));
    evidence = json_object_get(item, "evidence");
    relation->evidence =
        json_is_object(evidence) ? json_member(evidence, "text") : json_string_value(evidence);
    return true;
}

/* A relation stated twice stands once, as it was stated last. */
static bool keep_relation(struct loading *l, const struct reference_relation *relation)
{
    struct reference *reference = l->reference;
    char key[200];
    int length = snprintf(key, sizeof key, "%zu %zu %s", relation->subject, relation->object,
                          relation->relation);
    if (length < 0 || (size_t)length >= sizeof key)
        return error_set(l->err, ERMINE_EINPUT, "%s: the name of a relation is too long", l->path);
    uint32_t at = map_get(l->ties, key, (size_t)length);
    if (at == MAP_NONE) {
        at = (uint32_t)reference->relation_count++;
        if (!map_put(l->ties, key, (size_t)length, at, l->err))
            return false;
    }
    reference->relations[at] = *relation;
    return true;
}

static bool load_relations(struct loading *l, const json_t *list)
{
    l->reference->relations =
        ARENA_NEW(l->arena, struct reference_relation, json_array_size(list), l->err);
    if (l->reference->relations == NULL)
        return false;
    size_t i;
    const json_t *item;
    json_array_foreach(list, i, item)
    {
        struct reference_relation relation = {0};
        if (!read_relation(l, item, i, &relation) || !keep_relation(l, &relation))
            return false;
    }
    return true;
}

bool reference_load(struct reference *reference, const char *path, const ermine_knowledge *known,
                    struct arena *arena, ermine_error *err)
{
    json_error_t why;
    *reference = (struct reference){.root = json_load_file(path, 0, &why)};
    if (reference->root == NULL)
        return error_set(err, ERMINE_EINPUT, "%s:%d: %s", path, why.line, why.text);
    reference->document = json_member(reference->root, "document");
    reference->language = json_member(reference->root, "language");
    if (reference->document == NULL || reference->language == NULL)
        return error_set(err, ERMINE_EINPUT,
                         "%s: a gold graph needs \"document\" and \"language\", both strings",
                         path);
    struct loading l = {.reference = reference,
                        .path = path,
                        .known = known,
                        .arena = arena,
                        .ids = map_new(err),
                        .ties = map_new(err),
                        .err = err};
    bool ok = l.ids != NULL && l.ties != NULL &&
              load_entities(&l, json_object_get(reference->root, "entities")) &&
              load_relations(&l, json_object_get(reference->root, "relations"));
    map_free(l.ids);
    map_free(l.ties);
    return ok;
}

void reference_free(struct reference *reference)
{
    json_decref(reference->root);
    reference->root = NULL;
}
