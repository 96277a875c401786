/* tag.c - the names of a sentence by the trained tagger: the best sequence of tags, by Viterbi. */
#include "extract/tagging.h"

#include "base/wide.h"

#include <string.h>

enum { most_features = most_source_features + most_tag_features };

/* What a token has, while it is fetched from memory. */
struct fetched {
    uint32_t features[most_features];
    const int8_t *rows[most_features];
    size_t feature_count, row_count;
};
enum { stages = 3 };

struct tag_decoder {
    const struct mining *m;
    const struct tagger *tagger;
    struct tag_view *view;
    float (*scores)[tag_count];   /* of the tokens of one sentence */
    uint8_t (*before)[tag_count]; /* the best tag before each */
    struct tagged *names;
    struct fetched fetched[stages]; /* tokens in turn */
};

struct tag_decoder *tag_decoder_new(const struct mining *m, const struct tagger *tagger, bool own)
{
    struct tag_decoder *decoder = ARENA_NEW(m->arena, struct tag_decoder, 1, m->err);
    if (decoder == NULL)
        return NULL;
    size_t longest = 1;
    for (uint32_t s = 0; s < m->tokens.sentence_count; s++)
        if (sentence_end(m, s) - m->tokens.sentences[s] > longest)
            longest = sentence_end(m, s) - m->tokens.sentences[s];
    decoder->m = m;
    decoder->tagger = tagger;
    decoder->view = tag_view_new(m);
    if (decoder->view != NULL && !own)
        tag_view_set_source(decoder->view, tag_source(decoder->view, tagger));
    decoder->scores = arena_take(m->arena, longest, sizeof *decoder->scores, m->err);
    decoder->before = arena_take(m->arena, longest, sizeof *decoder->before, m->err);
    decoder->names = ARENA_NEW(m->arena, struct tagged, longest, m->err);
    return decoder->view == NULL || decoder->scores == NULL || decoder->before == NULL ||
                   decoder->names == NULL
               ? NULL
               : decoder;
}

static size_t bucket_of(const struct tagger *tagger, uint32_t feature)
{
    return (size_t)tagger_bucket(feature, tagger->buckets) * tagger_ways;
}

/* The row of a feature, or NULL. */
static const int8_t *row_of(const struct tagger *tagger, uint32_t feature)
{
    static const uint64_t ones = 0x0001000100010001, tops = 0x8000800080008000;
    size_t bucket = bucket_of(tagger, feature);
    uint64_t prints;
    memcpy(&prints, tagger->prints + bucket, sizeof prints);
    prints ^= tagger_print(feature) * ones; /* the one that is it is 0, */
    uint64_t found =
        (prints - ones) & ~prints & tops; /* and the lowest with its top bit set here */
    return found == 0
               ? NULL
               : tagger->weights + (bucket + (size_t)__builtin_ctzll(found) / 16) * tag_columns;
}

static void fetch_prints(const struct tag_decoder *decoder, uint32_t at, struct fetched *fetched)
{
    size_t count = tag_source_features(decoder->view, at, fetched->features);
    count += tag_features(decoder->view, at, fetched->features + count);
    fetched->feature_count = count;
    for (size_t i = 0; i < count; i++)
        __builtin_prefetch(decoder->tagger->prints +
                           bucket_of(decoder->tagger, fetched->features[i]));
}

static void fetch_rows(const struct tag_decoder *decoder, struct fetched *fetched)
{
    fetched->row_count = 0;
    for (size_t i = 0; i < fetched->feature_count; i++) {
        const int8_t *row = row_of(decoder->tagger, fetched->features[i]);
        if (row == NULL)
            continue;
        __builtin_prefetch(row);
        fetched->rows[fetched->row_count++] = row;
    }
}

static void add_rows(const struct tag_decoder *decoder, const struct fetched *fetched,
                     float scores[tag_count])
{
    int16_t sums[tag_columns] = {0}; /* so many signed bytes fit */
    for (size_t i = 0; i < fetched->row_count; i++)
        for (size_t k = 0; k < tag_columns; k++)
            sums[k] = (int16_t)(sums[k] + fetched->rows[i][k]);
    scores[tag_outside] = 0;
    for (size_t k = 0; k < tag_columns; k++)
        scores[1 + k] = decoder->tagger->scale * (float)sums[k];
}

/* Weights lie anywhere in megabytes: while those of one token are added, those of the next two are under way. */
static void score_tokens(struct tag_decoder *decoder, uint32_t begin, uint32_t length)
{
    for (uint32_t i = 0; i < length + stages - 1; i++) {
        if (i < length)
            fetch_prints(decoder, begin + i, &decoder->fetched[i % stages]);
        if (i >= 1 && i - 1 < length)
            fetch_rows(decoder, &decoder->fetched[(i - 1) % stages]);
        if (i >= 2)
            add_rows(decoder, &decoder->fetched[(i - 2) % stages], decoder->scores[i - 2]);
    }
}

/* The best of the tags after which a name may begin, for each tag: as vectors, though it is asked for by those only
 * that may begin one. */
WIDE static void step_outside(const struct tagger *tagger, const float *best, float *next,
                              uint8_t *before)
{
    float highest[tag_count];
    int32_t from_tag[tag_count] = {tag_outside};
    for (size_t to = 0; to < tag_count; to++)
        highest[to] = best[tag_outside] + tagger->transitions[to];
    for (int32_t from = tag_of(0, TAG_LAST); from < tag_count;
         from = from % 4 == 0 ? from + 3 : from + 1) {
        const float *transitions = tagger->transitions + from * tag_count;
        for (size_t to = 0; to < tag_count; to++) {
            float sum = best[from] + transitions[to];
            from_tag[to] = sum > highest[to] ? from : from_tag[to];
            highest[to] = sum > highest[to] ? sum : highest[to];
        }
    }
    for (size_t to = 0; to < tag_count; to++) {
        next[to] = highest[to];
        before[to] = (uint8_t)from_tag[to];
    }
}

/* Within a name of one class. */
static void step_inside(const struct tagger *tagger, const float *best, float *next,
                        uint8_t *before)
{
    for (int class = 0; class < class_count; class ++) {
        uint8_t first = tag_of((enum mention_class) class, TAG_FIRST), inner = first + TAG_INNER;
        for (uint8_t to = inner; to <= first + TAG_LAST; to++) {
            float begun = best[first] + tagger->transitions[first * tag_count + to];
            float going = best[inner] + tagger->transitions[inner * tag_count + to];
            next[to] = begun > going ? begun : going;
            before[to] = begun > going ? first : inner;
        }
    }
}

/* Fills in the best way to each tag of each token, and returns the best last tag. */
static uint8_t run_forward(struct tag_decoder *decoder, uint32_t begin, uint32_t length)
{
    const struct tagger *tagger = decoder->tagger;
    float best[tag_count], next[tag_count];
    score_tokens(decoder, begin, length);
    for (uint32_t i = 0; i < length; i++) {
        if (i == 0) {
            for (uint8_t tag = 0; tag < tag_count; tag++)
                next[tag] = tag_may_follow(tag_outside, tag) ? tagger->starts[tag] : -1e30f;
        } else {
            step_outside(tagger, best, next, decoder->before[i]);
            step_inside(tagger, best, next, decoder->before[i]);
        }
        for (size_t tag = 0; tag < tag_count; tag++)
            best[tag] = next[tag] + decoder->scores[i][tag];
    }
    uint8_t last = tag_outside;
    for (uint8_t tag = 0; tag < tag_count; tag++)
        if (tag_may_follow(tag, tag_outside) &&
            best[tag] + tagger->ends[tag] > best[last] + tagger->ends[last])
            last = tag;
    return last;
}

/* "Mr", "Senator" and the like are no part of a person's name. */
static uint32_t behind_titles(const struct mining *m, uint32_t first, uint32_t end)
{
    for (;;) {
        const struct cue_hit *title = cue_from(m, first, CUE_TITLE);
        if (title == NULL)
            title = cue_from(m, first, CUE_POST);
        if (title == NULL || title->end >= end)
            return first;
        first = title->end;
        if (is_punct(m, first, '.') && first + 1 < end)
            first++;
    }
}

bool tag_sentence(struct tag_decoder *decoder, uint32_t sentence, struct tagged **names,
                  size_t *count)
{
    const struct mining *m = decoder->m;
    uint32_t begin = m->tokens.sentences[sentence], length = sentence_end(m, sentence) - begin;
    *count = 0;
    *names = decoder->names;
    if (length == 0)
        return false;
    uint8_t tag = run_forward(decoder, begin, length);
    size_t found = 0;
    uint32_t end = 0;
    float margin = 0;
    for (uint32_t i = length; i-- > 0; tag = decoder->before[i][tag]) {
        if (tag_is(tag, TAG_LAST) || tag_is(tag, TAG_ONLY)) {
            end = begin + i + 1;
            margin = 0;
        }
        if (tag != tag_outside)
            margin += decoder->scores[i][tag];
        if (tag_is(tag, TAG_FIRST) || tag_is(tag, TAG_ONLY))
            decoder->names[found++] =
                (struct tagged){begin + i, end, tag_class(tag), margin / (float)(end - begin - i)};
    }
    for (size_t i = 0; i < found; i++)
        if (decoder->names[i].class == CLASS_PERSON)
            decoder->names[i].first =
                behind_titles(m, decoder->names[i].first, decoder->names[i].end);
    for (size_t i = 0; i < found / 2; i++) {
        struct tagged swap = decoder->names[i];
        decoder->names[i] = decoder->names[found - 1 - i];
        decoder->names[found - 1 - i] = swap;
    }
    *count = found;
    return found > 0;
}
