/* utf8.h - stepping through UTF-8, checking and repairing it. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

uint32_t utf8_decode_long(const char *bytes, size_t length, size_t *at);

/* The code point at bytes[*at], which is below `length`; moves *at behind it. Bytes that are no UTF-8
 * come out one at a time as U+FFFD. */
static inline uint32_t utf8_decode(const char *bytes, size_t length, size_t *at)
{
    unsigned char byte = (unsigned char)bytes[*at];
    if (byte >= 0x80)
        return utf8_decode_long(bytes, length, at);
    ++*at;
    return byte;
}

/* Writes 1 to 4 bytes, returns how many. `code` is a scalar value. */
size_t utf8_encode(uint32_t code, char out[4]);
/* Offset of the first byte that is no UTF-8, or ERMINE_NONE. */
size_t utf8_check(const char *bytes, size_t length);
/* Whether the text is fit for one line: it has no controls, and no marks that turn the direction of what follows or
 * take no room. */
bool utf8_is_line(const char *bytes, size_t length);
/* Makes one line of any text: what is not fit for it becomes a space, spaces in a row one, those at the ends none.
 * Writes it NUL-terminated, at most utf8_line_most(length) bytes with the NUL; returns its length. */
size_t utf8_line(const char *bytes, size_t length, char *out);
static inline size_t utf8_line_most(size_t length)
{
    return 3 * length + 1; /* a bad byte becomes three */
}
/* The largest code point boundary at or below `at`. */
size_t utf8_floor(const char *bytes, size_t at);

#endif
