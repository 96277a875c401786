/* sweep.h - all shortest ways from one node, counted, and what each node carries of them (Brandes 2001).
 *
 * Nodes are met in order of distance, and everything is kept by that order: the counts of a level lie side by side. */
#ifndef ANALYZE_SWEEP_H
#define ANALYZE_SWEEP_H

#include "analyze/graph.h"
#include "analyze/front.h"

struct reached {
    double distance; /* or INFINITY */
    uint32_t met;    /* place in the queue, or UINT32_MAX */
};

struct sweep {
    const ermine_graph *graph;
    const double *out_length, *in_length; /* of each arc; NULL: hops */
    uint32_t *met;                        /* place of each node in `queue`, or UINT32_MAX */
    struct reached *reached;              /* by length, of each node; `met` is NULL then */
    uint32_t *nearer;                     /* arcs of the node at hand that lead to nearer ways */
    uint32_t *queue;                      /* nodes as they were met */
    size_t count;                         /* of them */
    double *ways;                         /* sigma of each place: shortest ways to it */
    double *share;                        /* of each place: (1 + delta) / sigma */
    uint32_t *link;       /* by hops places of the next nodes, else those of the ones before */
    uint32_t *first_link; /* of each place, and one behind */
    struct front front;
    double harmonic; /* of the last source: sum of 1 / distance */
};

bool sweep_init(struct sweep *sweep, const ermine_graph *graph, const double *out_length,
                const double *in_length, ermine_error *err);
void sweep_free(struct sweep *sweep);
/* Adds what each node (`nodes`) and each outgoing arc (`arcs`, or NULL) carries of the ways from `source`. */
void sweep_from(struct sweep *sweep, uint32_t source, double *nodes, double *arcs);

/* The sum of 1 / distance of all that `source` reaches; adds each of these to `nodes`, unless that is NULL. By length
 * only. */
double sweep_harmonic(struct sweep *sweep, uint32_t source, double *nodes);

/* Whether a way is as short as the shortest one, which `shortest` is. */
static inline bool as_short(double length, double shortest)
{
    return length <= shortest * (1 + 2e-10);
}

#endif
