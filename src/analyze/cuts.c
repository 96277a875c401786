/* cuts.c - articulation points and bridges, by one walk in depth (Hopcroft & Tarjan 1973), and what falls away. */
#include "analyze/graph.h"
#include "base/error.h"

#include <stdlib.h>

/* Of each node: when it was met, the earliest it leads back to, its parent, its next arc, and what hangs below it. */
struct walk {
    const ermine_graph *graph;
    uint32_t *met, *low, *parent, *next, *below;
    uint32_t *parted;  /* nodes in parts that hang on this node alone */
    uint32_t *largest; /* of these parts */
    uint32_t *order;   /* nodes as they were met */
    double *bridge;    /* of each outgoing arc: 1 or 0; or NULL */
    uint32_t count;
};

static uint32_t arcs_of(const struct walk *walk, uint32_t node)
{
    const ermine_graph *graph = walk->graph;
    uint32_t count = graph->out.first[node + 1] - graph->out.first[node];
    return graph->directed ? count + graph->in.first[node + 1] - graph->in.first[node] : count;
}

static uint32_t end_of(const struct walk *walk, uint32_t node, uint32_t number)
{
    const ermine_graph *graph = walk->graph;
    uint32_t out = graph->out.first[node + 1] - graph->out.first[node];
    return number < out ? graph->out.end[graph->out.first[node] + number]
                        : graph->in.end[graph->in.first[node] + number - out];
}

static void mark_bridge(const struct walk *walk, uint32_t a, uint32_t b)
{
    const struct arcs *out = &walk->graph->out;
    const uint32_t ends[2][2] = {{a, b}, {b, a}};
    for (int k = 0; k < 2; k++) {
        uint32_t from = ends[k][0], to = ends[k][1];
        uint32_t arc = graph_find_arc(out, from, to);
        if (arc < out->first[from + 1] && out->end[arc] == to)
            walk->bridge[arc] = walk->graph->directed ? 1 : 0.5; /* an edge has both arcs */
    }
}

/* A child is done: what it leads back to is told to its parent. */
static void leave(struct walk *walk, uint32_t node, uint32_t parent)
{
    if (walk->low[node] < walk->low[parent])
        walk->low[parent] = walk->low[node];
    walk->below[parent] += walk->below[node];
    if (walk->low[node] >= walk->met[parent]) {
        walk->parted[parent] += walk->below[node];
        if (walk->below[node] > walk->largest[parent])
            walk->largest[parent] = walk->below[node];
    }
    if (walk->bridge != NULL && walk->low[node] > walk->met[parent])
        mark_bridge(walk, parent, node);
}

static void enter(struct walk *walk, uint32_t node, uint32_t parent)
{
    walk->order[walk->count] = node;
    walk->met[node] = walk->low[node] = ++walk->count;
    walk->parent[node] = parent;
    walk->below[node] = 1;
}

/* Parallel edges are one, so that the way back to the parent is never a second way. */
static void walk_from(struct walk *walk, uint32_t root)
{
    uint32_t node = root;
    enter(walk, root, UINT32_MAX);
    for (;;) {
        if (walk->next[node] < arcs_of(walk, node)) {
            uint32_t other = end_of(walk, node, walk->next[node]++);
            if (walk->met[other] == 0) {
                enter(walk, other, node);
                node = other;
            } else if (other != walk->parent[node] && walk->met[other] < walk->low[node]) {
                walk->low[node] = walk->met[other];
            }
        } else {
            uint32_t parent = walk->parent[node];
            if (parent == UINT32_MAX)
                return;
            leave(walk, node, parent);
            node = parent;
        }
    }
}

/* All nodes from `first` in order of meeting are one component. */
static void hand_out(const struct walk *walk, uint32_t first, uint32_t *cut_off)
{
    uint32_t size = walk->count - first;
    for (uint32_t at = first; at < walk->count; at++) {
        uint32_t node = walk->order[at], rest = size - 1 - walk->parted[node];
        uint32_t largest = rest > walk->largest[node] ? rest : walk->largest[node];
        cut_off[walk->graph->outer[node]] = size - 1 - largest;
    }
}

bool ermine_graph_cuts(const ermine_graph *graph, uint32_t *cut_off, bool *bridges,
                       ermine_error *err)
{
    size_t nodes = (size_t)graph->nodes + 1;
    uint32_t *room = calloc(nodes, 8 * sizeof *room);
    double *values = NULL;
    struct walk walk = {.graph = graph};
    bool ok = room != NULL;
    if (ok && bridges != NULL) {
        walk.bridge = calloc((size_t)graph->out.first[graph->nodes] + 1, sizeof *walk.bridge);
        values = malloc(((size_t)graph->edges + 1) * sizeof *values);
        ok = walk.bridge != NULL && values != NULL;
    }
    if (ok) {
        uint32_t **const parts[] = {&walk.met,   &walk.low,    &walk.parent,  &walk.next,
                                    &walk.below, &walk.parted, &walk.largest, &walk.order};
        for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
            *parts[i] = room + i * nodes;
        for (uint32_t root = 0; root < graph->nodes; root++) {
            uint32_t first = walk.count;
            if (walk.met[root] != 0)
                continue;
            walk_from(&walk, root);
            hand_out(&walk, first, cut_off);
        }
        if (bridges != NULL)
            ok = graph_hand_out_edges(graph, walk.bridge, values, err);
        for (uint32_t i = 0; ok && bridges != NULL && i < graph->edges; i++)
            bridges[i] = values[i] > 0;
    } else {
        error_memory(err);
    }
    free(values);
    free(walk.bridge);
    free(room);
    return ok;
}
