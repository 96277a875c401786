#include "train/softmax.h"

#include "base/array.h"
#include "base/error.h"
#include "base/wide.h"
#include "knowledge/model.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { steps = 36, no_fold = UINT8_MAX };
enum { orders = 3 };
static const double lowest_threshold = 0.1, highest_threshold = 0.8, threshold_step = 0.02;

struct learner {
    const struct softmax_data *data;
    const struct softmax_settings *settings;
    const char *const *labels;
    size_t class_count, width; /* classes filled up, so that a row is whole vectors */
    uint32_t *kept;            /* features met often enough, sorted: a row each */
    size_t row_count;
    float *rows; /* `width` weights, then `width` sums of squared gradients */
    float *sums; /* of the weights after each epoch of the second half, whose mean is the model */
    float thresholds[model_most_classes];
    double f1;
    ermine_error *err;
};

void softmax_data_free(struct softmax_data *data)
{
    free(data->examples);
    free(data->features);
    *data = (struct softmax_data){0};
}

bool softmax_add(struct softmax_data *data, const uint32_t *features, size_t count, size_t label,
                 size_t fold, float share, ermine_error *err)
{
    struct softmax_example example = {data->feature_count, (uint32_t)count, (uint8_t)label,
                                      (uint8_t)(fold % softmax_folds), share};
    if (!array_reserve((void **)&data->features, &data->feature_capacity, data->feature_count,
                       count, sizeof *data->features, err))
        return false;
    memcpy(data->features + data->feature_count, features, count * sizeof *features);
    data->feature_count += count;
    return ARRAY_PUSH(&data->examples, &data->example_count, &data->example_capacity, example, err);
}

static int compare_features(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* Turns the features of the examples into rows; those that were not kept go. */
static void number_features(const struct learner *l, struct softmax_data *data)
{
    for (size_t e = 0; e < data->example_count; e++) {
        struct softmax_example *example = &data->examples[e];
        uint32_t *features = data->features + example->first;
        uint32_t count = 0;
        for (uint32_t i = 0; i < example->count; i++) {
            const uint32_t *row =
                bsearch(&features[i], l->kept, l->row_count, sizeof *l->kept, compare_features);
            if (row != NULL)
                features[count++] = (uint32_t)(row - l->kept);
        }
        example->count = count;
    }
}

/* Keeps the features that were met often enough. */
static bool choose_features(struct learner *l, struct softmax_data *data)
{
    l->kept = malloc((data->feature_count + 1) * sizeof *l->kept);
    if (l->kept == NULL)
        return error_memory(l->err);
    memcpy(l->kept, data->features, data->feature_count * sizeof *l->kept);
    qsort(l->kept, data->feature_count, sizeof *l->kept, compare_features);
    for (size_t i = 0, run; i < data->feature_count; i += run) {
        for (run = 1; i + run < data->feature_count && l->kept[i + run] == l->kept[i];)
            run++;
        if (run >= l->settings->least_count)
            l->kept[l->row_count++] = l->kept[i];
    }
    number_features(l, data);
    return true;
}

static float *row_of(const struct learner *l, size_t row)
{
    return l->rows + row * 2 * l->width;
}

WIDE static void probabilities(const struct learner *l, const struct softmax_example *example,
                               double *p)
{
    float sums[model_most_width] = {0}, share = model_share(l->settings->norm, example->count);
    for (size_t i = 0; i < example->count; i++) {
        const float *row = row_of(l, l->data->features[example->first + i]);
        for (size_t k = 0; k < l->width; k++)
            sums[k] += share * row[k];
    }
    model_softmax(sums, l->class_count, p);
}

WIDE static void step(const struct learner *l, const struct softmax_example *example)
{
    double p[model_most_classes] = {0};
    float gradients[model_most_width] = {0};
    float rate = (float)l->settings->rate, decay = (float)l->settings->decay;
    probabilities(l, example, p);
    p[example->label] -= 1;
    for (size_t k = 0; k < l->class_count; k++)
        gradients[k] =
            model_share(l->settings->norm, example->count) * example->share * (float)p[k];
    for (size_t i = 0; i < example->count; i++) {
        float *restrict row = row_of(l, l->data->features[example->first + i]);
        float *restrict squares = row + l->width;
        for (size_t k = 0; k < l->width; k++) {
            float gradient = gradients[k] + decay * row[k];
            squares[k] += gradient * gradient;
            row[k] -= rate * gradient / (1e-3f + sqrtf(squares[k]));
        }
    }
}

static void add_up(const struct learner *l)
{
    for (size_t i = 0; i < l->row_count; i++)
        for (size_t k = 0; k < l->width; k++)
            l->sums[i * l->width + k] += row_of(l, i)[k];
}

static void take_mean(const struct learner *l)
{
    float epochs = (float)(orders * (l->settings->epochs - l->settings->epochs / 2));
    for (size_t i = 0; i < l->row_count; i++)
        for (size_t k = 0; k < l->width; k++)
            row_of(l, i)[k] = l->sums[i * l->width + k] / epochs;
}

/* Learns from all examples but those of one fold, beginning anew, in one order of many; the weights add up. */
static void fit_in_order(const struct learner *l, size_t *order, uint32_t random, uint8_t left_out)
{
    const struct softmax_data *data = l->data;
    memset(l->rows, 0, l->row_count * 2 * l->width * sizeof *l->rows);
    for (size_t i = 0; i < data->example_count; i++)
        order[i] = i;
    for (unsigned epoch = 0; epoch < l->settings->epochs; epoch++) {
        for (size_t i = data->example_count; i > 1; i--) { /* Fisher-Yates, always the same */
            random = random * 1664525u + 1013904223u;
            size_t other = (size_t)(((uint64_t)random * i) >> 32), kept = order[i - 1];
            order[i - 1] = order[other];
            order[other] = kept;
        }
        for (size_t i = 0; i < data->example_count; i++)
            if (data->examples[order[i]].fold != left_out && data->examples[order[i]].share > 0)
                step(l, &data->examples[order[i]]);
        if (epoch >= l->settings->epochs / 2)
            add_up(l);
    }
}

/* What one order teaches depends on it; the mean of some does less. */
static void fit(const struct learner *l, size_t *order, uint8_t left_out)
{
    memset(l->sums, 0, l->row_count * l->width * sizeof *l->sums);
    for (uint32_t i = 0; i < orders; i++)
        fit_in_order(l, order, 12345 + i, left_out);
    take_mean(l);
}

/* For each class and threshold, how many of the examples left out are said to be of it, and how many rightly. */
struct counts {
    double said[model_most_classes][steps];
    size_t right[model_most_classes][steps];
    size_t there[model_most_classes];
};

static double threshold_at(size_t n)
{
    return lowest_threshold + threshold_step * (double)n;
}

static void count_fold(const struct learner *l, uint8_t fold, struct counts *counts)
{
    for (size_t i = 0; i < l->data->example_count; i++) {
        const struct softmax_example *example = &l->data->examples[i];
        double p[model_most_classes];
        if (example->fold != fold)
            continue;
        probabilities(l, example, p);
        if (l->settings->held_out != NULL)
            l->settings->held_out(l->settings->context, i, p);
        if (example->share <= 0 || example->share < l->settings->least_counted)
            continue;
        counts->there[example->label]++;
        for (size_t k = 1; k < l->class_count; k++) {
            for (size_t n = 0; n < steps && p[k] >= threshold_at(n); n++) {
                counts->said[k][n] += (double)example->share;
                counts->right[k][n] += example->label == k;
            }
        }
    }
}

static double f1_of(double right, double said, size_t there)
{
    return right == 0 ? 0 : 2 * right / (said + (double)there);
}

/* For each class the threshold with the best F1 in cross-validation, believed half where there is little of it. */
static void choose_thresholds(struct learner *l, const struct counts *counts)
{
    double right = 0, said = 0;
    size_t there = 0;
    for (size_t k = 0; k < l->class_count; k++) {
        double best = 0;
        size_t chosen = 8;
        for (size_t n = 0; n < steps; n++) {
            double f1 =
                f1_of((double)counts->right[k][n], counts->said[k][n], counts->there[k] + 1);
            if (f1 > best) {
                best = f1;
                chosen = n;
            }
        }
        double trust = (double)counts->there[k] / ((double)counts->there[k] + 10);
        l->thresholds[k] =
            (float)fmin(trust * threshold_at(chosen) + (1 - trust) * 0.3, highest_threshold);
        if (k > 0) {
            right += (double)counts->right[k][chosen];
            said += counts->said[k][chosen];
            there += counts->there[k];
        }
    }
    l->f1 = f1_of(right, said, there);
}

/* One threshold for all: that with the best F1 of all classes but the first together. */
static void choose_threshold(struct learner *l, const struct counts *counts)
{
    size_t chosen = 0;
    for (size_t n = 0; n < steps; n++) {
        double right = 0, said = 0;
        size_t there = l->settings->missed;
        for (size_t k = 1; k < l->class_count; k++) {
            right += (double)counts->right[k][n];
            said += counts->said[k][n];
            there += counts->there[k];
        }
        double f1 = f1_of(right, said, there);
        if (f1 > l->f1) {
            l->f1 = f1;
            chosen = n;
        }
    }
    for (size_t k = 0; k < l->class_count; k++)
        l->thresholds[k] = (float)fmax(threshold_at(chosen), l->settings->least_threshold);
}

static bool learn(struct learner *l)
{
    l->rows = malloc((l->row_count * 2 * l->width + 1) * sizeof *l->rows);
    l->sums = malloc((l->row_count * l->width + 1) * sizeof *l->sums);
    size_t *order = malloc((l->data->example_count + 1) * sizeof *order);
    struct counts *counts = calloc(1, sizeof *counts);
    bool ok = l->rows != NULL && l->sums != NULL && order != NULL && counts != NULL;
    if (ok) {
        for (uint8_t fold = 0; fold < softmax_folds; fold++) {
            fit(l, order, fold);
            count_fold(l, fold, counts);
        }
        (l->settings->one_threshold ? choose_threshold : choose_thresholds)(l, counts);
        fit(l, order, no_fold);
    }
    free(counts);
    free(order);
    return ok || error_memory(l->err);
}

struct ranked {
    float largest; /* weight of the row */
    uint32_t row;
};

static int heavier_first(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;
    if (x->largest != y->largest)
        return x->largest > y->largest ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

static struct ranked *rank(const struct learner *l)
{
    struct ranked *ranked = malloc((l->row_count + 1) * sizeof *ranked);
    if (ranked == NULL) {
        error_memory(l->err);
        return NULL;
    }
    for (size_t i = 0; i < l->row_count; i++) {
        const float *row = row_of(l, i);
        ranked[i] = (struct ranked){1e-6f, (uint32_t)i};
        for (size_t k = 0; k < l->class_count; k++)
            ranked[i].largest = fmaxf(ranked[i].largest, fabsf(row[k]));
    }
    qsort(ranked, l->row_count, sizeof *ranked, heavier_first);
    return ranked;
}

/* What is written of a model besides its head. */
struct table {
    uint32_t buckets;
    uint16_t *prints; /* at each place, 0: free */
    uint32_t *ranks;  /* at each place, of what stands there */
};

/* Puts a feature at its place, unless what looks like it has one on the way there. */
static void place_feature(const struct table *table, uint32_t feature, uint32_t rank)
{
    size_t count = (size_t)table->buckets * model_ways;
    size_t place = (size_t)model_home(feature, table->buckets) * model_ways;
    uint16_t print = model_print(feature);
    while (table->prints[place] != 0 && table->prints[place] != print)
        place = place + 1 == count ? 0 : place + 1;
    if (table->prints[place] == 0) {
        table->prints[place] = print;
        table->ranks[place] = rank;
    }
}

static void write_filling(size_t written, ermine_sink *sink)
{
    static const char nothing[model_line];
    ermine_sink_write(sink, nothing, model_filled(written) - written);
}

static void write_head(const struct learner *l, uint32_t buckets, ermine_sink *sink)
{
    uint32_t numbers[] = {buckets, (uint32_t)l->class_count};
    size_t size = sizeof MODEL_MAGIC - 1 + sizeof numbers + sizeof l->settings->norm +
                  l->class_count * sizeof *l->thresholds;
    ermine_sink_write(sink, MODEL_MAGIC, sizeof MODEL_MAGIC - 1);
    ermine_sink_write(sink, (const char *)numbers, sizeof numbers);
    ermine_sink_write(sink, (const char *)&l->settings->norm, sizeof l->settings->norm);
    ermine_sink_write(sink, (const char *)l->thresholds, l->class_count * sizeof *l->thresholds);
    for (size_t k = 0; k < l->class_count; k++) {
        ermine_sink_write(sink, l->labels[k], strlen(l->labels[k]) + 1);
        size += strlen(l->labels[k]) + 1;
    }
    write_filling(size, sink);
}

/* The largest weight of a row by 127, rounded up to what the upper half of a float holds. */
static uint32_t scale_of(float largest)
{
    float scale = largest / 127;
    uint32_t bits;
    memcpy(&bits, &scale, sizeof bits);
    return (bits + 0xFFFF) & 0xFFFF0000;
}

static void write_row(const struct learner *l, const struct ranked *ranked, ermine_sink *sink)
{
    char bytes[model_most_width] = {0};
    const float *row = row_of(l, ranked->row);
    uint32_t bits = scale_of(ranked->largest);
    uint16_t upper = (uint16_t)(bits >> 16);
    float scale;
    memcpy(&scale, &bits, sizeof scale);
    for (size_t k = 0; k < l->class_count; k++)
        bytes[k] = (char)lrintf(row[k] / scale);
    memcpy(bytes + l->width - sizeof upper, &upper, sizeof upper);
    ermine_sink_write(sink, bytes, l->width);
}

static void write_table(const struct learner *l, const struct ranked *ranked,
                        const struct table *table, ermine_sink *sink)
{
    static const char empty[model_most_width];
    size_t places = (size_t)table->buckets * model_ways;
    ermine_sink_write(sink, (const char *)table->prints, places * sizeof *table->prints);
    write_filling(places * sizeof *table->prints, sink);
    for (size_t place = 0; place < places; place++) {
        if (table->prints[place] == 0)
            ermine_sink_write(sink, empty, l->width);
        else
            write_row(l, &ranked[table->ranks[place]], sink);
    }
    write_filling(places * l->width, sink);
}

/* Four places of five are taken. */
static bool write_model(const struct learner *l, ermine_sink *sink)
{
    size_t bucket_bytes = model_ways * (sizeof(uint16_t) + l->width), count = l->row_count;
    size_t wanted = count * 5 / 4 / model_ways + 1, most = l->settings->most_bytes / bucket_bytes;
    if (most > 0 && wanted > most) {
        wanted = most;
        count = most * model_ways * 4 / 5;
    }
    size_t places = wanted * model_ways;
    struct ranked *ranked = rank(l);
    struct table table = {(uint32_t)wanted, calloc(places, sizeof *table.prints),
                          calloc(places, sizeof *table.ranks)};
    bool ok =
        ranked != NULL && ((table.prints != NULL && table.ranks != NULL) || error_memory(l->err));
    if (ok) {
        for (size_t i = 0; i < count; i++)
            place_feature(&table, l->kept[ranked[i].row], (uint32_t)i);
        write_head(l, table.buckets, sink);
        write_table(l, ranked, &table, sink);
    }
    free(ranked);
    free(table.prints);
    free(table.ranks);
    return ok;
}

bool softmax_learn(struct softmax_data *data, const char *const *labels, size_t class_count,
                   const struct softmax_settings *settings, ermine_sink *sink, double *f1,
                   ermine_error *err)
{
    struct learner l = {.data = data,
                        .settings = settings,
                        .labels = labels,
                        .class_count = class_count,
                        .width = model_width(class_count),
                        .err = err};
    bool ok = choose_features(&l, data) && learn(&l) && write_model(&l, sink);
    *f1 = l.f1;
    free(l.kept);
    free(l.rows);
    free(l.sums);
    return ok;
}

bool softmax_train(struct softmax_data *data, const char *const *labels, size_t class_count,
                   const struct softmax_settings *settings, const char *path, double *f1,
                   ermine_error *err)
{
    ermine_sink *sink = ermine_sink_file(path, err);
    if (sink == NULL)
        return false;
    if (softmax_learn(data, labels, class_count, settings, sink, f1, err))
        return ermine_sink_close(sink, err);
    ermine_sink_abandon(sink);
    return false;
}
