/* spectral.c - measures that are eigenvectors of the adjacency, or a series of its powers. */
#include "analyze/crew.h"
#include "analyze/product.h"
#include "analyze/vector.h"
#include "base/error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { basis_size = 12, most_restarts = 1000, most_rounds = 100000 };
static const double tolerance = 1e-11;

/* A symmetric operator on vectors of one value a node: the adjacency, or its transpose times itself. */
struct matrix {
    const ermine_graph *graph;
    const ermine_work *work;
    bool squared;
    double *between; /* of a squared one */
};

static bool apply(const struct matrix *by, const double *from, double *to, ermine_error *err)
{
    const ermine_graph *graph = by->graph;
    if (!by->squared)
        return product(graph, &graph->in, from, by->work, to, err);
    return product(graph, &graph->out, from, by->work, by->between, err) &&
           product(graph, &graph->in, by->between, by->work, to, err);
}

/* The eigenvector of the largest eigenvalue of a small symmetric matrix, by Jacobi's rotations; the matrix is lost. */
static double small_eigenvector(double a[basis_size][basis_size], size_t size,
                                double vector[basis_size])
{
    double q[basis_size][basis_size] = {{0}};
    for (size_t i = 0; i < size; i++)
        q[i][i] = 1;
    for (int sweep = 0; sweep < 60; sweep++) {
        double off = 0, all = 0;
        for (size_t i = 0; i < size; i++)
            for (size_t k = 0; k < size; k++) {
                all += a[i][k] * a[i][k];
                off += i == k ? 0 : a[i][k] * a[i][k];
            }
        if (off <= 1e-32 * all)
            break;
        for (size_t i = 0; i < size; i++) {
            for (size_t k = i + 1; k < size; k++) {
                if (a[i][k] == 0)
                    continue;
                double theta = (a[k][k] - a[i][i]) / (2 * a[i][k]);
                double t = (theta >= 0 ? 1 : -1) / (fabs(theta) + sqrt(theta * theta + 1));
                double c = 1 / sqrt(t * t + 1), s = t * c;
                for (size_t m = 0; m < size; m++) {
                    double x = a[i][m], y = a[k][m];
                    a[i][m] = c * x - s * y;
                    a[k][m] = s * x + c * y;
                }
                for (size_t m = 0; m < size; m++) {
                    double x = a[m][i], y = a[m][k];
                    a[m][i] = c * x - s * y;
                    a[m][k] = s * x + c * y;
                    x = q[m][i], y = q[m][k];
                    q[m][i] = c * x - s * y;
                    q[m][k] = s * x + c * y;
                }
            }
        }
    }
    size_t best = 0;
    for (size_t i = 1; i < size; i++)
        best = a[i][i] > a[best][best] ? i : best;
    for (size_t i = 0; i < size; i++)
        vector[i] = q[i][best];
    return a[best][best];
}

/* One round of the method of Lanczos (1950) from basis[0]; the first vector becomes the best found. Returns how far it
 * is from an eigenvector, as a share of the eigenvalue; below 0: stopped. */
static double lanczos(const struct matrix *by, double *basis[basis_size + 1], double *value,
                      ermine_error *err)
{
    size_t nodes = by->graph->nodes, size = 0;
    double matrix[basis_size][basis_size] = {{0}}, mix[basis_size] = {0}, last = 0;
    double size_of_values = 0;
    while (size < basis_size) {
        double *next = basis[size + 1];
        if (!apply(by, basis[size], next, err))
            return -1;
        matrix[size][size] = vector_dot(basis[size], next, nodes);
        for (size_t i = 0; i <= size; i++)
            vector_add(next, -vector_dot(next, basis[i], nodes), basis[i], nodes);
        last = sqrt(vector_dot(next, next, nodes));
        size++;
        size_of_values = fmax(size_of_values, fmax(fabs(matrix[size - 1][size - 1]), last));
        if (!(last > tolerance * size_of_values))
            break; /* the basis holds all that can be reached; beyond is noise, which could mix what is of one value */
        vector_scale(next, 1 / last, nodes);
        if (size < basis_size)
            matrix[size - 1][size] = matrix[size][size - 1] = last;
    }
    *value = small_eigenvector(matrix, size, mix);
    vector_scale(basis[0], mix[0], nodes);
    for (size_t i = 1; i < size; i++)
        vector_add(basis[0], mix[i], basis[i], nodes);
    double length = sqrt(vector_dot(basis[0], basis[0], nodes));
    vector_scale(basis[0], length > 0 ? 1 / length : 0, nodes);
    return *value > 0 ? fabs(last * mix[size - 1]) / *value : 0;
}

/* The eigenvector of the largest eigenvalue, of length 1, as `vector`. */
static bool largest(const struct matrix *by, double *vector, double *value, ermine_error *err)
{
    size_t nodes = by->graph->nodes;
    double *basis[basis_size + 1] = {vector};
    bool ok = true;
    *value = 0;
    for (size_t i = 1; i <= basis_size; i++)
        ok = (basis[i] = malloc((nodes + 1) * sizeof *vector)) != NULL && ok;
    if (!ok)
        error_memory(err);
    for (size_t v = 0; v < nodes; v++) /* near to what comes out, and nowhere 0 where that is not */
        vector[v] = by->graph->in.first[v + 1] - by->graph->in.first[v];
    double length = sqrt(vector_dot(vector, vector, nodes));
    vector_scale(vector, length > 0 ? 1 / length : 0, nodes);
    double start = 0;
    for (int round = 0; ok && length > 0 && round < most_restarts; round++) {
        double error = lanczos(by, basis, value, err);
        if (error >= 0 && !(error > tolerance))
            break;
        start = round == 0 ? error : start;
        ok = error >= 0 &&
             crew_go_on(by->work, fmax(0, log(start / error) / log(start / tolerance)), err);
    }
    for (size_t i = 1; i <= basis_size; i++)
        free(basis[i]);
    return ok;
}

/* The largest value becomes 1; traces of rounding below 0 become 0. */
static void scale_to_one(double *vector, size_t count)
{
    double most = 0;
    for (size_t i = 0; i < count; i++)
        most = fabs(vector[i]) > fabs(most) ? vector[i] : most;
    for (size_t i = 0; most != 0 && i < count; i++)
        vector[i] = fmax(0, vector[i] / most);
}

bool ermine_graph_hits(const ermine_graph *graph, const ermine_work *work, double *hubs,
                       double *authorities, ermine_error *err)
{
    size_t nodes = graph->nodes;
    double value, *vector = calloc(nodes + 1, sizeof *vector);
    struct matrix by_hubs = {graph, work, true, calloc(nodes + 1, sizeof *vector)};
    bool ok = (vector != NULL && by_hubs.between != NULL) || error_memory(err);
    ok = ok && largest(&by_hubs, vector, &value, err) &&
         product(graph, &graph->out, vector, work, by_hubs.between, err);
    if (ok) {
        scale_to_one(vector, nodes);
        scale_to_one(by_hubs.between, nodes);
        graph_hand_out(graph, vector, authorities);
        graph_hand_out(graph, by_hubs.between, hubs);
    }
    free(by_hubs.between);
    free(vector);
    return ok;
}

/* Whether a directed graph has a cycle: whether nodes are left when those nobody points to are taken away. */
static bool has_cycle(const ermine_graph *graph, uint32_t *pointed, uint32_t *queue)
{
    uint32_t head = 0, tail = 0;
    for (uint32_t v = 0; v < graph->nodes; v++) {
        pointed[v] = graph->in.first[v + 1] - graph->in.first[v];
        if (pointed[v] == 0)
            queue[tail++] = v;
    }
    for (; head < tail; head++)
        for (uint32_t i = graph->out.first[queue[head]]; i < graph->out.first[queue[head] + 1]; i++)
            if (--pointed[graph->out.end[i]] == 0)
                queue[tail++] = graph->out.end[i];
    return tail < graph->nodes;
}

/* Powers of A' + shift: the shift makes a cycle's eigenvalue stand out from those that only turn. */
static bool by_powers(const ermine_graph *graph, const ermine_work *work, double *x, double *next,
                      ermine_error *err)
{
    size_t nodes = graph->nodes;
    double shift = 0;
    for (size_t v = 0; v < nodes; v++)
        x[v] = 1;
    for (int round = 0; round < most_rounds; round++) {
        if (!product(graph, &graph->in, x, work, next, err))
            return false;
        double most = 0, change = 0;
        for (size_t v = 0; v < nodes; v++) {
            next[v] += shift * x[v];
            most = fmax(most, next[v]);
        }
        for (size_t v = 0; v < nodes; v++) {
            double value = next[v] / most;
            change = fmax(change, fabs(value - x[v]));
            x[v] = value;
        }
        shift = round == 0 ? 0.1 * most : round < 20 ? 0.5 * (most - shift) : shift;
        if (round > 20 && change < 1e-13)
            return true;
        if (!crew_go_on(work, fmin(1, log(fmax(change, 1e-13)) / log(1e-13)), err))
            return false;
    }
    return error_set(err, ERMINE_ELIMIT, "eigenvector centrality does not settle on this graph");
}

bool ermine_graph_eigenvector(const ermine_graph *graph, const ermine_work *work, double *values,
                              ermine_error *err)
{
    size_t nodes = graph->nodes;
    double value, *vector = calloc(nodes + 1, sizeof *vector);
    double *next = calloc(nodes + 1, sizeof *next);
    uint32_t *room = malloc((2 * nodes + 1) * sizeof *room);
    bool ok = (vector != NULL && next != NULL && room != NULL) || error_memory(err);
    struct matrix adjacency = {graph, work, false, NULL};
    if (ok && !graph->directed)
        ok = largest(&adjacency, vector, &value, err);
    else if (ok && has_cycle(graph, room, room + nodes))
        ok = by_powers(graph, work, vector, next, err);
    if (ok) {
        scale_to_one(vector, nodes);
        graph_hand_out(graph, vector, values);
    }
    free(room);
    free(next);
    free(vector);
    return ok;
}

/* x = attenuation A'x + 1, each round nearer by attenuation x norm. */
static bool sum_series(const ermine_graph *graph, double attenuation, double shrink,
                       const ermine_work *work, double *x, double *next, ermine_error *err)
{
    for (uint32_t v = 0; v < graph->nodes; v++)
        x[v] = 1;
    for (int round = 0; round < most_rounds; round++) {
        if (!product(graph, &graph->in, x, work, next, err))
            return false;
        double change = 0, most = 0;
        for (uint32_t v = 0; v < graph->nodes; v++) {
            double value = attenuation * next[v] + 1;
            change = fmax(change, fabs(value - x[v]));
            most = fmax(most, value);
            x[v] = value;
        }
        double error = change / most / (1 - shrink);
        if (!(error > tolerance))
            return true;
        if (!crew_go_on(work, fmin(1, fmax(0, log(error) / log(tolerance))), err))
            return false;
    }
    return error_set(err, ERMINE_ELIMIT, "Katz centrality does not settle; lessen the attenuation");
}

bool ermine_graph_katz(const ermine_graph *graph, double attenuation, const ermine_work *work,
                       double *values, ermine_error *err)
{
    size_t nodes = graph->nodes;
    double norm = 0, *vector = calloc(nodes + 1, sizeof *vector);
    struct matrix squared = {graph, work, graph->directed, calloc(nodes + 1, sizeof *vector)};
    bool ok = (vector != NULL && squared.between != NULL) || error_memory(err);
    ok = ok && largest(&squared, vector, &norm, err);
    norm = graph->directed ? sqrt(norm) : norm;
    if (ok && attenuation == 0)
        attenuation = norm > 0 ? 0.85 / norm : 0;
    if (ok && !(attenuation >= 0 && attenuation * norm < 1))
        ok = error_set(err, ERMINE_EINPUT, "an attenuation of %g is too large: it must be below %g",
                       attenuation, 1 / norm);
    ok = ok &&
         sum_series(graph, attenuation, attenuation * norm, work, vector, squared.between, err);
    if (ok)
        graph_hand_out(graph, vector, values);
    free(squared.between);
    free(vector);
    return ok;
}
