/* token.h - words, numbers, Chinese characters and punctuation of a text, in sentences.
 *
 * Chinese is not segmented: a character is a token. Offsets are bytes; white space stands between
 * tokens. Abbreviations ("U.S.", "млрд.") do not end a sentence. */
#ifndef TEXT_TOKEN_H
#define TEXT_TOKEN_H

#include "ermine/error.h"

#include "base/map.h"

#include <stdbool.h>
#include <stdint.h>

enum token_kind { TOKEN_WORD, TOKEN_HAN, TOKEN_NUMBER, TOKEN_PUNCT };

enum token_flag {
    TOKEN_UPPER_FIRST = 1,
    TOKEN_ALL_UPPER = 2, /* at least one letter, none in lower case */
    TOKEN_CYRILLIC = 4,
    TOKEN_SPACE_BEFORE = 8,
    TOKEN_HAS_DIGIT = 16
};

struct token {
    uint32_t start, end;
    uint32_t
        code; /* folded code point of a TOKEN_HAN or TOKEN_PUNCT; token_hash() of a TOKEN_WORD */
    uint8_t kind, flags;
    uint16_t letters; /* code points in it */
};

/* Hash of a word's folded letters and digits, one call each, starting with 0; above all code points. */
static inline uint32_t token_hash(uint32_t hash, uint32_t folded)
{
    if (folded == '\'')
        return hash;
    hash = (hash ^ folded) * 0x9E3779B1u;
    return (hash ^ hash >> 15) | 0x80000000u;
}

struct tokens {
    struct token *items;
    size_t count, capacity;
    uint32_t *sentences; /* first token of each; [sentence_count] is `count` */
    size_t sentence_count, sentence_capacity;
};

/* `text` is valid UTF-8 below 4 GiB. With `lines` each line is one sentence. `abbreviations` holds folded words, dots left out, that keep a
 * sentence open; NULL for none. `tokens` is {0} or used before: its memory is used again. */
bool tokens_split(struct tokens *tokens, const char *text, size_t length,
                  const struct map *abbreviations, bool lines, ermine_error *err);
void tokens_free(struct tokens *tokens);

#endif
