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

size_t utf8_check(const char *bytes, size_t length)
{
    const unsigned char *s = (const unsigned char *)bytes;
    size_t at = 0;
    while (at < length) {
        uint64_t eight;
        if (length - at >= 8) { /* most text outside Chinese is runs of ASCII */
            memcpy(&eight, s + at, 8);
            if ((eight & 0x8080808080808080u) == 0) {
                at += 8;
                continue;
            }
        }
        size_t size = sequence(s + at, length - at);
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
