/* fold.h - one form for the many ways to write a letter, and what kind of character it is.
 *
 * Folding maps one code point to one: case, full width, traditional Chinese, ё, the kinds of
 * apostrophe, hyphen, middle dot and double quote. */
#ifndef TEXT_FOLD_H
#define TEXT_FOLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum fold_class {
    FOLD_NEWLINE = 'n',
    FOLD_SPACE = 's',
    FOLD_DIGIT = 'd',
    FOLD_HAN = 'h',   /* Han and kana: each character a token of its own */
    FOLD_LATIN = 'l', /* and every other alphabet; combining marks too */
    FOLD_LATIN_UPPER = 'L',
    FOLD_CYRILLIC = 'c',
    FOLD_CYRILLIC_UPPER = 'C',
    FOLD_PUNCT = 'p'
};

/* Of the code points below U+10000. */
extern const uint16_t fold_of[0x10000];
extern const unsigned char fold_class_of[0x10000]; /* enum fold_class */

/* Code points above U+FFFF stay as they are. */
static inline uint32_t fold_code(uint32_t code)
{
    return code < 0x10000 ? fold_of[code] : code;
}

static inline enum fold_class fold_class(uint32_t code)
{
    if (code < 0x10000)
        return (enum fold_class)fold_class_of[code];
    return code >= 0x20000 && code < 0x33480 ? FOLD_HAN : FOLD_PUNCT; /* Han extensions */
}

/* Of an alphabet, so not Han. */
static inline bool fold_is_letter(enum fold_class class)
{
    return class == FOLD_LATIN || class == FOLD_LATIN_UPPER || class == FOLD_CYRILLIC ||
           class == FOLD_CYRILLIC_UPPER;
}

/* Key of a name: folded letters and digits of `text`, everything else left out. Writes at most
 * `size` - 1 bytes of whole code points and a NUL to `key`; returns the bytes written. */
size_t fold_key(const char *text, size_t length, char *key, size_t size);

#endif
