/* render.h - an SVG as PNG or PDF. */
#ifndef LAYOUT_RENDER_H
#define LAYOUT_RENDER_H

#include "ermine/error.h"
#include "ermine/sink.h"

#include <stdbool.h>
#include <stddef.h>

/* NULL-terminated. */
extern const char *const render_formats[];

bool render_format_known(const char *format);
/* Writes `svg` in `format`, on white, `scale` times its size (0: 2 for PNG, 1 for PDF), or smaller:
 * no side of a PNG exceeds 8000 pixels, of a PDF 14400 points. What the SVG refers to is drawn only
 * when it is in the SVG itself: no file is opened, no address asked. The same SVG and fonts give the
 * same bytes. ERMINE_EINPUT: no SVG, or one without a size. */
bool render_write(const char *svg, size_t length, const char *format, double scale,
                  ermine_sink *sink, ermine_error *err);
/* Writes where the elements of `svg` that have an id are drawn, as JSON: {"boxes": [{"id", "x", "y", "width",
 * "height"}]}, in the order of the document, without strokes; what draws nothing is not there. */
bool render_measure(const char *svg, size_t length, ermine_sink *sink, ermine_error *err);

#endif
