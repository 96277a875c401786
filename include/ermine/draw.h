/* draw.h - a network as a picture.
 *
 * The layout is made by the program ermine-layout (Graphviz, a separate process with a limit of time
 * and memory), the picture by this library. */
#ifndef ERMINE_DRAW_H
#define ERMINE_DRAW_H

#include "ermine/analyze.h"
#include "ermine/error.h"
#include "ermine/network.h"
#include "ermine/sink.h"

#include <stdbool.h>

typedef struct ermine_map_options {
    const char *engine;   /* "sfdp" "neato" "fdp" "dot"; NULL: chosen by size */
    const char *language; /* of names and legend: "en" "ru" "zh"; NULL: en */
    const char *title;    /* NULL: none */
    size_t top;     /* at most so many nodes, the most influential; 0: as many as stay readable */
    const char *by; /* measure that ranks; NULL: pagerank */
    const char *story;   /* of "html": path of a file as docs/story.schema.json says; NULL: none */
    double time_limit;   /* seconds for the layout; 0: 60 */
    size_t memory_limit; /* bytes for the layout; 0: 2 GiB */
    const char *layout_program; /* NULL: $ERMINE_LAYOUT, beside the running program, or installed */
} ermine_map_options;

/* NULL-terminated names of formats: "svg" "html" "png" "pdf" "dot". */
const char *const *ermine_map_formats(void);
/* Draws `network` in `format`. ERMINE_ELIMIT when the layout was stopped at its limit: the message
 * says what to do. ERMINE_ENOTFOUND when there is nothing to draw or no such format. */
bool ermine_network_map(const ermine_network *network, const ermine_knowledge *known,
                        const char *format, const ermine_map_options *options, ermine_sink *sink,
                        ermine_error *err);

#endif
