/* model.h - a trained linear classifier: weights of hashed features, from a file in models/.
 *
 * What its labels mean is up to who asks: see relation_label.h and given.h.
 *
 * File, little endian: "ERMLIN1\n"; uint32 places, classes; float norm; a float threshold a class; the labels, each ended by a
 * NUL, filled up with NULs to a multiple of 4 bytes; then for each place a uint32 feature, for each place a float
 * scale, and for each place a row: a signed byte a class, filled up to a multiple of 16, to be multiplied by the scale.
 * A feature stands at the first place from its home on that is its own; 0, a free place, ends the search.
 * Further models may stand behind the first. */
#ifndef KNOWLEDGE_MODEL_H
#define KNOWLEDGE_MODEL_H

#include "ermine/error.h"

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { model_most_classes = 64, model_row_unit = 16 };

struct model {
    const void *mapped; /* NULL when there is no model */
    size_t size, used;  /* bytes, and how many of them are this model */
    bool borrowed;      /* it lies in the file of another, which must outlive it */
    uint32_t places;
    float norm;                             /* see model_share() */
    size_t class_count, width;              /* of a row in bytes */
    const char *labels[model_most_classes]; /* the first is "none of the others" */
    const float *thresholds;                /* probability from which on a class is believed */
    const uint32_t *features;               /* at each place */
    const float *scales;
    const int8_t *weights;
};

#define MODEL_MAGIC "ERMLIN1\n"

static inline size_t model_width(size_t classes)
{
    return (classes + model_row_unit - 1) / model_row_unit * model_row_unit;
}
static inline uint32_t model_home(uint32_t feature, uint32_t places)
{
    return (uint32_t)((uint64_t)(feature * 0x9E3779B1u) * places >> 32);
}
/* A feature as it stands in the table, where 0 means free. */
static inline uint32_t model_key(uint32_t feature)
{
    return feature == 0 ? 1 : feature;
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
/* Sums of the weights of at most model_most_features features, one a class, up to `width`. */
void model_sums(const struct model *model, const uint32_t *features, size_t count,
                float sums[model_most_classes]);
/* Sums to probabilities: exponentials, scaled to 1 together. A sum of minus infinity stays improbable. */
void model_softmax(const float *sums, size_t class_count, double *probabilities);

#endif
