/* utf8.h - stepping through UTF-8, checking and repairing it. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

uint32_t utf8_decode_long(const char *bytes, size_t length, size_t *at); /* any sequence */

/* The code point at bytes[*at], which is below `length`; moves *at behind it. Bytes that are no UTF-8
 * come out one at a time as U+FFFD. */
static inline uint32_t utf8_decode(const char *bytes, size_t length, size_t *at)
{
    const unsigned char *s = (const unsigned char *)bytes + *at;
    size_t left = length - *at;
    if (s[0] < 0x80) {
        ++*at;
        return s[0];
    }
    if (s[0] >= 0xC2 && s[0] < 0xE0 && left >= 2 && (s[1] & 0xC0) == 0x80) {
        *at += 2;
        return (uint32_t)(s[0] & 0x1F) << 6 | (s[1] & 0x3F);
    }
    if (s[0] > 0xE0 && s[0] < 0xED && left >= 3 && (s[1] & 0xC0) == 0x80 && (s[2] & 0xC0) == 0x80) {
        *at += 3;
        return (uint32_t)(s[0] & 0x0F) << 12 | (uint32_t)(s[1] & 0x3F) << 6 | (s[2] & 0x3F);
    }
    return utf8_decode_long(bytes, length, at);
}

/* Writes 1 to 4 bytes, returns how many. `code` is a scalar value. */
static inline size_t utf8_encode(uint32_t code, char out[4])
{
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    if (code < 0x800) {
        out[0] = (char)(0xC0 | code >> 6);
        out[1] = (char)(0x80 | (code & 0x3F));
        return 2;
    }
    if (code < 0x10000) {
        out[0] = (char)(0xE0 | code >> 12);
        out[1] = (char)(0x80 | (code >> 6 & 0x3F));
        out[2] = (char)(0x80 | (code & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | code >> 18);
    out[1] = (char)(0x80 | (code >> 12 & 0x3F));
    out[2] = (char)(0x80 | (code >> 6 & 0x3F));
    out[3] = (char)(0x80 | (code & 0x3F));
    return 4;
}
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
