#include "base/json.h"

#include "base/byteset.h"
#include "base/utf8.h"
#include "ermine/error.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A bit for each byte of well-formed UTF-8 that stands for itself, and the same for a script element of HTML. Controls,
 * quotation mark and backslash do not, and 0xE2, with which U+2028 and U+2029 begin. */
static const struct byteset plain[2] = {
    {{0xFFFFFFFB00000000, 0x7FFFFFFFEFFFFFFF, UINT64_MAX, 0xFFFFFFFBFFFFFFFF}},
    {{0xAFFFFFBB00000000, 0x7FFFFFFFEFFFFFFF, UINT64_MAX, 0xFFFFFFFBFFFFFFFF}}};

/* A code point that does not stand for itself, or may not. */
static void write_code(ermine_sink *sink, uint32_t code)
{
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

/* Writes what needs no escapes, as most does, at once; false when it is another string. */
static bool write_short(ermine_sink *sink, const char *text, size_t length,
                        const struct byteset *stands)
{
    char quoted[256];
    if (length > sizeof quoted - 2)
        return false;
    for (size_t i = 0; i < length; i++)
        if (!byteset_has(stands, text[i]))
            return false;
    quoted[0] = quoted[length + 1] = '"';
    memcpy(quoted + 1, text, length);
    ermine_sink_write(sink, quoted, length + 2);
    return true;
}

static void write_string(ermine_sink *sink, const char *text, size_t length,
                         const struct byteset *stands)
{
    if (write_short(sink, text, length, stands))
        return;
    ermine_sink_write(sink, "\"", 1);
    for (size_t at = 0; at < length;) {
        size_t from = at;
        while (at < length && byteset_has(stands, text[at]))
            at++;
        ermine_sink_write(sink, text + from, at - from);
        if (at < length)
            write_code(sink, utf8_decode(text, length, &at));
    }
    ermine_sink_write(sink, "\"", 1);
}

void json_write_utf8(ermine_sink *sink, const char *text)
{
    write_string(sink, text, strlen(text), &plain[false]);
}

void json_write_string(ermine_sink *sink, const char *text, bool for_html)
{
    static const struct byteset none = {{0}};
    size_t length = strlen(text);
    bool valid = utf8_check(text, length) == ERMINE_NONE;
    write_string(sink, text, length, valid ? &plain[for_html] : &none);
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
