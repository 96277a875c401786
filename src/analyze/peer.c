#include "analyze/peer.h"

#include "base/error.h"

bool graph_ok(igraph_error_t code, const char *what, ermine_error *err)
{
    if (code == IGRAPH_SUCCESS)
        return true;
    if (code == IGRAPH_ENOMEM)
        return error_memory(err);
    return error_set(err, ERMINE_EIO, "%s: %s", what, igraph_strerror(code));
}

static bool fill(struct graph *graph, size_t nodes, ermine_error *err)
{
    size_t count = graph->links.count;
    igraph_vector_int_t ends;
    if (!graph_ok(igraph_vector_int_init(&ends, (igraph_integer_t)(2 * count)), "network", err))
        return false;
    bool ok =
        graph_ok(igraph_vector_resize(&graph->weight, (igraph_integer_t)count), "network", err) &&
        graph_ok(igraph_vector_resize(&graph->distance, (igraph_integer_t)count), "network", err);
    for (size_t i = 0; ok && i < count; i++) {
        const struct link *link = &graph->links.items[i];
        VECTOR(ends)[2 * i] = (igraph_integer_t)link->a;
        VECTOR(ends)[2 * i + 1] = (igraph_integer_t)link->b;
        VECTOR(graph->weight)[i] = link->weight;
        VECTOR(graph->distance)[i] = 1 / link->weight;
    }
    ok = ok &&
         graph_ok(igraph_add_vertices(&graph->graph, (igraph_integer_t)nodes, NULL), "network",
                  err) &&
         graph_ok(igraph_add_edges(&graph->graph, &ends, NULL), "network", err);
    igraph_vector_int_destroy(&ends);
    return ok;
}

bool graph_open(struct graph *graph, const ermine_network *network, ermine_error *err)
{
    *graph = (struct graph){.error_handler = igraph_set_error_handler(igraph_error_handler_ignore),
                            .warning_handler =
                                igraph_set_warning_handler(igraph_warning_handler_ignore)};
    return links_make(network, &graph->links, err) &&
           graph_ok(igraph_vector_init(&graph->weight, 0), "network", err) &&
           graph_ok(igraph_vector_init(&graph->distance, 0), "network", err) &&
           (graph->made =
                graph_ok(igraph_empty(&graph->graph, 0, IGRAPH_UNDIRECTED), "network", err)) &&
           fill(graph, ermine_network_node_count(network), err);
}

void graph_close(struct graph *graph)
{
    if (graph->made)
        igraph_destroy(&graph->graph);
    igraph_vector_destroy(&graph->distance);
    igraph_vector_destroy(&graph->weight);
    links_free(&graph->links);
    igraph_set_error_handler(graph->error_handler);
    igraph_set_warning_handler(graph->warning_handler);
}
