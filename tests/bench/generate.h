/* generate.h - random graphs to measure with, the same for the same seed. */
#ifndef BENCH_GENERATE_H
#define BENCH_GENERATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pair {
    uint32_t from, to;
};

/* `each` times `nodes` distinct pairs (a few less for the first nodes), no loops, from < to, sorted; owned. NULL when
 * out of memory. */
struct pair *generate_barabasi_albert(uint32_t nodes, uint32_t each, uint64_t seed, size_t *count);
/* R-MAT (Chakrabarti, Zhan & Faloutsos 2004) with 0.57, 0.19, 0.19, 0.05. */
struct pair *generate_rmat(uint32_t nodes, uint32_t each, uint64_t seed, size_t *count);

#endif
