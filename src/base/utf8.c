#include "base/utf8.h"

#include "ermine/error.h"

#include <string.h>

static bool continues(unsigned char byte)
{
    return (byte & 0xC0) == 0x80;
}

/* Length of the well-formed sequence at `s` (`left` > 0 bytes of it), 0 when there is none.
 * Surrogates, overlong forms and values above U+10FFFF are not well-formed. */
static size_t sequence(const unsigned char *s, size_t left)
{
    if (s[0] < 0x80)
        return 1;
    if (s[0] >= 0xC2 && s[0] <= 0xDF)
        return left >= 2 && continues(s[1]) ? 2 : 0;
    if ((s[0] & 0xF0) == 0xE0) {
        if (left < 3 || !continues(s[1]) || !continues(s[2]))
            return 0;
        if (s[0] == 0xE0 && s[1] < 0xA0)
            return 0;
        if (s[0] == 0xED && s[1] > 0x9F)
            return 0;
        return 3;
    }
    if (s[0] >= 0xF0 && s[0] <= 0xF4) {
        if (left < 4 || !continues(s[1]) || !continues(s[2]) || !continues(s[3]))
            return 0;
        if (s[0] == 0xF0 && s[1] < 0x90)
            return 0;
        if (s[0] == 0xF4 && s[1] > 0x8F)
            return 0;
        return 4;
    }
    return 0;
}

uint32_t utf8_decode_long(const char *bytes, size_t length, size_t *at)
{
    const unsigned char *s = (const unsigned char *)bytes + *at;
    size_t size = sequence(s, length - *at);
    *at += size == 0 ? 1 : size;
    switch (size) {
    case 1:
        return s[0];
    case 2:
        return (uint32_t)(s[0] & 0x1F) << 6 | (s[1] & 0x3F);
    case 3:
        return (uint32_t)(s[0] & 0x0F) << 12 | (uint32_t)(s[1] & 0x3F) << 6 | (s[2] & 0x3F);
    case 4:
        return (uint32_t)(s[0] & 0x07) << 18 | (uint32_t)(s[1] & 0x3F) << 12 |
               (uint32_t)(s[2] & 0x3F) << 6 | (s[3] & 0x3F);
    default:
        return 0xFFFD;
    }
}

/* Eight bytes as they lie in memory. */
static uint64_t eight_of(const void *bytes)
{
    uint64_t eight;
    memcpy(&eight, bytes, sizeof eight);
    return eight;
}

/* How many of the eight bytes at `s` are seen at a glance to be well-formed: all when they are ASCII or four letters
 * of two bytes, six when they begin with two Chinese characters; else 0. */
static size_t glance(const unsigned char *s)
{
    static const unsigned char pair_mask[] = "\xE0\xC0\xE0\xC0\xE0\xC0\xE0\xC0";
    static const unsigned char pair[] = "\xC0\x80\xC0\x80\xC0\x80\xC0\x80";
    static const unsigned char triple_mask[] = "\xF0\xC0\xC0\xF0\xC0\xC0\x00\x00";
    static const unsigned char triple[] = "\xE0\x80\x80\xE0\x80\x80\x00\x00";
    uint64_t eight = eight_of(s);
    if ((eight & 0x8080808080808080u) == 0)
        return 8;
    if ((eight & eight_of(pair_mask)) == eight_of(pair))
        return s[0] >= 0xC2 && s[2] >= 0xC2 && s[4] >= 0xC2 && s[6] >= 0xC2 ? 8 : 0;
    if ((eight & eight_of(triple_mask)) == eight_of(triple))
        return s[0] != 0xE0 && s[0] != 0xED && s[3] != 0xE0 && s[3] != 0xED ? 6 : 0;
    return 0;
}

size_t utf8_check(const char *bytes, size_t length)
{
    const unsigned char *s = (const unsigned char *)bytes;
    size_t at = 0;
    while (at < length) {
        size_t size = length - at >= 8 ? glance(s + at) : 0;
        if (size == 0)
            size = sequence(s + at, length - at);
        if (size == 0)
            return at;
        at += size;
    }
    return ERMINE_NONE;
}

size_t utf8_floor(const char *bytes, size_t at)
{
    size_t back = at;
    while (back > 0 && at - back < 3 && continues((unsigned char)bytes[back]))
        back--;
    return continues((unsigned char)bytes[back]) ? at : back;
}

static bool fits_a_line(uint32_t code)
{
    return code >= 0x20 && !(code >= 0x7F && code < 0xA0) && !(code >= 0x200B && code <= 0x200F) &&
           !(code >= 0x2028 && code <= 0x202E) && !(code >= 0x2060 && code <= 0x206F) &&
           code != 0xFEFF && code != 0xFFFE && code != 0xFFFF;
}

bool utf8_is_line(const char *bytes, size_t length)
{
    for (size_t at = 0; at < length;)
        if (!fits_a_line(utf8_decode(bytes, length, &at)))
            return false;
    return true;
}

size_t utf8_line(const char *bytes, size_t length, char *out)
{
    size_t written = 0;
    for (size_t at = 0; at < length;) {
        uint32_t code = utf8_decode(bytes, length, &at);
        if (!fits_a_line(code))
            code = ' ';
        if (code != ' ' || (written > 0 && out[written - 1] != ' '))
            written += utf8_encode(code, out + written);
    }
    while (written > 0 && out[written - 1] == ' ')
        written--;
    out[written] = '\0';
    return written;
}
