#include "analyze/neighbours.h"

#include "analyze/ties.h"
#include "base/error.h"

#include <math.h>
#include <stdlib.h>

struct waiting {
    struct cost cost;
    size_t node;
};

void neighbours_free(struct neighbours *near)
{
    free(near->first);
    free(near->node);
    free(near->weight);
    *near = (struct neighbours){0};
}

/* Smaller ends first, then larger ones: each list comes out sorted. */
static void fill(struct neighbours *near, const ermine_edge *edges, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        near->first[edges[i].from + 2]++;
        near->first[edges[i].to + 2]++;
    }
    for (size_t i = 2; i < near->nodes + 2; i++)
        near->first[i] += near->first[i - 1];
    for (size_t i = 0; i < count; i++) {
        size_t at = near->first[edges[i].to + 1]++;
        near->node[at] = edges[i].from;
        near->weight[at] = edges[i].weight;
    }
    for (size_t i = 0; i < count; i++) {
        size_t at = near->first[edges[i].from + 1]++;
        near->node[at] = edges[i].to;
        near->weight[at] = edges[i].weight;
    }
}

bool neighbours_make(const ermine_network *network, const double *weights, struct neighbours *near,
                     ermine_error *err)
{
    ermine_graph *graph = ties_graph(network, weights, ERMINE_BOTH_WAYS, err);
    size_t count = graph == NULL ? 0 : ermine_graph_edge_count(graph);
    ermine_edge *edges = malloc((count + 1) * sizeof *edges);
    near->nodes = ermine_network_node_count(network);
    near->first = calloc(near->nodes + 2, sizeof *near->first);
    near->node = malloc((2 * count + 1) * sizeof *near->node);
    near->weight = malloc((2 * count + 1) * sizeof *near->weight);
    bool ok =
        graph != NULL &&
        ((edges != NULL && near->first != NULL && near->node != NULL && near->weight != NULL) ||
         error_memory(err));
    if (ok) {
        ermine_graph_edges(graph, edges);
        fill(near, edges, count);
    }
    free(edges);
    ermine_graph_free(graph);
    return ok;
}

bool route_init(struct route *route, const struct neighbours *near, ermine_error *err)
{
    route->cost = malloc((near->nodes + 1) * sizeof *route->cost);
    route->done = malloc((near->nodes + 1) * sizeof *route->done);
    route->heap = malloc((near->first[near->nodes] + 2) * sizeof *route->heap);
    return (route->cost != NULL && route->done != NULL && route->heap != NULL) || error_memory(err);
}

void route_free(struct route *route)
{
    free(route->cost);
    free(route->done);
    free(route->heap);
    *route = (struct route){0};
}

struct cost cost_of(double weight, bool strongest)
{
    return strongest ? (struct cost){1 / weight, 1} : (struct cost){1, -weight};
}

int cost_compare(struct cost a, struct cost b)
{
    double slack = 1e-10 * (fabs(a.first) + fabs(b.first));
    if (fabs(a.first - b.first) > slack)
        return a.first < b.first ? -1 : 1;
    return (a.second > b.second) - (a.second < b.second);
}

static bool sooner(const struct waiting *a, const struct waiting *b)
{
    int order = cost_compare(a->cost, b->cost);
    return order < 0 || (order == 0 && a->node < b->node);
}

static void push(struct route *route, struct waiting item)
{
    size_t at = route->heap_count++;
    for (; at > 0 && sooner(&item, &route->heap[(at - 1) / 2]); at = (at - 1) / 2)
        route->heap[at] = route->heap[(at - 1) / 2];
    route->heap[at] = item;
}

static struct waiting pop(struct route *route)
{
    struct waiting top = route->heap[0], last = route->heap[--route->heap_count];
    size_t at = 0;
    for (size_t child; (child = 2 * at + 1) < route->heap_count; at = child) {
        child +=
            child + 1 < route->heap_count && sooner(&route->heap[child + 1], &route->heap[child]);
        if (!sooner(&route->heap[child], &last))
            break;
        route->heap[at] = route->heap[child];
    }
    route->heap[at] = last;
    return top;
}

void route_find(struct route *route, const struct neighbours *near, size_t start, size_t end,
                bool strongest, const bool *banned, const bool *barred)
{
    for (size_t i = 0; i < near->nodes; i++) {
        route->cost[i] = (struct cost){INFINITY, 0};
        route->done[i] = banned[i];
    }
    route->heap_count = 0;
    route->cost[end] = (struct cost){0, 0};
    push(route, (struct waiting){route->cost[end], end});
    while (route->heap_count > 0) {
        struct waiting item = pop(route);
        if (route->done[item.node])
            continue;
        route->done[item.node] = true;
        if (item.node == start)
            break;
        for (size_t i = near->first[item.node]; i < near->first[item.node + 1]; i++) {
            size_t other = near->node[i];
            if (route->done[other] || (other == start && barred[item.node]))
                continue;
            struct cost step = cost_of(near->weight[i], strongest);
            struct cost sum = {item.cost.first + step.first, item.cost.second + step.second};
            if (isinf(route->cost[other].first) || cost_compare(sum, route->cost[other]) < 0) {
                route->cost[other] = sum;
                push(route, (struct waiting){sum, other});
            }
        }
    }
    for (size_t i = 0; i < near->nodes; i++) /* what was only come near to is no way */
        if (!route->done[i] || banned[i])
            route->cost[i].first = INFINITY;
}
