/* relations.c - training the classifier of relations. */
#include "ermine/train.h"

#include "base/array.h"
#include "base/error.h"
#include "base/map.h"
#include "ermine/sink.h"
#include "extract/pairs.h"
#include "knowledge/model.h"
#include "train/gold.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { least_count = 3, epochs = 8, folds = 5, steps = 36 };
static const double rate = 0.02, decay = 1e-4;
static const double lowest_threshold = 0.1, highest_threshold = 0.8, threshold_step = 0.02;

struct example {
    size_t first; /* of its features */
    uint16_t count, label;
    uint8_t fold; /* by document: held out together while thresholds are sought */
};

struct trainer {
    const ermine_knowledge *known;
    ermine_error *err;
    size_t class_count;
    struct model_class classes[model_most_classes];
    struct example *examples;
    size_t example_count, example_capacity;
    uint32_t *features;
    size_t feature_count, feature_capacity;
    uint32_t *kept; /* features met often enough, sorted: a row each */
    size_t row_count;
    float thresholds[model_most_classes];
    float *weights, *squares; /* row_count * class_count */
    /* The document at hand. */
    const struct mining *mining;
    const struct gold *gold;
    size_t document;   /* its number */
    uint32_t *gold_of; /* gold entity of each mined one, or MAP_NONE */
};

static void make_classes(struct trainer *t)
{
    t->classes[t->class_count++] = (struct model_class){ERMINE_NONE, true, 0};
    for (size_t i = 0; i < t->known->schema.relation_count; i++) {
        t->classes[t->class_count++] = (struct model_class){i, true, 0};
        if (!t->known->schema.relations[i].symmetric)
            t->classes[t->class_count++] = (struct model_class){i, false, 0};
    }
}

/* Mined entities as the gold graph knows them: by a surface form they share, or the id. */
static bool align(struct trainer *t)
{
    const struct mining *m = t->mining;
    t->gold_of = malloc((m->entity_count + 1) * sizeof *t->gold_of);
    if (t->gold_of == NULL)
        return error_memory(t->err);
    for (size_t e = 0; e < m->entity_count; e++) {
        const struct mined_entity *entity = &m->entities[e];
        t->gold_of[e] = MAP_NONE;
        if (entity->known != NONE) {
            const char *id = m->known->registry.entities[entity->known].open.id;
            t->gold_of[e] = map_get(t->gold->ids, id, strlen(id));
        }
    }
    for (size_t i = 0; i < m->mention_count; i++) {
        const struct mention *mention = &m->mentions[i];
        if (mention->entity == NONE || mention->kind == MENTION_ANAPHOR ||
            t->gold_of[mention->entity] != MAP_NONE)
            continue;
        size_t start = m->tokens.items[mention->first].start,
               end = m->tokens.items[mention->end - 1].end;
        t->gold_of[mention->entity] =
            map_get(t->gold->mentions, m->document->text + start, end - start);
    }
    return true;
}

static bool add_example(struct trainer *t, const struct pair *pair, size_t label)
{
    struct example example = {t->feature_count, (uint16_t)pair->count, (uint16_t)label,
                              (uint8_t)(t->document % folds)};
    if (!array_reserve((void **)&t->features, &t->feature_capacity, t->feature_count, pair->count,
                       sizeof *t->features, t->err))
        return false;
    for (size_t i = 0; i < pair->count; i++)
        t->features[t->feature_count++] = pair->features[i];
    return ARRAY_PUSH(&t->examples, &t->example_count, &t->example_capacity, example, t->err);
}

static size_t label_of(const struct trainer *t, size_t relation, bool first_is_subject)
{
    for (size_t k = 1; k < t->class_count; k++)
        if (t->classes[k].relation == relation &&
            (t->known->schema.relations[relation].symmetric ||
             t->classes[k].first_is_subject == first_is_subject))
            return k;
    return 0;
}

/* A pair is an example of each relation whose evidence touches its sentence; where evidence stands elsewhere the
 * sentence may or may not say it, so that the pair teaches nothing. */
static bool learn_pair(void *context, const struct pair *pair)
{
    struct trainer *t = context;
    const struct mining *m = t->mining;
    uint32_t a = t->gold_of[m->mentions[pair->a].entity],
             b = t->gold_of[m->mentions[pair->b].entity];
    size_t start = m->tokens.items[m->tokens.sentences[pair->sentence]].start;
    size_t end = m->tokens.items[sentence_end(m, pair->sentence) - 1].end;
    bool taught = false, unsure = false;
    for (size_t i = 0; a != MAP_NONE && b != MAP_NONE && i < t->gold->relation_count; i++) {
        const struct gold_relation *relation = &t->gold->relations[i];
        bool forward = relation->subject == a && relation->object == b;
        bool backward = relation->subject == b && relation->object == a;
        if ((!forward && !backward) || relation->relation == ERMINE_NONE)
            continue;
        const ermine_span *evidence = &relation->evidence;
        if (relation->optional || (evidence->start != ERMINE_NONE &&
                                   (evidence->end <= start || evidence->start >= end))) {
            unsure = true;
            continue;
        }
        if (!add_example(t, pair, label_of(t, relation->relation, forward)))
            return false;
        taught = true;
    }
    return taught || unsure || add_example(t, pair, 0);
}

static bool learn_document(void *context, const ermine_document *document, const struct gold *gold)
{
    struct trainer *t = context;
    struct mining mining;
    bool ok = mining_open(&mining, t->known, document, t->err);
    if (ok) {
        t->document++;
        t->mining = &mining;
        t->gold = gold;
        ok = align(t) && pairs_visit(&mining, learn_pair, t);
        free(t->gold_of);
        t->gold_of = NULL;
        t->mining = NULL;
        t->gold = NULL;
    }
    mining_close(&mining);
    return ok;
}

static int compare_features(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* Keeps the features that were met often enough, and turns those of the examples into rows. */
static bool choose_features(struct trainer *t)
{
    t->kept = malloc((t->feature_count + 1) * sizeof *t->kept);
    if (t->kept == NULL)
        return error_memory(t->err);
    memcpy(t->kept, t->features, t->feature_count * sizeof *t->kept);
    qsort(t->kept, t->feature_count, sizeof *t->kept, compare_features);
    for (size_t i = 0, run; i < t->feature_count; i += run) {
        for (run = 1; i + run < t->feature_count && t->kept[i + run] == t->kept[i];)
            run++;
        if (run >= least_count)
            t->kept[t->row_count++] = t->kept[i];
    }
    for (size_t e = 0; e < t->example_count; e++) {
        struct example *example = &t->examples[e];
        uint32_t *features = t->features + example->first;
        uint16_t count = 0;
        for (uint16_t i = 0; i < example->count; i++) {
            const uint32_t *row =
                bsearch(&features[i], t->kept, t->row_count, sizeof *t->kept, compare_features);
            if (row != NULL)
                features[count++] = (uint32_t)(row - t->kept);
        }
        example->count = count;
    }
    return true;
}

static void probabilities(const struct trainer *t, const struct example *example, double *p)
{
    double highest = -INFINITY, total = 0;
    for (size_t k = 0; k < t->class_count; k++)
        p[k] = 0;
    for (size_t i = 0; i < example->count; i++) {
        const float *row = t->weights + (size_t)t->features[example->first + i] * t->class_count;
        for (size_t k = 0; k < t->class_count; k++)
            p[k] += (double)row[k];
    }
    for (size_t k = 0; k < t->class_count; k++)
        highest = fmax(highest, p[k]);
    for (size_t k = 0; k < t->class_count; k++)
        total += p[k] = exp(p[k] - highest);
    for (size_t k = 0; k < t->class_count; k++)
        p[k] /= total;
}

static void step(struct trainer *t, const struct example *example)
{
    double p[model_most_classes];
    probabilities(t, example, p);
    p[example->label] -= 1;
    for (size_t i = 0; i < example->count; i++) {
        size_t feature = t->features[example->first + i];
        float *row = t->weights + feature * t->class_count;
        float *squares = t->squares + feature * t->class_count;
        for (size_t k = 0; k < t->class_count; k++) {
            double gradient = p[k] + decay * (double)row[k];
            if (fabs(gradient) < 1e-5)
                continue;
            squares[k] += (float)(gradient * gradient);
            row[k] -= (float)(rate * gradient / (1e-3 + sqrt((double)squares[k])));
        }
    }
}

/* Learns from all examples but those of one fold. */
static void fit(struct trainer *t, size_t *order, uint8_t left_out)
{
    size_t size = t->row_count * t->class_count;
    memset(t->weights, 0, size * sizeof *t->weights);
    memset(t->squares, 0, size * sizeof *t->squares);
    for (size_t i = 0; i < t->example_count; i++)
        order[i] = i;
    uint32_t random = 12345;
    for (int epoch = 0; epoch < epochs; epoch++) {
        for (size_t i = t->example_count; i > 1; i--) { /* Fisher-Yates, always the same */
            random = random * 1664525u + 1013904223u;
            size_t other = (size_t)(((uint64_t)random * i) >> 32), kept = order[i - 1];
            order[i - 1] = order[other];
            order[other] = kept;
        }
        for (size_t i = 0; i < t->example_count; i++)
            if (t->examples[order[i]].fold != left_out)
                step(t, &t->examples[order[i]]);
    }
}

/* For each class and threshold, how many of the pairs left out are said to be of it, and how many rightly. */
struct counts {
    size_t right[model_most_classes][steps], said[model_most_classes][steps];
    size_t there[model_most_classes];
};

static void count_fold(const struct trainer *t, uint8_t fold, struct counts *counts)
{
    for (size_t i = 0; i < t->example_count; i++) {
        const struct example *example = &t->examples[i];
        double p[model_most_classes];
        if (example->fold != fold)
            continue;
        probabilities(t, example, p);
        counts->there[example->label]++;
        for (size_t k = 1; k < t->class_count; k++) {
            for (size_t n = 0; n < steps && p[k] >= lowest_threshold + threshold_step * (double)n;
                 n++) {
                counts->said[k][n]++;
                counts->right[k][n] += example->label == k;
            }
        }
    }
}

/* For each class the threshold with the best F1 in cross-validation, believed half where there is little of it. */
static void choose_thresholds(struct trainer *t, const struct counts *counts)
{
    for (size_t k = 0; k < t->class_count; k++) {
        double best = 0;
        size_t chosen = 8;
        for (size_t n = 0; n < steps; n++) {
            double f1 = 2 * (double)counts->right[k][n] /
                        (double)(counts->said[k][n] + counts->there[k] + 1);
            if (f1 > best) {
                best = f1;
                chosen = n;
            }
        }
        double found = lowest_threshold + threshold_step * (double)chosen;
        double trust = (double)counts->there[k] / ((double)counts->there[k] + 10);
        t->thresholds[k] = (float)fmin(trust * found + (1 - trust) * 0.3, highest_threshold);
    }
}

static bool learn(struct trainer *t)
{
    size_t size = t->row_count * t->class_count + 1;
    t->weights = malloc(size * sizeof *t->weights);
    t->squares = malloc(size * sizeof *t->squares);
    size_t *order = malloc((t->example_count + 1) * sizeof *order);
    struct counts *counts = calloc(1, sizeof *counts);
    bool ok = t->weights != NULL && t->squares != NULL && order != NULL && counts != NULL;
    if (ok) {
        for (uint8_t fold = 0; fold < folds; fold++) {
            fit(t, order, fold);
            count_fold(t, fold, counts);
        }
        choose_thresholds(t, counts);
        fit(t, order, folds);
    }
    free(counts);
    free(order);
    return ok || error_memory(t->err);
}

static void write_row(const struct trainer *t, size_t index, ermine_sink *sink)
{
    const float *row = t->weights + index * t->class_count;
    float largest = 1e-6f;
    for (size_t k = 0; k < t->class_count; k++)
        largest = fmaxf(largest, fabsf(row[k]));
    float scale = largest / 127;
    ermine_sink_write(sink, (const char *)&t->kept[index], sizeof t->kept[index]);
    ermine_sink_write(sink, (const char *)&scale, sizeof scale);
    for (size_t k = 0; k < t->class_count; k++) {
        char byte = (char)lrintf(row[k] / scale);
        ermine_sink_write(sink, &byte, 1);
    }
}

static bool write_model(const struct trainer *t, const char *path)
{
    ermine_sink *sink = ermine_sink_file(path, t->err);
    if (sink == NULL)
        return false;
    uint32_t numbers[] = {(uint32_t)t->row_count, (uint32_t)t->class_count};
    ermine_sink_write(sink, MODEL_MAGIC, sizeof MODEL_MAGIC - 1);
    ermine_sink_write(sink, (const char *)numbers, sizeof numbers);
    ermine_sink_write(sink, (const char *)t->thresholds, t->class_count * sizeof *t->thresholds);
    for (size_t k = 0; k < t->class_count; k++) {
        const struct model_class *class = &t->classes[k];
        if (class->relation != ERMINE_NONE) {
            const ermine_relation_type *type = &t->known->schema.relations[class->relation];
            ermine_sink_format(sink, "%s%s", type->name,
                               type->symmetric           ? ""
                               : class->first_is_subject ? ">"
                                                         : "<");
        }
        ermine_sink_text(sink, "\n");
    }
    for (size_t i = 0; i < t->row_count; i++)
        write_row(t, i, sink);
    return ermine_sink_close(sink, t->err);
}

bool ermine_train_relations(const ermine_knowledge *known, const char *const *texts, size_t count,
                            const char *gold, const char *model, ermine_training *training,
                            ermine_error *err)
{
    ermine_error own = {0};
    struct trainer t = {.known = known, .err = &own};
    *training = (ermine_training){0};
    make_classes(&t);
    bool ok = gold_each(known, texts, count, gold, learn_document, &t, &own);
    training->documents = t.document;
    if (ok && t.example_count == 0)
        ok = error_set(&own, ERMINE_EINPUT, "%s: no gold graph fits a document", gold);
    training->pairs = t.example_count;
    for (size_t i = 0; i < t.example_count; i++)
        training->positive += t.examples[i].label != 0;
    ok = ok && choose_features(&t) && learn(&t) && write_model(&t, model);
    free(t.examples);
    free(t.features);
    free(t.kept);
    free(t.weights);
    free(t.squares);
    return ok || error_set(err, own.code, "%s", own.message);
}
