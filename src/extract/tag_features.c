#include "extract/tagging.h"
#include "extract/mix.h"

#include "base/error.h"
#include "base/utf8.h"
#include "text/fold.h"

#include <math.h>
#include <string.h>
#include <unicode/ubrk.h>

enum { affixes = 5, longest_quoted = 10, most_shape = 6, most_elsewhere = 3 };

/* Kinds of features: the first ingredient of each hash. */
enum feature {
    F_BIAS = 1,
    F_WORD,
    F_WORDS,
    F_TRIGRAM,
    F_SKIP,
    F_PREFIX,
    F_SUFFIX,
    F_SUFFIXES,
    F_STEM,
    F_SHAPE,
    F_SHAPES,
    F_SHAPE_WORD,
    F_KNOWN,
    F_KNOWN_PAIR,
    F_CUE,
    F_CUE_VALUE,
    F_CUE_PAIR,
    F_OPENS,
    F_QUOTED,
    F_DOCUMENT,
    F_RUN,
    F_RUN_BEFORE,
    F_RUN_BEHIND,
    F_LETTERS,
    F_HAN,
    F_SEGMENT,
    F_SEGMENT_WORD,
    F_SEGMENTS,
    F_ELSEWHERE_BEFORE,
    F_ELSEWHERE_BEHIND,
    F_ELSEWHERE_CUE,
    F_ELSEWHERE_KNOWN,
    F_SOURCE,
    F_SOURCE_WORD,
    F_SOURCE_NEXT,
    F_SOURCE_AFFIX,
    F_SOURCE_KNOWN,
    F_SOURCE_SHAPE,
    F_SOURCE_RUN,
    F_STEMS,
    F_QUOTED_BEFORE,
    F_AHEAD
};

/* What a token is by itself. */
struct form {
    uint32_t word, stem, shape; /* hashes */
    uint32_t prefix[affixes], suffix[affixes];
    uint32_t known;                /* type and place in a name of the registry, 0: in none */
    uint32_t value;                /* hash of the value of a cue that covers it, 0: none */
    uint64_t cues;                 /* a bit a class the code knows: cues that cover it */
    uint32_t run, run_end;         /* tokens [run, run_end): capitalised words one behind another */
    uint32_t segment, segment_end; /* where words are not spaced, the tokens of the word it is in */
    uint32_t ahead;                /* 1 + the next token of a cue that ends or follows names */
    uint32_t again;                /* 1 + the next token with the same stem, 0: none */
    uint32_t before;               /* 1 + the one before it */
    uint32_t quote;                /* the mark that opens the quotation it is in */
    uint8_t quoted, document; /* place in quotation marks; how the document writes it elsewhere */
};

struct seen_word {
    uint32_t word;
    uint8_t flags;
};
enum { SEEN_LOWER = 1, SEEN_INNER = 2, SEEN_AGAIN = 4 };

struct tag_view {
    const struct mining *m;
    struct form *forms;
    struct seen_word *seen;
    uint32_t seen_mask;
    uint32_t source;
};

/* Upper, lower, digit or other, runs of the same up to three alike. */
static uint32_t shape_of(const struct mining *m, const struct token *token)
{
    if (token->kind != TOKEN_WORD)
        return token->kind == TOKEN_PUNCT ? mix(3, token->code)
                                          : mix(5, token->kind * 8u + (token->letters > 3));
    uint32_t hash = token->flags & TOKEN_CYRILLIC ? 19 : 17, last = 0, run = 0, parts = 0;
    for (size_t at = token->start; at < token->end && parts < most_shape;) {
        enum fold_class class = fold_class(utf8_decode(m->document->text, token->end, &at));
        uint32_t kind = class == FOLD_LATIN_UPPER || class == FOLD_CYRILLIC_UPPER ? 1
                        : class == FOLD_DIGIT                                     ? 2
                        : fold_is_letter(class)                                   ? 3
                                                                                  : 4;
        run = kind == last ? run + 1 : 1;
        if (run == 1 || (run == 2 && kind == 1)) {
            hash = mix(hash, kind);
            parts++;
        }
        last = kind;
    }
    return hash;
}

static void spell(const struct mining *m, const struct token *token, struct form *form)
{
    uint32_t codes[256], count = 0;
    for (size_t at = token->start; at < token->end && count < 256;)
        codes[count++] = fold_code(utf8_decode(m->document->text, token->end, &at));
    uint32_t hash = 7;
    for (uint32_t i = 0; i < count; i++) {
        hash = mix(hash, codes[i]);
        if (i < affixes)
            form->prefix[i] = hash;
    }
    form->word = token->kind == TOKEN_NUMBER ? mix(9, count) : hash;
    form->stem = count > affixes ? form->prefix[affixes - 1] : form->word;
    hash = 11;
    for (uint32_t i = 0; i < affixes && i < count; i++)
        form->suffix[i] = hash = mix(hash, codes[count - 1 - i]);
    if (token->kind != TOKEN_WORD)
        memset(form->suffix, 0, sizeof form->suffix);
}

static uint32_t value_hash(const char *value)
{
    uint32_t hash = 23;
    for (; *value != '\0' && *value != ' '; value++)
        hash = mix(hash, (unsigned char)*value);
    return hash;
}

static void note_cues(const struct mining *m, struct form *forms)
{
    for (size_t i = 0; i < m->cue_count; i++) {
        const struct cue_hit *cue = &m->cues[i];
        if (cue->class >= CUE_CODE_COUNT)
            continue;
        bool valued = cue->value != NULL && (cue->class == CUE_KIND || cue->class == CUE_SUFFIX ||
                                             cue->class == CUE_PREFIX || cue->class == CUE_POST);
        for (uint32_t at = cue->first; at < cue->end; at++) {
            forms[at].cues |= UINT64_C(1) << cue->class;
            if (valued)
                forms[at].value = mix(value_hash(cue->value), cue->class);
        }
    }
}

static void note_known(const struct mining *m, struct form *forms)
{
    for (size_t i = 0; i < m->mention_count; i++) {
        const struct mention *mention = &m->mentions[i];
        for (uint32_t at = mention->first; at < mention->end; at++) {
            uint32_t place = mention->end - mention->first == 1 ? TAG_ONLY
                             : at == mention->first             ? TAG_FIRST
                             : at + 1 == mention->end           ? TAG_LAST
                                                                : TAG_INNER;
            forms[at].known = 1 + mention->type * 16u + mention->flags % 8u * 512u + place;
        }
    }
}

static bool is_capital(const struct token *token)
{
    return token->kind == TOKEN_WORD && (token->flags & TOKEN_UPPER_FIRST);
}

/* Capitalised words with nothing between them but a hyphen or a full stop. */
static void note_runs(const struct mining *m, struct form *forms, uint32_t begin, uint32_t end)
{
    for (uint32_t at = begin; at < end;) {
        uint32_t first = at, last = at + 1;
        if (is_capital(mining_token(m, at)))
            for (uint32_t next = last; next < end; next++) {
                if (is_capital(mining_token(m, next)))
                    last = next + 1;
                else if (next != last || (!is_punct(m, next, '-') && !is_punct(m, next, '.')))
                    break;
            }
        for (; at < last; at++) {
            forms[at].run = first;
            forms[at].run_end = last;
        }
    }
}

static uint32_t closing_of(uint32_t code)
{
    return code == 0xAB     ? 0xBB
           : code == 0x300A ? 0x300B
           : code == 0x201C ? 0x201D
           : code == '"'    ? '"'
                            : 0;
}

static void note_quotes(const struct mining *m, struct form *forms, uint32_t begin, uint32_t end)
{
    for (uint32_t at = begin; at < end; at++) {
        const struct token *token = mining_token(m, at);
        uint32_t closing = token->kind == TOKEN_PUNCT ? closing_of(token->code) : 0, close = at + 1;
        if (closing == 0)
            continue;
        while (close < end && close - at <= longest_quoted && !is_punct(m, close, closing))
            close++;
        if (close >= end || !is_punct(m, close, closing))
            continue;
        for (uint32_t i = at + 1; i < close; i++) {
            forms[i].quoted = (uint8_t)(i + 1 == close ? (i == at + 1 ? 4 : 3)
                                        : i == at + 1  ? 1
                                                       : 2);
            forms[i].quote = at;
        }
        at = close;
    }
}

static struct seen_word *seen_slot(const struct tag_view *view, uint32_t word)
{
    uint32_t slot = word & view->seen_mask;
    while (view->seen[slot].flags != 0 && view->seen[slot].word != word)
        slot = (slot + 1) & view->seen_mask;
    return &view->seen[slot];
}

static bool opens_sentence(const struct mining *m, uint32_t at)
{
    uint32_t begin = m->tokens.sentences[m->sentence_of[at]];
    while (begin < at && mining_token(m, begin)->kind == TOKEN_PUNCT)
        begin++;
    return at == begin;
}

/* How the document writes each word: small, or capital where no rule of grammar asks for it. */
static bool note_document(struct tag_view *view)
{
    const struct mining *m = view->m;
    uint32_t slots = 16;
    while (slots < 2 * m->tokens.count)
        slots *= 2;
    view->seen_mask = slots - 1;
    view->seen = ARENA_NEW(m->arena, struct seen_word, slots, m->err);
    if (view->seen == NULL)
        return false;
    for (uint32_t at = 0; at < m->tokens.count; at++) {
        const struct token *token = mining_token(m, at);
        if (token->kind != TOKEN_WORD)
            continue;
        struct seen_word *seen = seen_slot(view, view->forms[at].word);
        uint8_t again = seen->flags != 0 ? SEEN_AGAIN : 0;
        seen->word = view->forms[at].word;
        seen->flags |= again | 8;
        if (!(token->flags & TOKEN_UPPER_FIRST))
            seen->flags |= SEEN_LOWER;
        else if (!opens_sentence(m, at))
            seen->flags |= SEEN_INNER;
    }
    for (uint32_t at = 0; at < m->tokens.count; at++)
        if (mining_token(m, at)->kind == TOKEN_WORD)
            view->forms[at].document = seen_slot(view, view->forms[at].word)->flags;
    return true;
}

/* Links the capitalised tokens that have the same stem. */
static bool note_again(struct tag_view *view)
{
    const struct mining *m = view->m;
    struct seen_word *last = ARENA_NEW(m->arena, struct seen_word, view->seen_mask + 1, m->err);
    uint32_t *token_of = ARENA_NEW(m->arena, uint32_t, view->seen_mask + 1, m->err);
    if (last == NULL || token_of == NULL)
        return false;
    for (uint32_t at = 0; at < m->tokens.count; at++) {
        const struct token *token = mining_token(m, at);
        if (!is_capital(token) || token->letters < 3)
            continue;
        uint32_t slot = view->forms[at].stem & view->seen_mask;
        while (last[slot].flags != 0 && last[slot].word != view->forms[at].stem)
            slot = (slot + 1) & view->seen_mask;
        if (last[slot].flags != 0) {
            view->forms[token_of[slot]].again = at + 1;
            view->forms[at].before = token_of[slot] + 1;
        }
        last[slot] = (struct seen_word){view->forms[at].stem, 1};
        token_of[slot] = at;
    }
    return true;
}

/* Marks the words of a stretch of unspaced text, tokens [first, end), as ICU's dictionary sees them. */
static bool segment(const struct mining *m, struct form *forms, UBreakIterator *words,
                    uint32_t first, uint32_t end)
{
    enum { most = 600 };
    UChar text[2 * most];
    int32_t length = 0, offsets[most];
    UErrorCode status = U_ZERO_ERROR;
    if (end - first > most)
        end = first + most;
    for (uint32_t at = first; at < end; at++) {
        size_t byte = mining_token(m, at)->start;
        offsets[at - first] = length;
        uint32_t code = fold_code(utf8_decode(m->document->text, m->document->length, &byte));
        U16_APPEND_UNSAFE(text, length, code);
    }
    ubrk_setText(words, text, length, &status);
    if (U_FAILURE(status))
        return error_memory(m->err);
    uint32_t at = first;
    for (int32_t stop = ubrk_next(words); stop != UBRK_DONE; stop = ubrk_next(words)) {
        uint32_t begin = at;
        while (at < end && offsets[at - first] < stop)
            at++;
        for (uint32_t i = begin; i < at; i++) {
            forms[i].segment = begin;
            forms[i].segment_end = at;
        }
    }
    return true;
}

static bool note_segments(const struct mining *m, struct form *forms)
{
    UErrorCode status = U_ZERO_ERROR;
    UBreakIterator *words = ubrk_open(UBRK_WORD, m->pack->language, NULL, 0, &status);
    bool ok = U_SUCCESS(status) || error_memory(m->err);
    for (uint32_t at = 0; ok && at < m->tokens.count;) {
        uint32_t first = at, sentence = m->sentence_of[at];
        while (at < m->tokens.count && mining_token(m, at)->kind == TOKEN_HAN &&
               m->sentence_of[at] == sentence)
            at++;
        if (at == first)
            at++;
        else
            ok = segment(m, forms, words, first, at);
    }
    ubrk_close(words);
    return ok;
}

/* Where words are not spaced a long name is known by its end: 交易所, 管理中心, or the post behind it. */
static void note_ahead(const struct mining *m, struct form *forms, uint32_t begin, uint32_t end)
{
    static const uint64_t closing = UINT64_C(1) << CUE_SUFFIX | UINT64_C(1) << CUE_LEGAL |
                                    UINT64_C(1) << CUE_POST | UINT64_C(1) << CUE_TITLE |
                                    UINT64_C(1) << CUE_AFTER_PERSON;
    uint32_t next = 0;
    for (uint32_t at = end; at-- > begin;) {
        forms[at].ahead = next;
        if (mining_token(m, at)->kind == TOKEN_PUNCT)
            next = 0;
        else if ((forms[at].cues & closing) != 0)
            next = at + 1;
    }
}

struct tag_view *tag_view_new(const struct mining *m)
{
    struct tag_view *view = ARENA_NEW(m->arena, struct tag_view, 1, m->err);
    if (view == NULL)
        return NULL;
    view->m = m;
    view->forms = ARENA_NEW(m->arena, struct form, m->tokens.count, m->err);
    if (view->forms == NULL)
        return NULL;
    for (uint32_t at = 0; at < m->tokens.count; at++) {
        spell(m, mining_token(m, at), &view->forms[at]);
        view->forms[at].shape = shape_of(m, mining_token(m, at));
    }
    note_cues(m, view->forms);
    note_known(m, view->forms);
    for (uint32_t s = 0; s < m->tokens.sentence_count; s++) {
        note_runs(m, view->forms, m->tokens.sentences[s], sentence_end(m, s));
        note_quotes(m, view->forms, m->tokens.sentences[s], sentence_end(m, s));
        if (m->pack->unspaced)
            note_ahead(m, view->forms, m->tokens.sentences[s], sentence_end(m, s));
    }
    return note_document(view) && note_again(view) &&
                   (!m->pack->unspaced || note_segments(m, view->forms))
               ? view
               : NULL;
}

void tag_view_set_source(struct tag_view *view, uint32_t source)
{
    view->source = source;
}

/* The word, or the last of a sentence, which tells fragments from prose. */
uint32_t tag_manner(const struct tag_view *view, uint32_t at)
{
    uint32_t hash = view->forms[at].word;
    if (at + 1 == sentence_end(view->m, view->m->sentence_of[at]))
        hash = mix(hash, 41);
    return (hash ^ hash >> 12) % manner_words;
}

uint32_t tag_source(const struct tag_view *view, const struct tagger *tagger)
{
    double sums[most_sources] = {0}, mixture = 0;
    uint32_t best = 0;
    for (uint32_t at = 0; at < view->m->tokens.count; at++) {
        const float *manner = tagger->manners + (size_t)tag_manner(view, at) * most_sources;
        double share = 0;
        for (uint32_t s = 0; s < tagger->sources; s++) {
            sums[s] += (double)manner[s];
            share += exp((double)manner[s]);
        }
        mixture += log(share / tagger->sources);
    }
    for (uint32_t s = 1; s < tagger->sources; s++)
        if (best == 0 || sums[s] > sums[best])
            best = s;
    return best != 0 && mixture > sums[best] ? any_source : best;
}

struct list {
    uint32_t *features;
    size_t count, room;
};

static void add(struct list *list, enum feature kind, uint32_t x, uint32_t y)
{
    if (list->count < list->room)
        list->features[list->count++] = mix(mix(mix(0x1B873593u, kind), x), y);
}

/* The forms around a token; beyond the sentence stands `edge`. */
static const struct form *form_at(const struct tag_view *view, uint32_t at, int offset,
                                  uint32_t begin, uint32_t end)
{
    static const struct form edge = {.word = 1, .stem = 1, .shape = 1};
    int64_t place = (int64_t)at + offset;
    return place < begin || place >= end ? &edge : &view->forms[place];
}

static void add_cues(struct list *list, const struct form *form, uint32_t place)
{
    for (uint64_t rest = form->cues; rest != 0; rest &= rest - 1)
        add(list, F_CUE, (uint32_t)__builtin_ctzll(rest), place);
    if (form->value != 0)
        add(list, F_CUE_VALUE, form->value, place);
}

/* Four letters: most of a short word is not its ending. */
static uint32_t head_of(const struct form *form)
{
    return form->prefix[3] != 0 ? form->prefix[3] : form->word;
}

static void add_word(struct list *list, const struct form *form, const struct form *before,
                     const struct form *behind)
{
    for (uint32_t i = 0; i < affixes; i++) {
        if (form->prefix[i] != 0)
            add(list, F_PREFIX, form->prefix[i], i);
        if (form->suffix[i] != 0)
            add(list, F_SUFFIX, form->suffix[i], i);
    }
    add(list, F_SUFFIX, before->suffix[2], 100);
    add(list, F_SUFFIX, behind->suffix[2], 101);
    add(list, F_SUFFIXES, before->suffix[2], mix(form->suffix[2], 1));
    add(list, F_SUFFIXES, form->suffix[2], mix(behind->suffix[2], 2));
    add(list, F_STEM, before->stem, 1);
    add(list, F_STEM, behind->stem, 2);
    add(list, F_STEMS, head_of(before), mix(head_of(form), 1));
    add(list, F_STEMS, head_of(form), mix(head_of(behind), 2));
}

/* What is quoted, "the frigate", "the newspaper", stands before the mark. */
static void add_quoted(struct list *list, const struct tag_view *view, uint32_t at, uint32_t begin,
                       uint32_t end)
{
    const struct form *form = &view->forms[at];
    const struct form *before = form_at(view, form->quote, -1, begin, end);
    add(list, F_QUOTED, form->quoted, 0);
    add(list, F_QUOTED_BEFORE, before->stem, form->quoted);
    add(list, F_QUOTED_BEFORE, before->suffix[1], 100 + form->quoted);
}

static void add_run(struct list *list, const struct tag_view *view, uint32_t at, uint32_t begin,
                    uint32_t end)
{
    const struct form *form = &view->forms[at];
    uint32_t length = form->run_end - form->run, place = at - form->run;
    const struct form *before = form_at(view, form->run, -1, begin, end);
    const struct form *behind = form_at(view, form->run_end, 0, begin, end);
    add(list, F_RUN, length < 6 ? length : 6, place < 4 ? place : 4);
    add(list, F_RUN_BEFORE, before->word, 0);
    add(list, F_RUN_BEHIND, behind->word, 0);
    add(list, F_RUN_BEFORE, before->stem, 1 + (length < 4 ? length : 4));
    add(list, F_RUN_BEHIND, behind->stem, 1 + (length < 4 ? length : 4));
    add(list, F_RUN_BEHIND, view->forms[form->run_end - 1].word, 100); /* its last word */
    add(list, F_RUN_BEFORE, view->forms[form->run].word, 100);         /* its first */
}

static uint32_t span_hash(const struct tag_view *view, uint32_t first, uint32_t end)
{
    uint32_t hash = 37;
    for (uint32_t at = first; at < end; at++)
        hash = mix(hash, view->forms[at].word);
    return hash;
}

static void add_ahead(struct list *list, const struct tag_view *view, uint32_t at)
{
    enum { farthest = 12 };
    const struct form *form = &view->forms[at];
    uint32_t distance = form->ahead - 1 - at;
    if (distance > farthest)
        return;
    const struct form *closing = &view->forms[form->ahead - 1];
    uint32_t what = closing->value != 0 ? closing->value : (uint32_t)__builtin_ctzll(closing->cues);
    add(list, F_AHEAD, what, distance);
    add(list, F_AHEAD, what, 100 + (at == form->segment));
    add(list, F_AHEAD, what, mix(form->word, 200));
}

static void add_segment(struct list *list, const struct tag_view *view, uint32_t at, uint32_t begin,
                        uint32_t end)
{
    const struct form *form = &view->forms[at];
    uint32_t place = at - form->segment, rest = form->segment_end - at;
    uint32_t position = (place < 3 ? place : 3) * 4 + (rest < 3 ? rest : 3);
    uint32_t word = span_hash(view, form->segment, form->segment_end), before = 1, behind = 1;
    if (form->segment > begin) {
        const struct form *other = &view->forms[form->segment - 1];
        before = other->segment_end > other->segment
                     ? span_hash(view, other->segment, other->segment_end)
                     : other->word;
    }
    if (form->segment_end < end) {
        const struct form *other = &view->forms[form->segment_end];
        behind = other->segment_end > other->segment
                     ? span_hash(view, other->segment, other->segment_end)
                     : other->word;
    }
    add(list, F_SEGMENT, position, 0);
    add(list, F_SEGMENT_WORD, word, position);
    add(list, F_SEGMENT_WORD, before, 100 + position);
    add(list, F_SEGMENT_WORD, behind, 200 + position);
    add(list, F_SEGMENTS, mix(before, word), position);
    add(list, F_SEGMENTS, mix(word, behind), 100 + position);
    add(list, F_SEGMENTS, mix(before, behind), 200 + position);
}

/* What stands around the same word in other places of the document. */
static void add_elsewhere(struct list *list, const struct tag_view *view, uint32_t at)
{
    const struct mining *m = view->m;
    int left = most_elsewhere;
    for (int direction = 0; direction < 2; direction++) {
        uint32_t next = at;
        for (int steps = 0; steps < most_elsewhere && left > 0; steps++, left--) {
            uint32_t link = direction == 0 ? view->forms[next].before : view->forms[next].again;
            if (link == 0)
                break;
            next = link - 1;
            uint32_t begin = m->tokens.sentences[m->sentence_of[next]];
            uint32_t end = sentence_end(m, m->sentence_of[next]);
            const struct form *form = &view->forms[next];
            const struct form *before = form_at(view, form->run, -1, begin, end);
            const struct form *behind = form_at(view, form->run_end, 0, begin, end);
            add(list, F_ELSEWHERE_BEFORE, before->stem, next == form->run);
            add(list, F_ELSEWHERE_BEHIND, behind->stem, next + 1 == form->run_end);
            add(list, F_ELSEWHERE_BEFORE, next > form->run ? view->forms[next - 1].word : 0, 10);
            add(list, F_ELSEWHERE_BEHIND, next + 1 < form->run_end ? view->forms[next + 1].word : 0,
                10);
            if (form->known != 0)
                add(list, F_ELSEWHERE_KNOWN, form->known, 0);
            for (uint64_t rest = before->cues; rest != 0; rest &= rest - 1)
                add(list, F_ELSEWHERE_CUE, (uint32_t)__builtin_ctzll(rest), 0);
            for (uint64_t rest = behind->cues; rest != 0; rest &= rest - 1)
                add(list, F_ELSEWHERE_CUE, (uint32_t)__builtin_ctzll(rest), 1);
        }
    }
}

/* What the source takes for a name may differ by word, affix, shape and what is known. */
size_t tag_source_features(const struct tag_view *view, uint32_t at, uint32_t *features)
{
    if (view->source == any_source)
        return 0;
    uint32_t begin = view->m->tokens.sentences[view->m->sentence_of[at]];
    uint32_t end = sentence_end(view->m, view->m->sentence_of[at]);
    const struct form *form = &view->forms[at];
    const struct form *before = form_at(view, at, -1, begin, end);
    const struct form *behind = form_at(view, at, 1, begin, end);
    uint32_t source = view->source + 1;
    struct list list = {features, 0, most_source_features};
    add(&list, F_SOURCE, source, 0);
    add(&list, F_SOURCE_WORD, source, form->word);
    add(&list, F_SOURCE_WORD, source + 100, mix(before->word, form->word));
    add(&list, F_SOURCE_WORD, source + 200, mix(form->word, behind->word));
    add(&list, F_SOURCE_NEXT, source, before->word);
    add(&list, F_SOURCE_NEXT, source + 100, behind->word);
    add(&list, F_SOURCE_AFFIX, source, form->suffix[2]);
    add(&list, F_SOURCE_AFFIX, source + 100, form->stem);
    add(&list, F_SOURCE_KNOWN, source, form->known);
    add(&list, F_SOURCE_KNOWN, source + 100, mix(before->known, behind->known));
    add(&list, F_SOURCE_SHAPE, source, form->shape);
    add(&list, F_SOURCE_SHAPE, source + 100, mix(before->shape, mix(form->shape, behind->shape)));
    if (form->segment_end > form->segment)
        add(&list, F_SOURCE_RUN, source,
            mix(span_hash(view, form->segment, form->segment_end), at - form->segment));
    else if (form->run_end > form->run)
        add(&list, F_SOURCE_RUN, source, mix(form->run_end - form->run, at - form->run));
    return list.count;
}

size_t tag_features(const struct tag_view *view, uint32_t at, uint32_t *features)
{
    const struct mining *m = view->m;
    const struct token *token = mining_token(m, at);
    uint32_t begin = m->tokens.sentences[m->sentence_of[at]];
    uint32_t end = sentence_end(m, m->sentence_of[at]);
    const struct form *b3 = form_at(view, at, -3, begin, end);
    const struct form *b2 = form_at(view, at, -2, begin, end);
    const struct form *b1 = form_at(view, at, -1, begin, end);
    const struct form *f0 = &view->forms[at];
    const struct form *a1 = form_at(view, at, 1, begin, end);
    const struct form *a2 = form_at(view, at, 2, begin, end);
    const struct form *a3 = form_at(view, at, 3, begin, end);
    struct list list = {features, 0, most_tag_features};
    add(&list, F_BIAS, 0, 0);
    add(&list, F_WORD, f0->word, 0);
    add(&list, F_WORD, b1->word, 1);
    add(&list, F_WORD, a1->word, 2);
    add(&list, F_WORD, b2->word, 3);
    add(&list, F_WORD, a2->word, 4);
    add(&list, F_WORDS, b1->word, mix(f0->word, 1));
    add(&list, F_WORDS, f0->word, mix(a1->word, 2));
    add(&list, F_SKIP, b1->word, a1->word);
    add(&list, F_TRIGRAM, b1->word, mix(f0->word, a1->word));
    add(&list, F_SHAPE, f0->shape, 0);
    add(&list, F_SHAPES, b1->shape, mix(f0->shape, a1->shape));
    add(&list, F_SHAPE_WORD, f0->shape, mix(b1->word, 1));
    add(&list, F_SHAPE_WORD, f0->shape, mix(a1->word, 2));
    add(&list, F_OPENS, at == begin, f0->shape);
    if (f0->known != 0)
        add(&list, F_KNOWN, f0->known, 0);
    if (b1->known != 0)
        add(&list, F_KNOWN, b1->known, 1);
    if (a1->known != 0)
        add(&list, F_KNOWN, a1->known, 2);
    add(&list, F_KNOWN_PAIR, b1->known % 512, mix(f0->known % 512, a1->known % 512));
    if (f0->known != 0)
        add(&list, F_KNOWN_PAIR, f0->known, mix(f0->word, 7));
    add_cues(&list, f0, 0);
    add_cues(&list, b1, 1);
    add_cues(&list, a1, 2);
    if (f0->quoted != 0)
        add_quoted(&list, view, at, begin, end);
    if (token->kind == TOKEN_HAN || m->tokens.items[begin].kind == TOKEN_HAN) {
        add(&list, F_WORD, b3->word, 5);
        add(&list, F_WORD, a3->word, 6);
        add(&list, F_WORDS, b2->word, mix(b1->word, 3));
        add(&list, F_WORDS, a1->word, mix(a2->word, 4));
        add(&list, F_TRIGRAM, b2->word, mix(b1->word, f0->word));
        add(&list, F_TRIGRAM, f0->word, mix(a1->word, mix(a2->word, 3)));
        add(&list, F_TRIGRAM, b3->word, mix(b2->word, mix(b1->word, 4)));
        add(&list, F_TRIGRAM, a1->word, mix(a2->word, mix(a3->word, 5)));
        if ((b2->cues >> CUE_SURNAME & 1) != 0)
            add(&list, F_CUE, CUE_SURNAME, 3);
        add(&list, F_HAN, mix(b1->word, f0->word), mix(a1->word, a2->word));
        add(&list, F_HAN, mix(b2->word, b1->word), mix(f0->word, a1->word) + 1);
    }
    if (f0->segment_end > f0->segment)
        add_segment(&list, view, at, begin, end);
    if (f0->ahead != 0)
        add_ahead(&list, view, at);
    if (f0->before != 0 || f0->again != 0)
        add_elsewhere(&list, view, at);
    if (token->kind == TOKEN_WORD) {
        add_word(&list, f0, b1, a1);
        add(&list, F_DOCUMENT, f0->document, f0->shape);
        add(&list, F_LETTERS, token->letters < 8 ? token->letters : 8, f0->shape);
    } else if (token->kind == TOKEN_PUNCT) {
        add(&list, F_STEM, b1->stem, 3);
        add(&list, F_STEM, a1->stem, 4);
    }
    if (is_capital(token) || f0->run_end - f0->run > 1)
        add_run(&list, view, at, begin, end);
    return list.count;
}
