/* paradigms.h - the endings of an inflection, found by the last byte of a word. */
#ifndef KNOWLEDGE_PARADIGMS_H
#define KNOWLEDGE_PARADIGMS_H

#include "base/arena.h"
#include "knowledge/lexicon.h"

struct paradigm_ending {
    const char *text; /* folded */
    uint8_t length;   /* bytes */
    uint8_t rule;     /* of the inflection */
};

/* Endings of words that close with byte b: items [first[b], first[b + 1]), by rule, its base form's before the others.
 * The empty ending is among those of every byte. */
struct paradigms {
    struct paradigm_ending *items;
    uint32_t first[257];
};

/* `rules` end with a NULL ending and are kept; at most 255 are looked at. */
bool paradigms_index(struct paradigms *paradigms, const struct inflection *rules,
                     struct arena *arena, ermine_error *err);

#endif
