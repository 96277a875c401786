/* mentions.c - training the mention tagger of a language. */
#include "ermine/train.h"

#include "base/array.h"
#include "base/error.h"
#include "extract/tagging.h"
#include "train/conll.h"
#include "train/crf.h"
#include "train/gold.h"

#include <stdlib.h>
#include <string.h>

enum { most_model_bytes = 6000000, own_source = 0 };

struct collector {
    const ermine_knowledge *known;
    const char *language;
    struct crf_data data;
    uint32_t source; /* of the text at hand */
    ermine_training *training;
    ermine_error *err;
};

/* Tags allowed when nothing is said of a token: outside, and where the source does not mark it, inside some name of
 * the class "other". */
static uint32_t unnamed_tags(bool marks_others)
{
    uint32_t tags = 1u << tag_outside;
    for (int place = 0; place < 4 && !marks_others; place++)
        tags |= 1u << tag_of(CLASS_OTHER, (enum tag_place)place);
    return tags;
}

/* A name in an alphabet with capitals has one: what has none some sources mark all the same, and we do not. */
static bool is_name(const struct mining *m, uint32_t first, uint32_t end)
{
    for (uint32_t at = first; at < end; at++) {
        const struct token *token = mining_token(m, at);
        if (token->kind == TOKEN_HAN || (token->flags & (TOKEN_UPPER_FIRST | TOKEN_HAS_DIGIT)))
            return true;
        if (token->kind == TOKEN_WORD && !(token->flags & TOKEN_CYRILLIC) && token->letters > 3 &&
            end - first == 1)
            return true; /* iPhone, xAI */
    }
    return false;
}

/* The tokens of a name; false when a sentence ends inside it. */
static bool tokens_of(const struct mining *m, const struct named_span *name, uint32_t *at,
                      uint32_t *first, uint32_t *end)
{
    while (*at < m->tokens.count && mining_token(m, *at)->end <= name->start)
        ++*at;
    *first = *at;
    *end = *first;
    while (*end < m->tokens.count && mining_token(m, *end)->start < name->end)
        ++*end;
    return *end > *first && m->sentence_of[*first] == m->sentence_of[*end - 1] &&
           is_name(m, *first, *end);
}

static bool add_token(struct collector *c, const struct tag_view *view, uint32_t at,
                      uint32_t allowed)
{
    struct crf_data *data = &c->data;
    if (!array_reserve((void **)&data->features, &data->feature_capacity, data->feature_count,
                       most_source_features + most_tag_features, sizeof *data->features, c->err))
        return false;
    uint32_t *features = data->features + data->feature_count;
    size_t sourced = tag_source_features(view, at, features);
    size_t count = sourced + tag_features(view, at, features + sourced);
    struct crf_token token = {data->feature_count, allowed, (uint16_t)count,
                              c->source == own_source ? 0 : (uint16_t)sourced};
    data->feature_count += count;
    return ARRAY_PUSH(&data->tokens, &data->token_count, &data->token_capacity, token, c->err);
}

static bool add_sentences(struct collector *c, const struct mining *m, const uint32_t *allowed)
{
    struct crf_data *data = &c->data;
    struct tag_view *view = tag_view_new(m);
    if (view == NULL)
        return false;
    tag_view_set_source(view, c->source);
    for (uint32_t at = 0; at < m->tokens.count; at++)
        data->manners[tag_manner(view, at)][c->source]++;
    for (uint32_t s = 0; s < m->tokens.sentence_count; s++) {
        for (uint32_t at = m->tokens.sentences[s]; at < sentence_end(m, s); at++)
            if (!add_token(c, view, at, allowed[at]))
                return false;
        if (!ARRAY_PUSH(&data->sentences, &data->sentence_count, &data->sentence_capacity,
                        data->token_count, c->err))
            return false;
    }
    return true;
}

/* Learns from a text and the names in it. */
static bool add_text(struct collector *c, const ermine_document *document,
                     const struct named_span *names, size_t count, bool lines, bool marks_others)
{
    struct mining m;
    bool ok = mining_scan(&m, c->known, document, lines, c->err);
    uint32_t *allowed = ok ? ARENA_NEW(m.arena, uint32_t, m.tokens.count, c->err) : NULL;
    if (allowed != NULL) {
        for (size_t i = 0; i < m.tokens.count; i++)
            allowed[i] = unnamed_tags(marks_others);
        uint32_t at = 0, first, end;
        for (size_t i = 0; i < count; i++) {
            if (!tokens_of(&m, &names[i], &at, &first, &end))
                continue;
            for (uint32_t t = first; t < end; t++) {
                enum tag_place place = end - first == 1 ? TAG_ONLY
                                       : t == first     ? TAG_FIRST
                                       : t + 1 == end   ? TAG_LAST
                                                        : TAG_INNER;
                allowed[t] = 1u << tag_of(names[i].class, place);
            }
            at = end;
        }
    }
    ok = allowed != NULL && add_sentences(c, &m, allowed);
    mining_close(&m);
    return ok;
}

static bool add_conll(struct collector *c, const char *path)
{
    struct conll *conll = conll_open(path, knowledge_pack(c->known, c->language)->unspaced, c->err);
    struct block block = {0};
    bool ok = conll != NULL;
    while (ok && conll_next(conll, &block, c->err)) {
        ermine_document document = {.id = path,
                                    .source = path,
                                    .language = c->language,
                                    .text = block.text,
                                    .length = block.length};
        ok = add_text(c, &document, block.names, block.name_count, true, conll_marks_others(conll));
        c->training->positive += block.name_count;
    }
    c->training->documents += ok;
    block_free(&block);
    conll_close(conll);
    return ok && c->err->code == ERMINE_OK;
}

static bool add_annotated(void *context, const ermine_document *document, const struct gold *gold)
{
    struct collector *c = context;
    struct named_span *names;
    size_t count;
    if (strcmp(document->language, c->language) != 0)
        return true;
    if (!gold_spans(gold, document->text, document->length, &c->known->schema, &names, &count,
                    c->err))
        return false;
    bool ok = add_text(c, document, names, count, false, true);
    c->training->positive += count;
    c->training->documents++;
    free(names);
    return ok;
}

/* Files of one folder are one source. */
static bool next_source(struct collector *c, const char *path, const char *before)
{
    const char *slash = strrchr(path, '/');
    size_t folder = slash == NULL ? 0 : (size_t)(slash - path);
    const char *other = before == NULL ? NULL : strrchr(before, '/');
    size_t length = other == NULL ? 0 : (size_t)(other - before);
    if (before == NULL || folder != length || memcmp(path, before, folder) != 0)
        c->source = c->data.source_count++;
    return c->source < most_sources ||
           error_set(c->err, ERMINE_EINPUT, "%s: more than %d sources (folders)", path,
                     most_sources - 1);
}

bool ermine_train_mentions(const ermine_knowledge *known, const char *language,
                           const char *const *conll, size_t conll_count, const char *const *texts,
                           size_t text_count, const char *gold, const char *model,
                           ermine_training *training, ermine_error *err)
{
    ermine_error own = {0};
    struct collector c = {.known = known, .language = language, .training = training, .err = &own};
    *training = (ermine_training){0};
    bool ok = knowledge_pack(known, language) != NULL ||
              error_set(&own, ERMINE_EINPUT, "%s: no such language in the data", language);
    c.data.source_count = 1;
    c.data.manners = calloc(manner_words, sizeof *c.data.manners);
    ok = ok && (c.data.manners != NULL || error_memory(&own)) &&
         ARRAY_PUSH(&c.data.sentences, &c.data.sentence_count, &c.data.sentence_capacity, 0, &own);
    for (size_t i = 0; ok && i < conll_count; i++)
        ok = next_source(&c, conll[i], i == 0 ? NULL : conll[i - 1]) && add_conll(&c, conll[i]);
    c.source = own_source;
    if (ok && text_count > 0)
        ok = gold_each(known, texts, text_count, gold, add_annotated, &c, &own);
    if (ok && c.data.token_count == 0)
        ok = error_set(&own, ERMINE_EINPUT, "no annotated text of language %s", language);
    training->pairs = c.data.token_count;
    ok = ok && crf_train(&c.data, most_model_bytes, model, &own);
    crf_data_free(&c.data);
    return ok || error_set(err, own.code, "%s", own.message);
}
