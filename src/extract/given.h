/* given.h - two names given in a text, and what the text says around them, as features of a classifier whose labels may
 * be any: a label of the first to the second, and one the other way round.
 *
 * Beside what pairs.h sees there are runs of words by where they stand, and what the names look like. */
#ifndef EXTRACT_GIVEN_H
#define EXTRACT_GIVEN_H

#include "extract/mining.h"

struct given_name {
    ermine_span span;
    const char *type; /* PER, ORG, LOC or any other, which is a mere hint */
};

struct given {
    struct mining mining;
    uint32_t *mentions; /* of each name; NONE when no token is in it */
    uint32_t *entities; /* that resolution gave it; in `mining` each name is an entity of its own */
    bool *word_ends;    /* per token, whether a word ends behind it */
};

/* Mines a document, whose mentions are the names given and what is found beside them. given_close() after a failure
 * too. */
bool given_open(struct given *given, const ermine_knowledge *known, const ermine_document *document,
                const struct given_name *names, size_t count, ermine_error *err);
void given_close(struct given *given);

enum { most_given_features = 4096 };
/* Features of two names, the first before the second in the text; returns how many, 0 when out of memory. */
size_t given_features(const struct given *given, size_t first, size_t second,
                      uint32_t features[most_given_features]);

#endif
