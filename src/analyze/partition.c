#include "analyze/partition.h"

#include "analyze/graph.h"
#include "analyze/leiden.h"
#include "analyze/peer.h"
#include "base/error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { usual_runs = 10, most_rounds = 10 };

/* Nodes are numbered as inside the graph. */
struct division {
    const ermine_graph *graph;
    const ermine_grouping *grouping;
    struct peer peer; /* of infomap alone */
    double *weight;   /* of each arc in this round */
    double *strength; /* of each node, by the true weights */
    double *mass;     /* of each node: its strength, or 1 */
    uint32_t *counts; /* of each arc, in how many runs of the round its ends were together */
    uint32_t *of;     /* the group of each node */
    double sum;       /* of strengths */
};

static struct leiden problem_of(const struct division *division)
{
    const ermine_graph *graph = division->graph;
    double given = division->grouping->resolution;
    double resolution = division->grouping->method == ERMINE_CPM
                            ? (given > 0 ? given : 0.1) * division->sum / 2 / graph->edges
                            : (given > 0 ? given : 1) / division->sum;
    return (struct leiden){graph->nodes,     graph->out.first, graph->out.end,
                           division->weight, division->mass,   resolution};
}

static void sum_strengths(struct division *division)
{
    const struct arcs *arcs = &division->graph->out;
    for (uint32_t v = 0; v < division->graph->nodes; v++) {
        for (uint32_t i = arcs->first[v]; i < arcs->first[v + 1]; i++)
            division->strength[v] += arcs->weight[i];
        division->sum += division->strength[v];
        division->mass[v] = division->grouping->method == ERMINE_CPM ? 1 : division->strength[v];
    }
}

static bool open(struct division *division, const ermine_graph *graph,
                 const ermine_grouping *grouping, ermine_error *err)
{
    size_t nodes = graph->nodes, arcs = graph->out.first[nodes];
    *division = (struct division){.graph = graph,
                                  .grouping = grouping,
                                  .weight = malloc((arcs + 1) * sizeof *division->weight),
                                  .strength = calloc(nodes + 1, sizeof *division->strength),
                                  .mass = malloc((nodes + 1) * sizeof *division->mass),
                                  .counts = malloc((arcs + 1) * sizeof *division->counts),
                                  .of = malloc((nodes + 1) * sizeof *division->of)};
    if (division->weight == NULL || division->strength == NULL || division->mass == NULL ||
        division->counts == NULL || division->of == NULL)
        return error_memory(err);
    memcpy(division->weight, graph->out.weight, arcs * sizeof *division->weight);
    sum_strengths(division);
    return grouping->method != ERMINE_INFOMAP ||
           peer_open(&division->peer, graph, grouping->work, err);
}

static void close(struct division *division)
{
    if (division->grouping->method == ERMINE_INFOMAP)
        peer_close(&division->peer);
    free(division->weight);
    free(division->strength);
    free(division->mass);
    free(division->counts);
    free(division->of);
}

/* The weights of this round, doubled, go to igraph's edges; its groups come back. */
static bool infomap(struct division *division, size_t seed, ermine_error *err)
{
    struct peer *peer = &division->peer;
    igraph_vector_int_t membership;
    igraph_real_t length;
    if (!peer_ok(igraph_vector_int_init(&membership, 0), "infomap", err))
        return false;
    igraph_rng_seed(igraph_rng_default(), seed);
    bool ok = graph_hand_out_edges(division->graph, division->weight, VECTOR(peer->weight), err) &&
              peer_ok(igraph_community_infomap(&peer->graph, &peer->weight, NULL, 1, &membership,
                                               &length),
                      "infomap", err);
    for (uint32_t v = 0; ok && v < division->graph->nodes; v++)
        division->of[v] = (uint32_t)VECTOR(membership)[division->graph->outer[v]];
    igraph_vector_int_destroy(&membership);
    return ok;
}

static bool divide(struct division *division, size_t seed, ermine_error *err)
{
    if (division->grouping->method == ERMINE_INFOMAP)
        return infomap(division, seed, err);
    struct leiden problem = problem_of(division);
    return leiden_divide(&problem, seed, division->grouping->work, division->of, err);
}

/* Divides once a seed, and counts how often the ends of each arc come together. */
static bool divide_often(struct division *division, size_t runs, ermine_error *err)
{
    const struct arcs *arcs = &division->graph->out;
    memset(division->counts, 0, arcs->first[division->graph->nodes] * sizeof *division->counts);
    for (size_t seed = 1; seed <= runs; seed++) {
        if (!divide(division, seed, err))
            return false;
        for (uint32_t v = 0; v < division->graph->nodes; v++)
            for (uint32_t i = arcs->first[v]; i < arcs->first[v + 1]; i++)
                division->counts[i] += division->of[arcs->end[i]] == division->of[v];
    }
    return true;
}

/* Weighs ties by how often they hold; whether all runs were of one mind. */
static bool weigh_anew(struct division *division, size_t runs)
{
    bool agreed = true;
    for (uint32_t i = 0; i < division->graph->out.first[division->graph->nodes]; i++) {
        uint32_t count = division->counts[i];
        agreed = agreed && (count == 0 || count == runs);
        /* igraph wants weights above 0 */
        division->weight[i] *= count > 0 ? (double)count / (double)runs : 1e-9;
    }
    return agreed;
}

/* For each edge the share of runs that put its ends together. */
static bool tell_together(const struct division *division, size_t runs, double *together,
                          ermine_error *err)
{
    uint32_t arcs = division->graph->out.first[division->graph->nodes];
    double *shares = malloc(((size_t)arcs + 1) * sizeof *shares);
    for (uint32_t i = 0; shares != NULL && i < arcs; i++)
        shares[i] = division->counts[i] / (2.0 * (double)runs); /* two arcs an edge */
    bool ok = shares == NULL ? error_memory(err)
                             : graph_hand_out_edges(division->graph, shares, together, err);
    free(shares);
    return ok;
}

static double modularity_of(const struct division *division)
{
    const ermine_graph *graph = division->graph;
    struct leiden problem = {graph->nodes,      graph->out.first,   graph->out.end,
                             graph->out.weight, division->strength, 1 / division->sum};
    return leiden_quality(&problem, division->of) / division->sum;
}

bool partition_make(const ermine_graph *graph, const ermine_grouping *grouping, size_t *of,
                    double *together, double *modularity, ermine_error *err)
{
    struct division division;
    size_t runs = grouping->runs > 0 ? grouping->runs : usual_runs;
    bool ok = open(&division, graph, grouping, err), agreed = false;
    for (int round = 0; ok && !agreed && round < most_rounds; round++) {
        ok = divide_often(&division, runs, err) &&
             (round > 0 || tell_together(&division, runs, together, err));
        agreed = ok && weigh_anew(&division, runs);
    }
    *modularity = ok ? modularity_of(&division) : 0;
    ok = ok && (!isnan(*modularity) || error_memory(err));
    for (uint32_t v = 0; ok && v < graph->nodes; v++)
        of[graph->outer[v]] = division.of[v];
    close(&division);
    return ok;
}
