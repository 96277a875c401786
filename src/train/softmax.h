/* softmax.h - learning a linear classifier, see knowledge/model.h, from examples: sets of hashed features with a label.
 *
 * Multinomial logistic regression by AdaGrad (Duchi, Hazan & Singer 2011) with L2 decay. Thresholds are chosen by
 * cross-validation: folds are held out one after another, so what belongs together (a document) must be in one. */
#ifndef TRAIN_SOFTMAX_H
#define TRAIN_SOFTMAX_H

#include "ermine/error.h"
#include "ermine/sink.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { softmax_folds = 5 };

struct softmax_example {
    size_t first; /* of its features */
    uint32_t count;
    uint8_t label, fold;
    float
        share; /* of the thing it stands for: 1, or 1/n when n labels hold of it, each an example; 0:
                    nothing is learned from it, it is only held out */
};

struct softmax_data {
    struct softmax_example *examples;
    size_t example_count, example_capacity;
    uint32_t *features; /* hashes; softmax_train() turns them into rows */
    size_t feature_count, feature_capacity;
};
void softmax_data_free(struct softmax_data *data);
/* Copies the features. `fold` is any number; it is taken modulo softmax_folds. */
bool softmax_add(struct softmax_data *data, const uint32_t *features, size_t count, size_t label,
                 size_t fold, float share, ermine_error *err);

struct softmax_settings {
    unsigned least_count; /* features met less often are left out */
    unsigned epochs;
    double rate, decay;
    float norm; /* see knowledge/model.h; 0: a feature weighs the same among few and among many */
    bool
        one_threshold; /* for all classes, where their F1 together is best; else for each where its own is */
    double least_threshold; /* of that one; 0: any */
    float least_counted; /* examples of a smaller share are learned from, but choose no threshold */
    size_t
        missed; /* things of other labels than the first that no example stands for: never to be found */
    size_t most_bytes; /* of the model; the features that weigh least are left out; 0: no limit */
    /* When not NULL: shown each example when it is held out, by its number, with what a model that has not seen its
     * fold thinks of it. */
    void (*held_out)(void *context, size_t example, const double *probabilities);
    void *context;
};

/* Learns and writes the model. labels[0] is that of "none of the others";
 * at most model_most_classes. *f1: of all other labels together, in cross-validation with the thresholds chosen. Takes
 * the features of `data` apart. The same data give the same bytes. */
bool softmax_learn(struct softmax_data *data, const char *const *labels, size_t class_count,
                   const struct softmax_settings *settings, ermine_sink *sink, double *f1,
                   ermine_error *err);
/* The same, to a file that appears when it is whole. */
bool softmax_train(struct softmax_data *data, const char *const *labels, size_t class_count,
                   const struct softmax_settings *settings, const char *path, double *f1,
                   ermine_error *err);

#endif
