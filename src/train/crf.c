#include "train/crf.h"

#include "base/error.h"
#include "ermine/sink.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { least_count = 2, epochs = 8, tuning_epochs = 3 };
static const double decay = 2e-6;
static const float rate = 0.1f;

struct learner {
    struct crf_data *data;
    uint32_t *kept; /* hash of each row's feature */
    uint32_t *met;  /* how often */
    size_t row_count;
    float *weights, *squares; /* row_count * tag_columns */
    float chain[tagger_chain], chain_squares[tagger_chain];
    /* One sentence. */
    size_t capacity;
    float (*scores)[tag_count];
    double (*alpha)[tag_count], (*beta)[tag_count], (*node)[tag_count];
    double edge[tag_count * tag_count];
};

void crf_data_free(struct crf_data *data)
{
    free(data->features);
    free(data->tokens);
    free(data->sentences);
    free(data->manners);
    *data = (struct crf_data){0};
}

struct slot {
    uint32_t feature, count, row;
};

static struct slot *find_slot(struct slot *slots, size_t mask, uint32_t feature)
{
    size_t at = (feature * 0x85EBCA6Bu) & mask;
    while (slots[at].count != 0 && slots[at].feature != feature)
        at = (at + 1) & mask;
    return &slots[at];
}

/* Distinct features, at most 2^26 of them. */
static struct slot *count_features(const struct crf_data *data, size_t *mask, ermine_error *err)
{
    size_t size = 1 << 16, used = 0;
    struct slot *slots = calloc(size, sizeof *slots);
    for (size_t i = 0; slots != NULL && i < data->feature_count; i++) {
        if (2 * used >= size) {
            struct slot *larger = calloc(2 * size, sizeof *larger);
            for (size_t k = 0; larger != NULL && k < size; k++)
                if (slots[k].count != 0)
                    *find_slot(larger, 2 * size - 1, slots[k].feature) = slots[k];
            free(slots);
            slots = larger;
            size *= 2;
            if (slots == NULL)
                break;
        }
        struct slot *slot = find_slot(slots, size - 1, data->features[i]);
        used += slot->count == 0;
        slot->feature = data->features[i];
        slot->count++;
    }
    *mask = size - 1;
    if (slots == NULL)
        error_memory(err);
    return slots;
}

/* Gives each feature that was met often enough a row, and drops the others from the tokens. */
static bool choose_features(struct learner *learner, ermine_error *err)
{
    struct crf_data *data = learner->data;
    size_t mask;
    struct slot *slots = count_features(data, &mask, err);
    if (slots == NULL)
        return false;
    size_t rows = 0;
    for (size_t i = 0; i <= mask; i++)
        if (slots[i].count >= least_count)
            slots[i].row = (uint32_t)rows++;
    learner->kept = malloc((rows + 1) * sizeof *learner->kept);
    learner->met = malloc((rows + 1) * sizeof *learner->met);
    bool ok = learner->kept != NULL && learner->met != NULL;
    for (size_t i = 0; ok && i <= mask; i++)
        if (slots[i].count >= least_count) {
            learner->kept[slots[i].row] = slots[i].feature;
            learner->met[slots[i].row] = slots[i].count;
        }
    for (size_t t = 0; ok && t < data->token_count; t++) {
        struct crf_token *token = &data->tokens[t];
        uint16_t count = 0;
        for (uint16_t i = 0; i < token->count; i++) {
            const struct slot *slot = find_slot(slots, mask, data->features[token->first + i]);
            if (slot->count >= least_count)
                data->features[token->first + count++] = slot->row;
        }
        token->count = count;
    }
    learner->row_count = rows;
    free(slots);
    return ok || error_memory(err);
}

static bool make_room(struct learner *learner, ermine_error *err)
{
    const struct crf_data *data = learner->data;
    size_t longest = 1, cells = learner->row_count * tag_columns + 1;
    for (size_t s = 0; s + 1 < data->sentence_count; s++)
        if (data->sentences[s + 1] - data->sentences[s] > longest)
            longest = data->sentences[s + 1] - data->sentences[s];
    learner->weights = calloc(cells, sizeof *learner->weights);
    learner->squares = calloc(cells, sizeof *learner->squares);
    learner->scores = malloc(longest * sizeof *learner->scores);
    learner->alpha = malloc(longest * sizeof *learner->alpha);
    learner->beta = malloc(longest * sizeof *learner->beta);
    learner->node = malloc(longest * sizeof *learner->node);
    return (learner->weights != NULL && learner->squares != NULL && learner->scores != NULL &&
            learner->alpha != NULL && learner->beta != NULL && learner->node != NULL) ||
           error_memory(err);
}

static void score_sentence(struct learner *learner, size_t first, size_t length)
{
    const struct crf_data *data = learner->data;
    for (size_t i = 0; i < length; i++) {
        const struct crf_token *token = &data->tokens[first + i];
        const uint32_t *rows = data->features + token->first;
        float sums[tag_columns] = {0};
        for (uint16_t f = 0; f < token->count; f++) {
            const float *row = learner->weights + (size_t)rows[f] * tag_columns;
            if (f + 8 < token->count)
                __builtin_prefetch(learner->weights + (size_t)rows[f + 8] * tag_columns);
            for (size_t k = 0; k < tag_columns; k++)
                sums[k] += row[k];
        }
        learner->scores[i][tag_outside] = 0;
        memcpy(learner->scores[i] + 1, sums, sizeof sums);
    }
}

/* Adds `sign` times the expected tags and transitions, over the sequences of the allowed tags, to node and edge. */
static void expect(struct learner *learner, size_t first, size_t length, bool all, double sign)
{
    const struct crf_token *tokens = learner->data->tokens + first;
    const float *chain = learner->chain, *starts = chain + tag_count * tag_count,
                *ends = starts + tag_count;
    double move[tag_count][tag_count], local[tag_count];
    for (uint8_t from = 0; from < tag_count; from++)
        for (uint8_t to = 0; to < tag_count; to++)
            move[from][to] =
                tag_may_follow(from, to) ? exp((double)chain[from * tag_count + to]) : 0;
    for (size_t i = 0; i < length; i++) {
        double total = 0, highest = 0;
        uint32_t allowed = all ? ~0u : tokens[i].allowed;
        for (uint8_t t = 0; t < tag_count; t++)
            highest = fmax(highest, (double)learner->scores[i][t]);
        for (uint8_t t = 0; t < tag_count; t++) {
            double way = 0;
            if (i == 0)
                way = tag_may_follow(tag_outside, t) ? exp((double)starts[t]) : 0;
            else
                for (uint8_t from = 0; from < tag_count; from++)
                    way += learner->alpha[i - 1][from] * move[from][t];
            local[t] = allowed >> t & 1 ? exp((double)learner->scores[i][t] - highest) : 0;
            total += learner->alpha[i][t] = way * local[t];
        }
        for (uint8_t t = 0; t < tag_count; t++)
            learner->alpha[i][t] /= total;
    }
    for (size_t i = length; i-- > 0;) {
        double total = 0;
        for (uint8_t t = 0; t < tag_count; t++) {
            double way = 0;
            if (i + 1 == length)
                way = tag_may_follow(t, tag_outside) ? exp((double)ends[t]) : 0;
            else
                for (uint8_t to = 0; to < tag_count; to++)
                    way += move[t][to] * learner->beta[i + 1][to];
            learner->beta[i][t] = way; /* without the token's own score */
            total += learner->alpha[i][t] * way;
        }
        if (i + 1 < length) { /* transitions from i to i + 1 */
            for (uint8_t from = 0; from < tag_count; from++)
                for (uint8_t to = 0; to < tag_count; to++)
                    learner->edge[from * tag_count + to] += sign * learner->alpha[i][from] *
                                                            move[from][to] *
                                                            learner->beta[i + 1][to] / total;
        }
        double highest = 0;
        uint32_t allowed = all ? ~0u : tokens[i].allowed;
        for (uint8_t t = 0; t < tag_count; t++)
            highest = fmax(highest, (double)learner->scores[i][t]);
        for (uint8_t t = 0; t < tag_count; t++) {
            learner->node[i][t] += sign * learner->alpha[i][t] * learner->beta[i][t] / total;
            learner->beta[i][t] *=
                (allowed >> t & 1 ? exp((double)learner->scores[i][t] - highest) : 0) / total;
        }
    }
}

/* Takes away the tags and transitions of the one sequence that is allowed; false when there are several. */
static bool take_only(struct learner *learner, size_t first, size_t length)
{
    const struct crf_token *tokens = learner->data->tokens + first;
    for (size_t i = 0; i < length; i++)
        if ((tokens[i].allowed & (tokens[i].allowed - 1)) != 0)
            return false;
    int before = 0;
    for (size_t i = 0; i < length; i++) {
        int tag = __builtin_ctz(tokens[i].allowed);
        learner->node[i][tag] -= 1;
        if (i > 0)
            learner->edge[before * tag_count + tag] -= 1;
        before = tag;
    }
    return true;
}

static void adjust(float *weight, float *square, float gradient)
{
    *square += gradient * gradient;
    *weight -= rate * gradient / (1e-2f + sqrtf(*square));
}

static void update(struct learner *learner, size_t first, size_t length)
{
    const struct crf_data *data = learner->data;
    for (size_t i = 0; i < length; i++) {
        const struct crf_token *token = &data->tokens[first + i];
        float gradient[tag_columns], largest = 0;
        for (size_t k = 0; k < tag_columns; k++) {
            gradient[k] = (float)learner->node[i][k + 1];
            largest = fmaxf(largest, fabsf(gradient[k]));
        }
        if (largest < 1e-3f)
            continue;
        for (uint16_t f = 0; f < token->count; f++) {
            size_t row = (size_t)data->features[token->first + f] * tag_columns;
            float *weights = learner->weights + row, *squares = learner->squares + row;
            for (size_t k = 0; k < tag_columns; k++) {
                float g = gradient[k] + (float)decay * weights[k];
                squares[k] += g * g;
                weights[k] -= rate * g / (1e-2f + sqrtf(squares[k]));
            }
        }
    }
    float *starts = learner->chain + tag_count * tag_count, *ends = starts + tag_count;
    float *start_squares = learner->chain_squares + tag_count * tag_count,
          *end_squares = start_squares + tag_count;
    for (size_t e = 0; e < tag_count * tag_count; e++)
        adjust(&learner->chain[e], &learner->chain_squares[e], (float)learner->edge[e]);
    for (size_t t = 0; t < tag_count; t++) {
        adjust(&starts[t], &start_squares[t], (float)learner->node[0][t]);
        adjust(&ends[t], &end_squares[t], (float)learner->node[length - 1][t]);
    }
}

static void learn_sentence(struct learner *learner, size_t sentence)
{
    const struct crf_data *data = learner->data;
    size_t first = data->sentences[sentence], length = data->sentences[sentence + 1] - first;
    if (length == 0)
        return;
    memset(learner->edge, 0, sizeof learner->edge);
    memset(learner->node, 0, length * sizeof *learner->node);
    score_sentence(learner, first, length);
    expect(learner, first, length, true, 1);
    if (!take_only(learner, first, length))
        expect(learner, first, length, false, -1);
    update(learner, first, length);
}

static void learn(struct learner *learner, size_t *order, int rounds)
{
    size_t count = learner->data->sentence_count - 1;
    for (size_t i = 0; i < count; i++)
        order[i] = i;
    uint32_t random = 12345;
    for (int epoch = 0; epoch < rounds; epoch++) {
        for (size_t i = count; i > 1; i--) { /* Fisher-Yates, always the same */
            random = random * 1664525u + 1013904223u;
            size_t other = (size_t)(((uint64_t)random * i) >> 32), kept = order[i - 1];
            order[i - 1] = order[other];
            order[other] = kept;
        }
        for (size_t i = 0; i < count; i++)
            learn_sentence(learner, order[i]);
    }
}

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

/* Leaves only the features that have a place, to learn how to do without the others. */
static void drop_unplaced(struct learner *learner, const size_t *place)
{
    struct crf_data *data = learner->data;
    for (size_t t = 0; t < data->token_count; t++) {
        struct crf_token *token = &data->tokens[t];
        uint16_t count = 0;
        for (uint16_t i = 0; i < token->count; i++) {
            uint32_t row = data->features[token->first + i];
            if (place[row] != SIZE_MAX)
                data->features[token->first + count++] = row;
        }
        token->count = count;
    }
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

static bool write_model(const struct learner *learner, uint32_t buckets, const uint16_t *prints,
                        const size_t *place, const char *path, ermine_error *err)
{
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

static bool fit_and_write(struct learner *learner, size_t most_bytes, const char *path,
                          ermine_error *err)
{
    size_t row_bytes = tag_columns + sizeof(uint16_t);
    size_t head = sizeof TAGGER_MAGIC + 12 + tagger_numbers * sizeof(float);
    size_t most_rows = (most_bytes - head) / row_bytes;
    size_t wanted = learner->row_count + learner->row_count / 8 + tagger_ways;
    uint32_t buckets = (uint32_t)((wanted < most_rows ? wanted : most_rows) / tagger_ways);
    size_t *order = malloc((learner->data->sentence_count + 1) * sizeof *order);
    uint16_t *prints = calloc((size_t)buckets * tagger_ways, sizeof *prints);
    size_t *place = malloc((learner->row_count + 1) * sizeof *place);
    struct ranked *ranked = NULL;
    bool ok = (order != NULL && prints != NULL && place != NULL) || error_memory(err);
    if (ok) {
        learn(learner, order, epochs);
        ranked = rank_rows(learner, err);
        ok = ranked != NULL;
    }
    if (ok) {
        finish_manners(learner->data);
        place_rows(learner, ranked, buckets, prints, place);
        drop_unplaced(learner, place);
        learn(learner, order, tuning_epochs);
        ok = write_model(learner, buckets, prints, place, path, err);
    }
    free(order);
    free(prints);
    free(place);
    free(ranked);
    return ok;
}

bool crf_train(struct crf_data *data, size_t most_bytes, const char *path, ermine_error *err)
{
    struct learner *learner = calloc(1, sizeof *learner);
    if (learner == NULL)
        return error_memory(err);
    learner->data = data;
    bool ok = choose_features(learner, err) && make_room(learner, err) &&
              fit_and_write(learner, most_bytes, path, err);
    free(learner->kept);
    free(learner->met);
    free(learner->weights);
    free(learner->squares);
    free(learner->scores);
    free(learner->alpha);
    free(learner->beta);
    free(learner->node);
    free(learner);
    return ok;
}
