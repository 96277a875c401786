/* measures.h - measuring a network whose ties have other weights than their own. */
#ifndef ANALYZE_MEASURES_H
#define ANALYZE_MEASURES_H

#include "ermine/analyze.h"

/* `weights` (one a tie, 0: it is not there) replace the ties' own; `influence` has one zeroed value a node. */
bool measures_take(const ermine_network *network, const double *weights,
                   ermine_measuring *measuring, ermine_influence *influence, ermine_error *err);

#endif
