/* random_graph.h - small random graphs for property tests. */
#ifndef TESTS_RANDOM_GRAPH_H
#define TESTS_RANDOM_GRAPH_H

#include "support.h"

enum { most_nodes = 24, most_edges = most_nodes * most_nodes };

struct random_graph {
    size_t nodes, count;
    bool directed;
    ermine_edge edges[most_edges];
    double weight[most_nodes][most_nodes]; /* 0: no edge; of both directions where undirected */
};

/* Some graphs have parts, parallel edges, loops and edges without weight; the weights are such that ways of the same
 * length are common. */
static inline void random_graph_make(struct random_graph *graph, unsigned seed)
{
    unsigned random = seed * 2654435761u + 1;
#define NEXT(bound) ((random = random * 1103515245u + 12345u) >> 16) % (uint32_t)(bound)
    memset(graph, 0, sizeof *graph);
    graph->nodes = 2 + NEXT(most_nodes - 2);
    graph->directed = seed % 2 == 1;
    size_t wanted = NEXT(3 * graph->nodes) + 1;
    while (graph->count < wanted) {
        uint32_t from = NEXT(graph->nodes), to = NEXT(graph->nodes);
        double weight = NEXT(12) == 0 ? 0 : seed % 3 == 0 ? 1 : 1 + NEXT(4);
        graph->edges[graph->count++] = (ermine_edge){from, to, weight};
        if (from != to) {
            graph->weight[from][to] += weight;
            if (!graph->directed)
                graph->weight[to][from] += weight;
        }
    }
#undef NEXT
}

static inline ermine_graph *random_graph_build(const struct random_graph *graph)
{
    ermine_error err = {0};
    ermine_graph *built =
        ermine_graph_new(graph->nodes, graph->edges, graph->count, graph->directed, &err);
    assert_non_null(built);
    return built;
}

/* Length of an edge, INFINITY where there is none. */
static inline double random_graph_length(const struct random_graph *graph, size_t from, size_t to,
                                         bool hops)
{
    double weight = graph->weight[from][to];
    return weight > 0 ? (hops ? 1 : 1 / weight) : INFINITY;
}

#endif
