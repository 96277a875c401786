/* model.h - a trained linear classifier: weights of hashed features, from a file in models/.
 *
 * What its labels mean is up to who asks: see relation_label.h and given.h.
 *
 * File, little endian: "ERMLIN2\n"; uint32 buckets, classes; float norm; a float threshold a class; the labels, each ended by
 * a NUL; then for each bucket eight uint16 prints, then for each place in them a row: a signed byte a class, filled up so
 * that it ends a multiple of 16 with the scale, a uint16, which is the upper half of a float. All three parts are filled
 * up with NULs to a multiple of 64 bytes. A feature stands in its home bucket or, when that is full, in one of the next,
 * told by its print; a free place, print 0, ends the search. Further models may stand behind the first. */
#ifndef KNOWLEDGE_MODEL_H
#define KNOWLEDGE_MODEL_H

#include "ermine/error.h"

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { model_most_classes = 62, model_most_width = 64, model_row_unit = 16 };
enum {
    model_ways = 8,
    model_line = 64
}; /* places of a bucket; bytes that parts of a file are a multiple of */

struct model {
    const void *mapped; /* NULL when there is no model */
    size_t size, used;  /* bytes, and how many of them are this model */
    bool borrowed;      /* it lies in the file of another, which must outlive it */
    uint32_t buckets;
    float norm;                             /* see model_share() */
    size_t class_count, width;              /* of a row in bytes */
    const char *labels[model_most_classes]; /* the first is "none of the others" */
    const float *thresholds;                /* probability from which on a class is believed */
    const uint16_t *prints;                 /* at each place */
    const int8_t *rows;
};

#define MODEL_MAGIC "ERMLIN2\n"

static inline size_t model_width(size_t classes)
{
    return (classes + sizeof(uint16_t) + model_row_unit - 1) / model_row_unit * model_row_unit;
}
static inline size_t model_filled(size_t bytes)
{
    return (bytes + model_line - 1) / model_line * model_line;
}
static inline uint32_t model_home(uint32_t feature, uint32_t buckets)
{
    return (uint32_t)((uint64_t)(feature * 0x9E3779B1u) * buckets >> 32);
}
/* What tells a feature from others of its bucket, where 0 means free. */
static inline uint16_t model_print(uint32_t feature)
{
    uint16_t print = (uint16_t)feature;
    return print == 0 ? 1 : print;
}

/* A missing file is no model and no error. */
bool model_load(struct model *model, const char *path, ermine_error *err);
/* The model that stands behind another in its file. */
bool model_load_next(struct model *model, const struct model *before, const char *path,
                     ermine_error *err);
void model_free(struct model *model);

/* How much of its weight a feature gives among `count`: so that long texts are no surer than short ones. */
static inline float model_share(float norm, size_t count)
{
    return norm > 0 ? norm / sqrtf((float)count + 1) : 1;
}

enum { model_most_features = 4096 };
/* Sums of the weights of at most model_most_features features, one a class; what stands behind them means nothing. */
void model_sums(const struct model *model, const uint32_t *features, size_t count,
                float sums[model_most_width]);
/* Sums to probabilities: exponentials, scaled to 1 together. A sum of minus infinity stays improbable. */
void model_softmax(const float *sums, size_t class_count, double *probabilities);

#endif
