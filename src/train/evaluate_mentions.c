/* evaluate_mentions.c - the mention tagger against annotated names. */
#include "ermine/evaluate.h"

#include "base/error.h"
#include "extract/tagging.h"
#include "train/conll.h"

double ermine_score_precision(const ermine_score *score)
{
    return score->found == 0 ? 0 : (double)score->right / (double)score->found;
}

double ermine_score_recall(const ermine_score *score)
{
    return score->annotated == 0 ? 0 : (double)score->right / (double)score->annotated;
}

double ermine_score_f1(const ermine_score *score)
{
    double precision = ermine_score_precision(score), recall = ermine_score_recall(score);
    return precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0;
}

/* Widens a name to the tokens of the file it touches. */
static struct named_span widen(const struct block *block, const struct mining *m,
                               const struct tagged *name, size_t *word)
{
    uint32_t start = mining_token(m, name->first)->start, end = mining_token(m, name->end - 1)->end;
    struct named_span span = {start, end, name->class};
    while (*word < block->word_count && block->words[*word].end <= start)
        ++*word;
    if (*word < block->word_count && block->words[*word].start < span.start)
        span.start = block->words[*word].start;
    for (size_t w = *word; w < block->word_count && block->words[w].start < end; w++)
        if (block->words[w].end > span.end)
            span.end = block->words[w].end;
    return span;
}

static void count_name(const struct block *block, const struct named_span *span, size_t *name,
                       ermine_score *scores)
{
    scores[span->class].found++;
    while (*name < block->name_count && block->names[*name].start < span->start)
        ++*name;
    if (*name < block->name_count && block->names[*name].start == span->start &&
        block->names[*name].end == span->end && block->names[*name].class == span->class)
        scores[span->class].right++;
}

static bool count_block(const ermine_knowledge *known, const ermine_document *document,
                        const struct block *block, ermine_score *scores, ermine_error *err)
{
    struct mining m;
    bool ok = mining_scan(&m, known, document, true, err);
    struct tag_decoder *decoder = ok ? tag_decoder_new(&m, &m.pack->tagger, false) : NULL;
    size_t word = 0, name = 0;
    for (size_t i = 0; i < block->name_count; i++)
        scores[block->names[i].class].annotated++;
    for (uint32_t s = 0; decoder != NULL && s < m.tokens.sentence_count; s++) {
        struct tagged *names;
        size_t count;
        tag_sentence(decoder, s, &names, &count);
        for (size_t i = 0; i < count; i++) {
            struct named_span span = widen(block, &m, &names[i], &word);
            count_name(block, &span, &name, scores);
        }
    }
    mining_close(&m);
    return decoder != NULL;
}

bool ermine_evaluate_mentions(const ermine_knowledge *known, const char *language, const char *path,
                              ermine_score scores[ERMINE_MENTION_LABELS], ermine_error *err)
{
    static const char *const labels[ERMINE_MENTION_LABELS] = {"PER", "ORG", "LOC", "MISC"};
    const struct pack *pack = knowledge_pack(known, language);
    for (size_t i = 0; i < ERMINE_MENTION_LABELS; i++)
        scores[i] = (ermine_score){.label = labels[i]};
    if (pack == NULL)
        return error_set(err, ERMINE_EINPUT, "%s: no such language in the data", language);
    if (pack->tagger.mapped == NULL)
        return error_set(err, ERMINE_EINPUT,
                         "models/mentions-%s.bin: not there; make it with ermine train mentions",
                         language);
    ermine_error own = {0};
    struct conll *conll = conll_open(path, pack->unspaced, &own);
    struct block block = {0};
    bool ok = conll != NULL;
    while (ok && conll_next(conll, &block, &own)) {
        ermine_document document = {.id = path,
                                    .source = path,
                                    .language = language,
                                    .text = block.text,
                                    .length = block.length};
        ok = count_block(known, &document, &block, scores, &own);
    }
    block_free(&block);
    conll_close(conll);
    return own.code == ERMINE_OK || error_set(err, own.code, "%s", own.message);
}
