/* pairs.c - training a classifier of given pairs, with the labels of its files. */
#include "ermine/train.h"

#include "base/error.h"
#include "base/map.h"
#include "knowledge/model.h"
#include "train/pair_label.h"
#include "train/pairfile.h"
#include "train/softmax.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { most_labels = model_most_classes };

static const struct softmax_settings settings = {.least_count = 3,
                                                 .epochs = 10,
                                                 .rate = 0.02,
                                                 .decay = 1e-4,
                                                 .norm = 5,
                                                 .one_threshold = true,
                                                 .most_bytes = 5900000};

struct trainer {
    const ermine_knowledge *known;
    const char *language;
    ermine_training *training;
    ermine_error *err;
    struct map *numbers; /* of labels; 0: unknown */
    char *labels[most_labels];
    size_t label_count;
    size_t turned[most_labels]
                 [most_labels]; /* how often a pair has the one label, turned round the other */
    char *classes[model_most_classes];
    size_t class_count;
    size_t class_of[most_labels][2]; /* of a label from the second name to the first, or forward */
    struct softmax_data data;
};

static bool add_label(struct trainer *t, const char *label)
{
    if (map_get(t->numbers, label, strlen(label)) != MAP_NONE)
        return true;
    if (t->label_count == most_labels)
        return error_set(t->err, ERMINE_EINPUT, "more than %d labels", most_labels);
    t->labels[t->label_count] = strdup(label);
    return (t->labels[t->label_count] != NULL || error_memory(t->err)) &&
           map_put(t->numbers, label, strlen(label), (uint32_t)t->label_count++, t->err);
}

static size_t number_of(const struct trainer *t, const struct listed *relation)
{
    return map_get(t->numbers, relation->label, strlen(relation->label));
}

/* First reading: which labels there are, and which are said of a pair when it is turned round. */
static bool note_labels(void *context, const struct passage *passage)
{
    struct trainer *t = context;
    for (size_t i = 0; i < passage->relation_count; i++)
        if (!add_label(t, passage->relations[i].label))
            return false;
    for (size_t i = 0; i < passage->relation_count; i++)
        for (size_t k = 0; k < passage->relation_count; k++) {
            const struct listed *one = &passage->relations[i], *other = &passage->relations[k];
            if (one->head == other->tail && one->tail == other->head)
                t->turned[number_of(t, one)][number_of(t, other)]++;
        }
    return true;
}

static bool add_class(struct trainer *t, const char *forward, const char *backward)
{
    if (t->class_count == model_most_classes)
        return error_set(t->err, ERMINE_EINPUT, "more than %d labels, each direction for itself",
                         model_most_classes);
    size_t size = strlen(forward) + strlen(backward) + 2;
    char *class = malloc(size);
    if (class == NULL)
        return error_memory(t->err);
    snprintf(class, size, "%s\t%s", forward, backward);
    t->classes[t->class_count++] = class;
    return true;
}

/* A label and the one it is turned round make one class, which so is decided in both directions at once; a label that
 * is given in one direction only makes two. */
static bool make_classes(struct trainer *t)
{
    size_t turned[most_labels];
    for (size_t i = 0; i < t->label_count; i++) {
        turned[i] = most_labels;
        for (size_t k = 0; k < t->label_count; k++)
            if (t->turned[i][k] > (turned[i] == most_labels ? 0 : t->turned[i][turned[i]]))
                turned[i] = k;
    }
    turned[0] = 0;
    for (size_t i = 0; i < t->label_count; i++) {
        t->class_of[i][true] = t->class_count;
        if (!add_class(t, t->labels[i], turned[i] == most_labels ? "" : t->labels[turned[i]]))
            return false;
        if (turned[i] == most_labels) {
            t->class_of[i][false] = t->class_count;
            if (!add_class(t, "", t->labels[i]))
                return false;
        }
    }
    for (size_t i = 0; i < t->label_count; i++)
        if (turned[i] != most_labels)
            t->class_of[i][false] = t->class_of[turned[i]][true];
    return true;
}

/* The classes of a pair, as a set. What holds of it outdoes that nothing is known. */
static uint64_t classes_of(const struct trainer *t, const struct passage *passage, size_t first,
                           size_t second)
{
    uint64_t set = 0;
    for (size_t i = 0; i < passage->relation_count; i++) {
        const struct listed *relation = &passage->relations[i];
        bool forward = relation->head == first && relation->tail == second;
        if (forward || (relation->head == second && relation->tail == first))
            set |= UINT64_C(1) << t->class_of[number_of(t, relation)][forward];
    }
    return set > 1 ? set & ~UINT64_C(1) : set;
}

static bool is_listed_before(const struct passage *passage, size_t index)
{
    const struct listed *this = &passage->relations[index];
    for (size_t i = 0; i < index; i++) {
        const struct listed *other = &passage->relations[i];
        if ((other->head == this->head && other->tail == this->tail) ||
            (other->head == this->tail && other->tail == this->head))
            return true;
    }
    return false;
}

static bool learn_pair(struct trainer *t, const struct given *given, const struct passage *passage,
                       const struct listed *relation)
{
    size_t first = passage_first(passage, relation->head, relation->tail);
    size_t second = first == relation->head ? relation->tail : relation->head, count = 0;
    uint64_t set = classes_of(t, passage, first, second);
    uint32_t features[most_given_features];
    if (given->mentions[first] == NONE || given->mentions[second] == NONE)
        return true;
    size_t feature_count = given_features(given, first, second, features);
    for (size_t k = 0; k < t->class_count; k++)
        count += set >> k & 1;
    t->training->pairs++;
    t->training->positive += set > 1;
    for (size_t k = 0; k < t->class_count; k++)
        if ((set >> k & 1) && !softmax_add(&t->data, features, feature_count, k,
                                           t->training->documents, 1 / (float)count, t->err))
            return false;
    return feature_count > 0;
}

/* Second reading: the examples. */
static bool learn_passage(void *context, const struct passage *passage)
{
    struct trainer *t = context;
    struct given given;
    ermine_document document = {.id = "",
                                .source = "",
                                .language = t->language,
                                .text = passage->text,
                                .length = passage->length};
    bool ok = given_open(&given, t->known, &document, passage->names, passage->name_count, t->err);
    for (size_t i = 0; ok && i < passage->relation_count; i++)
        ok = is_listed_before(passage, i) || learn_pair(t, &given, passage, &passage->relations[i]);
    given_close(&given);
    t->training->documents++;
    return ok;
}

static bool read_files(struct trainer *t, const char *const *files, size_t count)
{
    bool ok = add_label(t, PAIR_UNKNOWN);
    for (size_t i = 0; ok && i < count; i++)
        ok = pairfile_each(files[i], note_labels, t, t->err);
    ok = ok && make_classes(t);
    for (size_t i = 0; ok && i < count; i++)
        ok = pairfile_each(files[i], learn_passage, t, t->err);
    if (ok && t->training->positive == 0)
        ok = error_set(t->err, ERMINE_EINPUT, "%s: no relation is listed", files[0]);
    return ok;
}

bool ermine_train_pairs(const ermine_knowledge *known, const char *language,
                        const char *const *files, size_t count, const char *model,
                        ermine_training *training, ermine_error *err)
{
    ermine_error own = {0};
    struct trainer *t = calloc(1, sizeof *t);
    *training = (ermine_training){0};
    if (knowledge_pack(known, language) == NULL) {
        free(t);
        return error_set(err, ERMINE_EINPUT, "%s: no such language in the data", language);
    }
    if (t == NULL)
        return error_memory(err);
    t->known = known;
    t->language = language;
    t->training = training;
    t->err = &own;
    t->numbers = map_new(&own);
    bool ok = t->numbers != NULL && read_files(t, files, count) &&
              softmax_train(&t->data, (const char *const *)t->classes, t->class_count, &settings,
                            model, &training->f1, &own);
    for (size_t i = 0; i < t->label_count; i++)
        free(t->labels[i]);
    for (size_t i = 0; i < t->class_count; i++)
        free(t->classes[i]);
    softmax_data_free(&t->data);
    map_free(t->numbers);
    free(t);
    return ok || error_set(err, own.code, "%s", own.message);
}
