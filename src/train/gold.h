/* gold.h - a gold graph, as far as training looks at it. */
#ifndef TRAIN_GOLD_H
#define TRAIN_GOLD_H

#include "ermine/error.h"
#include "ermine/facts.h"

#include "knowledge/schema.h"
#include "train/conll.h"

#include <jansson.h>
#include <stdbool.h>

struct gold_relation {
    size_t subject, object; /* gold entities */
    size_t relation;        /* of the schema, or ERMINE_NONE */
    unsigned statuses;      /* those accepted, a bit each by ermine_status */
    bool optional;
    ermine_span
        evidence; /* in the document's text; ERMINE_NONE when it does not stand there in one piece */
};

struct mining;

struct gold {
    struct map *mentions; /* surface form to gold entity */
    json_t *root;         /* the file as it is */
    struct map *ids;
    struct gold_relation *relations;
    size_t relation_count;
};

/* Gold entities of the mined ones, MAP_NONE where the gold graph has none: by a surface form they share, or the id.
 * Owned; NULL when out of memory. */
uint32_t *gold_align(const struct gold *gold, const struct mining *m, ermine_error *err);

/* The places in the text where the entities' names stand, longer names first where they overlap; owned. */
bool gold_spans(const struct gold *gold, const char *text, size_t length,
                const struct schema *schema, struct named_span **spans, size_t *count,
                ermine_error *err);

/* Calls `each` for every document in `texts` (files and folders, as for ermine_reader_new()) that has a gold graph
 * <document>.json in the folder `gold`. Stops with false when it returns false or an input is bad. */
bool gold_each(const ermine_knowledge *known, const char *const *texts, size_t count,
               const char *gold,
               bool (*each)(void *context, const ermine_document *document,
                            const struct gold *gold),
               void *context, ermine_error *err);

#endif
