#include "text/encoding.h"

#include "base/array.h"
#include "base/error.h"
#include "base/utf8.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unicode/ucnv.h>

enum {
    sample = 64 * 1024, /* bytes looked at to tell encodings apart */
    head = 2048,        /* where a page declares its charset */
    longest_name = 40
};

/* How many of the bytes stand in no text. */
static size_t count_odd(const unsigned char *s, size_t length)
{
    size_t odd = 0;
    for (size_t i = 0; i < length; i++)
        odd += s[i] < 0x20 && s[i] != '\n' && s[i] != '\r' && s[i] != '\t' && s[i] != '\f' &&
               s[i] != 0x1B;
    return odd;
}

/* A binary file has many such bytes, a text none, or a stray NUL. */
static bool looks_binary(const unsigned char *s, size_t length)
{
    size_t look = length < sample ? length : sample;
    return count_odd(s, look) * 50 > look + 50;
}

/* UTF-16 without a mark: every other byte of its spaces, digits and Latin letters is zero. */
static const char *utf16_without_mark(const unsigned char *s, size_t length)
{
    size_t look = (length < sample ? length : sample) & ~(size_t)1, even = 0, odd = 0;
    for (size_t i = 0; i < look; i += 2) {
        even += s[i] == 0;
        odd += s[i + 1] == 0;
    }
    if (look < 4 || (even > 0 && odd > 0))
        return NULL;
    /* UTF-16 is seldom UTF-8 too, but for Latin and Cyrillic, half of whose bytes stand in no text */
    if (utf8_check((const char *)s, length) == ERMINE_NONE && count_odd(s, look) * 8 < look)
        return NULL;
    if (odd * 20 > look / 2)
        return "UTF-16LE";
    return even * 20 > look / 2 ? "UTF-16BE" : NULL;
}

/* charset=... in the head of a page, encoding="..." of XML. */
static bool declared(const char *bytes, size_t length, char name[longest_name])
{
    size_t look = length < head ? length : head;
    for (size_t i = 0; i + 9 < look; i++) {
        size_t at = 0;
        if (strncasecmp(bytes + i, "charset=", 8) == 0)
            at = i + 8;
        else if (strncasecmp(bytes + i, "encoding=", 9) == 0)
            at = i + 9;
        if (at == 0)
            continue;
        if (at < look && (bytes[at] == '"' || bytes[at] == '\''))
            at++;
        size_t size = 0;
        while (at < look && size + 1 < longest_name &&
               (bytes[at] == '-' || bytes[at] == '_' || (bytes[at] >= '0' && bytes[at] <= '9') ||
                ((bytes[at] | 0x20) >= 'a' && (bytes[at] | 0x20) <= 'z')))
            name[size++] = bytes[at++];
        name[size] = '\0';
        if (size == 0)
            continue;
        if (strncasecmp(name, "gb", 2) == 0)
            strcpy(name, "GB18030"); /* which holds GB2312 and GBK */
        return true;
    }
    return false;
}

/* Converts with ICU; what the encoding does not have becomes U+FFFD. */
static char *convert(const char *encoding, const char *bytes, size_t length, size_t *out_length,
                     ermine_error *err)
{
    UErrorCode status = U_ZERO_ERROR;
    UConverter *from = ucnv_open(encoding, &status), *to = ucnv_open("UTF-8", &status);
    char *out = NULL;
    size_t capacity = 0, count = 0;
    bool ok = U_SUCCESS(status);
    const char *source = bytes, *end = bytes + length;
    UChar pivot[1024], *pivot_from = pivot, *pivot_to = pivot;
    while (ok) {
        ok = array_reserve((void **)&out, &capacity, count, 8192, 1, err);
        if (!ok)
            break;
        char *target = out + count;
        status = U_ZERO_ERROR;
        ucnv_convertEx(to, from, &target, out + capacity - 1, &source, end, pivot, &pivot_from,
                       &pivot_to, pivot + 1024, count == 0 && source == bytes, true, &status);
        count = (size_t)(target - out);
        if (status != U_BUFFER_OVERFLOW_ERROR) {
            ok = U_SUCCESS(status);
            break;
        }
    }
    ucnv_close(from);
    ucnv_close(to);
    if (!ok) {
        free(out);
        return NULL;
    }
    out[count] = '\0';
    *out_length = count;
    return out;
}

/* How much a decoded sample looks like news text: the share of its letters that are usual ones. */
static double plausibility(const char *text, size_t length)
{
    /* the thirty commonest letters of Russian in both cases make up nearly all of it; of Chinese, one
     * character in three or four is one of these */
    static const uint32_t common[] = {
        0x7684, 0x4E00, 0x662F, 0x5728, 0x4E86, 0x4EBA, 0x6709, 0x4E2D, 0x4E0D, 0x4E3A, 0x70BA,
        0x8FD9, 0x9019, 0x4E2A, 0x500B, 0x4E0A, 0x4E5F, 0x548C, 0x4EE5, 0x5230, 0x56FD, 0x570B,
        0x65F6, 0x6642, 0x8981, 0x4F1A, 0x6703, 0x5927, 0x5E74, 0x6765, 0x4F86, 0x516C, 0x53F8,
        0x4E1A, 0x696D, 0x5C06, 0x5C07, 0x8D44, 0x8CC7, 0x5E02, 0x65B0, 0x6708, 0x65E5, 0x4E8E,
        0x65BC, 0x5BF9, 0x5C0D, 0x4E0E, 0x8207, 0x6210, 0x53D1, 0x767C, 0x80FD, 0x4EA7, 0x7522,
        0x7F8E, 0x6280, 0x8868, 0x793A, 0x4EFD, 0x4EBF, 0x5104, 0x4E07, 0x842C};
    double letters = 0, good = 0;
    uint32_t before = ' ';
    for (size_t at = 0; at < length;) {
        uint32_t code = utf8_decode(text, length, &at);
        if (code < 0x80) {
            before = code;
            continue;
        }
        letters++;
        if (code >= 0x430 &&
            code <= 0x44F) /* a small letter is usual behind any but a capital pair */
            good += 1;
        else if (code >= 0x410 && code <= 0x42F)
            good += before >= 0x410 && before <= 0x44F ? -0.5 : 1;
        else if (code == 0x451 || code == 0x401 || code == 0xAB || code == 0xBB || code == 0x2014 ||
                 code == 0x2013)
            good += 1;
        else if (code >= 0x4E00 && code <= 0x9FFF) {
            good += 0.55;
            for (size_t i = 0; i < sizeof common / sizeof *common; i++)
                good += common[i] == code ? 1.5 : 0;
        } else if ((code >= 0x3000 && code <= 0x3020) || (code >= 0xFF01 && code <= 0xFF5E))
            good += 1;
        else
            good -= 2;
        before = code;
    }
    return letters == 0 ? 0 : good / letters;
}

/* The bytes above ASCII, and those of them that stand alone between ASCII ones. */
static void count_high(const char *bytes, size_t length, size_t *high, size_t *alone)
{
    *high = *alone = 0;
    for (size_t i = 0; i < length; i++) {
        if ((unsigned char)bytes[i] < 0x80)
            continue;
        ++*high;
        *alone += (i == 0 || (unsigned char)bytes[i - 1] < 0x80) &&
                  (i + 1 == length || (unsigned char)bytes[i + 1] < 0x80);
    }
}

/* The 8-bit or double-byte encoding whose reading is the most plausible. */
static const char *guess(const char *bytes, size_t length, ermine_error *err)
{
    static const char *const candidates[] = {"windows-1251", "KOI8-R", "GB18030", "Big5"};
    const char *best = NULL;
    double highest = 0.3; /* below that it is none of them */
    size_t look = length < sample ? length : sample, high, alone;
    count_high(bytes, look, &high, &alone);
    if (alone * 2 >
        high) /* curly quotes and accents of a Western text; Russian and Chinese come in runs */
        return "windows-1252";
    if (high < 4 && high * 8 < look)
        return NULL; /* too few for a word of another encoding: damage */
    for (size_t i = 0; i < sizeof candidates / sizeof *candidates; i++) {
        size_t size;
        char *text = convert(candidates[i], bytes, look, &size, err);
        if (text == NULL)
            continue;
        double value = plausibility(text, size);
        free(text);
        if (value > highest) {
            highest = value;
            best = candidates[i];
        }
    }
    return best;
}

/* Copies UTF-8, bad bytes replaced, NULs dropped. */
static char *repair(const char *bytes, size_t length, size_t *out_length, ermine_error *err)
{
    char *out = length > (SIZE_MAX - 1) / 3 ? NULL : malloc(length * 3 + 1);
    if (out == NULL) {
        error_memory(err);
        return NULL;
    }
    size_t count = 0;
    if (utf8_check(bytes, length) == ERMINE_NONE && memchr(bytes, 0, length) == NULL) {
        memcpy(out, bytes, length);
        count = length;
    } else {
        for (size_t at = 0; at < length;) {
            uint32_t code = utf8_decode(bytes, length, &at);
            if (code != 0)
                count += utf8_encode(code, out + count);
        }
    }
    out[count] = '\0';
    *out_length = count;
    return out;
}

/* Bad bytes in what is mostly well-formed multi-byte UTF-8 are damage, not another encoding. */
static bool mostly_utf8(const char *bytes, size_t length)
{
    size_t look = length < sample ? length : sample, good = 0, bad = 0;
    for (size_t at = 0; at < look;) {
        size_t from = at;
        uint32_t code = utf8_decode(bytes, length, &at);
        if (code == 0xFFFD && at == from + 1)
            bad++;
        else if (at > from + 1)
            good++;
    }
    return good > bad * 4;
}

static char *converted(const char *encoding, const char *bytes, size_t length, size_t *out_length,
                       ermine_error *err)
{
    size_t size;
    char *text = convert(encoding, bytes, length, &size, err);
    if (text == NULL)
        return NULL;
    char *clean = repair(text, size, out_length, err);
    free(text);
    return clean;
}

char *encoding_decode(const char *bytes, size_t length, const char *place, size_t *out_length,
                      ermine_error *err)
{
    const unsigned char *s = (const unsigned char *)bytes;
    char name[longest_name];
    if (length >= 3 && memcmp(s, "\xEF\xBB\xBF", 3) == 0)
        return repair(bytes + 3, length - 3, out_length, err);
    if (length >= 2 && ((s[0] == 0xFF && s[1] == 0xFE) || (s[0] == 0xFE && s[1] == 0xFF)))
        return converted(s[0] == 0xFF ? "UTF-16LE" : "UTF-16BE", bytes + 2, length - 2, out_length,
                         err);
    const char *wide = utf16_without_mark(s, length);
    if (wide != NULL)
        return converted(wide, bytes, length, out_length, err);
    if (looks_binary(s, length)) {
        error_set(err, ERMINE_EINPUT, "%s: a binary file, not text; convert it to text first",
                  place);
        return NULL;
    }
    if (utf8_check(bytes, length) == ERMINE_NONE || mostly_utf8(bytes, length))
        return repair(bytes, length, out_length, err);
    if (declared(bytes, length, name) && strncasecmp(name, "utf", 3) != 0) {
        char *text = converted(name, bytes, length, out_length, err);
        if (text != NULL)
            return text;
    }
    const char *encoding = guess(bytes, length, err);
    if (encoding != NULL)
        return converted(encoding, bytes, length, out_length, err);
    return repair(bytes, length, out_length, err);
}
