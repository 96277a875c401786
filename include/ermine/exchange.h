/* exchange.h - networks in the formats of other tools, written and read back. */
#ifndef ERMINE_EXCHANGE_H
#define ERMINE_EXCHANGE_H

#include "ermine/analyze.h"
#include "ermine/error.h"
#include "ermine/network.h"
#include "ermine/sink.h"

#include <stdbool.h>

/* What goes out beside the network itself. Pointers are borrowed and may be NULL. */
typedef struct ermine_export {
    const ermine_influence *influence; /* one a node */
    const size_t *communities;         /* one a node */
    const double *x, *y;               /* one a node */
    bool strict;                       /* GraphML by the letter: no label attribute on <edge> */
} ermine_export;

/* NULL-terminated names of formats: "graphml", "json", "csv", "csv-nodes". */
const char *const *ermine_export_formats(void);
/* Writes `network` in `format`; false with ERMINE_ENOTFOUND for an unknown one. "csv" writes the edge
 * table; the node table is format "csv-nodes". */
bool ermine_network_export(const ermine_network *network, const ermine_knowledge *known,
                           const char *format, const ermine_export *options, ermine_sink *sink,
                           ermine_error *err);
/* Adds the network of a GraphML file, ours or another tool's (nodes without our attributes get type
 * "organization", edges without a relation "partners_with"), to what `builder` gathers. `place` is for messages.
 * False with ERMINE_EINPUT and the line. */
bool ermine_network_builder_add_graphml(ermine_network_builder *builder, const char *bytes,
                                        size_t length, const char *place, ermine_error *err);

#endif
