/* crf.c - a mention tagger from annotated tokens: which features are learned, in what steps. */
#include "train/crf_learner.h"

#include "base/error.h"

#include <stdlib.h>

enum { least_count = 2, rounds = 7, tuning_rounds = 3 };

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
        uint16_t count = 0, sourced = 0;
        for (uint16_t i = 0; i < token->count; i++) {
            const struct slot *slot = find_slot(slots, mask, data->features[token->first + i]);
            if (slot->count < least_count)
                continue;
            data->features[token->first + count++] = slot->row;
            if (i < token->sourced)
                sourced++;
        }
        token->count = count;
        token->sourced = sourced;
    }
    learner->row_count = rows;
    free(slots);
    return ok || error_memory(err);
}

static bool make_room(struct learner *learner, ermine_error *err)
{
    const struct crf_data *data = learner->data;
    size_t longest = 1, most_rows = 0;
    for (size_t s = 0; s + 1 < data->sentence_count; s++) {
        size_t first = data->sentences[s], end = data->sentences[s + 1], rows = 0;
        for (size_t t = first; t < end; t++)
            rows += data->tokens[t].count;
        longest = end - first > longest ? end - first : longest;
        most_rows = rows > most_rows ? rows : most_rows;
    }
    return learner_reserve(learner, longest, most_rows, err);
}

/* Leaves only the features that have a place, to learn how to do without the others. */
static void drop_unplaced(struct learner *learner, const size_t *place)
{
    struct crf_data *data = learner->data;
    for (size_t t = 0; t < data->token_count; t++) {
        struct crf_token *token = &data->tokens[t];
        uint16_t count = 0, sourced = 0;
        for (uint16_t i = 0; i < token->count; i++) {
            uint32_t row = data->features[token->first + i];
            if (place[row] == SIZE_MAX)
                continue;
            data->features[token->first + count++] = row;
            if (i < token->sourced)
                sourced++;
        }
        token->count = count;
        token->sourced = sourced;
    }
}

static bool fit_and_write(struct learner *learner, size_t most_bytes, const char *path,
                          ermine_error *err)
{
    size_t *order = malloc((learner->data->sentence_count + 1) * sizeof *order);
    size_t *place = malloc((learner->row_count + 1) * sizeof *place);
    uint16_t *prints = NULL;
    uint32_t buckets;
    bool ok = (order != NULL && place != NULL) || error_memory(err);
    if (ok) {
        learner_learn(learner, order, rounds, false);
        prints = model_place(learner, most_bytes, &buckets, place, err);
        ok = prints != NULL;
    }
    if (ok) {
        drop_unplaced(learner, place);
        learner_learn(learner, order, tuning_rounds, true);
        ok = model_write(learner, buckets, prints, place, path, err);
    }
    free(order);
    free(place);
    free(prints);
    return ok;
}

bool crf_train(struct crf_data *data, size_t most_bytes, const char *path, ermine_error *err)
{
    struct learner *learner = calloc(1, sizeof *learner);
    if (learner == NULL)
        return error_memory(err);
    learner->data = data;
    learner->random = 2463534242u;
    bool ok = choose_features(learner, err) && make_room(learner, err) &&
              fit_and_write(learner, most_bytes, path, err);
    free(learner->kept);
    free(learner->met);
    free(learner->weights);
    free(learner->squares);
    free(learner->sums);
    free(learner->tokens);
    free(learner->rows);
    free(learner->scores);
    free(learner->alpha);
    free(learner->beta);
    free(learner->node);
    free(learner);
    return ok;
}
