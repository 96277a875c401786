#include "knowledge/model.h"

#include "base/error.h"
#include "base/mapped.h"
#include "base/wide.h"

#include <math.h>
#include <string.h>

enum { magic_size = sizeof MODEL_MAGIC - 1, numbers_size = 2 * sizeof(uint32_t) + sizeof(float) };

static bool wrong(const char *path, const char *why, ermine_error *err)
{
    return error_set(err, ERMINE_EINPUT, "%s: %s; train it anew or take the file away", path, why);
}

/* Points at the labels behind the thresholds; *end is where they are over. */
static bool find_labels(struct model *model, size_t start, size_t *end)
{
    const char *bytes = model->mapped;
    size_t at = start;
    for (size_t k = 0; k < model->class_count; k++) {
        const char *nul = at < model->size ? memchr(bytes + at, '\0', model->size - at) : NULL;
        if (nul == NULL)
            return false;
        model->labels[k] = bytes + at;
        at = (size_t)(nul - bytes) + 1;
    }
    *end = model_filled(at);
    return true;
}

/* A search for what is not there ends at a free place. */
static bool has_free_place(const struct model *model)
{
    for (size_t place = 0; place < (size_t)model->buckets * model_ways; place++)
        if (model->prints[place] == 0)
            return true;
    return false;
}

/* Points into the mapped file once its size is known to be right. */
static bool look_in(struct model *model, const char *path, ermine_error *err)
{
    const char *bytes = model->mapped;
    uint32_t classes;
    if (model->size < magic_size + numbers_size || memcmp(bytes, MODEL_MAGIC, magic_size) != 0)
        return wrong(path, "not a model of this version", err);
    memcpy(&model->buckets, bytes + magic_size, sizeof model->buckets);
    memcpy(&classes, bytes + magic_size + 4, sizeof classes);
    memcpy(&model->norm, bytes + magic_size + 8, sizeof model->norm);
    if (model->buckets == 0 || classes < 2 || classes > model_most_classes)
        return wrong(path, "damaged", err);
    model->class_count = classes;
    model->width = model_width(classes);
    size_t places = (size_t)model->buckets * model_ways, head = magic_size + numbers_size, prints;
    if (!find_labels(model, head + classes * sizeof(float), &prints))
        return wrong(path, "damaged", err);
    size_t rows = prints + model_filled(places * sizeof(uint16_t));
    model->used = rows + model_filled(places * model->width);
    if (model->used > model->size)
        return wrong(path, "damaged", err);
    model->thresholds = (const float *)(const void *)(bytes + head);
    model->prints = (const uint16_t *)(const void *)(bytes + prints);
    model->rows = (const int8_t *)(bytes + rows);
    return has_free_place(model) || wrong(path, "damaged", err);
}

static bool load(struct model *model, const char *path, ermine_error *err)
{
    if (model->mapped == NULL || look_in(model, path, err))
        return true;
    model_free(model);
    return false;
}

bool model_load(struct model *model, const char *path, ermine_error *err)
{
    void *mapped;
    *model = (struct model){0};
    if (!mapped_open(path, &mapped, &model->size, err))
        return false;
    model->mapped = mapped;
    return load(model, path, err);
}

bool model_load_next(struct model *model, const struct model *before, const char *path,
                     ermine_error *err)
{
    *model = (struct model){.borrowed = true};
    if (before->mapped == NULL)
        return true;
    model->mapped = (const char *)before->mapped + before->used;
    model->size = before->size - before->used;
    return load(model, path, err);
}

void model_free(struct model *model)
{
    if (!model->borrowed)
        mapped_close((void *)model->mapped, model->size);
    *model = (struct model){0};
}

typedef uint16_t bucket __attribute__((vector_size(model_ways * sizeof(uint16_t))));

/* The first place of a bucket that bears a mark, which is one whose bits are set; model_ways: none. */
static uint32_t first_of(bucket marks)
{
    uint64_t halves[2];
    memcpy(halves, &marks, sizeof halves);
    if (halves[0] != 0)
        return (uint32_t)__builtin_ctzll(halves[0]) / 16;
    return halves[1] != 0 ? 4 + (uint32_t)__builtin_ctzll(halves[1]) / 16 : model_ways;
}

/* The place of a feature from its home on, or SIZE_MAX. */
static size_t find(const struct model *model, uint32_t feature, uint32_t home)
{
    uint16_t print = model_print(feature);
    for (uint32_t at = home;; at = at + 1 == model->buckets ? 0 : at + 1) {
        bucket prints;
        memcpy(&prints, model->prints + (size_t)at * model_ways, sizeof prints);
        uint32_t way = first_of((bucket)(prints == print));
        if (way < model_ways)
            return (size_t)at * model_ways + way;
        if (first_of((bucket)(prints == 0)) < model_ways)
            return SIZE_MAX;
    }
}

/* Half a unit of a row as one vector: compilers make no such thing of a plain loop over bytes. */
enum { half = model_row_unit / 2 };
typedef int32_t integers __attribute__((vector_size(half * sizeof(int32_t))));
typedef float floats __attribute__((vector_size(half * sizeof(float))));

static float scale_of(const int8_t *row, size_t width)
{
    uint16_t upper;
    memcpy(&upper, row + width - sizeof upper, sizeof upper);
    uint32_t bits = (uint32_t)upper << 16;
    float scale;
    memcpy(&scale, &bits, sizeof scale);
    return scale;
}

WIDE static void add_rows(const struct model *model, const int8_t *const *rows, size_t count,
                          float *sums)
{
    for (size_t unit = 0; unit < model->width; unit += model_row_unit) {
        floats low = {0}, high = {0};
        for (size_t i = 0; i < count; i++) {
            const int8_t *r = rows[i] + unit, *s = r + half;
            float scale = scale_of(rows[i], model->width);
            integers first = {r[0], r[1], r[2], r[3], r[4], r[5], r[6], r[7]};
            integers second = {s[0], s[1], s[2], s[3], s[4], s[5], s[6], s[7]};
            low += scale * __builtin_convertvector(first, floats);
            high += scale * __builtin_convertvector(second, floats);
        }
        memcpy(sums + unit, &low, sizeof low);
        memcpy(sums + unit + half, &high, sizeof high);
    }
}

void model_sums(const struct model *model, const uint32_t *features, size_t count,
                float sums[model_most_width])
{
    const int8_t *found[model_most_features];
    size_t found_count = 0;
    if (count > model_most_features)
        count = model_most_features;
    /* places are anywhere in megabytes: all are asked for before the first is waited for */
    for (size_t i = 0; i < count; i++)
        __builtin_prefetch(model->prints +
                           (size_t)model_home(features[i], model->buckets) * model_ways);
    for (size_t i = 0; i < count; i++) {
        size_t place = find(model, features[i], model_home(features[i], model->buckets));
        if (place == SIZE_MAX)
            continue;
        found[found_count] = model->rows + place * model->width;
        __builtin_prefetch(found[found_count++]);
    }
    add_rows(model, found, found_count, sums);
    float share = model_share(model->norm, found_count);
    for (size_t k = 0; k < model->class_count; k++)
        sums[k] *= share;
}

void model_softmax(const float *sums, size_t class_count, double *probabilities)
{
    double highest = -INFINITY, total = 0;
    for (size_t k = 0; k < class_count; k++)
        if ((double)sums[k] > highest)
            highest = (double)sums[k];
    for (size_t k = 0; k < class_count; k++)
        total += probabilities[k] = sums[k] == -INFINITY ? 0 : exp((double)sums[k] - highest);
    for (size_t k = 0; k < class_count; k++)
        probabilities[k] /= total;
}
