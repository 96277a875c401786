/* tie_measures.c - ties as ways of influence. */
#include "analyze/ties.h"
#include "base/error.h"

#include <stdlib.h>

/* The edge of two nodes; edges are sorted. */
static size_t find_edge(const ermine_edge *edges, size_t count, size_t a, size_t b)
{
    size_t low = 0, high = count, from = a < b ? a : b, to = a < b ? b : a;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (edges[middle].from < from || (edges[middle].from == from && edges[middle].to < to))
            low = middle + 1;
        else
            high = middle;
    }
    return low < count && edges[low].from == from && edges[low].to == to ? low : ERMINE_NONE;
}

static bool measure_edges(const ermine_graph *graph, const ermine_measuring *measuring,
                          double *betweenness, bool *bridges, ermine_error *err)
{
    size_t nodes = ermine_graph_node_count(graph);
    double *values = calloc(nodes + 1, sizeof *values);
    uint32_t *cut_off = calloc(nodes + 1, sizeof *cut_off);
    bool ok = (values != NULL && cut_off != NULL) || error_memory(err);
    ok = ok &&
         ermine_graph_betweenness(graph, false, measuring == NULL ? NULL : measuring->work, values,
                                  betweenness, NULL, err) &&
         ermine_graph_cuts(graph, cut_off, bridges, err);
    free(values);
    free(cut_off);
    return ok;
}

ermine_tie_measure *ermine_network_measure_ties(const ermine_network *network,
                                                const ermine_measuring *measuring,
                                                ermine_error *err)
{
    size_t ties = ermine_network_tie_count(network), nodes = ermine_network_node_count(network);
    ermine_tie_measure *measures = calloc(ties + 1, sizeof *measures);
    ermine_graph *graph = ties_graph(network, NULL, ERMINE_BOTH_WAYS, err);
    size_t count = graph == NULL ? 0 : ermine_graph_edge_count(graph);
    ermine_edge *edges = malloc((count + 1) * sizeof *edges);
    double *betweenness = malloc((count + 1) * sizeof *betweenness);
    bool *bridges = malloc((count + 1) * sizeof *bridges);
    bool ok = graph != NULL &&
              ((measures != NULL && edges != NULL && betweenness != NULL && bridges != NULL) ||
               error_memory(err));
    ok = ok && measure_edges(graph, measuring, betweenness, bridges, err);
    if (ok)
        ermine_graph_edges(graph, edges);
    double pairs = (double)nodes * ((double)nodes - 1) / 2;
    for (size_t i = 0; ok && i < ties; i++) {
        const ermine_tie *tie = ermine_network_tie(network, i);
        size_t edge =
            tie->counts ? find_edge(edges, count, tie->subject, tie->object) : ERMINE_NONE;
        if (edge != ERMINE_NONE)
            measures[i] = (ermine_tie_measure){betweenness[edge] / pairs, bridges[edge]};
    }
    ermine_graph_free(graph);
    free(edges);
    free(betweenness);
    free(bridges);
    if (!ok) {
        free(measures);
        return NULL;
    }
    return measures;
}
