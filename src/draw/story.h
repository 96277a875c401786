/* story.h - a story told over a map: steps, each with the nodes and ties it lights up.
 *
 * The file is JSON, described by docs/story.schema.json. Names may be any a node is known by. */
#ifndef DRAW_STORY_H
#define DRAW_STORY_H

#include "ermine/network.h"

#include "base/arena.h"

#include <stdbool.h>

struct story_step {
    const char *title, *text;
    size_t *nodes, node_count; /* indexes in the network */
    size_t *ties, tie_count;
};

struct story {
    const char *title; /* NULL: none */
    struct story_step *steps;
    size_t count;
};

/* Everything lives in `arena`. ERMINE_EINPUT names the file and the line or the member at fault: it is no story, or
 * it speaks of what `network` does not have. */
bool story_read(struct story *story, const char *path, const ermine_network *network,
                struct arena *arena, ermine_error *err);

#endif
