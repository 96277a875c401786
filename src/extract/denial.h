/* denial.h - which ties a denial covers: the one it denies, not all its sentence tells. */
#ifndef EXTRACT_DENIAL_H
#define EXTRACT_DENIAL_H

#include "extract/mining.h"

/* Bits of how a tie is denied. */
enum denial {
    DENIAL_NEGATED = 1, /* did not buy */
    DENIAL_BEFORE = 2,  /* denied that it bought */
    DENIAL_BEHIND = 4,  /* reports that it bought were denied */
    DENIAL_BACK = 8     /* it is to buy, reports say. It denied this. */
};

/* `low`: where the clause of the tie begins; `hedged`: whether its own words say that it is planned or reported. */
unsigned denial_of(const struct mining *m, const struct tie *tie, uint32_t low, bool hedged);

/* Whether a cue of the class begins in tokens [from, to). */
bool cue_within(const struct mining *m, uint32_t from, uint32_t to, enum cue_class class);
/* Whether a word there says that something may be so or not; the month of May does not. */
bool hedged_within(const struct mining *m, uint32_t from, uint32_t to);
/* Where what is told together with the tie begins and ends: the sentence, up to a semicolon or ", but". */
uint32_t statement_start(const struct mining *m, const struct tie *tie);
uint32_t statement_end(const struct mining *m, const struct tie *tie);
/* Whether token `at` ends a clause: a comma, or a word that opens the next one. */
bool clause_ends(const struct mining *m, uint32_t at);

#endif
