/* network.h - what a finished network holds. */
#ifndef NETWORK_NETWORK_H
#define NETWORK_NETWORK_H

#include "ermine/network.h"

#include "base/arena.h"
#include "base/map.h"

struct ermine_network {
    struct arena *arena; /* of everything below but `names` */
    ermine_node *nodes;  /* sorted by id */
    size_t node_count;
    ermine_tie *ties; /* sorted by subject, object, relation */
    size_t tie_count;
    size_t *first_tie; /* node_count + 1 offsets into tie_list */
    size_t *tie_list;
    size_t document_count;
    struct map *names; /* folded name to node */
};

/* An empty network with an arena, or NULL. */
ermine_network *network_new(ermine_error *err);
/* Makes the indexes once nodes and ties are there. */
bool network_index(ermine_network *network, ermine_error *err);
/* Copies what the node or tie points to into the arena. */
bool network_copy_node(struct arena *arena, ermine_node *node, ermine_error *err);
bool network_copy_tie(struct arena *arena, ermine_tie *tie, ermine_error *err);

#endif
