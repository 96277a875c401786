/* matching.h - the facts of one document laid over its gold graph: what stands for what.
 *
 * Entities are paired one to one, those with most names in common first, so that both splitting and merging cost.
 * Names are compared without case, width, spaces and punctuation. */
#ifndef TRAIN_MATCHING_H
#define TRAIN_MATCHING_H

#include "ermine/error.h"
#include "ermine/facts.h"

#include "base/arena.h"
#include "base/map.h"
#include "train/reference.h"

#include <stdbool.h>
#include <stddef.h>

/* A tie as it was found, between nodes: gold entities, and behind their numbers the names no gold entity has. */
struct tie {
    size_t subject, object;
    const ermine_relation *said;
    size_t right; /* the relation of the gold graph it is, or ERMINE_NONE */
};

enum pair_mark { PAIR_WANTED = 1, PAIR_OPTIONAL = 2, PAIR_FOUND = 4 };

struct matching {
    const struct reference *gold;
    const ermine_facts *facts; /* NULL: nothing was found */
    size_t found_count;        /* entities found */
    size_t *gold_of;           /* of each found entity the gold one, or ERMINE_NONE */
    size_t *found_of;          /* and the other way round */
    size_t *gold_like;         /* of each found entity some gold one with a name in common, ... */
    size_t *found_like;        /* ... and the other way round */
    struct tie *ties; /* each once, as said first; without those the gold graph has as optional */
    size_t tie_count;
    size_t *tie_of;    /* of each gold relation the tie that is it, or ERMINE_NONE */
    struct map *pairs; /* of two nodes: what they are, bits of enum pair_mark */
};

/* All but `pairs` comes from the arena. Free after a failure too. */
bool matching_make(struct matching *matching, const struct reference *gold,
                   const ermine_facts *facts, const ermine_knowledge *known, struct arena *arena,
                   ermine_error *err);
void matching_free(struct matching *matching);

/* Bits of enum pair_mark; 0 when nothing joins the two. */
unsigned matching_pair(const struct matching *matching, size_t a, size_t b);

#endif
