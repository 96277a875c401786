/* twosided.h - a random one of the shortest ways between two nodes, searched from both ends (Borassi & Natale 2019). */
#ifndef ANALYZE_TWOSIDED_H
#define ANALYZE_TWOSIDED_H

#include "analyze/front.h"
#include "analyze/graph.h"

/* What the search from one end knows of a node. */
struct seen {
    uint32_t stamp; /* of the search that reached it */
    uint32_t level; /* by hops; by length the number it became final as, from 1, else 0 */
    double ways;    /* shortest ways from the end; by length 0 until they are asked for */
    double distance;
};

/* The search from one end. By hops both ends share `seen`, as no node is on both sides. */
struct side {
    const struct arcs *ahead, *back; /* arcs that lead away from the end, and towards it */
    const double *ahead_length, *back_length;
    struct seen *seen;
    uint32_t stamp;
    uint32_t
        *queue; /* by hops: nodes as they were reached; by length: whose ways are being counted */
    size_t count,
        frontier; /* how many were reached, or are final; where those of the last level begin */
    struct front front;
    double radius; /* all that is nearer to the end is final */
};

/* An arc on which a shortest way passes, or by length may pass, from one side to the other. */
struct crossing {
    uint32_t here, there;
    double
        ways; /* sum of this one's and of those before; by length the arc's length until all are known */
};

struct twosided {
    const ermine_graph *graph;
    bool hops;
    uint32_t round;
    struct side side[2];
    struct crossing *crossings;
    size_t crossing_count, crossing_capacity;
    uint32_t *way; /* out: the inner nodes of the way, in no order */
    size_t way_length;
};

/* The lengths are those of the arcs, or NULL for hops. */
bool twosided_init(struct twosided *search, const ermine_graph *graph, const double *out_length,
                   const double *in_length, ermine_error *err);
void twosided_free(struct twosided *search);
/* Finds a way from `from` to `to`, each of the shortest with the same chance; none is a way of length 0. False when
 * out of memory. */
bool twosided_way(struct twosided *search, uint32_t from, uint32_t to, uint64_t *random);

#endif
