#include "base/json.h"

#include "base/utf8.h"
#include "ermine/error.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Whether the byte stands for itself: in a text of UTF-8 with no U+2028 and U+2029, which begin with 0xE2, those of
 * other letters do. */
static bool plain(unsigned char byte, bool valid, bool for_html)
{
    if (byte >= 0x7F)
        return valid && byte != 0x7F && byte != 0xE2;
    if (byte < 0x20 || byte == '"' || byte == '\\')
        return false;
    return !for_html || (byte != '<' && byte != '>' && byte != '&');
}

void json_write_string(ermine_sink *sink, const char *text, bool for_html)
{
    size_t length = strlen(text), at = 0;
    bool valid = utf8_check(text, length) == ERMINE_NONE;
    ermine_sink_write(sink, "\"", 1);
    while (at < length) {
        size_t from = at;
        while (at < length && plain((unsigned char)text[at], valid, for_html))
            at++;
        ermine_sink_write(sink, text + from, at - from);
        if (at == length)
            break;
        uint32_t code = utf8_decode(text, length, &at);
        char bytes[4];
        if (code == '"' || code == '\\')
            ermine_sink_format(sink, "\\%c", (char)code);
        else if (code == '\n')
            ermine_sink_text(sink, "\\n");
        else if (code == '\t')
            ermine_sink_text(sink, "\\t");
        /* U+2028 and U+2029 end a line in older script readers */
        else if (code < 0x80 || code == 0x2028 || code == 0x2029)
            ermine_sink_format(sink, "\\u%04x", code);
        else
            ermine_sink_write(sink, bytes, utf8_encode(code, bytes));
    }
    ermine_sink_write(sink, "\"", 1);
}

static void write_integer(ermine_sink *sink, int64_t value)
{
    char digits[24];
    size_t at = sizeof digits;
    uint64_t rest = value < 0 ? -(uint64_t)value : (uint64_t)value;
    do {
        digits[--at] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest != 0);
    if (value < 0)
        digits[--at] = '-';
    ermine_sink_write(sink, digits + at, sizeof digits - at);
}

/* A confidence, mostly: below 1000 and no more than three digits behind the point. */
static bool write_thousandths(ermine_sink *sink, double value)
{
    if (!(value > 0 && value < 1000))
        return false;
    int64_t thousandths = (int64_t)(value * 1000 + 0.5);
    if ((double)thousandths / 1000 != value)
        return false;
    char digits[] = {'.', (char)('0' + thousandths / 100 % 10), (char)('0' + thousandths / 10 % 10),
                     (char)('0' + thousandths % 10)};
    size_t length = sizeof digits;
    while (digits[length - 1] == '0')
        length--;
    write_integer(sink, thousandths / 1000);
    ermine_sink_write(sink, digits, length);
    return true;
}

void json_write_number(ermine_sink *sink, double value)
{
    char text[40];
    if (!isfinite(value)) {
        ermine_sink_text(sink, "null");
        return;
    }
    if (value == floor(value) && fabs(value) < 1e18) {
        write_integer(sink, (int64_t)value);
        return;
    }
    if (write_thousandths(sink, value))
        return;
    for (int digits = 6; digits <= 17; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, value);
        if (strtod(text, NULL) == value)
            break;
    }
    ermine_sink_text(sink, text);
}

const char *json_member(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}
