/* communities.c - groups of nodes that are tied closely, and what they are. */
#include "analyze/partition.h"
#include "analyze/ties.h"
#include "base/error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void ermine_groups_free(ermine_groups *groups)
{
    if (groups == NULL)
        return;
    free(groups->of);
    free(groups->groups);
    free(groups);
}

struct numbered {
    size_t size, first, old;
};

static int compare_numbered(const void *left, const void *right)
{
    const struct numbered *a = left, *b = right;
    if (a->size != b->size)
        return a->size > b->size ? -1 : 1;
    return (a->first > b->first) - (a->first < b->first);
}

/* Numbers groups by size; nodes without a tie are in none. */
static bool renumber(ermine_groups *groups, size_t nodes, const double *strength, ermine_error *err)
{
    struct numbered *all = calloc(nodes + 1, sizeof *all);
    size_t *number = calloc(nodes + 1, sizeof *number);
    bool ok = (all != NULL && number != NULL) || error_memory(err);
    for (size_t i = 0; ok && i < nodes; i++)
        all[i] = (struct numbered){0, ERMINE_NONE, i};
    for (size_t i = 0; ok && i < nodes; i++) {
        struct numbered *group = &all[groups->of[i]];
        group->size += strength[i] > 0;
        if (strength[i] > 0 && group->first == ERMINE_NONE)
            group->first = i;
    }
    if (ok) {
        qsort(all, nodes, sizeof *all, compare_numbered);
        for (size_t i = 0; i < nodes && all[i].size > 0; i++)
            number[all[i].old] = groups->count++;
        for (size_t i = 0; i < nodes; i++)
            groups->of[i] = strength[i] > 0 ? number[groups->of[i]] : ERMINE_NONE;
    }
    free(all);
    free(number);
    return ok;
}

/* Distinct names, and sums of each in each group and in all. */
struct tally {
    const char **names;
    size_t count;
    double *sums; /* of each group a row of `room` */
    size_t room;
    double *whole;
};

static void tally_free(struct tally *tally)
{
    free(tally->names);
    free(tally->sums);
    free(tally->whole);
}

static size_t name_index(struct tally *tally, const char *name)
{
    size_t i = 0;
    while (i < tally->count && strcmp(tally->names[i], name) != 0)
        i++;
    if (i == tally->count)
        tally->names[tally->count++] = name;
    return i;
}

static bool tally_init(struct tally *tally, size_t groups, size_t names, ermine_error *err)
{
    *tally = (struct tally){.room = names + 1};
    tally->names = calloc(tally->room, sizeof *tally->names);
    tally->sums = calloc((groups + 1) * tally->room, sizeof *tally->sums);
    tally->whole = calloc(tally->room, sizeof *tally->whole);
    return (tally->names != NULL && tally->sums != NULL && tally->whole != NULL) ||
           error_memory(err);
}

static size_t count_names(const ermine_network *network, bool types)
{
    size_t count = types ? ermine_network_node_count(network) : ermine_network_tie_count(network);
    struct tally tally = {.names = calloc(count + 1, sizeof *tally.names)};
    for (size_t i = 0; tally.names != NULL && i < count; i++)
        name_index(&tally, types ? ermine_network_node(network, i)->type
                                 : ermine_network_tie(network, i)->relation);
    free(tally.names);
    return tally.count;
}

/* The one that has most there as against what it has everywhere, of those of a fifth at least. */
static size_t typical(const struct tally *tally, size_t group, double *share)
{
    const double *row = tally->sums + group * tally->room;
    double sum = 0, whole = 0, best_lift = 0;
    size_t best = ERMINE_NONE;
    for (size_t i = 0; i < tally->count; i++) {
        sum += row[i];
        whole += tally->whole[i];
    }
    for (size_t i = 0; i < tally->count && sum > 0; i++) {
        double lift = row[i] / sum * row[i] / sum / (tally->whole[i] / whole);
        if (row[i] >= sum / 5 && lift > best_lift) {
            best = i;
            best_lift = lift;
        }
    }
    *share = best == ERMINE_NONE ? 0 : row[best] / sum;
    return best;
}

static bool describe_relations(const ermine_network *network, ermine_groups *groups,
                               ermine_error *err)
{
    struct tally tally;
    bool ok = tally_init(&tally, groups->count, count_names(network, false), err);
    for (size_t i = 0; ok && i < ermine_network_tie_count(network); i++) {
        const ermine_tie *tie = ermine_network_tie(network, i);
        size_t from = groups->of[tie->subject], to = groups->of[tie->object];
        if (!tie->counts)
            continue;
        size_t name = name_index(&tally, tie->relation);
        tally.whole[name] += tie->weight;
        if (from == to) {
            groups->groups[from].inner_ties++;
            tally.sums[from * tally.room + name] += tie->weight;
        } else {
            groups->groups[from].outer_ties++;
            groups->groups[to].outer_ties++;
        }
    }
    for (size_t group = 0; ok && group < groups->count; group++) {
        size_t best = typical(&tally, group, &groups->groups[group].relation_share);
        groups->groups[group].relation = best == ERMINE_NONE ? NULL : tally.names[best];
    }
    tally_free(&tally);
    return ok;
}

static double surprise(double share)
{
    return share > 0 ? -share * log(share) : 0;
}

/* Mutual information of groups and types over the mean of their entropies (Strehl & Ghosh 2002; Danon et al. 2005). */
static double agreement(const struct tally *tally, const ermine_groups *groups)
{
    double nodes = 0, of_types = 0, of_groups = 0, joint = 0;
    for (size_t i = 0; i < tally->count; i++)
        nodes += tally->whole[i];
    for (size_t i = 0; i < tally->count; i++)
        of_types += surprise(tally->whole[i] / nodes);
    for (size_t group = 0; group < groups->count; group++) {
        of_groups += surprise((double)groups->groups[group].size / nodes);
        for (size_t i = 0; i < tally->count; i++)
            joint += surprise(tally->sums[group * tally->room + i] / nodes);
    }
    double both = of_types + of_groups;
    return both > 0 ? fmax(0, 2 * (both - joint) / both) : 1;
}

static bool describe_types(const ermine_network *network, ermine_groups *groups, ermine_error *err)
{
    struct tally tally;
    bool ok = tally_init(&tally, groups->count, count_names(network, true), err);
    for (size_t i = 0; ok && i < ermine_network_node_count(network); i++) {
        if (groups->of[i] == ERMINE_NONE)
            continue;
        size_t name = name_index(&tally, ermine_network_node(network, i)->type);
        tally.whole[name]++;
        tally.sums[groups->of[i] * tally.room + name]++;
        groups->groups[groups->of[i]].size++;
    }
    for (size_t group = 0; ok && group < groups->count; group++) {
        ermine_group *it = &groups->groups[group];
        const double *row = tally.sums + group * tally.room;
        size_t best = 0;
        for (size_t i = 1; i < tally.count; i++)
            best = row[i] > row[best] ? i : best;
        it->type = tally.names[best];
        it->type_share = row[best] / (double)it->size;
    }
    if (ok)
        groups->type_agreement = groups->count > 0 ? agreement(&tally, groups) : 0;
    tally_free(&tally);
    return ok;
}

/* Members of most strength within, and how often the tied ones among them come together. */
static void describe_members(const ermine_graph *graph, const ermine_edge *edges,
                             const double *together, double *within, ermine_groups *groups)
{
    for (size_t i = 0; i < ermine_graph_node_count(graph); i++)
        within[i] = 0;
    for (size_t i = 0; i < ermine_graph_edge_count(graph); i++) {
        size_t group = groups->of[edges[i].from];
        if (group != groups->of[edges[i].to])
            continue;
        within[edges[i].from] += edges[i].weight;
        within[edges[i].to] += edges[i].weight;
        groups->groups[group].stability += together[i];
        groups->groups[group].leaders[0]++; /* edges within, for now */
    }
    for (size_t group = 0; group < groups->count; group++) {
        ermine_group *it = &groups->groups[group];
        it->stability = it->leaders[0] > 0 ? it->stability / (double)it->leaders[0] : 1;
        for (size_t k = 0; k < 3; k++)
            it->leaders[k] = ERMINE_NONE;
    }
    for (size_t i = 0; i < ermine_graph_node_count(graph); i++) {
        if (groups->of[i] == ERMINE_NONE)
            continue;
        size_t *leaders = groups->groups[groups->of[i]].leaders, moving = i;
        for (size_t k = 0; k < 3; k++) {
            if (leaders[k] != ERMINE_NONE && within[leaders[k]] >= within[moving])
                continue;
            size_t other = leaders[k];
            leaders[k] = moving;
            moving = other;
            if (moving == ERMINE_NONE)
                break;
        }
    }
}

static bool make_groups(const ermine_network *network, const ermine_graph *graph,
                        const ermine_grouping *grouping, ermine_groups *groups, ermine_error *err)
{
    size_t nodes = ermine_graph_node_count(graph), count = ermine_graph_edge_count(graph);
    ermine_edge *edges = malloc((count + 1) * sizeof *edges);
    double *together = calloc(count + 1, sizeof *together);
    double *strength = calloc(nodes + 1, sizeof *strength);
    bool ok = (edges != NULL && together != NULL && strength != NULL) || error_memory(err);
    if (ok) {
        ermine_graph_edges(graph, edges);
        ermine_graph_strength(graph, strength, strength);
    }
    if (ok && count > 0)
        ok = partition_make(graph, grouping, groups->of, together, &groups->modularity, err);
    ok = ok && renumber(groups, nodes, strength, err);
    groups->groups = ok ? calloc(groups->count + 1, sizeof *groups->groups) : NULL;
    ok = ok && (groups->groups != NULL || error_memory(err));
    if (ok)
        describe_members(graph, edges, together, strength, groups);
    ok = ok && describe_types(network, groups, err) && describe_relations(network, groups, err);
    free(edges);
    free(together);
    free(strength);
    return ok;
}

ermine_groups *ermine_network_groups(const ermine_network *network, const ermine_grouping *grouping,
                                     ermine_error *err)
{
    ermine_grouping usual = {0};
    ermine_groups *groups = calloc(1, sizeof *groups);
    ermine_graph *graph = ties_graph(network, NULL, ERMINE_BOTH_WAYS, err);
    if (groups != NULL)
        groups->of = calloc(ermine_network_node_count(network) + 1, sizeof *groups->of);
    bool ok = graph != NULL && ((groups != NULL && groups->of != NULL) || error_memory(err)) &&
              make_groups(network, graph, grouping == NULL ? &usual : grouping, groups, err);
    ermine_graph_free(graph);
    if (!ok) {
        ermine_groups_free(groups);
        return NULL;
    }
    return groups;
}

size_t *ermine_network_communities(const ermine_network *network, size_t *group_count,
                                   double *modularity, ermine_error *err)
{
    ermine_groups *groups = ermine_network_groups(network, NULL, err);
    size_t *of = groups == NULL ? NULL : groups->of;
    *group_count = groups == NULL ? 0 : groups->count;
    *modularity = groups == NULL ? 0 : groups->modularity;
    if (groups != NULL)
        groups->of = NULL;
    ermine_groups_free(groups);
    return of;
}
