#include "knowledge/relation_label.h"

#include "base/error.h"

#include <stdio.h>
#include <string.h>

bool relation_labels_read(const struct model *model, const struct schema *schema, const char *path,
                          struct relation_class classes[model_most_classes], ermine_error *err)
{
    for (size_t k = 0; k < model->class_count; k++) {
        char name[relation_label_size];
        size_t length = strcspn(model->labels[k], "<>");
        classes[k] = (struct relation_class){ERMINE_NONE, model->labels[k][length] != '<'};
        if (length == 0)
            continue;
        snprintf(name, sizeof name, "%.*s", (int)(length < sizeof name ? length : sizeof name - 1),
                 model->labels[k]);
        classes[k].relation = schema_relation(schema, name);
        if (classes[k].relation == ERMINE_NONE)
            return error_set(err, ERMINE_EINPUT,
                             "%s: knows a relation that schema.json does not, %s; train it anew or "
                             "take the file away",
                             path, name);
    }
    return true;
}

size_t relation_classes(const struct schema *schema,
                        struct relation_class classes[model_most_classes])
{
    size_t count = 0;
    if (2 * schema->relation_count + 1 > model_most_classes)
        return 0;
    classes[count++] = (struct relation_class){ERMINE_NONE, true};
    for (size_t i = 0; i < schema->relation_count; i++) {
        classes[count++] = (struct relation_class){i, true};
        if (!schema->relations[i].symmetric)
            classes[count++] = (struct relation_class){i, false};
    }
    return count;
}

void relation_label_write(const struct relation_class *class, const struct schema *schema,
                          char label[relation_label_size])
{
    label[0] = '\0';
    if (class->relation == ERMINE_NONE)
        return;
    const ermine_relation_type *type = &schema->relations[class->relation];
    snprintf(label, relation_label_size, "%s%s", type->name,
             type->symmetric           ? ""
             : class->first_is_subject ? ">"
                                       : "<");
}
