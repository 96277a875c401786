/* layout.h - a graph in DOT, given positions by Graphviz. */
#ifndef LAYOUT_LAYOUT_H
#define LAYOUT_LAYOUT_H

#include "ermine/error.h"
#include "ermine/sink.h"

#include <stdbool.h>

/* NULL-terminated. */
extern const char *const layout_engines[];

bool layout_engine_known(const char *engine);
/* Lays out the first graph of `dot`, which is UTF-8, and writes the positions as JSON: points, from
 * the upper left corner, nodes in the order of the DOT. How overlaps are removed, and all else, is
 * up to the attributes in the DOT, except that `engine` goes before its "layout". Graphviz says on
 * standard error what it thinks of the DOT. ERMINE_EINPUT: no graph, or one that cannot be laid out;
 * ERMINE_EIO: Graphviz lacks the engine. One thread at a time: Graphviz has global state. */
bool layout_write(const char *dot, const char *engine, ermine_sink *sink, ermine_error *err);

#endif
