/* builder.c - gathering the facts of many documents. */
#include "network/builder.h"

#include "base/array.h"
#include "base/error.h"
#include "base/utf8.h"
#include "knowledge/knowledge.h"

#include <stdlib.h>
#include <string.h>

ermine_network_builder *ermine_network_builder_new(const ermine_knowledge *known,
                                                   const ermine_filter *filter, ermine_error *err)
{
    ermine_network_builder *builder = calloc(1, sizeof *builder);
    if (builder == NULL) {
        error_memory(err);
        return NULL;
    }
    builder->known = known;
    if (filter != NULL)
        builder->filter = *filter;
    if (builder->filter.weights == NULL)
        builder->filter.weights = known->weights;
    builder->arena = arena_new(err);
    builder->strings = map_new(err);
    builder->tally_index = map_new(err);
    builder->ids = map_new(err);
    if (builder->arena == NULL || builder->strings == NULL || builder->tally_index == NULL ||
        builder->ids == NULL) {
        ermine_network_builder_free(builder);
        return NULL;
    }
    return builder;
}

void ermine_network_builder_free(ermine_network_builder *builder)
{
    if (builder == NULL)
        return;
    map_free(builder->ids);
    map_free(builder->tally_index);
    map_free(builder->strings);
    arena_free(builder->arena);
    free(builder->interned);
    free(builder->nodes);
    free(builder->tallies);
    free(builder->statements);
    free(builder);
}

/* One copy of each distinct string; NULL stays NULL. False when out of memory. */
static bool intern(ermine_network_builder *builder, const char **text, ermine_error *err)
{
    if (*text == NULL)
        return true;
    size_t length = strlen(*text);
    uint32_t index = map_get(builder->strings, *text, length);
    if (index == MAP_NONE) {
        const char *kept = arena_copy(builder->arena, *text, length, err);
        index = (uint32_t)builder->interned_count;
        if (kept == NULL ||
            !ARRAY_PUSH(&builder->interned, &builder->interned_count, &builder->interned_capacity,
                        kept, err) ||
            !map_put(builder->strings, kept, length, index, err))
            return false;
    }
    *text = builder->interned[index];
    return true;
}

/* A name as it may stand in a table or a picture; of foreign facts it may hold line feeds and worse. NULL when out of
 * memory. */
static const char *name_line(ermine_network_builder *builder, const char *name, ermine_error *err)
{
    size_t length = strlen(name);
    if (utf8_is_line(name, length))
        return name;
    char *line = ARENA_NEW(builder->arena, char, utf8_line_most(length), err);
    if (line != NULL)
        utf8_line(name, length, line);
    return line;
}

/* Counts that a node was met with this name, surface form or type. */
static bool tally(ermine_network_builder *builder, uint32_t node, enum tally_kind kind,
                  const char *text, ermine_error *err)
{
    if (!intern(builder, &text, err))
        return false;
    struct {
        const char *text;
        uint32_t node, kind;
    } key = {text, node, kind};
    uint32_t index = map_get(builder->tally_index, (const char *)&key, sizeof key);
    if (index != MAP_NONE) {
        builder->tallies[index].count++;
        return true;
    }
    struct draft_node *owner = &builder->nodes[node];
    struct tally added = {text, 1, owner->first_tally, kind};
    index = (uint32_t)builder->tally_count;
    if (!ARRAY_PUSH(&builder->tallies, &builder->tally_count, &builder->tally_capacity, added, err))
        return false;
    owner->first_tally = index;
    return map_put(builder->tally_index, (const char *)&key, sizeof key, index, err);
}

static void widen(const char **first, const char **last, const char *date)
{
    if (date == NULL)
        return;
    if (*first == NULL || strcmp(date, *first) < 0)
        *first = date;
    if (*last == NULL || strcmp(date, *last) > 0)
        *last = date;
}

/* The node of an id, or MAP_NONE when out of memory. */
static uint32_t node_of(ermine_network_builder *builder, const char *id, ermine_error *err)
{
    size_t length = strlen(id);
    uint32_t index = map_get(builder->ids, id, length);
    if (index != MAP_NONE)
        return index;
    struct draft_node node = {.id = id, .first_tally = MAP_NONE};
    index = (uint32_t)builder->node_count;
    if (index == MAP_NONE || !intern(builder, &node.id, err) ||
        !ARRAY_PUSH(&builder->nodes, &builder->node_count, &builder->node_capacity, node, err) ||
        !map_put(builder->ids, id, length, index, err))
        return MAP_NONE;
    return index;
}

uint32_t builder_add_entity(ermine_network_builder *builder, const ermine_entity *entity,
                            const char *date, ermine_error *err)
{
    uint32_t index = intern(builder, &date, err) ? node_of(builder, entity->id, err) : MAP_NONE;
    const char *name = name_line(builder, entity->name, err);
    if (index == MAP_NONE || name == NULL ||
        !tally(builder, index, TALLY_NAME, *name == '\0' ? entity->id : name, err) ||
        !tally(builder, index, TALLY_TYPE, entity->type, err))
        return MAP_NONE;
    for (size_t i = 0; i < entity->mention_count; i++) {
        const char *mention = name_line(builder, entity->mentions[i].text, err);
        if (mention == NULL ||
            (*mention != '\0' && !tally(builder, index, TALLY_MENTION, mention, err)))
            return MAP_NONE;
    }
    struct draft_node *node = &builder->nodes[index];
    node->mentions += entity->mention_count;
    if (node->last_document !=
        builder->document_count) { /* an id may stand twice in foreign facts */
        node->last_document = builder->document_count;
        node->documents++;
    }
    widen(&node->first_seen, &node->last_seen, date);
    return index;
}

static bool listed(const char *const *list, const char *name)
{
    if (list == NULL || *list == NULL)
        return true;
    for (; *list != NULL; list++)
        if (strcmp(*list, name) == 0)
            return true;
    return false;
}

/* Compares as far as the shorter of two dates goes: a year stands for any of its days. */
static int compare_dates(const char *a, const char *b)
{
    size_t length = strlen(a) < strlen(b) ? strlen(a) : strlen(b);
    return strncmp(a, b, length);
}

bool builder_in_time(const ermine_network_builder *builder, const char *first, const char *last)
{
    const ermine_filter *filter = &builder->filter;
    return (last == NULL || filter->since == NULL || compare_dates(last, filter->since) >= 0) &&
           (first == NULL || filter->until == NULL || compare_dates(first, filter->until) <= 0);
}

bool builder_add_statement(ermine_network_builder *builder, const ermine_relation *relation,
                           uint32_t subject, uint32_t object, const ermine_origin *origin,
                           const struct given *given, ermine_error *err)
{
    if (!listed(builder->filter.relations, relation->relation))
        return true;
    struct statement statement = {.facts = *relation,
                                  .subject = subject,
                                  .object = object,
                                  .evidence = {.text = relation->evidence.text,
                                               .document = origin->document,
                                               .source = origin->source,
                                               .language = origin->language,
                                               .title = origin->title,
                                               .date = origin->date,
                                               .url = origin->url,
                                               .confidence = relation->confidence,
                                               .status = relation->status}};
    if (given != NULL)
        statement.given = *given;
    ermine_relation *facts = &statement.facts;
    ermine_evidence *evidence = &statement.evidence;
    return intern(builder, &facts->relation, err) && intern(builder, &facts->currency, err) &&
           intern(builder, &facts->role, err) && intern(builder, &facts->date, err) &&
           intern(builder, &evidence->text, err) && intern(builder, &evidence->document, err) &&
           intern(builder, &evidence->source, err) && intern(builder, &evidence->language, err) &&
           intern(builder, &evidence->title, err) && intern(builder, &evidence->date, err) &&
           intern(builder, &evidence->url, err) &&
           intern(builder, &statement.given.first_seen, err) &&
           intern(builder, &statement.given.last_seen, err) &&
           ARRAY_PUSH(&builder->statements, &builder->statement_count, &builder->statement_capacity,
                      statement, err);
}

bool ermine_network_builder_add(ermine_network_builder *builder, const ermine_facts *facts,
                                ermine_error *err)
{
    const ermine_origin *origin = ermine_facts_origin(facts);
    if (!builder_in_time(builder, origin->date, origin->date))
        return true;
    size_t count = ermine_facts_entity_count(facts);
    uint32_t *nodes = malloc((count + 1) * sizeof *nodes);
    if (nodes == NULL)
        return error_memory(err);
    builder->document_count++;
    bool ok = true;
    for (size_t i = 0; ok && i < count; i++) {
        nodes[i] = builder_add_entity(builder, ermine_facts_entity(facts, i), origin->date, err);
        ok = nodes[i] != MAP_NONE;
    }
    for (size_t i = 0; ok && i < ermine_facts_relation_count(facts); i++) {
        const ermine_relation *relation = ermine_facts_relation(facts, i);
        ok = builder_add_statement(builder, relation, nodes[relation->subject],
                                   nodes[relation->object], origin, NULL, err);
    }
    free(nodes);
    return ok;
}
