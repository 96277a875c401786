/* communities.c - groups of nodes that are tied closely. */
#include "ermine/analyze.h"

#include "analyze/peer.h"
#include "base/error.h"

#include <stdlib.h>

enum { attempts = 10 };

/* Modularity of the best of several runs of Leiden; igraph's generator is seeded, so a network has
 * one answer. */
static bool leiden(struct graph *graph, igraph_vector_int_t *best, double *modularity,
                   ermine_error *err)
{
    igraph_integer_t n = igraph_vcount(&graph->graph);
    igraph_vector_t strength;
    igraph_vector_int_t membership;
    if (!graph_ok(igraph_vector_init(&strength, n), "communities", err))
        return false;
    if (!graph_ok(igraph_vector_int_init(&membership, n), "communities", err)) {
        igraph_vector_destroy(&strength);
        return false;
    }
    bool ok = graph_ok(igraph_strength(&graph->graph, &strength, igraph_vss_all(), IGRAPH_ALL,
                                       IGRAPH_NO_LOOPS, &graph->weight),
                       "communities", err);
    double resolution = 1 / igraph_vector_sum(&strength);
    *modularity = -2;
    for (unsigned seed = 1; ok && seed <= attempts; seed++) {
        igraph_real_t quality = 0;
        igraph_rng_seed(igraph_rng_default(), seed);
        ok = graph_ok(igraph_community_leiden(&graph->graph, &graph->weight, &strength, resolution,
                                              0.01, false, -1, &membership, NULL, NULL),
                      "Leiden", err) &&
             graph_ok(igraph_modularity(&graph->graph, &membership, &graph->weight, 1,
                                        IGRAPH_UNDIRECTED, &quality),
                      "modularity", err);
        if (ok && quality > *modularity + 1e-9) {
            *modularity = quality;
            ok = graph_ok(igraph_vector_int_update(best, &membership), "communities", err);
        }
    }
    igraph_vector_int_destroy(&membership);
    igraph_vector_destroy(&strength);
    return ok;
}

struct group {
    size_t size, first, old;
};

static int compare_groups(const void *left, const void *right)
{
    const struct group *a = left, *b = right;
    if (a->size != b->size)
        return a->size > b->size ? -1 : 1;
    return (a->first > b->first) - (a->first < b->first);
}

/* Numbers groups by size; nodes without a link are in none. */
static bool renumber(const struct graph *graph, const igraph_vector_int_t *membership,
                     size_t *groups, size_t *group_count, ermine_error *err)
{
    size_t count = (size_t)igraph_vcount(&graph->graph);
    struct group *all = calloc(count + 1, sizeof *all);
    size_t *number = calloc(count + 1, sizeof *number);
    bool *linked = calloc(count + 1, sizeof *linked);
    bool ok = all != NULL && number != NULL && linked != NULL;
    if (!ok)
        error_memory(err);
    for (size_t i = 0; ok && i < graph->links.count; i++)
        linked[graph->links.items[i].a] = linked[graph->links.items[i].b] = true;
    for (size_t i = 0; ok && i < count; i++)
        all[i] = (struct group){0, ERMINE_NONE, i};
    for (size_t i = 0; ok && i < count; i++) {
        struct group *group = &all[VECTOR(*membership)[i]];
        group->size += linked[i];
        if (linked[i] && group->first == ERMINE_NONE)
            group->first = i;
    }
    *group_count = 0;
    if (ok) {
        qsort(all, count, sizeof *all, compare_groups);
        for (size_t i = 0; i < count && all[i].size > 0; i++)
            number[all[i].old] = (*group_count)++;
        for (size_t i = 0; i < count; i++)
            groups[i] = linked[i] ? number[VECTOR(*membership)[i]] : ERMINE_NONE;
    }
    free(all);
    free(number);
    free(linked);
    return ok;
}

size_t *ermine_network_communities(const ermine_network *network, size_t *group_count,
                                   double *modularity, ermine_error *err)
{
    size_t count = ermine_network_node_count(network);
    size_t *groups = malloc((count + 1) * sizeof *groups);
    if (groups == NULL) {
        error_memory(err);
        return NULL;
    }
    for (size_t i = 0; i < count; i++)
        groups[i] = ERMINE_NONE;
    *group_count = 0;
    *modularity = 0;
    struct graph graph;
    bool ok = graph_open(&graph, network, err);
    if (ok && graph.links.count > 0) {
        igraph_vector_int_t best;
        ok = graph_ok(igraph_vector_int_init(&best, (igraph_integer_t)count), "communities", err);
        if (ok) {
            ok = leiden(&graph, &best, modularity, err) &&
                 renumber(&graph, &best, groups, group_count, err);
            igraph_vector_int_destroy(&best);
        }
    }
    graph_close(&graph);
    if (!ok) {
        free(groups);
        return NULL;
    }
    return groups;
}
