/* byteset.h - a set of byte values, one bit each: asked once for every byte of a text. */
#ifndef BASE_BYTESET_H
#define BASE_BYTESET_H

#include <stdbool.h>
#include <stdint.h>

struct byteset {
    uint64_t bits[4]; /* of the bytes 0 to 63, 64 to 127 and so on */
};

static inline bool byteset_has(const struct byteset *set, char byte)
{
    unsigned char value = (unsigned char)byte;
    return set->bits[value / 64] >> value % 64 & 1;
}

static inline void byteset_add(struct byteset *set, char byte)
{
    unsigned char value = (unsigned char)byte;
    set->bits[value / 64] |= UINT64_C(1) << value % 64;
}

#endif
