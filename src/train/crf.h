/* crf.h - learning the weights of a mention tagger, see knowledge/tagger.h.
 *
 * Maximum likelihood of the tags by forward-backward, under dropout; AdaGrad (Duchi, Hazan & Singer 2011) with L2
 * decay. A token may allow several tags (a source that does not mark some class of names leaves open whether it is one): then the
 * likelihood is that of all tag sequences it allows. */
#ifndef TRAIN_CRF_H
#define TRAIN_CRF_H

#include "ermine/error.h"

#include "knowledge/tagger.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct crf_token {
    size_t first;     /* of its features */
    uint32_t allowed; /* set of tags */
    uint16_t count,
        sourced; /* features, and how many of the first may be left out where no source is asked for */
};

struct crf_data {
    uint32_t *features; /* hashes; crf_train() turns them into rows */
    size_t feature_count, feature_capacity;
    struct crf_token *tokens;
    size_t token_count, token_capacity;
    size_t *sentences; /* first token of each */
    size_t sentence_count, sentence_capacity;
    uint32_t source_count;
    float (*manners)[most_sources]; /* manner_words rows: how often words are met in each source */
};
void crf_data_free(struct crf_data *data);

/* Learns and writes the model, at most `most_bytes` long, to a file that appears when it is whole. Takes the
 * features of `data` apart. The same data give the same bytes. */
bool crf_train(struct crf_data *data, size_t most_bytes, const char *path, ermine_error *err);

#endif
