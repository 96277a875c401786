/* crf_learner.h - a mention tagger while it learns: shared by the files of train/crf*.c. */
#ifndef TRAIN_CRF_LEARNER_H
#define TRAIN_CRF_LEARNER_H

#include "train/crf.h"

struct learner {
    struct crf_data *data;
    uint32_t *kept; /* hash of each row's feature */
    uint32_t *met;  /* how often */
    size_t row_count;
    float *weights, *squares; /* row_count * tag_columns */
    float chain[tagger_chain], chain_squares[tagger_chain];
    float *sums; /* of the weights at several times, and of the chain's */
    size_t sum_count;
    uint32_t random;
    /* One sentence: what is left of its tokens and their rows, and what is expected of it. */
    struct crf_token *tokens;
    uint32_t *rows;
    float (*scores)[tag_count];
    double (*alpha)[tag_count], (*beta)[tag_count], (*node)[tag_count];
    double edge[tag_count * tag_count];
};

/* crf_learn.c: room for sentences of `longest` tokens and `most_rows` features; freed with the learner. */
bool learner_reserve(struct learner *learner, size_t longest, size_t most_rows, ermine_error *err);
/* Goes through all sentences `rounds` times; `order` has room for them. `average`: the weights become the mean of
 * what they were at several times on the way. */
void learner_learn(struct learner *learner, size_t *order, int rounds, bool average);

/* crf_model.c: chooses the rows that fit into `most_bytes`. place[row] is where in the file, or SIZE_MAX; `prints` is
 * owned by the caller. NULL when out of memory. */
uint16_t *model_place(const struct learner *learner, size_t most_bytes, uint32_t *buckets,
                      size_t *place, ermine_error *err);
bool model_write(const struct learner *learner, uint32_t buckets, const uint16_t *prints,
                 const size_t *place, const char *path, ermine_error *err);

#endif
