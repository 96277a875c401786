/* sums.h - which tie each sum of money belongs to. */
#ifndef EXTRACT_SUMS_H
#define EXTRACT_SUMS_H

#include "extract/mining.h"

/* Sets the money of the ties. A sum is one tie's, the nearest in words and clauses to its ends and cue; a sum that
 * several put up together is nobody's. False with m->err set when out of memory. */
bool assign_sums(struct mining *m);

#endif
