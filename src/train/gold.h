/* gold.h - a gold graph, as far as training looks at it. */
#ifndef TRAIN_GOLD_H
#define TRAIN_GOLD_H

#include "ermine/error.h"
#include "ermine/facts.h"

#include <jansson.h>
#include <stdbool.h>

struct gold_relation {
    size_t subject, object; /* gold entities */
    size_t relation;        /* of the schema, or ERMINE_NONE */
    bool optional;
    ermine_span
        evidence; /* in the document's text; ERMINE_NONE when it does not stand there in one piece */
};

struct gold {
    struct map *mentions; /* surface form to gold entity */
    struct map *ids;
    struct gold_relation *relations;
    size_t relation_count;
};

/* Reads a gold graph against the text of its document. Free after a failure too. */
bool gold_load(struct gold *gold, const char *path, const ermine_knowledge *known, const char *text,
               ermine_error *err);
void gold_free(struct gold *gold);

#endif
