/* leiden.h - groups of nodes by the Leiden algorithm (Traag, Waltman & van Eck 2019, Scientific Reports 9, 5233). */
#ifndef ANALYZE_LEIDEN_H
#define ANALYZE_LEIDEN_H

#include "ermine/graph.h"

/* What is to be divided so that the sum over groups of their inner weights, less resolution / 2 times their squared
 * mass, is large: modularity when masses are strengths and the resolution is 1 / (their sum), the constant Potts model
 * when all masses are 1. Borrowed. */
struct leiden {
    uint32_t nodes;
    const uint32_t *first, *end; /* as in struct arcs: each edge in both directions, no loops */
    const double *weight;        /* one an arc, the same in both directions, 0 or more */
    const double *mass;          /* one a node, 0 or more */
    double resolution;
};

/* `of` becomes the group of each node, numbered from 0. The same seed gives the same groups; each of them hangs
 * together by arcs. Weights are compared with their mean: what they are counted in does not matter. */
bool leiden_divide(const struct leiden *graph, uint64_t seed, const ermine_work *work, uint32_t *of,
                   ermine_error *err);

/* What is to be large, doubled: over groups, the weights of arcs within less resolution times squared mass. NaN when out
 * of memory. */
double leiden_quality(const struct leiden *graph, const uint32_t *of);

#endif
