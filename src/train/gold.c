#include "train/gold.h"

#include "base/array.h"
#include "base/error.h"
#include "base/json.h"
#include "base/map.h"
#include "base/utf8.h"
#include "extract/mining.h"
#include "knowledge/knowledge.h"
#include "text/fold.h"
#include "train/reference.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { longest_path = 4096 };

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
            .statuses = reference_statuses(json_object_get(item, "status")),
            .optional = json_is_true(json_object_get(item, "optional")),
            .evidence = find(text, json_member(item, "evidence"))};
    }
    return true;
}

/* Reads a gold graph against the text of its document. Free after a failure too. */
static bool gold_load(struct gold *gold, const char *path, const ermine_knowledge *known,
                      const char *text, ermine_error *err)
{
    *gold = (struct gold){.mentions = map_new(err), .ids = map_new(err)};
    json_error_t why;
    gold->root = json_load_file(path, 0, &why);
    if (gold->root == NULL)
        return error_set(err, ERMINE_EINPUT, "%s:%d: %s", path, why.line, why.text);
    return gold->mentions != NULL && gold->ids != NULL &&
           load_entities(gold, json_object_get(gold->root, "entities"), err) &&
           load_relations(gold, json_object_get(gold->root, "relations"), known, text, err);
}

static void gold_free(struct gold *gold)
{
    map_free(gold->mentions);
    map_free(gold->ids);
    free(gold->relations);
    json_decref(gold->root);
}

uint32_t *gold_align(const struct gold *gold, const struct mining *m, ermine_error *err)
{
    uint32_t *aligned = malloc((m->entity_count + 1) * sizeof *aligned);
    if (aligned == NULL) {
        error_memory(err);
        return NULL;
    }
    for (size_t e = 0; e < m->entity_count; e++) {
        const struct mined_entity *entity = &m->entities[e];
        aligned[e] = MAP_NONE;
        if (entity->known != NONE) {
            const char *id = m->known->registry.entities[entity->known].open.id;
            aligned[e] = map_get(gold->ids, id, strlen(id));
        }
    }
    for (size_t i = 0; i < m->mention_count; i++) {
        const struct mention *mention = &m->mentions[i];
        if (mention->entity == NONE || mention->kind == MENTION_ANAPHOR ||
            aligned[mention->entity] != MAP_NONE)
            continue;
        size_t start = m->tokens.items[mention->first].start,
               end = m->tokens.items[mention->end - 1].end;
        aligned[mention->entity] = map_get(gold->mentions, m->document->text + start, end - start);
    }
    return aligned;
}

struct name {
    const char *text;
    size_t length;
    enum mention_class class;
};

static int longer_first(const void *a, const void *b)
{
    const struct name *x = a, *y = b;
    return x->length != y->length ? (x->length > y->length ? -1 : 1) : strcmp(x->text, y->text);
}

static int by_start(const void *a, const void *b)
{
    const struct named_span *x = a, *y = b;
    return (x->start > y->start) - (x->start < y->start);
}

static bool list_names(const struct gold *gold, const struct schema *schema, struct name **names,
                       size_t *count, ermine_error *err)
{
    size_t i, k, capacity = 0;
    const json_t *entity, *mention;
    json_array_foreach(json_object_get(gold->root, "entities"), i, entity)
    {
        const char *type_name = json_member(entity, "type");
        size_t type = type_name == NULL ? ERMINE_NONE : schema_type(schema, type_name);
        if (type == ERMINE_NONE)
            continue;
        json_array_foreach(json_object_get(entity, "mentions"), k, mention)
        {
            struct name name = {json_string_value(mention), json_string_length(mention),
                                (enum mention_class)schema->mention_classes[type]};
            if (name.length > 0 && !ARRAY_PUSH(names, count, &capacity, name, err))
                return false;
        }
    }
    if (*count > 1)
        qsort(*names, *count, sizeof **names, longer_first);
    return true;
}

/* Whether a word of an alphabet goes on across `at`. */
static bool inside_word(const char *text, size_t length, size_t at)
{
    if (at == 0 || at >= length)
        return false;
    size_t before = utf8_floor(text, at - 1), behind = at;
    return fold_is_letter(fold_class(utf8_decode(text, length, &before))) &&
           fold_is_letter(fold_class(utf8_decode(text, length, &behind)));
}

bool gold_spans(const struct gold *gold, const char *text, size_t length,
                const struct schema *schema, struct named_span **spans, size_t *count,
                ermine_error *err)
{
    struct name *names = NULL;
    size_t name_count = 0, capacity = 0;
    char *taken = calloc(length + 1, 1);
    *spans = NULL;
    *count = 0;
    bool ok =
        (taken != NULL || error_memory(err)) && list_names(gold, schema, &names, &name_count, err);
    for (size_t i = 0; ok && i < name_count; i++) {
        const char *at = text;
        while (ok && (at = strstr(at, names[i].text)) != NULL) {
            size_t start = (size_t)(at - text), end = start + names[i].length;
            at += names[i].length;
            if (memchr(taken + start, 1, names[i].length) != NULL ||
                inside_word(text, length, start) || inside_word(text, length, end))
                continue;
            memset(taken + start, 1, names[i].length);
            struct named_span span = {(uint32_t)start, (uint32_t)end, names[i].class};
            ok = ARRAY_PUSH(spans, count, &capacity, span, err);
        }
    }
    free(taken);
    free(names);
    if (*count > 1)
        qsort(*spans, *count, sizeof **spans, by_start);
    return ok;
}

bool gold_each(const ermine_knowledge *known, const char *const *texts, size_t count,
               const char *gold,
               bool (*each)(void *context, const ermine_document *document,
                            const struct gold *gold),
               void *context, ermine_error *err)
{
    ermine_reader *reader = ermine_reader_new(texts, count, err);
    ermine_raw *raw = NULL;
    ermine_read result = ERMINE_READ_END;
    bool ok = reader != NULL;
    while (ok && (result = ermine_reader_next(reader, &raw, err)) == ERMINE_READ_ONE) {
        ermine_document *document = ermine_document_parse(known, raw, err);
        char path[longest_path];
        ok = document != NULL;
        if (ok)
            snprintf(path, sizeof path, "%s/%s.json", gold, document->id);
        if (ok && access(path, R_OK) == 0) {
            struct gold graph;
            ok = gold_load(&graph, path, known, document->text, err) &&
                 each(context, document, &graph);
            gold_free(&graph);
        }
        ermine_document_free(document);
        ermine_raw_free(raw);
    }
    ermine_reader_free(reader);
    return ok && result == ERMINE_READ_END;
}
