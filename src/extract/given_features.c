/* given_features.c - what a text says around two names, and what they look like, as hashed features. */
#include "extract/given.h"

#include "base/error.h"
#include "base/utf8.h"
#include "extract/pairs.h"
#include "extract/mix.h"
#include "text/fold.h"

#include <stdlib.h>
#include <string.h>

enum {
    outside = 150, /* tokens before and behind the names that are looked at */
    longest_run = 4,
    longest_name = 64,
    longest_part = 4, /* of a name that is a feature */
    near = 3,
    less_near = 5
};

/* Kinds of features: the first ingredient of each hash. */
enum feature {
    F_BIAS = 1,
    F_SAME,
    F_RUN,
    F_RUN_OUTSIDE,
    F_PART,
    F_NAMES,
    F_LENGTHS,
    F_LIKE,
    F_SHORTENED,
    F_REST,
    F_DISTANCE,
    F_MARKS,
    F_WORD,
    F_WORD_ANYWHERE,
    F_WORDS,
    F_WORD_NEAR,
    F_WORD_SIDE
};

/* What a token is, when it is no word: the names themselves, so that runs of symbols tell what stands beside them. */
enum symbol { SYMBOL_FIRST = 1, SYMBOL_SECOND, SYMBOL_EDGE, SYMBOL_NUMBER };

/* Where a symbol stands. */
enum region { BEFORE, FIRST, BETWEEN, SECOND, BEHIND, ACROSS };

struct view {
    const struct given *given;
    const struct mining *m;
    const struct mention *a, *b;
    uint32_t *symbols;           /* the tokens as hashes; each of the two names is one */
    bool *ends;                  /* whether a word ends behind the symbol */
    size_t count, first, second; /* `first` and `second`: where the names are */
    uint32_t *features;
    size_t feature_count;
};

static void add(struct view *v, enum feature kind, uint32_t x, uint32_t y)
{
    if (v->feature_count < most_given_features)
        v->features[v->feature_count++] = mix(mix(mix(0x6C8E9CF5u, kind), x), y);
}

static uint32_t at_most(size_t value, uint32_t limit)
{
    return value < limit ? (uint32_t)value : limit;
}

static uint32_t code_symbol(uint32_t code)
{
    return mix(17, code);
}

/* A token by its first letters, which in an inflected language is most of its lemma; numbers are alike. */
static uint32_t token_symbol(const struct mining *m, uint32_t at)
{
    const struct token *token = mining_token(m, at);
    if (token->kind == TOKEN_NUMBER)
        return SYMBOL_NUMBER;
    size_t length, letters = 0, most = (token->flags & TOKEN_CYRILLIC) != 0 ? 5 : 7;
    const char *text = mining_text(m, at, &length);
    uint32_t hash = 17;
    for (size_t i = 0; i < length && letters < most; letters++)
        hash = mix(hash, fold_code(utf8_decode(text, length, &i)));
    return hash;
}

static void push(struct view *v, uint32_t symbol, bool word_ends)
{
    v->symbols[v->count] = symbol;
    v->ends[v->count++] = word_ends;
}

/* A placeholder in angle brackets, as data have it that hide figures, is a number. */
static void push_tokens(struct view *v, uint32_t from, uint32_t to)
{
    const struct mining *m = v->m;
    for (uint32_t at = from; at < to; at++) {
        if (at + 2 < to && is_punct(m, at, '<') && is_punct(m, at + 2, '>')) {
            push(v, SYMBOL_NUMBER, true);
            at += 2;
        } else {
            push(v, token_symbol(m, at), v->given->word_ends[at]);
        }
    }
}

static bool look(struct view *v)
{
    const struct mining *m = v->m;
    uint32_t begin = m->tokens.sentences[m->sentence_of[v->a->first]];
    uint32_t end = sentence_end(m, m->sentence_of[v->b->first]);
    uint32_t from = v->a->first > begin + outside ? v->a->first - outside : begin;
    uint32_t to = v->b->end + outside < end ? v->b->end + outside : end;
    v->symbols = malloc((to - from + 4) * sizeof *v->symbols);
    v->ends = malloc((to - from + 4) * sizeof *v->ends);
    if (v->symbols == NULL || v->ends == NULL)
        return error_memory(m->err);
    push(v, SYMBOL_EDGE, true);
    push_tokens(v, from, v->a->first);
    v->first = v->count;
    push(v, SYMBOL_FIRST, true);
    push_tokens(v, v->a->end, v->b->first);
    v->second = v->count;
    push(v, SYMBOL_SECOND, true);
    push_tokens(v, v->b->end, to);
    push(v, SYMBOL_EDGE, true);
    return true;
}

static enum region region_of(const struct view *v, size_t at)
{
    return at < v->first    ? BEFORE
           : at == v->first ? FIRST
           : at < v->second ? BETWEEN
           : at > v->second ? BEHIND
                            : SECOND;
}

/* Runs of symbols, the names among them. */
static void add_runs(struct view *v)
{
    for (size_t i = 0; i < v->count; i++) {
        uint32_t hash = 77;
        enum region from = region_of(v, i);
        for (size_t n = 1; n <= longest_run && i + n <= v->count; n++) {
            enum region to = region_of(v, i + n - 1);
            hash = mix(hash, v->symbols[i + n - 1]);
            if (from >= FIRST && to <= SECOND)
                add(v, F_RUN, hash, 0);
            else
                add(v, F_RUN_OUTSIDE, hash, from == to ? from : ACROSS);
        }
    }
}

struct word {
    uint32_t hash;
    enum region region;
};

static size_t find_words(const struct view *v, struct word *words, size_t places[2])
{
    size_t count = 0;
    for (size_t i = 0; i < v->count;) {
        struct word word = {3, region_of(v, i)};
        if (i == v->first || i == v->second)
            places[i == v->second] = count;
        do
            word.hash = mix(word.hash, v->symbols[i]);
        while (!v->ends[i++] && i < v->count && i != v->first && i != v->second);
        words[count++] = word;
    }
    return count;
}

/* Words by where they stand, and how near to which of the names. */
static bool add_words(struct view *v)
{
    size_t places[2] = {0};
    struct word *words = malloc(v->count * sizeof *words);
    if (words == NULL)
        return error_memory(v->m->err);
    size_t count = find_words(v, words, places);
    for (size_t i = 0; i < count; i++) {
        const struct word *word = &words[i];
        if (word->region == FIRST || word->region == SECOND)
            continue;
        add(v, F_WORD, word->hash, word->region);
        add(v, F_WORD_ANYWHERE, word->hash, 0);
        if (i + 1 < count)
            add(v, F_WORDS, mix(word->hash, words[i + 1].hash), word->region);
        for (uint32_t name = 0; name < 2; name++) {
            size_t place = places[name];
            uint32_t distance = (uint32_t)(i < place ? place - i : i - place);
            uint32_t side = 2 * name + (i < place);
            if (distance <= near)
                add(v, F_WORD_NEAR, word->hash, 4 * distance + side);
            if (distance <= less_near)
                add(v, F_WORD_SIDE, word->hash, side);
        }
    }
    free(words);
    return true;
}

struct letters {
    uint32_t codes[longest_name];
    size_t count;
};

static void spell(const struct mining *m, const struct mention *name, struct letters *letters)
{
    size_t at = mining_token(m, name->first)->start, end = mining_token(m, name->end - 1)->end;
    letters->count = 0;
    while (at < end && letters->count < longest_name)
        letters->codes[letters->count++] = fold_code(utf8_decode(m->document->text, end, &at));
}

static uint32_t part(const struct letters *name, size_t from, size_t to)
{
    uint32_t hash = 5;
    for (size_t i = from; i < to; i++)
        hash = mix(hash, name->codes[i]);
    return hash;
}

/* What kind of names they are, by how they begin and end; and which two they are. */
static void add_parts(struct view *v, const struct letters *a, const struct letters *b)
{
    const struct letters *const names[] = {a, b};
    for (uint32_t i = 0; i < 2; i++) {
        size_t count = names[i]->count;
        for (size_t n = 1; n <= longest_part && n <= count; n++)
            add(v, F_PART, part(names[i], count - n, count), i);
        for (size_t n = 2; n < longest_part && n <= count; n++)
            add(v, F_PART, part(names[i], 0, n), 2 + i);
    }
    for (size_t n = 1; n <= 2 && n <= a->count && n <= b->count; n++)
        add(v, F_PART, mix(part(a, a->count - n, a->count), part(b, b->count - n, b->count)), 4);
    uint32_t x = part(a, 0, a->count), y = part(b, 0, b->count);
    add(v, F_NAMES, mix(x, y), 0);
    add(v, F_NAMES, x < y ? mix(x, y) : mix(y, x), 1);
    add(v, F_LENGTHS, at_most(a->count, 8), at_most(b->count, 8));
}

/* How many letters of the one the other has too. */
static size_t shared_letters(const struct letters *a, const struct letters *b)
{
    size_t shared = 0;
    for (size_t i = 0; i < a->count; i++)
        for (size_t k = 0; k < b->count; k++)
            if (a->codes[i] == b->codes[k]) {
                shared++;
                break;
            }
    return shared;
}

/* Whether the letters of the shorter stand in the longer in their order, as those of 工行 do in 工商银行; 2: and begin
 * both. */
static uint32_t is_shortened(const struct letters *shorter, const struct letters *longer)
{
    size_t found = 0;
    for (size_t i = 0; i < longer->count && found < shorter->count; i++)
        found += longer->codes[i] == shorter->codes[found];
    return found < shorter->count ? 0 : 1 + (shorter->codes[0] == longer->codes[0]);
}

/* Two names of one company, or of a parent and its daughter, are alike. */
static void add_likeness(struct view *v, const struct letters *a, const struct letters *b)
{
    const struct letters *shorter = a->count < b->count ? a : b, *longer = shorter == a ? b : a;
    size_t start = 0, end = 0;
    while (start < shorter->count && a->codes[start] == b->codes[start])
        start++;
    while (end < shorter->count && a->codes[a->count - 1 - end] == b->codes[b->count - 1 - end])
        end++;
    uint32_t shared = at_most(shared_letters(a, b), 5);
    uint32_t share = (uint32_t)(shared_letters(a, b) * 4 / shorter->count);
    uint32_t order = a->count < b->count ? 0 : a->count == b->count ? 1 : 2;
    uint32_t lengths = at_most(a->count, 8) * 16 + at_most(b->count, 8);
    add(v, F_LIKE, shared, 0);
    add(v, F_LIKE, at_most(start, 5), 1);
    add(v, F_LIKE, at_most(end, 5), 2);
    add(v, F_LIKE, share, 3);
    add(v, F_LIKE, share * 4 + order, 4);
    add(v, F_LIKE, (share * 8 + shared) * 256 + lengths, 5);
    uint32_t shortened = is_shortened(shorter, longer);
    uint32_t likeness = shortened * 8 + at_most(start, 4);
    add(v, F_SHORTENED, shortened, 0);
    add(v, F_SHORTENED, shortened * 256 + lengths, 1);
    add(v, F_SHORTENED, shortened * 4 + order, 2);
    add(v, F_SHORTENED, likeness, 3);
    add(v, F_SHORTENED, shortened * 16 + at_most(v->second - v->first, 8), 4);
    add(v, F_SHORTENED, mix(likeness, v->symbols[v->first + 1]), 5);
    add(v, F_SHORTENED, mix(likeness, v->symbols[v->second - 1]), 6);
    uint32_t rest_a = part(a, start, a->count), rest_b = part(b, start, b->count);
    add(v, F_REST, mix(rest_a, rest_b), 0);
    add(v, F_REST, rest_a, 1 + 2 * (start > 1));
    add(v, F_REST, rest_b, 2 + 2 * (start > 1));
}

static void add_names(struct view *v)
{
    struct letters a, b;
    spell(v->m, v->a, &a);
    spell(v->m, v->b, &b);
    add_parts(v, &a, &b);
    add_likeness(v, &a, &b);
}

static uint32_t distance_step(size_t distance)
{
    static const size_t limits[] = {1, 2, 3, 4, 7, 11, 17, 26, 40};
    uint32_t step = 0;
    while (step < sizeof limits / sizeof *limits && distance >= limits[step])
        step++;
    return step;
}

static void add_distance(struct view *v)
{
    static const uint32_t marks[] = {',', 0x3001, 0x3002, ';', '"', '('};
    uint32_t step = distance_step(v->second - v->first - 1), before = distance_step(v->first);
    add(v, F_DISTANCE, step, 0);
    add(v, F_DISTANCE, before, 1);
    add(v, F_DISTANCE, distance_step(v->count - v->second), 2);
    add(v, F_DISTANCE, before * 16 + step, 3);
    for (uint32_t mark = 0; mark < sizeof marks / sizeof *marks; mark++) {
        size_t count = 0;
        for (size_t i = v->first + 1; i < v->second; i++)
            count += v->symbols[i] == code_symbol(marks[mark]);
        add(v, F_MARKS, at_most(count, 3), mark);
    }
}

/* What the classifier of ties sees: cues, what the patterns say, types. */
static bool add_pair(struct view *v, size_t first, size_t second)
{
    struct pair *pair = malloc(sizeof *pair);
    bool ok = pair != NULL ? pairs_describe(v->m, v->given->mentions[first],
                                            v->given->mentions[second], pair)
                           : error_memory(v->m->err);
    for (size_t i = 0; ok && i < pair->count && v->feature_count < most_given_features; i++)
        v->features[v->feature_count++] = pair->features[i];
    free(pair);
    return ok;
}

size_t given_features(const struct given *given, size_t first, size_t second,
                      uint32_t features[most_given_features])
{
    const struct mining *m = &given->mining;
    struct view v = {.given = given,
                     .m = m,
                     .a = &m->mentions[given->mentions[first]],
                     .b = &m->mentions[given->mentions[second]],
                     .features = features};
    bool ok = look(&v);
    if (ok) {
        add(&v, F_BIAS, 0, 0);
        add(&v, F_SAME, given->entities[first] == given->entities[second], 0);
        add_names(&v);
        add_distance(&v);
        ok = add_pair(&v, first, second) && add_words(&v);
    }
    if (ok)
        add_runs(&v);
    free(v.symbols);
    free(v.ends);
    return ok ? v.feature_count : 0;
}
