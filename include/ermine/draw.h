/* draw.h - a network as a picture.
 *
 * Layouts are made with the program ermine-layout (Graphviz, a separate process with a limit of time
 * and memory), the picture by this library. The same network and options give the same bytes. */
#ifndef ERMINE_DRAW_H
#define ERMINE_DRAW_H

#include "ermine/analyze.h"
#include "ermine/error.h"
#include "ermine/network.h"
#include "ermine/place.h"
#include "ermine/sink.h"

#include <stdbool.h>

/* Valid as {0}. Pointers are borrowed for the call. */
typedef struct ermine_map_options {
    /* "force" (also for NULL): ties pull, all else pushes. "flow": money from left to right, and only the ties
     * it flows along. "circular": on a circle. "columns": by region of the world. "timeline": dated ties in
     * their order. */
    const char *layout;
    const char *language; /* of names and legend: "en" "ru" "zh"; NULL: en */
    const char *title;    /* NULL: none */
    const char *story;    /* of "html": path of a file as docs/story.schema.json says; NULL: none */
    const char *theme;    /* "light" (also for NULL) or "dark" */
    bool hulls;           /* backgrounds for groups that are tied closely */

    /* What is shown of the network; what is not is counted in the picture. */
    size_t top;     /* at most so many nodes, the most influential; 0: as many as stay readable */
    const char *by; /* measure that ranks; NULL: pagerank */
    /* Of "html": how sure the ranks are, one a node of the network, as ermine_network_intervals() tells of `by`. NULL:
     * it does not say. Ranks of a comparison are those of both states together, and have none. */
    const ermine_interval *intervals;
    const char *ego; /* only what is tied to this entity within `radius` steps (0: 1) */
    size_t radius;
    const char *between[2];      /* only what lies on the ways between these two; NULL: all */
    const char *community;       /* only the group of this number (from 1) or of this entity */
    double backbone;             /* significance for ermine_network_backbone(); 0: all ties */
    const ermine_filter *filter; /* what the network was filtered by, to be said in the picture */

    /* An earlier state: the picture tells what has appeared, gone and changed since. */
    const ermine_network *before;
    const char
        *compared[2]; /* what the two states are called, to be said in the picture; NULL: nothing */

    /* Where entities stood on earlier maps, sorted by id as strcmp() does: the force layout starts from there and
     * moves them little. `placed`, when set, is told of the places of this map if any entity on it had none. */
    const ermine_place *places;
    size_t place_count;
    bool (*placed)(void *context, const ermine_place *places, size_t count, ermine_error *err);
    void *context;

    double time_limit;          /* seconds for the layout; 0: 60 */
    size_t memory_limit;        /* bytes for the layout; 0: 2 GiB */
    const char *layout_program; /* NULL: $ERMINE_LAYOUT, beside the running program, or installed */
} ermine_map_options;

/* NULL-terminated names of formats: "svg" "html" "png" "pdf" "dot"; of layouts; of themes. */
const char *const *ermine_map_formats(void);
const char *const *ermine_map_layouts(void);
const char *const *ermine_map_themes(void);
/* Draws `network` in `format`. ERMINE_ELIMIT when the layout was stopped at its limit: the message
 * says what to do. ERMINE_ENOTFOUND when there is nothing to draw, no entity of a name given, or no such
 * format, layout or theme. */
bool ermine_network_map(const ermine_network *network, const ermine_knowledge *known,
                        const char *format, const ermine_map_options *options, ermine_sink *sink,
                        ermine_error *err);

#endif
