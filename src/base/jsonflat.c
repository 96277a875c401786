#include "base/jsonflat.h"

#include "base/utf8.h"
#include "ermine/error.h"

#include <stdint.h>
#include <string.h>

struct reading {
    const char *at, *end;
    char *room; /* where the next string goes: never longer than it was with its quotation marks */
};

static void skip_space(struct reading *r)
{
    while (r->at < r->end && (*r->at == ' ' || *r->at == '\t' || *r->at == '\n' || *r->at == '\r'))
        r->at++;
}

/* Steps over `byte` and the white space before it. */
static bool take(struct reading *r, char byte)
{
    skip_space(r);
    if (r->at == r->end || *r->at != byte)
        return false;
    r->at++;
    return true;
}

/* The four digits of \u0421 at r->at. */
static bool take_hex(struct reading *r, uint32_t *code)
{
    *code = 0;
    if (r->end - r->at < 4)
        return false;
    for (const char *stop = r->at + 4; r->at < stop; r->at++) {
        char c = *r->at;
        if (c >= '0' && c <= '9')
            *code = *code * 16 + (uint32_t)(c - '0');
        else if ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'))
            *code = *code * 16 + (uint32_t)((c | 0x20) - 'a' + 10);
        else
            return false;
    }
    return true;
}

/* What stands behind the backslash. NULs and half pairs are for the full reader. */
static bool take_escape(struct reading *r)
{
    static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
    char c = *r->at++;
    const char *known = c == '\0' ? NULL : strchr(from, c);
    uint32_t code, low;
    if (known != NULL) {
        *r->room++ = to[known - from];
        return true;
    }
    if (c != 'u' || !take_hex(r, &code) || code == 0 || (code >= 0xDC00 && code <= 0xDFFF))
        return false;
    if (code >= 0xD800 && code <= 0xDBFF) {
        if (r->end - r->at < 2 || r->at[0] != '\\' || r->at[1] != 'u')
            return false;
        r->at += 2;
        if (!take_hex(r, &low) || low < 0xDC00 || low > 0xDFFF)
            return false;
        code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
    }
    r->room += utf8_encode(code, r->room);
    return true;
}

/* Copies bytes that stand for themselves; a control character does not. */
static bool take_plain(struct reading *r, size_t length)
{
    bool control = false;
    for (size_t i = 0; i < length; i++)
        control |= (unsigned char)r->at[i] < 0x20;
    memcpy(r->room, r->at, length);
    r->at += length;
    r->room += length;
    return !control;
}

static bool take_string(struct reading *r, const char **value, size_t *length)
{
    if (!take(r, '"'))
        return false;
    *value = r->room;
    const char *quote = r->at - 1;
    for (;;) {
        if (quote < r->at) /* none yet, or an escaped one */
            quote = memchr(r->at, '"', (size_t)(r->end - r->at));
        if (quote == NULL)
            return false;
        const char *slash = memchr(r->at, '\\', (size_t)(quote - r->at));
        if (!take_plain(r, (size_t)((slash == NULL ? quote : slash) - r->at)))
            return false;
        r->at++;
        if (slash == NULL)
            break;
        if (!take_escape(r))
            return false;
    }
    *length = (size_t)(r->room - *value);
    *r->room++ = '\0';
    return true;
}

static bool take_member(struct reading *r, struct json_text *members, size_t count)
{
    const char *name, *value;
    size_t name_length, length;
    if (!take_string(r, &name, &name_length) || !take(r, ':') || !take_string(r, &value, &length))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (strcmp(members[i].name, name) == 0) { /* the last of several counts */
            members[i].value = value;
            members[i].length = length;
        }
    }
    return true;
}

bool json_flat_read(const char *bytes, size_t length, struct json_text *members, size_t count,
                    char *room)
{
    struct reading r = {bytes, bytes + length, room};
    if (utf8_check(bytes, length) != ERMINE_NONE || !take(&r, '{'))
        return false;
    do
        if (!take_member(&r, members, count))
            return false;
    while (take(&r, ','));
    if (!take(&r, '}'))
        return false;
    skip_space(&r);
    return r.at == r.end;
}
