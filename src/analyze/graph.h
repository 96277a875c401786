/* graph.h - what a compact graph holds.
 *
 * Inside, nodes are numbered anew by falling degree: the rows that are read most often lie side by side. */
#ifndef ANALYZE_GRAPH_H
#define ANALYZE_GRAPH_H

#include "ermine/graph.h"

/* The arcs of node v are those from first[v] to first[v + 1], by their other end. */
struct arcs {
    uint32_t *first; /* nodes + 1 */
    uint32_t *end;
    double *weight;
};

struct ermine_graph {
    uint32_t nodes;
    bool directed;
    bool uniform;        /* all weights are the same */
    uint32_t edges;      /* arcs, of an undirected graph half of them */
    struct arcs out, in; /* of an undirected graph the same arrays */
    uint32_t *outer;     /* number of an inner node outside */
    uint32_t *inner;     /* number of an outer node inside */
};

/* For every arc its length, 1 / weight; owned. */
double *graph_lengths(const ermine_graph *graph, const struct arcs *arcs, ermine_error *err);
/* The arc between two inner nodes, which are tied. */
uint32_t graph_find_arc(const struct arcs *arcs, uint32_t from, uint32_t to);
/* What was found for each outgoing arc, as values of the edges of ermine_graph_edges(). */
bool graph_hand_out_edges(const ermine_graph *graph, const double *by_arc, double *values,
                          ermine_error *err);
/* Puts values in the order of the nodes outside. */
void graph_hand_out(const ermine_graph *graph, const double *inner, double *values);

#endif
