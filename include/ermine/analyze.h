/* analyze.h - who matters in a network, which groups it has, how two of its nodes are tied.
 *
 * igraph is behind these calls: one thread at a time in a process. Ties that are denied or ended
 * take no part in any measure. Parallel ties of two nodes add up. */
#ifndef ERMINE_ANALYZE_H
#define ERMINE_ANALYZE_H

#include "ermine/error.h"
#include "ermine/network.h"

#include <stdbool.h>

/* Measures of one node.
 * pagerank: Brin & Page 1998, damping 0.85, weights as strength, ties walked in both directions:
 *   money and supply make both ends matter. betweenness: Brandes 2001, undirected, distance = 1/weight,
 *   normalised to 0..1. strength: sum of the weights of all ties. eigenvector: Bonacich 1987,
 *   largest 1. harmonic: Marchiori & Latora 2000, mean of 1/distance. core: Seidman 1983. */
typedef struct ermine_influence {
    double pagerank, betweenness, strength, eigenvector, harmonic;
    size_t core;
    size_t degree; /* ties counted, parallel ones too */
} ermine_influence;

/* Returns an owned array, one per node, to be released with free(); NULL: ERMINE_ENOMEM or a failure
 * of igraph, named in `err`. */
ermine_influence *ermine_network_influence(const ermine_network *network, ermine_error *err);

/* The value of a measure by its name ("pagerank" ... "core", "degree"); false when there is none. */
bool ermine_influence_value(const ermine_influence *influence, const char *measure, double *value);

/* The nodes 0 to `count` - 1 by falling value of a measure, equal ones by PageRank, then by index. Returns owned
 * indexes, to be released with free(); NULL: ERMINE_ENOMEM, or ERMINE_ENOTFOUND for an unknown measure. */
size_t *ermine_influence_order(const ermine_influence *influence, size_t count, const char *measure,
                               ermine_error *err);

/* Groups by the Leiden algorithm (Traag, Waltman & van Eck 2019) on modularity, deterministic.
 * Returns owned group numbers, one a node, groups numbered by size, largest first, 0 upwards;
 * ERMINE_NONE for a node without ties. Release with free(). */
size_t *ermine_network_communities(const ermine_network *network, size_t *group_count,
                                   double *modularity, ermine_error *err);

/* A shortest path (fewest ties, then greatest weight, then first ids) from node `a` to `b`, ties
 * walked in both directions. Returns owned node indexes, `*length` of them, a first; NULL with
 * ERMINE_ENOTFOUND when the two are not connected. */
size_t *ermine_network_path(const ermine_network *network, size_t a, size_t b, size_t *length,
                            ermine_error *err);

#endif
