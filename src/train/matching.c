#include "train/matching.h"

#include "base/array.h"
#include "base/error.h"
#include "train/names.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Names of one entity, as numbers of keys that stand in the gold graph, sorted, each once. */
struct keys {
    uint32_t *items;
    size_t count;
};

struct candidate {
    size_t shared; /* names in common */
    bool same_type;
    size_t gold, found;
    const char *gold_id, *found_id;
};

struct making {
    struct matching *matching;
    struct arena *arena;
    ermine_error *err;
    struct map *numbers; /* of keys of names of the gold graph */
    struct keys *gold_keys, *found_keys;
    struct candidate *candidates;
    size_t candidate_count, candidate_capacity;
};

/* Adds a name; `fresh`: also when no name had that key so far. */
static bool add_key(struct making *m, struct keys *keys, const char *name, bool fresh)
{
    const char *key = name == NULL ? "" : name_key(name, m->arena, m->err);
    if (key == NULL)
        return false;
    size_t length = strlen(key);
    uint32_t number = map_get(m->numbers, key, length);
    if (length == 0 || (number == MAP_NONE && !fresh))
        return true;
    if (number == MAP_NONE) {
        number = (uint32_t)map_count(m->numbers);
        if (!map_put(m->numbers, key, length, number, m->err))
            return false;
    }
    size_t at = keys->count;
    for (; at > 0 && keys->items[at - 1] >= number; at--)
        if (keys->items[at - 1] == number)
            return true;
    memmove(keys->items + at + 1, keys->items + at, (keys->count - at) * sizeof *keys->items);
    keys->items[at] = number;
    keys->count++;
    return true;
}

static bool gold_keys(struct making *m, size_t index)
{
    const struct reference_entity *entity = &m->matching->gold->entities[index];
    struct keys *keys = &m->gold_keys[index];
    keys->items = ARENA_NEW(m->arena, uint32_t, json_array_size(entity->mentions) + 1, m->err);
    bool ok = keys->items != NULL && add_key(m, keys, entity->name, true);
    size_t i;
    const json_t *mention;
    json_array_foreach(entity->mentions, i, mention)
    {
        const json_t *text = json_is_object(mention) ? json_object_get(mention, "text") : mention;
        ok = ok && add_key(m, keys, json_string_value(text), true);
    }
    return ok;
}

static bool found_keys(struct making *m, size_t index)
{
    const ermine_entity *entity = ermine_facts_entity(m->matching->facts, index);
    struct keys *keys = &m->found_keys[index];
    /* Names the gold graph lacks are not kept, but how many those are is not known beforehand. */
    size_t most = entity->mention_count < map_count(m->numbers) ? entity->mention_count
                                                                : map_count(m->numbers);
    keys->items = ARENA_NEW(m->arena, uint32_t, most + 1, m->err);
    bool ok = keys->items != NULL && add_key(m, keys, entity->name, false);
    for (size_t i = 0; ok && i < entity->mention_count; i++)
        ok = add_key(m, keys, entity->mentions[i].text, false);
    return ok;
}

static size_t count_shared(const struct keys *a, const struct keys *b)
{
    size_t shared = 0;
    for (size_t i = 0, k = 0; i < a->count && k < b->count;) {
        shared += a->items[i] == b->items[k];
        if (a->items[i] < b->items[k])
            i++;
        else
            k++;
    }
    return shared;
}

static bool add_candidates(struct making *m, size_t found)
{
    struct matching *matching = m->matching;
    const ermine_entity *entity = ermine_facts_entity(matching->facts, found);
    for (size_t g = 0; m->found_keys[found].count > 0 && g < matching->gold->entity_count; g++) {
        size_t shared = count_shared(&m->gold_keys[g], &m->found_keys[found]);
        if (shared == 0)
            continue;
        const struct reference_entity *gold = &matching->gold->entities[g];
        struct candidate candidate = {.shared = shared,
                                      .same_type = strcmp(gold->type, entity->type) == 0,
                                      .gold = g,
                                      .found = found,
                                      .gold_id = gold->id,
                                      .found_id = entity->id};
        if (!ARRAY_PUSH(&m->candidates, &m->candidate_count, &m->candidate_capacity, candidate,
                        m->err))
            return false;
    }
    return true;
}

static int likeliest_first(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;
    if (x->shared != y->shared)
        return x->shared > y->shared ? -1 : 1;
    if (x->same_type != y->same_type)
        return x->same_type ? -1 : 1;
    int order = strcmp(x->gold_id, y->gold_id);
    return order != 0 ? order : strcmp(x->found_id, y->found_id);
}

static void choose_candidates(struct making *m)
{
    struct matching *matching = m->matching;
    if (m->candidate_count > 1)
        qsort(m->candidates, m->candidate_count, sizeof *m->candidates, likeliest_first);
    for (size_t i = 0; i < m->candidate_count; i++) {
        const struct candidate *c = &m->candidates[i];
        if (matching->gold_like[c->found] == ERMINE_NONE)
            matching->gold_like[c->found] = c->gold;
        if (matching->found_like[c->gold] == ERMINE_NONE)
            matching->found_like[c->gold] = c->found;
        if (matching->found_of[c->gold] != ERMINE_NONE ||
            matching->gold_of[c->found] != ERMINE_NONE)
            continue;
        matching->found_of[c->gold] = c->found;
        matching->gold_of[c->found] = c->gold;
    }
}

static bool pair_entities(struct making *m)
{
    struct matching *matching = m->matching;
    size_t gold_count = matching->gold->entity_count;
    m->gold_keys = ARENA_NEW(m->arena, struct keys, gold_count, m->err);
    m->found_keys = ARENA_NEW(m->arena, struct keys, matching->found_count, m->err);
    bool ok = m->gold_keys != NULL && m->found_keys != NULL;
    for (size_t g = 0; ok && g < gold_count; g++)
        ok = gold_keys(m, g);
    for (size_t f = 0; ok && f < matching->found_count; f++)
        ok = found_keys(m, f) && add_candidates(m, f);
    if (ok)
        choose_candidates(m);
    return ok;
}

static int pair_key(size_t a, size_t b, char key[64])
{
    return snprintf(key, 64, "%zu %zu", a < b ? a : b, a < b ? b : a);
}

unsigned matching_pair(const struct matching *matching, size_t a, size_t b)
{
    char key[64];
    uint32_t marks = map_get(matching->pairs, key, (size_t)pair_key(a, b, key));
    return marks == MAP_NONE ? 0 : marks;
}

static bool mark_pair(struct making *m, size_t a, size_t b, unsigned mark)
{
    char key[64];
    size_t length = (size_t)pair_key(a, b, key);
    return map_put(m->matching->pairs, key, length, matching_pair(m->matching, a, b) | mark,
                   m->err);
}

/* Numbers for ties: the same ends and the same relation, the same number. */
static bool tie_key(struct making *m, const struct tie *tie, const char *relation, char **key)
{
    size_t size = strlen(relation) + 64;
    *key = ARENA_NEW(m->arena, char, size, m->err);
    if (*key != NULL)
        snprintf(*key, size, "%zu %zu %s", tie->subject, tie->object, relation);
    return *key != NULL;
}

static bool index_gold(struct making *m, struct map *index)
{
    const struct reference *gold = m->matching->gold;
    bool ok = true;
    for (size_t i = 0; ok && i < gold->relation_count; i++) {
        const struct reference_relation *relation = &gold->relations[i];
        struct tie tie = {.subject = relation->subject, .object = relation->object};
        char *key;
        ok =
            tie_key(m, &tie, relation->relation, &key) &&
            map_put(index, key, strlen(key), (uint32_t)i, m->err) &&
            mark_pair(m, tie.subject, tie.object, relation->optional ? PAIR_OPTIONAL : PAIR_WANTED);
    }
    return ok;
}

/* The node of a found entity: the gold one, or one for all that are shown by the same name. */
static size_t node_of(struct making *m, size_t found, struct map *names)
{
    if (m->matching->gold_of[found] != ERMINE_NONE)
        return m->matching->gold_of[found];
    const char *name = ermine_facts_entity(m->matching->facts, found)->name;
    uint32_t number = map_get(names, name, strlen(name));
    if (number == MAP_NONE) {
        number = (uint32_t)map_count(names);
        if (!map_put(names, name, strlen(name), number, m->err))
            return ERMINE_NONE;
    }
    return m->matching->gold->entity_count + number;
}

static bool add_tie(struct making *m, struct tie *tie, bool symmetric, struct map *index,
                    struct map *seen)
{
    struct matching *matching = m->matching;
    if (symmetric && tie->object < tie->subject) {
        size_t kept = tie->subject;
        tie->subject = tie->object;
        tie->object = kept;
    }
    char *key;
    if (!tie_key(m, tie, tie->said->relation, &key))
        return false;
    size_t length = strlen(key);
    uint32_t right = map_get(index, key, length);
    if ((right != MAP_NONE && matching->gold->relations[right].optional) ||
        map_get(seen, key, length) != MAP_NONE)
        return true;
    if (right != MAP_NONE) {
        tie->right = right;
        matching->tie_of[right] = matching->tie_count;
    }
    matching->ties[matching->tie_count++] = *tie;
    return map_put(seen, key, length, 1, m->err) &&
           mark_pair(m, tie->subject, tie->object, PAIR_FOUND);
}

static bool match_ties(struct making *m, const ermine_knowledge *known)
{
    struct matching *matching = m->matching;
    struct map *index = map_new(m->err), *seen = map_new(m->err), *names = map_new(m->err);
    size_t count = matching->facts == NULL ? 0 : ermine_facts_relation_count(matching->facts);
    bool ok = index != NULL && seen != NULL && names != NULL && index_gold(m, index);
    for (size_t i = 0; ok && i < count; i++) {
        const ermine_relation *said = ermine_facts_relation(matching->facts, i);
        const ermine_relation_type *type = ermine_knowledge_find_relation(known, said->relation);
        struct tie tie = {.subject = node_of(m, said->subject, names),
                          .object = node_of(m, said->object, names),
                          .said = said,
                          .right = ERMINE_NONE};
        ok = tie.subject != ERMINE_NONE && tie.object != ERMINE_NONE &&
             add_tie(m, &tie, type != NULL && type->symmetric, index, seen);
    }
    map_free(index);
    map_free(seen);
    map_free(names);
    return ok;
}

static size_t *new_links(struct making *m, size_t count)
{
    size_t *links = ARENA_NEW(m->arena, size_t, count, m->err);
    for (size_t i = 0; links != NULL && i < count; i++)
        links[i] = ERMINE_NONE;
    return links;
}

bool matching_make(struct matching *matching, const struct reference *gold,
                   const ermine_facts *facts, const ermine_knowledge *known, struct arena *arena,
                   ermine_error *err)
{
    *matching =
        (struct matching){.gold = gold,
                          .facts = facts,
                          .found_count = facts == NULL ? 0 : ermine_facts_entity_count(facts),
                          .pairs = map_new(err)};
    struct making m = {.matching = matching, .arena = arena, .err = err, .numbers = map_new(err)};
    size_t tie_most = facts == NULL ? 0 : ermine_facts_relation_count(facts);
    bool ok = m.numbers != NULL && matching->pairs != NULL &&
              (matching->gold_of = new_links(&m, matching->found_count)) != NULL &&
              (matching->gold_like = new_links(&m, matching->found_count)) != NULL &&
              (matching->found_of = new_links(&m, gold->entity_count)) != NULL &&
              (matching->found_like = new_links(&m, gold->entity_count)) != NULL &&
              (matching->tie_of = new_links(&m, gold->relation_count)) != NULL &&
              (matching->ties = ARENA_NEW(arena, struct tie, tie_most, err)) != NULL &&
              pair_entities(&m) && match_ties(&m, known);
    free(m.candidates);
    map_free(m.numbers);
    return ok;
}

void matching_free(struct matching *matching)
{
    map_free(matching->pairs);
    matching->pairs = NULL;
}
