/* tagger.h - the weights of a trained mention tagger of one language, from models/mentions-<language>.bin.
 *
 * A linear-chain conditional random field (Lafferty, McCallum & Pereira 2001) over hashed features. A token has one
 * of 17 tags: outside a name, or for each class of names its first, an inner, its last or its only token (BILOU).
 * The score of "outside" is 0 at every token, so a feature weighs 16 tags: one vector.
 *
 * Annotated sources differ in what they take for a name, so some features say which source's manner is asked for:
 * source 0 is our own; of a foreign text it can be told which source it resembles (naive Bayes over its words). Where
 * it resembles none, those features are left out, as they were for a part of the sentences in training.
 *
 * File, little endian: "ERMTAG2\n"; uint32 buckets, sources; float scale; float transitions[17][17], starts[17],
 * ends[17], manners[4096][8]; then for each bucket four uint16 prints, then for each bucket four rows of 16 signed
 * bytes, to be multiplied by the scale. A feature stands in one of the four ways of its bucket, told by its print;
 * 0 is a free place. manners[w][s] is the logarithm of how often words of hash w are met in source s. */
#ifndef KNOWLEDGE_TAGGER_H
#define KNOWLEDGE_TAGGER_H

#include "ermine/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum mention_class { CLASS_PERSON, CLASS_ORGANIZATION, CLASS_PLACE, CLASS_OTHER, class_count };
enum tag_place { TAG_FIRST, TAG_INNER, TAG_LAST, TAG_ONLY };
enum { tag_outside = 0, tag_count = 1 + 4 * class_count, tag_columns = 16, tagger_ways = 4 };

/* Tags run: outside, then for each class its four places. */
static inline uint8_t tag_of(enum mention_class class, enum tag_place place)
{
    return (uint8_t)(1 + 4 * (int)class + (int)place);
}
static inline bool tag_is(uint8_t tag, enum tag_place place)
{
    return tag != tag_outside && (tag - 1) % 4 == (int)place;
}
static inline enum mention_class tag_class(uint8_t tag)
{
    return (enum mention_class)((tag - 1) / 4);
}
/* Whether `next` may follow `tag`: a name that was begun goes on until its last token. */
static inline bool tag_may_follow(uint8_t tag, uint8_t next)
{
    bool open = tag_is(tag, TAG_FIRST) || tag_is(tag, TAG_INNER);
    bool inside = tag_is(next, TAG_INNER) || tag_is(next, TAG_LAST);
    return open == inside && (!open || tag_class(tag) == tag_class(next));
}

struct tagger {
    void *mapped; /* NULL when there is no model */
    size_t size;
    uint32_t buckets, sources;
    float scale;
    const float *transitions, *starts, *ends; /* tag_count squared, tag_count, tag_count */
    const float *manners;                     /* manner_words rows of most_sources */
    const uint16_t *prints;
    const int8_t *weights;
};

#define TAGGER_MAGIC "ERMTAG2\n"
enum {
    tagger_chain = tag_count * tag_count + 2 * tag_count,
    manner_words = 4096,
    most_sources = 8,
    tagger_numbers = tagger_chain + manner_words * most_sources
};

static inline uint32_t tagger_bucket(uint32_t feature, uint32_t buckets)
{
    return (uint32_t)((uint64_t)(feature * 0x9E3779B1u) * buckets >> 32);
}
static inline uint16_t tagger_print(uint32_t feature)
{
    uint16_t print = (uint16_t)(feature >> 3);
    return print == 0 ? 1 : print;
}

/* A missing file is no model and no error. */
bool tagger_load(struct tagger *tagger, const char *path, ermine_error *err);
void tagger_free(struct tagger *tagger);

#endif
