/* weights.h - weights of relations and statuses. */
#ifndef KNOWLEDGE_WEIGHTS_H
#define KNOWLEDGE_WEIGHTS_H

#include "ermine/weights.h"

#include "knowledge/schema.h"

struct ermine_weights {
    const struct schema *schema; /* borrowed */
    double *relations;           /* one a relation of it */
    double statuses[ERMINE_ENDED + 1];
};

/* Reads a file over what `weights` holds; `whole`: it must name all. */
bool weights_read(ermine_weights *weights, const char *path, bool whole, ermine_error *err);
ermine_weights *weights_new(const struct schema *schema, ermine_error *err);

#endif
