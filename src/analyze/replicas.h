/* replicas.h - a measure taken again and again, each time of ties with other weights, on several threads. */
#ifndef ANALYZE_REPLICAS_H
#define ANALYZE_REPLICAS_H

#include "ermine/analyze.h"

struct replicas {
    const ermine_network *network;
    const char *const measure[2]; /* its name, and NULL */
    const ermine_measuring *measuring;
    size_t nodes, ties, threads;
    double **weights;             /* of each thread, one a tie; at first the ties' own */
    ermine_influence **influence; /* of each thread, what was measured last */
    ermine_error *errors;         /* of each thread */
};

bool replicas_open(struct replicas *replicas, size_t threads, ermine_error *err);
void replicas_close(struct replicas *replicas);
/* Measures with the thread's weights; the nodes by rank, owned. NULL: the thread's error is set. */
size_t *replicas_rank(struct replicas *replicas, size_t thread);
/* The value of a node when it was measured last. */
double replicas_value(const struct replicas *replicas, size_t thread, size_t node);
/* False with the first thread's error that is set. */
bool replicas_ok(const struct replicas *replicas, ermine_error *err);

#endif
