#include "analyze/peer.h"

#include "base/error.h"

#include <stdlib.h>

/* igraph has one interruption handler a process, and gives it nothing of ours. */
static const ermine_work *asked;

static igraph_error_t interrupt(void *data)
{
    (void)data;
    bool go_on = asked == NULL || asked->progress == NULL || asked->progress(asked->context, -1);
    return go_on ? IGRAPH_SUCCESS : IGRAPH_INTERRUPTED;
}

bool peer_ok(igraph_error_t code, const char *what, ermine_error *err)
{
    if (code == IGRAPH_SUCCESS)
        return true;
    if (code == IGRAPH_ENOMEM)
        return error_memory(err);
    if (code == IGRAPH_INTERRUPTED)
        return error_set(err, ERMINE_ESTOPPED, "stopped");
    return error_set(err, ERMINE_EIO, "%s: %s", what, igraph_strerror(code));
}

static bool fill(struct peer *peer, const ermine_graph *graph, const ermine_edge *edges,
                 ermine_error *err)
{
    size_t count = ermine_graph_edge_count(graph);
    igraph_integer_t nodes = (igraph_integer_t)ermine_graph_node_count(graph);
    igraph_vector_int_t ends;
    if (!peer_ok(igraph_vector_int_init(&ends, (igraph_integer_t)(2 * count)), "network", err))
        return false;
    bool ok = peer_ok(igraph_vector_resize(&peer->weight, (igraph_integer_t)count), "network", err);
    for (size_t i = 0; ok && i < count; i++) {
        VECTOR(ends)[2 * i] = edges[i].from;
        VECTOR(ends)[2 * i + 1] = edges[i].to;
        VECTOR(peer->weight)[i] = edges[i].weight;
    }
    ok = ok && peer_ok(igraph_add_vertices(&peer->graph, nodes, NULL), "network", err) &&
         peer_ok(igraph_add_edges(&peer->graph, &ends, NULL), "network", err);
    igraph_vector_int_destroy(&ends);
    return ok;
}

bool peer_open(struct peer *peer, const ermine_graph *graph, const ermine_work *work,
               ermine_error *err)
{
    *peer =
        (struct peer){.error_handler = igraph_set_error_handler(igraph_error_handler_ignore),
                      .warning_handler = igraph_set_warning_handler(igraph_warning_handler_ignore),
                      .interruption_handler = igraph_set_interruption_handler(interrupt)};
    asked = work;
    ermine_edge *edges = malloc((ermine_graph_edge_count(graph) + 1) * sizeof *edges);
    bool ok = edges != NULL || error_memory(err);
    if (ok)
        ermine_graph_edges(graph, edges);
    ok = ok && peer_ok(igraph_vector_init(&peer->weight, 0), "network", err) &&
         (peer->made = peer_ok(igraph_empty(&peer->graph, 0, IGRAPH_UNDIRECTED), "network", err)) &&
         fill(peer, graph, edges, err);
    free(edges);
    return ok;
}

void peer_close(struct peer *peer)
{
    if (peer->made)
        igraph_destroy(&peer->graph);
    igraph_vector_destroy(&peer->weight);
    asked = NULL;
    igraph_set_error_handler(peer->error_handler);
    igraph_set_warning_handler(peer->warning_handler);
    igraph_set_interruption_handler(peer->interruption_handler);
}
