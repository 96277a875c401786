#include "draw/label.h"

#include "base/utf8.h"
#include "draw/widths.h"
#include "text/fold.h"

#include <string.h>

/* A combining mark stands on the letter before it. */
static bool is_mark(uint32_t code)
{
    return (code >= 0x300 && code < 0x370) || (code >= 0x483 && code < 0x488) ||
           (code >= 0x200B && code < 0x2010) || (code >= 0xFE00 && code < 0xFE10);
}

static double code_width(uint32_t code, bool bold)
{
    static const struct {
        uint32_t first, count;
        const uint16_t *regular, *bold;
    } tables[] = {
        {0x20, sizeof latin_regular / sizeof *latin_regular, latin_regular, latin_bold},
        {0x400, sizeof cyrillic_regular / sizeof *cyrillic_regular, cyrillic_regular,
         cyrillic_bold},
        {0x2010, sizeof signs_regular / sizeof *signs_regular, signs_regular, signs_bold}};
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        if (code >= tables[i].first && code < tables[i].first + tables[i].count)
            return (bold ? tables[i].bold : tables[i].regular)[code - tables[i].first] / 1000.0;
    if (is_mark(code))
        return 0;
    bool wide = fold_class(code) == FOLD_HAN || (code >= 0x3000 && code < 0x3040) ||
                (code >= 0xAC00 && code < 0xD7B0) || (code >= 0xFF00 && code < 0xFF61) ||
                code >= 0x1F300;
    return wide ? 1.0 : bold ? 0.76 : 0.66;
}

double label_width(const char *text, size_t length, bool bold)
{
    double width = 0;
    for (size_t at = 0; at < length;)
        width += code_width(utf8_decode(text, length, &at), bold);
    return width;
}

/* Bytes of the longest piece that is at most `most` wide: up to a space, or between Chinese characters; within a word
 * only when nothing else is left. */
static size_t line_length(const char *text, size_t length, double most, bool bold)
{
    double width = 0;
    size_t good = 0, at = 0;
    while (at < length) {
        size_t before = at;
        uint32_t code = utf8_decode(text, length, &at);
        if (before > 0 && (code == ' ' || fold_class(code) == FOLD_HAN))
            good = before;
        width += code_width(code, bold);
        if (width > most)
            return good > 0 ? good : before > 0 ? before : at;
    }
    return length;
}

/* Of the longest piece that must stay on one line, as far as a line may grow for it. */
static double longest_word(const char *text, size_t length, bool bold)
{
    static const double most = 16;
    double width = 0, longest = 0;
    for (size_t at = 0; at < length;) {
        uint32_t code = utf8_decode(text, length, &at);
        width = code == ' ' || fold_class(code) == FOLD_HAN ? 0 : width + code_width(code, bold);
        if (width > longest && width <= most)
            longest = width;
    }
    return longest;
}

bool label_wrap(const char *text, double most, bool bold, struct arena *arena, struct label *label,
                ermine_error *err)
{
    *label = (struct label){.bold = bold};
    size_t size = strlen(text);
    char *room = ARENA_NEW(arena, char, utf8_line_most(size), err);
    if (room == NULL)
        return false;
    const char *rest = room;
    size_t left = utf8_line(text, size, room);
    /* Even lines look better than a long one and a stub. */
    double width = label_width(rest, left, bold);
    if (width > most && width < 3 * most) {
        double lines = width <= 2 * most ? 2 : 3;
        double even = width / lines * 1.2 + 1;
        if (even < most)
            most = even;
    }
    double word = longest_word(rest, left, bold);
    if (most < word)
        most = word;
    while (left > 0 && label->count < label_lines) {
        size_t length = line_length(rest, left, most, bold);
        bool cut = label->count + 1 == label_lines && length < left;
        const char *line = arena_copy(arena, rest, length, err);
        char *with_mark = cut ? ARENA_NEW(arena, char, length + 4, err) : NULL;
        if (line == NULL || (cut && with_mark == NULL))
            return false;
        if (cut) {
            memcpy(with_mark, line, length);
            memcpy(with_mark + length, "…", 4);
            line = with_mark;
        }
        label->lines[label->count++] = line;
        double line_width = label_width(line, strlen(line), bold);
        if (line_width > label->width)
            label->width = line_width;
        rest += length;
        left -= length;
        while (left > 0 && *rest == ' ') {
            rest++;
            left--;
        }
    }
    return true;
}
