/* weigh.h - what a whole document says of a tie: the statements of all its sentences, weighed together.
 *
 * The model of relations looks at two mentions in one sentence. Whether their entities are tied depends also on what
 * other sentences say of the two and on whom else each is tied to: a second model, stacked upon the first (Wolpert
 * 1992), judges that. */
#ifndef EXTRACT_WEIGH_H
#define EXTRACT_WEIGH_H

#include "extract/pairs.h"

enum { weigh_most_features = 96 };

/* What one sentence says of a tie, or a tie that a pattern found. */
struct statement {
    uint32_t subject, object; /* entities */
    uint32_t relation;
    uint32_t a, b, sentence, between; /* as in struct pair; of a pattern's tie NONE */
    uint8_t unsaid; /* 1 + its rank in salience.h: the first stands in a sentence before; or 0 */
    float probability, untied; /* of it, and of no tie at all; of a pattern's tie 0 */
    uint32_t tie;              /* of the patterns, or NONE */
    uint32_t order;            /* in which it was noted */
};

/* A tie that statements of a document agree on. */
struct proposal {
    const struct statement *statements; /* the most probable first, ties of patterns last */
    size_t count;
    uint32_t features[weigh_most_features]; /* hashes */
    size_t feature_count;
};

struct weighing {
    const struct mining *m;
    const struct relation_class *classes; /* of the first model */
    size_t class_count;
    struct statement *statements;
    size_t count, capacity;
    struct meeting {
        uint32_t low, high, sentence; /* two entities, in a sentence that may tie them */
    } * meetings;
    size_t meeting_count, meeting_capacity;
};

/* Notes that two mentions stand where they may be tied. */
bool weigh_meeting(struct weighing *w, const struct pair *pair);
/* Notes what the first model thinks of them: a probability a class. */
bool weigh_pair(struct weighing *w, const struct pair *pair, const double *probabilities);
/* Calls `each` with every proposal, in an order that depends on the document alone; stops with false when it returns
 * false. */
bool weigh_all(struct weighing *w, bool (*each)(void *context, const struct proposal *proposal),
               void *context);
void weigh_free(struct weighing *w);

#endif
