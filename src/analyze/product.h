/* product.h - the adjacency times a vector, on all threads. */
#ifndef ANALYZE_PRODUCT_H
#define ANALYZE_PRODUCT_H

#include "analyze/graph.h"

/* to[v] = sum over the arcs of v of weight x from[end], by the inner numbers. */
bool product(const ermine_graph *graph, const struct arcs *arcs, const double *from,
             const ermine_work *work, double *to, ermine_error *err);

#endif
