/* fits.h - which classes of the model of relations the types of a pair's ends allow. */
#ifndef EXTRACT_FITS_H
#define EXTRACT_FITS_H

#include "extract/pairs.h"

enum { fits_known_ends = 33 }; /* each of 32 types, or any */

struct fits {
    const struct mining *m;
    const struct relation_class *classes;
    size_t class_count;
    uint64_t known[fits_known_ends][fits_known_ends]; /* by types; 0: not yet asked for */
};

/* A bit of each class; the first, no tie, is always allowed. */
uint64_t fits_of(struct fits *fits, const struct pair *pair);

#endif
