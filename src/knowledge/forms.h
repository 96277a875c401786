/* forms.h - the forms of words, or their beginnings, and the ids of the words they are of.
 *
 * A form is known by the hash of its folded letters: 64 bits of it tell words apart. A filter of bits says of most words
 * that they are none. */
#ifndef KNOWLEDGE_FORMS_H
#define KNOWLEDGE_FORMS_H

#include "ermine/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct form {
    uint64_t hash;
    uint32_t first; /* 1 + index of its first id, 0: an empty slot */
};

/* Those of one form are chained. */
struct form_id {
    uint32_t id, next;
};

struct forms {
    struct form *slots;
    size_t count, capacity;
    uint64_t *filter; /* 2^filter_bits bits */
    unsigned filter_bits;
    struct form_id *ids;
    size_t id_count, id_capacity;
};

/* Hash of a form: one call a letter, starting with forms_start. */
enum { forms_start = 1 };
static inline uint64_t forms_hash(uint64_t hash, uint32_t folded)
{
    hash = (hash ^ folded) * 0x9E3779B97F4A7C15u;
    return hash ^ hash >> 32;
}

bool forms_init(struct forms *forms, unsigned filter_bits, ermine_error *err);
void forms_free(struct forms *forms);
/* Adds the id to those of a form, which is folded. */
bool forms_add(struct forms *forms, const char *form, size_t length, uint32_t id,
               ermine_error *err);
/* 1 + the index of the first id of the form, or 0. */
uint32_t forms_find(const struct forms *forms, uint64_t hash);

static inline bool forms_may_have(const struct forms *forms, uint64_t hash)
{
    uint64_t bit = hash >> (64 - forms->filter_bits);
    return forms->filter[bit / 64] >> bit % 64 & 1;
}

#endif
