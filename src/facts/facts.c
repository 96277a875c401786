#include "facts/facts.h"

#include "base/array.h"
#include "base/error.h"

#include <stdlib.h>
#include <string.h>

struct entity {
    ermine_entity open; /* `mentions` points into the heap array below */
    ermine_mention *mentions;
    size_t capacity;
};

struct ermine_facts {
    struct arena *strings;
    ermine_origin origin;
    struct entity *entities;
    size_t entity_count, entity_capacity;
    ermine_relation *relations;
    size_t relation_count, relation_capacity;
};

static const char *const status_names[] = {"current", "planned", "reported", "denied", "ended"};

const char *ermine_status_name(ermine_status status)
{
    return status_names[status];
}

bool ermine_status_parse(const char *name, ermine_status *status)
{
    for (size_t i = 0; i < sizeof status_names / sizeof *status_names; i++) {
        if (strcmp(name, status_names[i]) == 0) {
            *status = (ermine_status)i;
            return true;
        }
    }
    return false;
}

ermine_facts *facts_new(ermine_error *err)
{
    ermine_facts *facts = calloc(1, sizeof *facts);
    if (facts == NULL) {
        error_memory(err);
        return NULL;
    }
    facts->strings = arena_new(err);
    if (facts->strings == NULL) {
        free(facts);
        return NULL;
    }
    return facts;
}

void ermine_facts_free(ermine_facts *facts)
{
    if (facts == NULL)
        return;
    for (size_t i = 0; i < facts->entity_count; i++)
        free(facts->entities[i].mentions);
    free(facts->entities);
    free(facts->relations);
    arena_free(facts->strings);
    free(facts);
}

/* Replaces *text by a copy; a NULL stays NULL. */
static bool copy(ermine_facts *facts, const char **text, ermine_error *err)
{
    if (*text == NULL)
        return true;
    *text = arena_string(facts->strings, *text, err);
    return *text != NULL;
}

bool facts_set_origin(ermine_facts *facts, const ermine_origin *origin, ermine_error *err)
{
    ermine_origin kept = *origin;
    if (!copy(facts, &kept.document, err) || !copy(facts, &kept.source, err) ||
        !copy(facts, &kept.language, err) || !copy(facts, &kept.title, err) ||
        !copy(facts, &kept.date, err) || !copy(facts, &kept.url, err))
        return false;
    facts->origin = kept;
    return true;
}

size_t facts_add_entity(ermine_facts *facts, const char *id, const char *name, const char *type,
                        bool known, ermine_error *err)
{
    struct entity entity = {.open = {.id = id, .name = name, .type = type, .known = known}};
    if (!copy(facts, &entity.open.id, err) || !copy(facts, &entity.open.name, err) ||
        !copy(facts, &entity.open.type, err) ||
        !ARRAY_PUSH(&facts->entities, &facts->entity_count, &facts->entity_capacity, entity, err))
        return ERMINE_NONE;
    return facts->entity_count - 1;
}

bool facts_add_mention(ermine_facts *facts, size_t entity, const char *text, size_t length,
                       ermine_span span, ermine_error *err)
{
    struct entity *owner = &facts->entities[entity];
    ermine_mention mention = {arena_copy(facts->strings, text, length, err), span};
    if (mention.text == NULL ||
        !ARRAY_PUSH(&owner->mentions, &owner->open.mention_count, &owner->capacity, mention, err))
        return false;
    owner->open.mentions = owner->mentions;
    return true;
}

bool facts_add_relation(ermine_facts *facts, const ermine_relation *relation, ermine_error *err)
{
    ermine_relation kept = *relation;
    return copy(facts, &kept.relation, err) && copy(facts, &kept.currency, err) &&
           copy(facts, &kept.role, err) && copy(facts, &kept.date, err) &&
           copy(facts, &kept.evidence.text, err) &&
           ARRAY_PUSH(&facts->relations, &facts->relation_count, &facts->relation_capacity, kept,
                      err);
}

const ermine_origin *ermine_facts_origin(const ermine_facts *facts)
{
    return &facts->origin;
}

size_t ermine_facts_entity_count(const ermine_facts *facts)
{
    return facts->entity_count;
}

const ermine_entity *ermine_facts_entity(const ermine_facts *facts, size_t index)
{
    return &facts->entities[index].open;
}

size_t ermine_facts_relation_count(const ermine_facts *facts)
{
    return facts->relation_count;
}

const ermine_relation *ermine_facts_relation(const ermine_facts *facts, size_t index)
{
    return &facts->relations[index];
}
