/* random.h - numbers that look random and are the same every time: SplitMix64 (Steele, Lea & Flood 2014). */
#ifndef ANALYZE_RANDOM_H
#define ANALYZE_RANDOM_H

#include <stdint.h>

static inline uint64_t random_next(uint64_t *state)
{
    uint64_t z = (*state += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

/* The state of stream `number` of a seed. */
static inline uint64_t random_stream(uint64_t seed, uint64_t number)
{
    uint64_t state = seed ^ (number * 0xd1342543de82ef95u);
    return random_next(&state);
}

/* 0 to 1, without 1. */
static inline double random_share(uint64_t *state)
{
    return (double)(random_next(state) >> 11) * 0x1p-53;
}

static inline uint32_t random_below(uint64_t *state, uint32_t bound)
{
    return (uint32_t)(((random_next(state) >> 32) * bound) >> 32);
}

#endif
