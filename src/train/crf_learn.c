/* crf_learn.c - the steps by which a mention tagger learns.
 *
 * Dropout (Srivastava et al. 2014; of the features of a linear chain: Wang & Manning 2013): at each visit of a sentence a
 * random part of its features is left out, so that no name is known by its word alone where its surroundings tell it
 * too; so are, for a whole sentence, now and then those that say which source's manner is asked for. */
#include "train/crf_learner.h"

#include "base/error.h"
#include "base/wide.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { snapshots = 4 }; /* a round, when averaging */
static const double decay = 2e-6;
static const float rate = 0.1f, dropped = 0.4f, sourceless = 0.2f;

bool learner_reserve(struct learner *learner, size_t longest, size_t most_rows, ermine_error *err)
{
    size_t cells = learner->row_count * tag_columns + 1;
    learner->weights = calloc(cells, sizeof *learner->weights);
    learner->squares = calloc(cells, sizeof *learner->squares);
    learner->sums = calloc(cells + tagger_chain, sizeof *learner->sums);
    learner->tokens = malloc(longest * sizeof *learner->tokens);
    learner->rows = malloc((most_rows + 1) * sizeof *learner->rows);
    learner->scores = malloc(longest * sizeof *learner->scores);
    learner->alpha = malloc(longest * sizeof *learner->alpha);
    learner->beta = malloc(longest * sizeof *learner->beta);
    learner->node = malloc(longest * sizeof *learner->node);
    return (learner->weights != NULL && learner->squares != NULL && learner->sums != NULL &&
            learner->tokens != NULL && learner->rows != NULL && learner->scores != NULL &&
            learner->alpha != NULL && learner->beta != NULL && learner->node != NULL) ||
           error_memory(err);
}

/* Whether something of this probability happens (xorshift, Marsaglia 2003). */
static bool happens(struct learner *learner, float probability)
{
    learner->random ^= learner->random << 13;
    learner->random ^= learner->random >> 17;
    learner->random ^= learner->random << 5;
    return (float)(learner->random >> 8) < probability * (float)(1 << 24);
}

/* The sentence as it is looked at this time. */
static void thin_out(struct learner *learner, size_t first, size_t length)
{
    const struct crf_data *data = learner->data;
    bool sourced = !happens(learner, sourceless);
    size_t kept = 0;
    for (size_t i = 0; i < length; i++) {
        const struct crf_token *token = &data->tokens[first + i];
        learner->tokens[i] = (struct crf_token){.first = kept, .allowed = token->allowed};
        for (uint16_t f = sourced ? 0 : token->sourced; f < token->count; f++)
            if (!happens(learner, dropped))
                learner->rows[kept++] = data->features[token->first + f];
        learner->tokens[i].count = (uint16_t)(kept - learner->tokens[i].first);
    }
}

WIDE static void score_sentence(struct learner *learner, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        const struct crf_token *token = &learner->tokens[i];
        const uint32_t *rows = learner->rows + token->first;
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
static void expect(struct learner *learner, size_t length, bool all, double sign)
{
    const struct crf_token *tokens = learner->tokens;
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
static bool take_only(struct learner *learner, size_t length)
{
    const struct crf_token *tokens = learner->tokens;
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

WIDE static void update(struct learner *learner, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        const struct crf_token *token = &learner->tokens[i];
        float gradient[tag_columns], largest = 0;
        for (size_t k = 0; k < tag_columns; k++) {
            gradient[k] = (float)learner->node[i][k + 1];
            largest = fmaxf(largest, fabsf(gradient[k]));
        }
        if (largest < 1e-3f)
            continue;
        for (uint16_t f = 0; f < token->count; f++) {
            size_t row = (size_t)learner->rows[token->first + f] * tag_columns;
            float *weights = learner->weights + row, *squares = learner->squares + row;
            if (f + 4 < token->count) {
                size_t later = (size_t)learner->rows[token->first + f + 4] * tag_columns;
                __builtin_prefetch(learner->weights + later, 1);
                __builtin_prefetch(learner->squares + later, 1);
            }
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
    thin_out(learner, first, length);
    score_sentence(learner, length);
    expect(learner, length, true, 1);
    if (!take_only(learner, length))
        expect(learner, length, false, -1);
    update(learner, length);
}

static void add_to_sums(struct learner *learner)
{
    size_t cells = learner->row_count * tag_columns;
    for (size_t i = 0; i < cells; i++)
        learner->sums[i] += learner->weights[i];
    for (size_t i = 0; i < tagger_chain; i++)
        learner->sums[cells + i] += learner->chain[i];
    learner->sum_count++;
}

/* All features are there when the model is used: each weighs as much less. */
static void take_means(struct learner *learner)
{
    size_t cells = learner->row_count * tag_columns;
    float share = 1 / (float)learner->sum_count;
    for (size_t i = 0; i < cells; i++)
        learner->weights[i] = (1 - dropped) * share * learner->sums[i];
    for (size_t i = 0; i < tagger_chain; i++)
        learner->chain[i] = share * learner->sums[cells + i];
}

void learner_learn(struct learner *learner, size_t *order, int rounds, bool average)
{
    size_t count = learner->data->sentence_count - 1, part = count / snapshots + 1;
    for (size_t i = 0; i < count; i++)
        order[i] = i;
    uint32_t random = 12345;
    for (int round = 0; round < rounds; round++) {
        for (size_t i = count; i > 1; i--) { /* Fisher-Yates, always the same */
            random = random * 1664525u + 1013904223u;
            size_t other = (size_t)(((uint64_t)random * i) >> 32), kept = order[i - 1];
            order[i - 1] = order[other];
            order[other] = kept;
        }
        for (size_t i = 0; i < count; i++) {
            learn_sentence(learner, order[i]);
            if (average && ((i + 1) % part == 0 || i + 1 == count))
                add_to_sums(learner);
        }
    }
    if (learner->sum_count > 0)
        take_means(learner);
}
