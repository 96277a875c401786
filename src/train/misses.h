/* misses.h - what is wrong with the facts of a document, sorted by kind. */
#ifndef TRAIN_MISSES_H
#define TRAIN_MISSES_H

#include "ermine/evaluate.h"

#include "base/arena.h"
#include "train/matching.h"

struct misses {
    ermine_miss *items; /* on the heap, their words in the arena */
    size_t count, capacity;
};

/* Adds to `misses`. Entities: missed and merged ones are those of the gold graph that were not found, spurious and
 * split ones those found wrongly. Relations: each one missed, and each one found wrongly, stands in one miss. */
bool misses_collect(const struct matching *matching, struct misses *misses, struct arena *arena,
                    ermine_error *err);

/* Whether the status and the amount of a tie are those of the gold relation. */
bool status_fits(const struct reference_relation *wanted, const ermine_relation *said);
bool amount_fits(const struct reference_relation *wanted, const ermine_relation *said);

#endif
