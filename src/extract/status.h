/* status.h - whether a tie holds, is planned, reported, denied or over.
 *
 * Rules over cue words give a verdict; where there is a trained model it decides, the verdict being one of its
 * features. */
#ifndef EXTRACT_STATUS_H
#define EXTRACT_STATUS_H

#include "extract/mining.h"

enum { most_status_features = 900 };

/* What the rules see in the words about a tie. */
struct status_signs {
    unsigned denial;    /* bits of enum denial */
    bool left;          /* a later passage ends it: she left in 2019 */
    unsigned elsewhere; /* verdicts on the same tie in other places, a bit each */
    unsigned around[2]; /* verdicts on all ties of the sentence, and of the one before */
    int year;           /* of the document, or the one it names most; 0: none */
    ermine_status verdict;
    uint32_t trigger; /* the token that gave the verdict, or NONE */
};

/* Describes a tie as hashed features; returns how many. */
size_t status_features(const struct mining *m, const struct tie *tie,
                       const struct status_signs *signs, uint32_t features[most_status_features]);
/* Signs of all ties, in their order, in the arena; NULL when out of memory. */
struct status_signs *status_signs_all(struct mining *m);
/* What the model makes of probabilities, one a status. */
ermine_status status_choose(const struct status_signs *signs, const double *probabilities);

/* Sets the status of all ties. */
bool set_statuses(struct mining *m);

#endif
