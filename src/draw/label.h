/* label.h - how wide text comes out, and lines of a label. */
#ifndef DRAW_LABEL_H
#define DRAW_LABEL_H

#include "base/arena.h"

#include <stdbool.h>

#define LABEL_FONTS                                                                                \
    "'DejaVu Sans', Verdana, 'Noto Sans', 'Noto Sans CJK SC', 'WenQuanYi Zen Hei', 'PingFang "     \
    "SC', "                                                                                        \
    "'Microsoft YaHei', sans-serif"

enum { label_lines = 3 };

struct label {
    const char *lines[label_lines];
    size_t count;
    double width; /* of the widest line, in units of the font size */
    bool bold;
};

/* Width of `length` bytes in units of the font size: of the first font above, whose metrics the second shares; the
 * others are narrower. */
double label_width(const char *text, size_t length, bool bold);
/* Breaks `text` into lines of about `most` font sizes; what does not fit into three lines is cut with an ellipsis.
 * Control and direction characters become spaces. The lines live in `arena`. */
bool label_wrap(const char *text, double most, bool bold, struct arena *arena, struct label *label,
                ermine_error *err);

#endif
