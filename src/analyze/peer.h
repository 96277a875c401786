/* peer.h - a graph as igraph sees it, and igraph kept from aborting the process. */
#ifndef ANALYZE_PEER_H
#define ANALYZE_PEER_H

#include "ermine/graph.h"

#include <igraph/igraph.h>

struct peer {
    igraph_t graph;         /* undirected, simple: the edges of ermine_graph_edges() */
    igraph_vector_t weight; /* of each edge */
    bool made;              /* `graph` is */
    igraph_error_handler_t *error_handler; /* the caller's, put back on close */
    igraph_warning_handler_t *warning_handler;
    igraph_interruption_handler_t *interruption_handler;
};

/* Also takes igraph's handlers over until peer_close(), which is due after a failure too. What igraph does asks the
 * progress of `work` (or NULL) whether to go on. */
bool peer_open(struct peer *peer, const ermine_graph *graph, const ermine_work *work,
               ermine_error *err);
void peer_close(struct peer *peer);
/* Says in `err` what igraph reports; true for IGRAPH_SUCCESS. */
bool peer_ok(igraph_error_t code, const char *what, ermine_error *err);

#endif
