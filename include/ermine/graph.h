/* graph.h - a weighted graph kept compactly, and measures of its nodes.
 *
 * Nodes are 0 to n - 1. Parallel edges are one whose weight is their sum; loops and edges whose weight is not
 * above 0 are left out. A weight is a strength. Where ways have a length, an edge is 1 / weight long (Newman 2001,
 * Physical Review E 64, 016132), or 1 when hops are asked for. A graph never changes: any number of threads may
 * read it at once. Values come out in the order of the nodes, the same at any number of threads. Arrays that are
 * passed in hold one value a node, unless said otherwise. What can fail returns false or NULL: ERMINE_ENOMEM, or
 * ERMINE_ESTOPPED when the caller's progress asked for it. */
#ifndef ERMINE_GRAPH_H
#define ERMINE_GRAPH_H

#include "ermine/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct ermine_graph ermine_graph;

typedef struct ermine_edge {
    uint32_t from, to;
    double weight;
} ermine_edge;

/* How to work. Valid as {0}, or as a NULL pointer: on one thread, silently. */
typedef struct ermine_work {
    size_t threads; /* 0: one */
    /* Called on the caller's thread some ten times a second with the share that is done, 0 to 1, or -1 where that is
     * not known; false stops the work. NULL: never. */
    bool (*progress)(void *context, double share);
    void *context;
} ermine_work;

/* `edges` are copied; both ends are below `nodes`. Returns owned; ERMINE_ELIMIT beyond 4,294,967,294 nodes or edges
 * counted in both directions. */
ermine_graph *ermine_graph_new(size_t nodes, const ermine_edge *edges, size_t count, bool directed,
                               ermine_error *err);
void ermine_graph_free(ermine_graph *graph); /* NULL is allowed */
size_t ermine_graph_node_count(const ermine_graph *graph);
/* After parallel ones were joined. */
size_t ermine_graph_edge_count(const ermine_graph *graph);
/* Writes the edges, by `from`, then by `to`; of an undirected graph `from` is the smaller end. */
void ermine_graph_edges(const ermine_graph *graph, ermine_edge *edges);

/* Sums of the weights of the edges that leave (`out`) and that come in; of an undirected graph both are all. */
void ermine_graph_strength(const ermine_graph *graph, double *out, double *in);

/* PageRank (Brin & Page 1998); `damping` is 0.85 in that paper. `restart` is where a walker starts anew: any values
 * of 0 or more, not all 0, or NULL for everywhere alike; so does one who finds no way out. The sum is 1. On an
 * undirected graph by conjugate gradients, else by power iteration; the sum of all errors stays below 1e-10. */
bool ermine_graph_pagerank(const ermine_graph *graph, double damping, const double *restart,
                           const ermine_work *work, double *values, ermine_error *err);
/* Hubs and authorities (Kleinberg 1999), each with 1 as the largest. */
bool ermine_graph_hits(const ermine_graph *graph, const ermine_work *work, double *hubs,
                       double *authorities, ermine_error *err);
/* Eigenvector centrality (Bonacich 1987) by those who point to a node, the largest 1; all 0 when a directed graph
 * has no cycle. */
bool ermine_graph_eigenvector(const ermine_graph *graph, const ermine_work *work, double *values,
                              ermine_error *err);
/* Katz centrality (Katz 1953): x = attenuation A'x + 1. An attenuation of 0 stands for 0.85 of the inverse of the
 * adjacency's spectral norm, for which the sum converges always; a larger one than that is refused with
 * ERMINE_EINPUT. */
bool ermine_graph_katz(const ermine_graph *graph, double attenuation, const ermine_work *work,
                       double *values, ermine_error *err);

/* Betweenness by the algorithm of Brandes (2001), parallel over sources: the sum over ordered pairs (unordered ones of
 * an undirected graph) of the share of their shortest ways a node stands on, not scaled. Ways that differ in length
 * by less than 1 part in 10^10 are equal. `edges` (or NULL) takes one value for each edge of ermine_graph_edges()
 * (Girvan & Newman 2002), `harmonic` (or NULL) what ermine_graph_harmonic() makes. */
bool ermine_graph_betweenness(const ermine_graph *graph, bool hops, const ermine_work *work,
                              double *values, double *edges, double *harmonic, ermine_error *err);
/* Harmonic closeness (Marchiori & Latora 2000; Rochat 2009): the mean over all others of 1 / distance. By hops 256
 * sources take one sweep (Then et al. 2014). */
bool ermine_graph_harmonic(const ermine_graph *graph, bool hops, const ermine_work *work,
                           double *values, ermine_error *err);

/* What a sample is to be good for, and how good it was. */
typedef struct ermine_sampling {
    double error;      /* no value is further from the truth than so much, */
    double confidence; /* with this probability; both 0: 0.01 and 0.9 */
    size_t top;        /* may stop once so many first nodes are told apart; 0: by `error` alone */
    uint64_t seed;     /* the same seed, the same sample */
    size_t samples;    /* out: ways or sources drawn */
    double
        error_found; /* out: the bound that holds for what was drawn; at most `error` unless `top` is set */
} ermine_sampling;

/* Betweenness from random shortest ways (Riondato & Kornaropoulos 2016 give the number that is always enough, Borassi &
 * Natale 2019 the two-sided search and when to stop earlier), divided by the number of pairs: 0 to 1. */
bool ermine_graph_betweenness_sampled(const ermine_graph *graph, bool hops,
                                      ermine_sampling *sampling, const ermine_work *work,
                                      double *values, ermine_error *err);
/* Harmonic closeness from random sources (Eppstein & Wang 2004). The error is a share of the largest value possible,
 * which is 1 by hops, else the largest weight. */
bool ermine_graph_harmonic_sampled(const ermine_graph *graph, bool hops, ermine_sampling *sampling,
                                   const ermine_work *work, double *values, ermine_error *err);

/* Core numbers (Seidman 1983; Batagelj & Zaversnik 2003) by edges in both directions, in linear time. */
bool ermine_graph_cores(const ermine_graph *graph, uint32_t *values, ermine_error *err);
/* Burt's constraint and effective size of ego networks (Burt 1992), NaN for nodes without edges. Edges of both
 * directions add up. Either may be NULL. */
bool ermine_graph_brokers(const ermine_graph *graph, const ermine_work *work, double *constraint,
                          double *effective, ermine_error *err);
/* Articulation points and bridges (Hopcroft & Tarjan 1973), whatever the directions. `cut_off` becomes how many nodes
 * lose the largest part of what is left of their component when the node goes: 0 if it is no articulation point.
 * `bridges` (or NULL) takes one value for each edge of ermine_graph_edges(). */
bool ermine_graph_cuts(const ermine_graph *graph, uint32_t *cut_off, bool *bridges,
                       ermine_error *err);

#endif
