/* links.h - who is tied to whom, for the measures: at most one link for two nodes.
 *
 * Ties that are denied or ended are left out; parallel ones, either way, add up. */
#ifndef ANALYZE_LINKS_H
#define ANALYZE_LINKS_H

#include "ermine/network.h"

struct link {
    size_t a, b; /* a < b */
    double weight;
    size_t ties;
};

struct links {
    struct link *items; /* sorted by a, then b */
    size_t count;
};

bool links_make(const ermine_network *network, struct links *links, ermine_error *err);
void links_free(struct links *links);

#endif
