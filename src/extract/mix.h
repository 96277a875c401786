/* mix.h - the step of the hashes that features are made of. Trained weights are kept under these hashes: another step
 * asks for new models. */
#ifndef EXTRACT_MIX_H
#define EXTRACT_MIX_H

#include <stdint.h>

static inline uint32_t mix(uint32_t hash, uint32_t value)
{
    hash ^= value;
    hash *= 0x9E3779B1u;
    return hash ^ hash >> 15;
}

#endif
