/* partition.h - a graph divided into groups, the same by every seed. */
#ifndef ANALYZE_PARTITION_H
#define ANALYZE_PARTITION_H

#include "ermine/analyze.h"
#include "ermine/graph.h"

/* Of an undirected graph. `of` becomes the group of each node, `together` (one value for each edge of ermine_graph_edges()) the share of the
 * first runs that put its ends into one group. */
bool partition_make(const ermine_graph *graph, const ermine_grouping *grouping, size_t *of,
                    double *together, double *modularity, ermine_error *err);

#endif
