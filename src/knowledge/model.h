/* model.h - a trained linear classifier of pairs: weights of hashed features, from models/relations.bin.
 *
 * File: "ERMREL3\n", then in little endian: uint32 rows, uint32 classes, a float threshold a class; the class labels, each
 * ended by a line feed; then the rows: uint32 feature, float scale, and one signed byte a class, to be multiplied
 * by the scale. Rows are sorted by feature. A label is a relation and '>' (the first of the pair is the subject), '<' (the second
 * is) or nothing (symmetric); the first label is empty: no tie. */
#ifndef KNOWLEDGE_MODEL_H
#define KNOWLEDGE_MODEL_H

#include "ermine/error.h"

#include "base/arena.h"
#include "knowledge/schema.h"

#include <stdbool.h>
#include <stdint.h>

enum { model_most_classes = 32 }; /* the width of a row, so that a row is one vector */

struct model_class {
    size_t relation; /* of the schema; ERMINE_NONE: no tie */
    bool first_is_subject;
    double threshold; /* probability from which on it is believed */
};

struct model_slot {
    uint32_t feature, row; /* 1 more than the row's number; 0: free */
};

struct model {
    size_t class_count;
    struct model_class classes[model_most_classes];
    size_t row_count;         /* 0 when there is no model */
    struct model_slot *slots; /* hash table of features */
    uint32_t slot_mask;
    const float *scales;   /* of each row */
    const int8_t *weights; /* rows of model_most_classes */
};

#define MODEL_MAGIC "ERMREL3\n"

/* The row of a feature, or ERMINE_NONE. */
size_t model_row(const struct model *model, uint32_t feature);

/* A missing file is no model and no error. */
bool model_load(struct model *model, const char *path, const struct schema *schema,
                struct arena *arena, ermine_error *err);

#endif
