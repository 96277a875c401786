#include "text/token.h"

#include "base/array.h"
#include "base/error.h"
#include "base/utf8.h"
#include "text/fold.h"

#include <stdlib.h>

/* A longer sentence is cut: no grammar reaches that far, and time must not grow with hostile input. */
enum {
    longest_sentence = 300,
    longest_word = 200,
    longest_abbreviation = 48,
    most_likely = 1 << 16 /* tokens there is room for from the start */
};

struct splitter {
    struct tokens *tokens;
    const char *text;
    size_t length, at;
    const struct map *abbreviations;
    bool space; /* white space stands before the next token */
    bool lines; /* only a line's end ends a sentence */
    ermine_error *err;
};

static uint32_t peek(const struct splitter *s, size_t at, size_t *next)
{
    *next = at;
    return at < s->length ? utf8_decode(s->text, s->length, next) : 0;
}

static bool push(struct splitter *s, struct token token)
{
    struct tokens *tokens = s->tokens;
    if (s->space)
        token.flags |= TOKEN_SPACE_BEFORE;
    s->space = false;
    return ARRAY_PUSH(&tokens->items, &tokens->count, &tokens->capacity, token, s->err);
}

/* Closes the sentence behind the last token. */
static bool end_sentence(struct splitter *s)
{
    struct tokens *tokens = s->tokens;
    uint32_t last = tokens->sentences[tokens->sentence_count];
    if (last == tokens->count)
        return true;
    tokens->sentence_count++;
    return array_reserve((void **)&tokens->sentences, &tokens->sentence_capacity,
                         tokens->sentence_count, 1, sizeof *tokens->sentences, s->err) &&
           (tokens->sentences[tokens->sentence_count] = (uint32_t)tokens->count, true);
}

static bool is_upper(enum fold_class class)
{
    return class == FOLD_LATIN_UPPER || class == FOLD_CYRILLIC_UPPER;
}

/* Whether the apostrophe at `at` starts an English possessive: 's and no letter behind. */
static bool possessive(const struct splitter *s, size_t at)
{
    size_t next, after;
    peek(s, at, &next);
    uint32_t letter = peek(s, next, &after);
    if (fold_code(letter) != 's')
        return false;
    uint32_t behind = peek(s, after, &next);
    return !fold_is_letter(fold_class(behind)) && fold_class(behind) != FOLD_DIGIT;
}

/* The flags a letter or digit of the class sets on a word. */
static uint8_t flags_of(enum fold_class class)
{
    switch (class) {
    case FOLD_CYRILLIC:
    case FOLD_CYRILLIC_UPPER:
        return TOKEN_CYRILLIC;
    case FOLD_DIGIT:
        return TOKEN_HAS_DIGIT;
    default:
        return 0;
    }
}

/* Whether the apostrophe before `next` stands within a word: "O'Neill", but none of "Altman's" or "users'". */
static bool joins_letters(const struct splitter *s, size_t next)
{
    size_t ignored;
    return !possessive(s, s->at) && fold_is_letter(fold_class(peek(s, next, &ignored)));
}

static bool add_word(struct splitter *s, enum fold_class first)
{
    struct token token = {.start = (uint32_t)s->at, .kind = TOKEN_WORD};
    uint32_t hash = 0, letters = 0;
    size_t at = s->at, length = s->length;
    bool small = false;
    while (at < length && letters < longest_word) {
        size_t next = at;
        uint32_t code = utf8_decode(s->text, length, &next), folded = fold_code(code);
        enum fold_class class = fold_class(code);
        if (fold_is_letter(class)) {
            small |= !is_upper(class);
        } else if (folded == '\'' && letters > 0) {
            s->at = at;
            if (!joins_letters(s, next))
                break;
        } else if (class != FOLD_DIGIT) {
            break;
        }
        token.flags |= flags_of(class);
        hash = token_hash(hash, folded);
        letters++;
        at = next;
    }
    if (is_upper(first))
        token.flags |= TOKEN_UPPER_FIRST;
    if (!small)
        token.flags |= TOKEN_ALL_UPPER;
    s->at = at;
    token.code = hash;
    token.letters = (uint16_t)letters;
    token.end = (uint32_t)at;
    return push(s, token);
}

/* The possessive 's as a word of its own, so that a name before it keeps its end. */
static bool add_possessive(struct splitter *s)
{
    struct token token = {.start = (uint32_t)s->at, .kind = TOKEN_WORD, .letters = 2};
    token.code = token_hash(0, 's');
    peek(s, s->at, &s->at);
    peek(s, s->at, &s->at);
    token.end = (uint32_t)s->at;
    return push(s, token);
}

static bool add_number(struct splitter *s)
{
    struct token token = {.start = (uint32_t)s->at, .kind = TOKEN_NUMBER, .flags = TOKEN_HAS_DIGIT};
    size_t next, after;
    while (s->at < s->length && token.letters < longest_word) {
        uint32_t code = fold_code(peek(s, s->at, &next));
        bool part = fold_class(code) == FOLD_DIGIT;
        if ((code == '.' || code == ',') && token.letters > 0)
            part = fold_class(peek(s, next, &after)) == FOLD_DIGIT;
        if (!part)
            break;
        token.letters++;
        s->at = next;
    }
    token.end = (uint32_t)s->at;
    return push(s, token);
}

static bool is_closing(uint32_t code)
{
    return code == '"' || code == ')' || code == 0x00BB || code == '\'' || code == ']' ||
           code == 0x300B || code == 0x3011;
}

static bool keeps_open(const struct splitter *s)
{
    const struct tokens *tokens = s->tokens;
    if (tokens->count < 2)
        return false;
    const struct token *word = &tokens->items[tokens->count - 2]; /* before the full stop */
    if (word->end != tokens->items[tokens->count - 1].start || word->kind != TOKEN_WORD)
        return false;
    if (word->letters == 1 && (word->flags & TOKEN_UPPER_FIRST))
        return true; /* an initial, or "U.S." */
    char key[longest_abbreviation];
    size_t size = word->end - word->start;
    if (s->abbreviations == NULL || size >= sizeof key)
        return false;
    size = fold_key(s->text + word->start, size, key, sizeof key);
    return map_get(s->abbreviations, key, size) != MAP_NONE;
}

static bool full_stop_ends(const struct splitter *s)
{
    size_t at = s->at, next;
    uint32_t code = peek(s, at, &next);
    while (at < s->length && is_closing(fold_code(code))) {
        at = next;
        code = peek(s, at, &next);
    }
    enum fold_class class = fold_class(code);
    if (at < s->length && class != FOLD_SPACE && class != FOLD_NEWLINE)
        return class == FOLD_HAN;
    while (at < s->length && class == FOLD_SPACE) {
        at = next;
        code = peek(s, at, &next);
        class = fold_class(code);
    }
    if (class == FOLD_LATIN || class == FOLD_CYRILLIC)
        return false; /* a small letter goes on with the sentence */
    return !keeps_open(s);
}

static bool ends_sentence(const struct splitter *s, uint32_t code)
{
    switch (code) {
    case 0x3002:
    case 0xFF61:
    case '!':
    case '?':
    case ';':
    case 0x2026:
        return true;
    case '.':
        return full_stop_ends(s);
    default:
        return false;
    }
}

static bool add_punct(struct splitter *s)
{
    struct token token = {.start = (uint32_t)s->at, .kind = TOKEN_PUNCT, .letters = 1};
    token.code = fold_code(peek(s, s->at, &s->at));
    token.end = (uint32_t)s->at;
    if (!push(s, token))
        return false;
    if (s->lines || !ends_sentence(s, token.code))
        return true;
    size_t next;
    while (s->at < s->length && is_closing(fold_code(peek(s, s->at, &next)))) {
        struct token closing = {.start = (uint32_t)s->at, .kind = TOKEN_PUNCT, .letters = 1};
        closing.code = fold_code(peek(s, s->at, &s->at));
        closing.end = (uint32_t)s->at;
        if (!push(s, closing))
            return false;
    }
    return end_sentence(s);
}

static bool add_han(struct splitter *s, uint32_t code, size_t next)
{
    struct token token = {.start = (uint32_t)s->at,
                          .end = (uint32_t)next,
                          .kind = TOKEN_HAN,
                          .letters = 1,
                          .code = fold_code(code)};
    s->at = next;
    return push(s, token);
}

static bool add_next(struct splitter *s)
{
    size_t next = s->at;
    uint32_t code = utf8_decode(s->text, s->length, &next);
    enum fold_class class = fold_class(code);
    switch (class) {
    case FOLD_NEWLINE:
        s->at = next;
        s->space = true;
        return end_sentence(s);
    case FOLD_SPACE:
        s->at = next;
        s->space = true;
        return true;
    case FOLD_DIGIT:
        return add_number(s);
    case FOLD_HAN:
        return add_han(s, code, next);
    case FOLD_PUNCT:
        return fold_code(code) == '\'' && possessive(s, s->at) ? add_possessive(s) : add_punct(s);
    default:
        return add_word(s, class);
    }
}

bool tokens_split(struct tokens *tokens, const char *text, size_t length,
                  const struct map *abbreviations, bool lines, ermine_error *err)
{
    struct splitter splitter = {.tokens = tokens,
                                .text = text,
                                .length = length,
                                .abbreviations = abbreviations,
                                .space = true,
                                .lines = lines,
                                .err = err};
    tokens->count = tokens->sentence_count = 0;
    size_t likely = length / 4 < most_likely ? length / 4 : most_likely;
    if (!array_reserve((void **)&tokens->sentences, &tokens->sentence_capacity, 0, 2,
                       sizeof *tokens->sentences, err) ||
        !array_reserve((void **)&tokens->items, &tokens->capacity, 0, likely, sizeof *tokens->items,
                       err))
        return false;
    tokens->sentences[0] = 0;
    while (splitter.at < length) {
        if (!add_next(&splitter))
            return false;
        if (tokens->count - tokens->sentences[tokens->sentence_count] >= longest_sentence &&
            !end_sentence(&splitter))
            return false;
    }
    return end_sentence(&splitter);
}

void tokens_free(struct tokens *tokens)
{
    free(tokens->items);
    free(tokens->sentences);
    *tokens = (struct tokens){0};
}
