#include "train/misses.h"

#include "base/array.h"
#include "base/error.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct collecting {
    const struct matching *matching;
    struct misses *misses;
    struct arena *arena;
    ermine_error *err;
    bool *taken; /* ties that stand in a miss already */
};

const char *ermine_miss_name(ermine_miss_kind kind)
{
    static const char *const names[ERMINE_MISS_KINDS] = {
        [ERMINE_MISS_ENTITY_MISSED] = "entity missed",
        [ERMINE_MISS_ENTITY_SPURIOUS] = "entity spurious",
        [ERMINE_MISS_ENTITY_MERGED] = "entity merged",
        [ERMINE_MISS_ENTITY_SPLIT] = "entity split",
        [ERMINE_MISS_TYPE] = "type wrong",
        [ERMINE_MISS_END_MISSED] = "end missed",
        [ERMINE_MISS_END_SPURIOUS] = "end spurious",
        [ERMINE_MISS_PAIR_MISSED] = "pair missed",
        [ERMINE_MISS_PAIR_SPURIOUS] = "pair spurious",
        [ERMINE_MISS_LABEL_MISSED] = "label missed",
        [ERMINE_MISS_LABEL_SPURIOUS] = "label spurious",
        [ERMINE_MISS_LABEL] = "label wrong",
        [ERMINE_MISS_DIRECTION] = "direction wrong",
        [ERMINE_MISS_STATUS] = "status wrong",
        [ERMINE_MISS_AMOUNT] = "amount wrong"};
    return names[kind];
}

bool status_fits(const struct reference_relation *wanted, const ermine_relation *said)
{
    return (wanted->statuses >> said->status & 1) != 0;
}

bool amount_fits(const struct reference_relation *wanted, const ermine_relation *said)
{
    return wanted->currency != NULL && said->currency != NULL &&
           strcmp(wanted->currency, said->currency) == 0 &&
           fabs(said->amount - wanted->amount) <= 0.01 * wanted->amount;
}

__attribute__((format(printf, 2, 3))) static const char *words(struct collecting *c,
                                                               const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    char *text = ARENA_NEW(c->arena, char, (size_t)(length < 0 ? 0 : length) + 1, c->err);
    if (text == NULL || length < 0)
        return NULL;
    va_start(args, format);
    vsnprintf(text, (size_t)length + 1, format, args);
    va_end(args);
    return text;
}

/* `wanted` and `found` are NULL when there is none, or when the memory is at an end. */
static bool add(struct collecting *c, ermine_miss_kind kind, const char *wanted, const char *found,
                const char *evidence)
{
    ermine_miss miss = {kind, wanted, found, NULL};
    if (evidence != NULL && (miss.evidence = arena_string(c->arena, evidence, c->err)) == NULL)
        return false;
    return ((wanted != NULL || found != NULL) || error_memory(c->err)) &&
           ARRAY_PUSH(&c->misses->items, &c->misses->count, &c->misses->capacity, miss, c->err);
}

static const char *gold_entity(struct collecting *c, size_t index)
{
    const struct reference_entity *entity = &c->matching->gold->entities[index];
    return words(c, "%s (%s)", entity->name, entity->type);
}

static const char *found_entity(struct collecting *c, size_t index)
{
    const ermine_entity *entity = ermine_facts_entity(c->matching->facts, index);
    return words(c, "%s (%s)", entity->name, entity->type);
}

static bool collect_entities(struct collecting *c)
{
    const struct matching *m = c->matching;
    bool ok = true;
    for (size_t g = 0; ok && g < m->gold->entity_count; g++) {
        const struct reference_entity *entity = &m->gold->entities[g];
        size_t found = m->found_of[g];
        if (entity->optional)
            continue;
        if (found == ERMINE_NONE && m->found_like[g] == ERMINE_NONE)
            ok = add(c, ERMINE_MISS_ENTITY_MISSED, gold_entity(c, g), NULL, NULL);
        else if (found == ERMINE_NONE)
            ok = add(c, ERMINE_MISS_ENTITY_MERGED, gold_entity(c, g),
                     found_entity(c, m->found_like[g]), NULL);
        else if (strcmp(entity->type, ermine_facts_entity(m->facts, found)->type) != 0)
            ok = add(c, ERMINE_MISS_TYPE, gold_entity(c, g), found_entity(c, found), NULL);
    }
    for (size_t f = 0; ok && f < m->found_count; f++) {
        if (m->gold_of[f] != ERMINE_NONE)
            continue;
        bool split = m->gold_like[f] != ERMINE_NONE;
        ok = add(c, split ? ERMINE_MISS_ENTITY_SPLIT : ERMINE_MISS_ENTITY_SPURIOUS,
                 split ? gold_entity(c, m->gold_like[f]) : NULL, found_entity(c, f), NULL);
    }
    return ok;
}

static const char *statuses(struct collecting *c, unsigned accepted)
{
    const char *list = "";
    for (ermine_status status = ERMINE_CURRENT; status <= ERMINE_ENDED; status++)
        if ((accepted >> status & 1) != 0 && list != NULL)
            list = words(c, "%s%s%s", list, *list == '\0' ? "" : "|", ermine_status_name(status));
    return list;
}

static const char *gold_tie(struct collecting *c, const struct reference_relation *relation)
{
    const struct reference_entity *entities = c->matching->gold->entities;
    const char *accepted = statuses(c, relation->statuses);
    if (accepted == NULL)
        return NULL;
    return words(c, "%s %s %s [%s]", entities[relation->subject].name, relation->relation,
                 entities[relation->object].name, accepted);
}

static const char *found_tie(struct collecting *c, const struct tie *tie)
{
    const ermine_relation *said = tie->said;
    const ermine_facts *facts = c->matching->facts;
    return words(c, "%s %s %s [%s] %.2f", ermine_facts_entity(facts, said->subject)->name,
                 said->relation, ermine_facts_entity(facts, said->object)->name,
                 ermine_status_name(said->status), said->confidence);
}

static bool collect_attributes(struct collecting *c, const struct reference_relation *wanted,
                               const struct tie *tie)
{
    const ermine_relation *said = tie->said;
    if (!status_fits(wanted, said) &&
        !add(c, ERMINE_MISS_STATUS, gold_tie(c, wanted), found_tie(c, tie), said->evidence.text))
        return false;
    if (wanted->currency == NULL || amount_fits(wanted, said))
        return true;
    return add(c, ERMINE_MISS_AMOUNT, words(c, "%s %.0f", wanted->currency, wanted->amount),
               said->currency == NULL ? NULL : words(c, "%s %.0f", said->currency, said->amount),
               said->evidence.text);
}

/* A tie found wrongly between the ends of a gold relation that was missed: the same relation the other way round, or
 * any. ERMINE_NONE when there is none. */
static size_t wrong_tie(const struct collecting *c, const struct reference_relation *relation,
                        bool turned)
{
    const struct matching *m = c->matching;
    for (size_t t = 0; t < m->tie_count; t++) {
        const struct tie *tie = &m->ties[t];
        if (c->taken[t] || tie->right != ERMINE_NONE)
            continue;
        bool backward = tie->subject == relation->object && tie->object == relation->subject;
        bool forward = tie->subject == relation->subject && tie->object == relation->object;
        if (turned ? backward && strcmp(tie->said->relation, relation->relation) == 0
                   : backward || forward)
            return t;
    }
    return ERMINE_NONE;
}

/* Gold relations that were missed but stand in a tie with a wrong label or direction: `turned` ones first. */
static bool collect_confused(struct collecting *c, bool turned, bool *done)
{
    const struct matching *m = c->matching;
    for (size_t i = 0; i < m->gold->relation_count; i++) {
        const struct reference_relation *relation = &m->gold->relations[i];
        if (relation->optional || done[i] || m->tie_of[i] != ERMINE_NONE)
            continue;
        size_t t = wrong_tie(c, relation, turned);
        if (t == ERMINE_NONE)
            continue;
        done[i] = c->taken[t] = true;
        if (!add(c, turned ? ERMINE_MISS_DIRECTION : ERMINE_MISS_LABEL, gold_tie(c, relation),
                 found_tie(c, &m->ties[t]), m->ties[t].said->evidence.text))
            return false;
    }
    return true;
}

static bool collect_missed(struct collecting *c, const bool *done)
{
    const struct matching *m = c->matching;
    bool ok = true;
    for (size_t i = 0; ok && i < m->gold->relation_count; i++) {
        const struct reference_relation *relation = &m->gold->relations[i];
        if (relation->optional || done[i])
            continue;
        if (m->tie_of[i] != ERMINE_NONE) {
            ok = collect_attributes(c, relation, &m->ties[m->tie_of[i]]);
            continue;
        }
        bool there = m->found_of[relation->subject] != ERMINE_NONE &&
                     m->found_of[relation->object] != ERMINE_NONE;
        unsigned marks = matching_pair(m, relation->subject, relation->object);
        ok = add(c,
                 !there                      ? ERMINE_MISS_END_MISSED
                 : (marks & PAIR_FOUND) == 0 ? ERMINE_MISS_PAIR_MISSED
                                             : ERMINE_MISS_LABEL_MISSED,
                 gold_tie(c, relation), NULL, relation->evidence);
    }
    return ok;
}

static bool collect_spurious(struct collecting *c)
{
    const struct matching *m = c->matching;
    bool ok = true;
    for (size_t t = 0; ok && t < m->tie_count; t++) {
        const struct tie *tie = &m->ties[t];
        if (c->taken[t] || tie->right != ERMINE_NONE)
            continue;
        size_t count = m->gold->entity_count;
        unsigned marks = matching_pair(m, tie->subject, tie->object);
        ok = add(c,
                 tie->subject >= count || tie->object >= count  ? ERMINE_MISS_END_SPURIOUS
                 : (marks & (PAIR_WANTED | PAIR_OPTIONAL)) == 0 ? ERMINE_MISS_PAIR_SPURIOUS
                                                                : ERMINE_MISS_LABEL_SPURIOUS,
                 NULL, found_tie(c, tie), tie->said->evidence.text);
    }
    return ok;
}

bool misses_collect(const struct matching *matching, struct misses *misses, struct arena *arena,
                    ermine_error *err)
{
    struct collecting c = {matching, misses, arena, err, NULL};
    bool *done = ARENA_NEW(arena, bool, matching->gold->relation_count, err);
    c.taken = ARENA_NEW(arena, bool, matching->tie_count, err);
    return done != NULL && c.taken != NULL && collect_entities(&c) &&
           collect_confused(&c, true, done) && collect_confused(&c, false, done) &&
           collect_missed(&c, done) && collect_spurious(&c);
}
