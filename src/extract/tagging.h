/* tagging.h - what the mention tagger sees of a text: hashed features of every token.
 *
 * Made in two steps: once for a document what each token is by itself (form, affixes, shape, what the lexicon and
 * the document say of it), then for each token a list of hashes of that and its neighbours'. */
#ifndef EXTRACT_TAGGING_H
#define EXTRACT_TAGGING_H

#include "extract/mining.h"

enum { most_tag_features = 112, most_source_features = 16, any_source = most_sources };

struct tag_view;

/* After scan(). The view lives in the arena of `m`; NULL when out of memory. */
struct tag_view *tag_view_new(const struct mining *m);
/* Whose manner of marking names is asked for: a source of the tagger, or any_source, what they have in common; 0, our
 * own, when none is set. */
void tag_view_set_source(struct tag_view *view, uint32_t source);
/* Below manner_words: the hash of a token by which texts of one source are told from another's. */
uint32_t tag_manner(const struct tag_view *view, uint32_t at);
/* The foreign source whose manner a text is in: the one it resembles most, or any_source when it resembles their
 * mixture more; our own when there is no other. */
uint32_t tag_source(const struct tag_view *view, const struct tagger *tagger);
/* Writes the features of token `at` that ask for the manner of the source, at most most_source_features, none for
 * any_source; returns how many. */
size_t tag_source_features(const struct tag_view *view, uint32_t at, uint32_t *features);
/* The others, at most most_tag_features. */
size_t tag_features(const struct tag_view *view, uint32_t at, uint32_t *features);

/* A name the tagger found. */
struct tagged {
    uint32_t first, end; /* tokens */
    enum mention_class class;
    float margin; /* how much better its tags are than none, a token */
};
/* The names in tokens [begin, end) of a sentence, in order, at most `room`; the best tag sequence by Viterbi. */
struct tag_decoder;
/* In our own manner, or that of tag_source(). */
struct tag_decoder *tag_decoder_new(const struct mining *m, const struct tagger *tagger, bool own);
bool tag_sentence(struct tag_decoder *decoder, uint32_t sentence, struct tagged **names,
                  size_t *count);

#endif
