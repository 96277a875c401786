/* pagerank.c - the chance to meet a random walker.
 *
 * With P the walk and t the restart, x solves (I - damping P') z = t but for its sum, as walkers who find no way out
 * restart like all others: so z is solved for and then made to sum up to 1. */
#include "analyze/crew.h"
#include "analyze/product.h"
#include "analyze/vector.h"
#include "base/error.h"

#include <math.h>
#include <stdlib.h>

static const double tolerance = 1e-10;
enum { most_rounds = 10000 };

struct walk {
    const ermine_graph *graph;
    const ermine_work *work;
    double damping;
    double *restart;  /* sums up to 1 */
    double *strength; /* of the arcs that leave */
    double *z, *scaled, *next;
};

/* Power iteration: each round shrinks the error by the damping. */
static bool by_powers(struct walk *walk, ermine_error *err)
{
    uint32_t nodes = walk->graph->nodes;
    double start = INFINITY;
    for (uint32_t v = 0; v < nodes; v++)
        walk->z[v] = walk->restart[v] / (1 - walk->damping);
    for (int round = 0; round < most_rounds; round++) {
        for (uint32_t v = 0; v < nodes; v++)
            walk->scaled[v] = walk->strength[v] > 0 ? walk->z[v] / walk->strength[v] : 0;
        if (!product(walk->graph, &walk->graph->in, walk->scaled, walk->work, walk->next, err))
            return false;
        double change = 0, sum = 0;
        for (uint32_t v = 0; v < nodes; v++) {
            double value = walk->damping * walk->next[v] + walk->restart[v];
            change += fabs(value - walk->z[v]);
            sum += value;
            walk->z[v] = value;
        }
        double error = change * walk->damping / (1 - walk->damping) / sum;
        if (!(error > tolerance))
            return true;
        start = isinf(start) ? error : start;
        if (!crew_go_on(walk->work, log(start / error) / log(start / tolerance), err))
            return false;
    }
    return true;
}

/* Conjugate gradients (Hestenes & Stiefel 1952) on (I - damping S^-1/2 A S^-1/2) y = S^-1/2 t, z = S^1/2 y, S the
 * strengths: symmetric and positive, for ways that go both directions. */
struct gradients {
    double *residual, *direction, *image, *root;
};

/* image = (I - damping N) vector. */
static bool apply(struct walk *walk, const double *root, const double *vector, double *image,
                  ermine_error *err)
{
    uint32_t nodes = walk->graph->nodes;
    for (uint32_t v = 0; v < nodes; v++)
        walk->scaled[v] = root[v] > 0 ? vector[v] / root[v] : 0;
    if (!product(walk->graph, &walk->graph->in, walk->scaled, walk->work, image, err))
        return false;
    for (uint32_t v = 0; v < nodes; v++)
        image[v] = vector[v] - (root[v] > 0 ? walk->damping * image[v] / root[v] : 0);
    return true;
}

static bool descend(struct walk *walk, struct gradients *with, double total, ermine_error *err)
{
    uint32_t nodes = walk->graph->nodes;
    double *y = walk->z, *root = with->root;
    /* Where walkers would be without restarts is nearly right, and takes the slowest part of the error away. */
    for (uint32_t v = 0; v < nodes; v++)
        y[v] = root[v] / (1 - walk->damping) / total;
    if (!apply(walk, root, y, with->image, err))
        return false;
    for (uint32_t v = 0; v < nodes; v++) {
        with->residual[v] = (root[v] > 0 ? walk->restart[v] / root[v] : 0) - with->image[v];
        with->direction[v] = with->residual[v];
    }
    double length = vector_dot(with->residual, with->residual, nodes), start = 0;
    for (int round = 0; round < most_rounds; round++) {
        double error = sqrt(total * length) / (1 - walk->damping);
        if (!(error > tolerance))
            return true;
        start = round == 0 ? error : start;
        if (!crew_go_on(walk->work, fmax(0, log(start / error) / log(start / tolerance)), err) ||
            !apply(walk, root, with->direction, with->image, err))
            return false;
        double step = length / vector_dot(with->direction, with->image, nodes), before = length;
        for (uint32_t v = 0; v < nodes; v++) {
            y[v] += step * with->direction[v];
            with->residual[v] -= step * with->image[v];
        }
        length = vector_dot(with->residual, with->residual, nodes);
        for (uint32_t v = 0; v < nodes; v++)
            with->direction[v] = with->residual[v] + length / before * with->direction[v];
    }
    return true;
}

static bool by_gradients(struct walk *walk, ermine_error *err)
{
    uint32_t nodes = walk->graph->nodes;
    size_t size = ((size_t)nodes + 1) * sizeof(double);
    struct gradients with = {malloc(size), malloc(size), walk->next, malloc(size)};
    bool ok =
        (with.residual != NULL && with.direction != NULL && with.root != NULL) || error_memory(err);
    double total = 0;
    for (uint32_t v = 0; ok && v < nodes; v++) {
        total += walk->strength[v];
        with.root[v] = sqrt(walk->strength[v]);
    }
    ok = ok && (total == 0 || descend(walk, &with, total, err));
    for (uint32_t v = 0; ok && v < nodes; v++)
        walk->z[v] = walk->strength[v] > 0 ? walk->z[v] * with.root[v] : walk->restart[v];
    free(with.residual);
    free(with.direction);
    free(with.root);
    return ok;
}

static bool prepare(struct walk *walk, const double *restart, ermine_error *err)
{
    const ermine_graph *graph = walk->graph;
    double sum = 0;
    for (uint32_t v = 0; v < graph->nodes; v++) {
        const struct arcs *out = &graph->out;
        walk->restart[v] = restart == NULL ? 1 : restart[graph->outer[v]];
        if (!(walk->restart[v] >= 0))
            return error_set(err, ERMINE_EINPUT, "a restart must not be below 0");
        sum += walk->restart[v];
        for (uint32_t i = out->first[v]; i < out->first[v + 1]; i++)
            walk->strength[v] += out->weight[i];
    }
    if (!(sum > 0) || isinf(sum))
        return error_set(err, ERMINE_EINPUT, "a walker needs a place to restart from");
    for (uint32_t v = 0; v < graph->nodes; v++)
        walk->restart[v] /= sum;
    return true;
}

bool ermine_graph_pagerank(const ermine_graph *graph, double damping, const double *restart,
                           const ermine_work *work, double *values, ermine_error *err)
{
    if (graph->nodes == 0)
        return true;
    if (!(damping >= 0 && damping < 1))
        return error_set(err, ERMINE_EINPUT, "damping must be from 0 to less than 1");
    size_t size = graph->nodes;
    struct walk walk = {.graph = graph,
                        .work = work,
                        .damping = damping,
                        .restart = malloc(size * sizeof(double)),
                        .strength = calloc(size, sizeof(double)),
                        .z = malloc(size * sizeof(double)),
                        .scaled = malloc(size * sizeof(double)),
                        .next = malloc(size * sizeof(double))};
    bool ok = (walk.restart != NULL && walk.strength != NULL && walk.z != NULL &&
               walk.scaled != NULL && walk.next != NULL) ||
              error_memory(err);
    ok = ok && prepare(&walk, restart, err) &&
         (graph->directed ? by_powers(&walk, err) : by_gradients(&walk, err));
    double sum = 0;
    for (uint32_t v = 0; ok && v < graph->nodes; v++)
        sum += walk.z[v];
    for (uint32_t v = 0; ok && v < graph->nodes; v++)
        values[graph->outer[v]] = walk.z[v] / sum;
    free(walk.restart);
    free(walk.strength);
    free(walk.z);
    free(walk.scaled);
    free(walk.next);
    return ok;
}
