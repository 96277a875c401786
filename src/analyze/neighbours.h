/* neighbours.h - who is tied to whom, each list in order of the nodes, and the best way to one of them. */
#ifndef ANALYZE_NEIGHBOURS_H
#define ANALYZE_NEIGHBOURS_H

#include "ermine/analyze.h"

struct neighbours {
    size_t nodes;
    size_t *first; /* nodes + 1 offsets */
    size_t *node;
    double *weight;
};

/* What a way costs: compared by `first`, and where that is the same by `second`. */
struct cost {
    double first, second;
};

/* The cost of the best way from each node to the end, first INFINITY where there is none. */
struct route {
    struct cost *cost; /* one a node */
    bool *done;
    struct waiting *heap;
    size_t heap_count;
};

/* Of the network's ties that `weights` (one a tie) leaves above 0. */
bool neighbours_make(const ermine_network *network, const double *weights, struct neighbours *near,
                     ermine_error *err);
void neighbours_free(struct neighbours *near);

bool route_init(struct route *route, const struct neighbours *near, ermine_error *err);
void route_free(struct route *route);
/* Looks back from `end` until `start` is reached, past the nodes in `banned`. `barred` are nodes to which `start`
 * itself must not lead. */
void route_find(struct route *route, const struct neighbours *near, size_t start, size_t end,
                bool strongest, const bool *banned, const bool *barred);
/* The cost of a tie of this weight. */
struct cost cost_of(double weight, bool strongest);
int cost_compare(struct cost a, struct cost b);

#endif
