/* relation_label.h - the labels of the graph's own relation model, as relations with a direction.
 *
 * A label is a relation of the schema and '>' (the first of the pair is the subject), '<' (the second is) or nothing
 * (symmetric); the empty label is no tie. */
#ifndef KNOWLEDGE_RELATION_LABEL_H
#define KNOWLEDGE_RELATION_LABEL_H

#include "ermine/error.h"

#include "knowledge/model.h"
#include "knowledge/schema.h"

struct relation_class {
    size_t relation; /* of the schema; ERMINE_NONE: no tie */
    bool first_is_subject;
};

/* What the labels of `model` mean; false when the schema does not have a relation. */
bool relation_labels_read(const struct model *model, const struct schema *schema, const char *path,
                          struct relation_class classes[model_most_classes], ermine_error *err);
/* All classes the schema makes, no tie first; returns how many, 0 when they are too many. */
size_t relation_classes(const struct schema *schema,
                        struct relation_class classes[model_most_classes]);
enum { relation_label_size = 128 };
void relation_label_write(const struct relation_class *class, const struct schema *schema,
                          char label[relation_label_size]);

#endif
