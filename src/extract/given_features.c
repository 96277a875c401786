/* given_features.c - what a text says around two names, as hashed features. */
#include "extract/given.h"

#include "base/utf8.h"
#include "extract/pairs.h"
#include "text/fold.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/ubrk.h>
#include <unicode/utf16.h>

static unsigned mask_of(void)
{
    const char *e = getenv("FEATS");
    return e ? (unsigned)strtoul(e, NULL, 0) : ~0u;
}

enum { F_GRAM = 1000, F_FREE, F_SKIP, F_NAME, F_NAMES, F_DIST, F_PUNCT, F_WORD, F_WORDS, F_NEAR, F_CROSS, F_COUNT, F_SHAPE };

enum { symbol_first = 1, symbol_second = 2, symbol_name = 3, symbol_edge = 4, symbol_number = 5 };

struct sight {
    const struct given *given;
    const struct mining *m;
    const struct mention *a, *b;
    uint32_t *symbols; /* tokens as hashes, each name one symbol */
    uint8_t *cuts;     /* whether an ICU word ends behind the symbol */
    size_t count, at_a, at_b;
    uint32_t *features;
    size_t feature_count;
};

static uint32_t mix(uint32_t hash, uint32_t value)
{
    hash ^= value;
    hash *= 0x9E3779B1u;
    return hash ^ hash >> 15;
}

static void add(struct sight *s, uint32_t kind, uint32_t x, uint32_t y)
{
    if (s->feature_count < most_given_features)
        s->features[s->feature_count++] = mix(mix(mix(0x6C8E9CF5u, kind), x), y);
}

static uint32_t word_hash(const struct mining *m, uint32_t at)
{
    const struct token *token = mining_token(m, at);
    if (token->kind == TOKEN_NUMBER)
        return symbol_number;
    size_t length, letters = 0, most = (token->flags & TOKEN_CYRILLIC) != 0 ? 5 : 7;
    const char *text = mining_text(m, at, &length);
    uint32_t hash = 17;
    for (size_t i = 0; i < length && letters < most; letters++)
        hash = mix(hash, fold_code(utf8_decode(text, length, &i)));
    return hash;
}

static void cut(struct sight *s, uint32_t first, uint32_t end, size_t at, UBreakIterator *words)
{
    enum { most = 600 };
    UChar text[2 * most];
    int32_t length = 0, offsets[most];
    UErrorCode status = U_ZERO_ERROR;
    if (end - first > most)
        end = first + most;
    for (uint32_t t = first; t < end; t++) {
        size_t byte = mining_token(s->m, t)->start;
        uint32_t code = fold_code(utf8_decode(s->m->document->text, s->m->document->length, &byte));
        U16_APPEND_UNSAFE(text, length, code);
        offsets[t - first] = length;
    }
    ubrk_setText(words, text, length, &status);
    uint32_t t = first;
    for (int32_t stop = ubrk_next(words); stop != UBRK_DONE; stop = ubrk_next(words)) {
        while (t < end && offsets[t - first] < stop)
            t++;
        if (t > first)
            s->cuts[at + (t - first) - 1] = 1;
    }
}

static void push(struct sight *s, uint32_t from, uint32_t to, UBreakIterator *words)
{
    const struct mining *m = s->m;
    for (uint32_t at = from; at < to;) {
        uint32_t end = at;
        while (end < to && mining_token(m, end)->kind == TOKEN_HAN)
            end++;
        if (end > at && words != NULL)
            cut(s, at, end, s->count, words);
        else
            s->cuts[s->count] = 1;
        if (end == at)
            end++;
        for (; at < end; at++)
            s->symbols[s->count++] = word_hash(m, at);
    }
}

static int region(const struct sight *s, size_t i)
{
    return i < s->at_a ? 0 : i == s->at_a ? 1 : i < s->at_b ? 2 : i == s->at_b ? 3 : 4;
}

static void add_grams(struct sight *s, unsigned mask)
{
    size_t longest = 4;
    for (size_t i = 0; i < s->count; i++) {
        uint32_t hash = 77;
        for (size_t n = 1; n <= longest && i + n <= s->count; n++) {
            hash = mix(hash, s->symbols[i + n - 1]);
            int r = region(s, i), q = region(s, i + n - 1);
            bool inside = r >= 1 && q <= 3;
            if (n == 1 && (r == 1 || r == 3))
                continue;
            if (inside && (mask & 1))
                add(s, F_GRAM, hash, 2);
            if (!inside && (mask & 2))
                add(s, F_GRAM, hash, (uint32_t)(r == q ? r : 7));
            if (n >= 2 && n <= 3 && r == q && (mask & 4))
                add(s, F_FREE, hash, 0);
        }
    }
    if (mask & 8)
        for (size_t i = s->at_a; i <= s->at_b; i++)
            for (size_t k = i + 2; k <= s->at_b && k < i + 5; k++)
                add(s, F_SKIP, mix(s->symbols[i], s->symbols[k]), 0);
}

static size_t codes_of(const struct mining *m, const struct mention *x, uint32_t *codes, size_t most)
{
    size_t at = mining_token(m, x->first)->start, end = mining_token(m, x->end - 1)->end, n = 0;
    while (at < end && n < most)
        codes[n++] = fold_code(utf8_decode(m->document->text, end, &at));
    return n;
}

static uint32_t run(const uint32_t *codes, size_t from, size_t to)
{
    uint32_t hash = 5;
    for (; from < to; from++)
        hash = mix(hash, codes[from]);
    return hash;
}

static void add_names(struct sight *s, unsigned mask)
{
    uint32_t a[64], b[64];
    size_t na = codes_of(s->m, s->a, a, 64), nb = codes_of(s->m, s->b, b, 64);
    uint32_t la = na < 8 ? (uint32_t)na : 8, lb = nb < 8 ? (uint32_t)nb : 8;
    add(s, F_NAMES, la, 100 + lb);
    uint32_t ha = run(a, 0, na), hb = run(b, 0, nb);
    if (mask & 16) {
        for (size_t n = 1; n <= 4; n++) {
            if (n <= na)
                add(s, F_NAME, run(a, na - n, na), 1);
            if (n <= nb)
                add(s, F_NAME, run(b, nb - n, nb), 2);
            if (n <= na && n <= nb && n <= 2)
                add(s, F_NAME, mix(run(a, na - n, na), run(b, nb - n, nb)), 3);
            if (n <= na && n >= 2 && n <= 3)
                add(s, F_NAME, run(a, 0, n), 11);
            if (n <= nb && n >= 2 && n <= 3)
                add(s, F_NAME, run(b, 0, n), 12);
        }
        size_t same = 0, prefix = 0, suffix = 0;
        for (size_t i = 0; i < na; i++)
            for (size_t k = 0; k < nb; k++)
                if (a[i] == b[k]) {
                    same++;
                    break;
                }
        while (prefix < na && prefix < nb && a[prefix] == b[prefix])
            prefix++;
        while (suffix < na && suffix < nb && a[na - 1 - suffix] == b[nb - 1 - suffix])
            suffix++;
        add(s, F_NAMES, (uint32_t)(same < 5 ? same : 5), 200);
        add(s, F_NAMES, (uint32_t)(prefix < 5 ? prefix : 5), 201);
        add(s, F_NAMES, (uint32_t)(suffix < 5 ? suffix : 5), 202);
        uint32_t shorter = na < nb ? (uint32_t)na : (uint32_t)nb;
        uint32_t share = shorter == 0 ? 0 : (uint32_t)(same * 4 / shorter);
        add(s, F_NAMES, share, 203);
        add(s, F_NAMES, share * 16 + (na < nb ? 0 : na == nb ? 1 : 2), 204);
        add(s, F_NAMES, share * 1000 + (uint32_t)(same < 5 ? same : 5) * 100 + la * 10 + lb, 205);
    }
    if (mask & 0x200) {
        add(s, F_NAME, ha, 21);
        add(s, F_NAME, hb, 22);
    }
    if (mask & 0x400) {
        add(s, F_NAME, ha < hb ? mix(ha, hb) : mix(hb, ha), 23);
        add(s, F_NAME, mix(ha, hb), 24);
    }
}

static void add_distance(struct sight *s)
{
    size_t d = s->at_b - s->at_a - 1;
    uint32_t step = d < 4 ? (uint32_t)d : d < 7 ? 4 : d < 11 ? 5 : d < 17 ? 6 : d < 26 ? 7 : d < 40 ? 8 : 9;
    uint32_t commas = 0, list = 0, stops = 0, quotes = 0;
    for (size_t i = s->at_a + 1; i < s->at_b; i++) {
        commas += s->symbols[i] == mix(17, ',');
        list += s->symbols[i] == mix(17, 0x3001);
        quotes += s->symbols[i] == mix(17, '"');
        stops += s->symbols[i] == mix(17, 0x3002) || s->symbols[i] == mix(17, ';');
    }
    add(s, F_DIST, step, 0);
    add(s, F_PUNCT, commas < 3 ? commas : 3, 1);
    add(s, F_PUNCT, list < 3 ? list : 3, 2);
    add(s, F_PUNCT, stops < 2 ? stops : 2, 3);
    add(s, F_PUNCT, quotes < 3 ? quotes : 3, 4);
    uint32_t before = s->at_a < 3 ? (uint32_t)s->at_a : s->at_a < 10 ? 3 : 4;
    size_t behind = s->count - 1 - s->at_b;
    add(s, F_DIST, before, 10);
    add(s, F_DIST, behind < 3 ? (uint32_t)behind : behind < 10 ? 3 : 4, 11);
    add(s, F_DIST, before * 100 + step, 12);
    add(s, F_DIST, s->given->entities == NULL ? 0 : 1, 13);
}

struct word {
    uint32_t hash;
    size_t first, end;
};

static void add_words(struct sight *s, unsigned mask)
{
    struct word words[600];
    size_t count = 0, wa = 0, wb = 0;
    for (size_t i = 0; i < s->count && count < 600;) {
        size_t end = i;
        uint32_t hash = 3;
        if (i == s->at_a || i == s->at_b) {
            *(i == s->at_a ? &wa : &wb) = count;
            words[count++] = (struct word){s->symbols[i], i, i + 1};
            i++;
            continue;
        }
        do
            hash = mix(hash, s->symbols[end]);
        while (!s->cuts[end++] && end < s->count && end != s->at_a && end != s->at_b);
        words[count++] = (struct word){hash, i, end};
        i = end;
    }
    for (size_t w = 0; w < count; w++) {
        int r = region(s, words[w].first);
        if (r == 1 || r == 3)
            continue;
        if (mask & 0x40) {
            add(s, F_WORD, words[w].hash, (uint32_t)r);
            add(s, F_WORD, words[w].hash, 9);
            if (w + 1 < count)
                add(s, F_WORDS, mix(words[w].hash, words[w + 1].hash), (uint32_t)r);
        }
        if (mask & 0x800) {
            /* distance in words to each name */
            for (int which = 0; which < 2; which++) {
                size_t n = which ? wb : wa;
                long d = (long)w - (long)n;
                if (d >= -3 && d <= 3)
                    add(s, F_NEAR, words[w].hash, (uint32_t)(100 * which + 10 + (int)d));
                if (d >= -5 && d <= 5)
                    add(s, F_NEAR, words[w].hash, (uint32_t)(100 * which + 50 + (d > 0)));
            }
        }
        if ((mask & 0x100) && words[w].end - words[w].first >= 1)
            for (size_t v = w + 1; v < count && v < w + 12; v++)
                if (v != wa && v != wb)
                    add(s, F_CROSS, mix(words[w].hash, words[v].hash),
                        (uint32_t)(r * 8 + region(s, words[v].first)));
    }
}

size_t given_features(const struct given *given, size_t first, size_t second,
                      uint32_t features[most_given_features])
{
    static UBreakIterator *words;
    const struct mining *m = &given->mining;
    unsigned mask = mask_of();
    UErrorCode status = U_ZERO_ERROR;
    if (words == NULL)
        words = ubrk_open(UBRK_WORD, "zh", NULL, 0, &status);
    struct sight s = {.given = given, .m = m, .features = features};
    s.a = &m->mentions[given->mentions[first]];
    s.b = &m->mentions[given->mentions[second]];
    uint32_t begin = m->tokens.sentences[m->sentence_of[s.a->first]];
    uint32_t end = sentence_end(m, m->sentence_of[s.b->first]);
    s.symbols = calloc(end - begin + 5, sizeof *s.symbols);
    s.cuts = calloc(end - begin + 5, 1);
    s.symbols[s.count] = symbol_edge;
    s.cuts[s.count++] = 1;
    push(&s, begin, s.a->first, words);
    s.at_a = s.count;
    s.symbols[s.count] = symbol_first;
    s.cuts[s.count++] = 1;
    push(&s, s.a->end, s.b->first, words);
    s.at_b = s.count;
    s.symbols[s.count] = symbol_second;
    s.cuts[s.count++] = 1;
    push(&s, s.b->end, end, words);
    s.symbols[s.count] = symbol_edge;
    s.cuts[s.count++] = 1;
    add(&s, F_COUNT, 0, 0);
    add(&s, F_COUNT, given->entities[first] == given->entities[second], 1);
    add_grams(&s, mask);
    add_names(&s, mask);
    if (mask & 32)
        add_distance(&s);
    add_words(&s, mask);
    if (mask & 0x80) {
        struct pair *pair = calloc(1, sizeof *pair);
        pairs_describe(m, given->mentions[first], given->mentions[second], pair);
        for (size_t i = 0; i < pair->count && s.feature_count < most_given_features; i++)
            features[s.feature_count++] = pair->features[i];
        free(pair);
    }
    free(s.symbols);
    free(s.cuts);
    return s.feature_count;
}
