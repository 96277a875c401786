#include "draw/label.h"

#include "base/utf8.h"
#include "text/fold.h"

#include <string.h>

/* Thousandths of the font size, from U+0020 and from U+0410. */
static const uint16_t latin[] = {
    318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361,  318, 337, 636, 636, 636,
    636, 636, 636, 636, 636, 636, 636, 337, 337, 838, 838, 838, 531, 1000, 684, 686, 698, 770, 632,
    575, 775, 752, 295, 295, 656, 557, 863, 748, 787, 603, 787, 695, 635,  611, 732, 684, 989, 685,
    611, 685, 390, 337, 390, 838, 500, 500, 613, 635, 550, 635, 615, 352,  635, 634, 278, 278, 579,
    278, 974, 634, 612, 635, 635, 411, 521, 392, 634, 592, 818, 592, 592,  525, 636, 337, 636, 838};
static const uint16_t cyrillic[] = {
    684, 686, 686, 610, 781, 632, 1077, 641, 748,  748,  710, 752, 863, 752, 787,  752,
    603, 698, 611, 609, 861, 685, 776,  686, 1069, 1094, 833, 882, 686, 698, 1080, 695,
    613, 617, 589, 525, 691, 615, 901,  532, 650,  650,  604, 639, 754, 654, 612,  654,
    635, 550, 583, 592, 855, 592, 681,  591, 915,  942,  707, 790, 589, 549, 842,  602};

static double code_width(uint32_t code)
{
    if (code >= 0x20 && code < 0x20 + sizeof latin / sizeof *latin)
        return latin[code - 0x20] / 1000.0;
    if (code >= 0x410 && code < 0x410 + sizeof cyrillic / sizeof *cyrillic)
        return cyrillic[code - 0x410] / 1000.0;
    bool wide = fold_class(code) == FOLD_HAN || (code >= 0x3000 && code < 0x3040) ||
                (code >= 0xAC00 && code < 0xD7B0) || (code >= 0xFF00 && code < 0xFF61) ||
                code >= 0x1F300;
    return wide ? 1.0 : 0.64;
}

double label_width(const char *text, size_t length)
{
    double width = 0;
    for (size_t at = 0; at < length;)
        width += code_width(utf8_decode(text, length, &at));
    return width;
}

/* Bytes of the longest piece that is at most `most` wide: up to a space, or between Chinese characters; within a word
 * only when nothing else is left. */
static size_t line_length(const char *text, size_t length, double most)
{
    double width = 0;
    size_t good = 0, at = 0;
    while (at < length) {
        size_t before = at;
        uint32_t code = utf8_decode(text, length, &at);
        if (before > 0 && (code == ' ' || fold_class(code) == FOLD_HAN))
            good = before;
        width += code_width(code);
        if (width > most)
            return good > 0 ? good : before > 0 ? before : at;
    }
    return length;
}

bool label_wrap(const char *text, double most, struct arena *arena, struct label *label,
                ermine_error *err)
{
    *label = (struct label){0};
    size_t size = strlen(text);
    char *room = ARENA_NEW(arena, char, utf8_line_most(size), err);
    if (room == NULL)
        return false;
    const char *rest = room;
    size_t left = utf8_line(text, size, room);
    /* Even lines look better than a long one and a stub. */
    double width = label_width(rest, left);
    if (width > most && width < 3 * most) {
        double lines = width <= 2 * most ? 2 : 3;
        double even = width / lines * 1.2 + 1;
        if (even < most)
            most = even;
    }
    while (left > 0 && label->count < label_lines) {
        size_t length = line_length(rest, left, most);
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
        double line_width = label_width(line, strlen(line));
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
