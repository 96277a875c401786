/* graph.h - a network as igraph sees it, and igraph kept from aborting the process. */
#ifndef ANALYZE_PEER_H
#define ANALYZE_PEER_H

#include "analyze/links.h"

#include <igraph/igraph.h>

struct graph {
    igraph_t graph;                        /* undirected, simple */
    igraph_vector_t weight;                /* strength of each edge */
    igraph_vector_t distance;              /* 1 / weight */
    bool made;                             /* `graph` is */
    struct links links;                    /* edge i of the graph is link i */
    igraph_error_handler_t *error_handler; /* the caller's, put back on close */
    igraph_warning_handler_t *warning_handler;
};

/* Also takes igraph's error handlers over until graph_close(), which is due after a failure too. */
bool graph_open(struct graph *graph, const ermine_network *network, ermine_error *err);
void graph_close(struct graph *graph);
/* Says in `err` what igraph reports; true for IGRAPH_SUCCESS. */
bool graph_ok(igraph_error_t code, const char *what, ermine_error *err);

#endif
