/* ties.h - the graphs that the ties of a network make. */
#ifndef ANALYZE_TIES_H
#define ANALYZE_TIES_H

#include "ermine/analyze.h"
#include "ermine/graph.h"

/* The ties that count, or, where `weights` is given, those whose weight in it (one a tie) is above 0. In directed
 * graphs symmetric ties lead both ways. Returns owned. */
ermine_graph *ties_graph(const ermine_network *network, const double *weights,
                         ermine_direction direction, ermine_error *err);

#endif
