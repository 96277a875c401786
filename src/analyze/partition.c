#include "analyze/partition.h"

#include "analyze/peer.h"
#include "base/error.h"

#include <stdlib.h>

enum { usual_runs = 10, most_rounds = 10 };

struct division {
    struct peer peer;
    const ermine_grouping *grouping;
    igraph_vector_t weight;   /* of this round */
    igraph_vector_t strength; /* of the nodes by the true weights */
    igraph_vector_int_t membership;
    double resolution;
};

static bool open(struct division *division, const ermine_graph *graph,
                 const ermine_grouping *grouping, ermine_error *err)
{
    *division = (struct division){.grouping = grouping};
    bool ok = peer_open(&division->peer, graph, grouping->work, err);
    igraph_integer_t n = (igraph_integer_t)ermine_graph_node_count(graph);
    ok = ok && peer_ok(igraph_vector_init(&division->strength, n), "communities", err) &&
         peer_ok(igraph_vector_init_copy(&division->weight, &division->peer.weight), "communities",
                 err) &&
         peer_ok(igraph_vector_int_init(&division->membership, n), "communities", err) &&
         peer_ok(igraph_strength(&division->peer.graph, &division->strength, igraph_vss_all(),
                                 IGRAPH_ALL, IGRAPH_NO_LOOPS, &division->peer.weight),
                 "communities", err);
    if (!ok)
        return false;
    double given = grouping->resolution, sum = igraph_vector_sum(&division->strength);
    if (grouping->method == ERMINE_CPM)
        division->resolution =
            (given > 0 ? given : 0.1) * sum / 2 / (double)ermine_graph_edge_count(graph);
    else
        division->resolution = (given > 0 ? given : 1) / sum;
    return true;
}

static void close(struct division *division)
{
    igraph_vector_int_destroy(&division->membership);
    igraph_vector_destroy(&division->weight);
    igraph_vector_destroy(&division->strength);
    peer_close(&division->peer);
}

static bool divide(struct division *division, size_t seed, ermine_error *err)
{
    igraph_rng_seed(igraph_rng_default(), seed);
    if (division->grouping->method == ERMINE_INFOMAP) {
        igraph_real_t length;
        return peer_ok(igraph_community_infomap(&division->peer.graph, &division->weight, NULL, 1,
                                                &division->membership, &length),
                       "infomap", err);
    }
    bool modularity = division->grouping->method == ERMINE_MODULARITY;
    return peer_ok(igraph_community_leiden(&division->peer.graph, &division->weight,
                                           modularity ? &division->strength : NULL,
                                           division->resolution, 0.01, false, 2,
                                           &division->membership, NULL, NULL),
                   "Leiden", err);
}

static bool is_inner(const struct division *division, igraph_integer_t edge)
{
    return VECTOR(division->membership)[IGRAPH_FROM(&division->peer.graph, edge)] ==
           VECTOR(division->membership)[IGRAPH_TO(&division->peer.graph, edge)];
}

/* Divides once a seed; `counts` becomes how often the ends of each edge came together. */
static bool divide_often(struct division *division, size_t runs, uint32_t *counts,
                         ermine_error *err)
{
    igraph_integer_t edges = igraph_ecount(&division->peer.graph);
    for (igraph_integer_t i = 0; i < edges; i++)
        counts[i] = 0;
    for (size_t seed = 1; seed <= runs; seed++) {
        if (!divide(division, seed, err))
            return false;
        for (igraph_integer_t i = 0; i < edges; i++)
            counts[i] += is_inner(division, i);
    }
    return true;
}

/* Weighs ties by how often they hold; whether all runs were of one mind. */
static bool weigh_anew(struct division *division, size_t runs, const uint32_t *counts)
{
    bool agreed = true;
    for (igraph_integer_t i = 0; i < igraph_ecount(&division->peer.graph); i++) {
        agreed = agreed && (counts[i] == 0 || counts[i] == runs);
        /* igraph wants weights above 0 */
        double share = counts[i] > 0 ? (double)counts[i] / (double)runs : 1e-9;
        VECTOR(division->weight)[i] *= share;
    }
    return agreed;
}

bool partition_make(const ermine_graph *graph, const ermine_grouping *grouping, size_t *of,
                    double *together, double *modularity, ermine_error *err)
{
    struct division division;
    size_t runs = grouping->runs > 0 ? grouping->runs : usual_runs;
    uint32_t *counts = malloc((ermine_graph_edge_count(graph) + 1) * sizeof *counts);
    bool ok = open(&division, graph, grouping, err) && (counts != NULL || error_memory(err));
    bool agreed = false;
    for (int round = 0; ok && !agreed && round < most_rounds; round++) {
        ok = divide_often(&division, runs, counts, err);
        for (size_t i = 0; ok && round == 0 && i < ermine_graph_edge_count(graph); i++)
            together[i] = (double)counts[i] / (double)runs;
        agreed = ok && weigh_anew(&division, runs, counts);
    }
    igraph_real_t quality = 0;
    ok = ok && peer_ok(igraph_modularity(&division.peer.graph, &division.membership,
                                         &division.peer.weight, 1, IGRAPH_UNDIRECTED, &quality),
                       "modularity", err);
    for (size_t i = 0; ok && i < ermine_graph_node_count(graph); i++)
        of[i] = (size_t)VECTOR(division.membership)[i];
    *modularity = quality;
    close(&division);
    free(counts);
    return ok;
}
