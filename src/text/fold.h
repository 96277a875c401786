/* fold.h - one form for the many ways to write a letter, and what kind of character it is.
 *
 * Folding maps one code point to one: case, full width, traditional Chinese, ё, the kinds of
 * apostrophe, hyphen, middle dot and double quote. */
#ifndef TEXT_FOLD_H
#define TEXT_FOLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Code points above U+FFFF stay as they are. */
uint32_t fold_code(uint32_t code);

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
enum fold_class fold_class(uint32_t code);
bool fold_is_letter(enum fold_class class); /* of an alphabet, so not Han */

/* Key of a name: folded letters and digits of `text`, everything else left out. Writes at most
 * `size` - 1 bytes of whole code points and a NUL to `key`; returns the bytes written. */
size_t fold_key(const char *text, size_t length, char *key, size_t size);

#endif
