/* influence.c - measures of every node. */
#include "ermine/analyze.h"

#include "analyze/peer.h"
#include "base/error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum measure { PAGERANK, BETWEENNESS, EIGENVECTOR, HARMONIC, MEASURE_COUNT };

/* Tiny differences of rounding must not show, nor decide an order. */
static double rounded(double value)
{
    if (!isfinite(value) || fabs(value) < 1e-12)
        return 0;
    return value;
}

static bool measure(struct graph *graph, enum measure which, igraph_vector_t *out,
                    ermine_error *err)
{
    igraph_vs_t all = igraph_vss_all();
    igraph_integer_t n = igraph_vcount(&graph->graph);
    switch (which) {
    case PAGERANK:
        return graph_ok(igraph_pagerank(&graph->graph, IGRAPH_PAGERANK_ALGO_PRPACK, out, NULL, all,
                                        IGRAPH_UNDIRECTED, 0.85, &graph->weight, NULL),
                        "PageRank", err);
    case BETWEENNESS: {
        if (!graph_ok(
                igraph_betweenness(&graph->graph, out, all, IGRAPH_UNDIRECTED, &graph->distance),
                "betweenness", err))
            return false;
        double pairs = ((double)n - 1) * ((double)n - 2) / 2;
        if (pairs > 0)
            igraph_vector_scale(out, 1 / pairs);
        return true;
    }
    case EIGENVECTOR: {
        igraph_arpack_options_t options;
        igraph_arpack_options_init(&options);
        return graph_ok(igraph_eigenvector_centrality(&graph->graph, out, NULL, IGRAPH_UNDIRECTED,
                                                      true, &graph->weight, &options),
                        "eigenvector centrality", err);
    }
    case HARMONIC:
        return graph_ok(
            igraph_harmonic_centrality(&graph->graph, out, all, IGRAPH_ALL, &graph->distance, true),
            "harmonic closeness", err);
    default:
        return false;
    }
}

static void keep(ermine_influence *one, enum measure which, double value)
{
    double *const places[] = {&one->pagerank, &one->betweenness, &one->eigenvector, &one->harmonic};
    *places[which] = rounded(value);
}

static bool measure_all(struct graph *graph, ermine_influence *influence, ermine_error *err)
{
    igraph_integer_t n = igraph_vcount(&graph->graph);
    igraph_vector_t values;
    if (!graph_ok(igraph_vector_init(&values, n), "influence", err))
        return false;
    bool ok = true;
    for (enum measure which = 0; ok && which < MEASURE_COUNT; which++) {
        ok = measure(graph, which, &values, err);
        for (igraph_integer_t i = 0; ok && i < n; i++)
            keep(&influence[i], which, VECTOR(values)[i]);
    }
    igraph_vector_destroy(&values);
    igraph_vector_int_t cores;
    if (!ok || !graph_ok(igraph_vector_int_init(&cores, n), "influence", err))
        return false;
    ok = graph_ok(igraph_coreness(&graph->graph, &cores, IGRAPH_ALL), "core numbers", err);
    for (igraph_integer_t i = 0; ok && i < n; i++)
        influence[i].core = (size_t)VECTOR(cores)[i];
    igraph_vector_int_destroy(&cores);
    return ok;
}

ermine_influence *ermine_network_influence(const ermine_network *network, ermine_error *err)
{
    size_t count = ermine_network_node_count(network);
    ermine_influence *influence = calloc(count + 1, sizeof *influence);
    if (influence == NULL) {
        error_memory(err);
        return NULL;
    }
    struct graph graph;
    bool ok = graph_open(&graph, network, err);
    for (size_t i = 0; ok && i < graph.links.count; i++) {
        const struct link *link = &graph.links.items[i];
        influence[link->a].strength += link->weight;
        influence[link->b].strength += link->weight;
        influence[link->a].degree += link->ties;
        influence[link->b].degree += link->ties;
    }
    ok = ok && (graph.links.count == 0 || measure_all(&graph, influence, err));
    graph_close(&graph);
    if (!ok) {
        free(influence);
        return NULL;
    }
    return influence;
}

bool ermine_influence_value(const ermine_influence *influence, const char *name, double *value)
{
    const struct {
        const char *name;
        double value;
    } rows[] = {{"pagerank", influence->pagerank},    {"betweenness", influence->betweenness},
                {"strength", influence->strength},    {"eigenvector", influence->eigenvector},
                {"harmonic", influence->harmonic},    {"core", (double)influence->core},
                {"degree", (double)influence->degree}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (strcmp(rows[i].name, name) == 0) {
            *value = rows[i].value;
            return true;
        }
    }
    return false;
}

struct ranked {
    double value, second;
    size_t node;
};

static int compare_ranked(const void *left, const void *right)
{
    const struct ranked *a = left, *b = right;
    if (fabs(a->value - b->value) > 1e-12)
        return a->value > b->value ? -1 : 1;
    if (fabs(a->second - b->second) > 1e-12)
        return a->second > b->second ? -1 : 1;
    return (a->node > b->node) - (a->node < b->node);
}

size_t *ermine_influence_order(const ermine_influence *influence, size_t count,
                               const char *measure_name, ermine_error *err)
{
    size_t *order = calloc(count + 1, sizeof *order);
    struct ranked *ranked = calloc(count + 1, sizeof *ranked);
    bool ok = order != NULL && ranked != NULL;
    if (!ok)
        error_memory(err);
    for (size_t i = 0; ok && i < count; i++) {
        ranked[i] = (struct ranked){.second = influence[i].pagerank, .node = i};
        if (!ermine_influence_value(&influence[i], measure_name, &ranked[i].value))
            ok = error_set(err, ERMINE_ENOTFOUND, "no measure \"%s\"", measure_name);
    }
    if (ok) {
        qsort(ranked, count, sizeof *ranked, compare_ranked);
        for (size_t i = 0; i < count; i++)
            order[i] = ranked[i].node;
    }
    free(ranked);
    if (!ok) {
        free(order);
        return NULL;
    }
    return order;
}
