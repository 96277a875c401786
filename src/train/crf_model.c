/* crf_model.c - the file of a mention tagger: which features it has room for, and in what steps they are kept. */
#include "train/crf_learner.h"

#include "base/error.h"
#include "ermine/sink.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct ranked {
    float worth;
    uint32_t row;
};

static int by_worth(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;
    if (x->worth != y->worth)
        return x->worth > y->worth ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

/* Rows by what they are worth: the largest weight, more so when met often. */
static struct ranked *rank_rows(const struct learner *learner, ermine_error *err)
{
    struct ranked *ranked = malloc((learner->row_count + 1) * sizeof *ranked);
    if (ranked == NULL) {
        error_memory(err);
        return NULL;
    }
    for (size_t i = 0; i < learner->row_count; i++) {
        float sum = 0;
        for (size_t k = 0; k < tag_columns; k++)
            sum += fabsf(learner->weights[i * tag_columns + k]);
        ranked[i] = (struct ranked){sum * sqrtf((float)learner->met[i]), (uint32_t)i};
    }
    qsort(ranked, learner->row_count, sizeof *ranked, by_worth);
    return ranked;
}

/* Puts the worthiest rows into their buckets; place[row] is where, or SIZE_MAX. */
static void place_rows(const struct learner *learner, const struct ranked *ranked, uint32_t buckets,
                       uint16_t *prints, size_t *place)
{
    for (size_t i = 0; i < learner->row_count; i++) {
        uint32_t row = ranked[i].row, feature = learner->kept[row];
        size_t bucket = (size_t)tagger_bucket(feature, buckets) * tagger_ways;
        uint16_t print = tagger_print(feature);
        place[row] = SIZE_MAX;
        for (size_t way = 0; way < tagger_ways; way++) {
            if (prints[bucket + way] == print)
                break; /* taken for another feature: dropped */
            if (prints[bucket + way] == 0) {
                prints[bucket + way] = print;
                place[row] = bucket + way;
                break;
            }
        }
    }
}

uint16_t *model_place(const struct learner *learner, size_t most_bytes, uint32_t *buckets,
                      size_t *place, ermine_error *err)
{
    size_t row_bytes = tag_columns + sizeof(uint16_t);
    size_t head = sizeof TAGGER_MAGIC + 12 + tagger_numbers * sizeof(float);
    size_t most_rows = (most_bytes - head) / row_bytes;
    size_t wanted = learner->row_count + learner->row_count / 8 + tagger_ways;
    *buckets = (uint32_t)((wanted < most_rows ? wanted : most_rows) / tagger_ways);
    struct ranked *ranked = rank_rows(learner, err);
    uint16_t *prints = NULL;
    if (ranked != NULL) {
        prints = calloc((size_t)*buckets * tagger_ways, sizeof *prints);
        if (prints != NULL)
            place_rows(learner, ranked, *buckets, prints, place);
        else
            error_memory(err);
    }
    free(ranked);
    return prints;
}

static int by_size(const void *a, const void *b)
{
    float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

/* One step of a signed byte: nearly all weights fit, the few largest are cut. */
static float choose_scale(const struct learner *learner, const size_t *place, ermine_error *err)
{
    float *largest = malloc((learner->row_count + 1) * sizeof *largest), scale = 1;
    size_t count = 0;
    if (largest == NULL) {
        error_memory(err);
        return 0;
    }
    for (size_t i = 0; i < learner->row_count; i++) {
        if (place[i] == SIZE_MAX)
            continue;
        float most = 0;
        for (size_t k = 0; k < tag_columns; k++)
            most = fmaxf(most, fabsf(learner->weights[i * tag_columns + k]));
        largest[count++] = most;
    }
    qsort(largest, count, sizeof *largest, by_size);
    if (count > 0)
        scale = largest[count - 1 - count / 2000] / 127;
    free(largest);
    return scale > 0 ? scale : 1;
}

/* Counts become logarithms of shares, one more added to each. */
static void finish_manners(struct crf_data *data)
{
    for (size_t s = 0; s < most_sources; s++) {
        double total = 0;
        for (size_t w = 0; w < manner_words; w++)
            total += 1 + (double)data->manners[w][s];
        for (size_t w = 0; w < manner_words; w++)
            data->manners[w][s] = (float)log((1 + (double)data->manners[w][s]) / total);
    }
}

bool model_write(const struct learner *learner, uint32_t buckets, const uint16_t *prints,
                 const size_t *place, const char *path, ermine_error *err)
{
    finish_manners(learner->data);
    size_t rows = (size_t)buckets * tagger_ways;
    int8_t *bytes = calloc(rows, tag_columns);
    float scale = choose_scale(learner, place, err);
    if (bytes == NULL || scale == 0) {
        free(bytes);
        return error_memory(err);
    }
    for (size_t i = 0; i < learner->row_count; i++) {
        for (size_t k = 0; place[i] != SIZE_MAX && k < tag_columns; k++) {
            float step = learner->weights[i * tag_columns + k] / scale;
            bytes[place[i] * tag_columns + k] = (int8_t)lrintf(fmaxf(-127, fminf(127, step)));
        }
    }
    ermine_sink *sink = ermine_sink_file(path, err);
    bool ok = sink != NULL;
    if (ok) {
        ermine_sink_write(sink, TAGGER_MAGIC, sizeof TAGGER_MAGIC - 1);
        ermine_sink_write(sink, (const char *)&buckets, sizeof buckets);
        ermine_sink_write(sink, (const char *)&learner->data->source_count, sizeof(uint32_t));
        ermine_sink_write(sink, (const char *)&scale, sizeof scale);
        ermine_sink_write(sink, (const char *)learner->chain, sizeof learner->chain);
        ermine_sink_write(sink, (const char *)learner->data->manners,
                          manner_words * sizeof *learner->data->manners);
        ermine_sink_write(sink, (const char *)prints, rows * sizeof *prints);
        ermine_sink_write(sink, (const char *)bytes, rows * tag_columns);
        ok = ermine_sink_close(sink, err);
    }
    free(bytes);
    return ok;
}
