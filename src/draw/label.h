/* label.h - how wide text comes out, and lines of a label. */
#ifndef DRAW_LABEL_H
#define DRAW_LABEL_H

#include "base/arena.h"

#include <stdbool.h>

#define LABEL_FONTS                                                                                \
    "'DejaVu Sans', 'Noto Sans', 'Noto Sans CJK SC', 'WenQuanYi Zen Hei', 'PingFang SC', "         \
    "'Microsoft YaHei', Verdana, sans-serif"

enum { label_lines = 3 };

struct label {
    const char *lines[label_lines];
    size_t count;
    double width; /* of the widest line, in units of the font size */
};

/* Width of `length` bytes in units of the font size: of the first font above, within some 5% of the
 * others. */
double label_width(const char *text, size_t length);
/* Breaks `text` into lines of about `most` font sizes; what does not fit into three lines is cut with an ellipsis.
 * Control and direction characters become spaces. The lines live in `arena`. */
bool label_wrap(const char *text, double most, struct arena *arena, struct label *label,
                ermine_error *err);

#endif
