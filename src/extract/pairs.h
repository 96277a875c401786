/* pairs.h - two mentions that a sentence may tie, and what surrounds them as hashed features.
 *
 * Either both stand in the sentence, or one does and the other is the latest mention of what the document, or the
 * sentences before, are about, which the sentence leaves unsaid ("Khosla Ventures also has a stake"). */
#ifndef EXTRACT_PAIRS_H
#define EXTRACT_PAIRS_H

#include "extract/mining.h"

enum { most_features = 800 };

struct pair {
    uint32_t a, b; /* mentions; a stands before b */
    uint32_t sentence;
    bool unsaid;                      /* a stands in a sentence before */
    uint32_t rank;                    /* of a when it does, see salience.h */
    uint32_t between;                 /* mentions between them */
    uint32_t features[most_features]; /* hashes */
    size_t count;
};

typedef bool pair_visitor(void *context, const struct pair *pair);

/* Calls `each` for every pair of mentions of different entities, not too far apart; stops with false when it returns
 * false. A pair that `wanted`, unless it is NULL, does not want before it has features is passed over. Needs the ties of
 * the patterns, which are features. */
bool pairs_visit(const struct mining *m, pair_visitor *wanted, pair_visitor *each, void *context);

/* Describes two mentions of one sentence or of several, `a` before `b`. */
bool pairs_describe(const struct mining *m, uint32_t a, uint32_t b, struct pair *pair);
/* The tie of two mentions, `a` before `b`, by the model of relations; *class is NULL when there is none. */
bool classify_given(const struct mining *m, uint32_t a, uint32_t b,
                    const struct relation_class **class);

#endif
