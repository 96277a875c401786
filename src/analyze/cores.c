/* cores.c - core numbers: nodes sorted by degree, the least taken away first (Batagelj & Zaversnik 2003). */
#include "analyze/graph.h"
#include "base/error.h"

#include <stdlib.h>

struct peel {
    uint32_t *degree, *start, *place, *sorted;
};

/* Moves a node to the front of those of its degree, and then among those of one less. */
static void lessen(struct peel *peel, uint32_t node)
{
    uint32_t degree = peel->degree[node], at = peel->place[node], front = peel->start[degree];
    uint32_t other = peel->sorted[front];
    peel->sorted[front] = node;
    peel->sorted[at] = other;
    peel->place[node] = front;
    peel->place[other] = at;
    peel->start[degree]++;
    peel->degree[node]--;
}

static void sort_by_degree(struct peel *peel, uint32_t nodes, uint32_t most)
{
    for (uint32_t v = 0; v < nodes; v++)
        peel->start[peel->degree[v] + 1]++;
    for (uint32_t d = 1; d <= most + 1; d++)
        peel->start[d] += peel->start[d - 1];
    for (uint32_t v = 0; v < nodes; v++) {
        peel->place[v] = peel->start[peel->degree[v]]++;
        peel->sorted[peel->place[v]] = v;
    }
    for (uint32_t d = most + 1; d > 0; d--)
        peel->start[d] = peel->start[d - 1];
    peel->start[0] = 0;
}

static void take_away(const ermine_graph *graph, struct peel *peel)
{
    const struct arcs *both[2] = {&graph->out, &graph->in};
    for (uint32_t at = 0; at < graph->nodes; at++) {
        uint32_t node = peel->sorted[at];
        for (int k = 0; k < (graph->directed ? 2 : 1); k++)
            for (uint32_t i = both[k]->first[node]; i < both[k]->first[node + 1]; i++)
                if (peel->degree[both[k]->end[i]] > peel->degree[node])
                    lessen(peel, both[k]->end[i]);
    }
}

bool ermine_graph_cores(const ermine_graph *graph, uint32_t *values, ermine_error *err)
{
    size_t nodes = graph->nodes;
    uint32_t most = 0;
    struct peel peel = {malloc((nodes + 1) * sizeof(uint32_t)), NULL,
                        malloc((nodes + 1) * sizeof(uint32_t)),
                        malloc((nodes + 1) * sizeof(uint32_t))};
    bool ok = peel.degree != NULL && peel.place != NULL && peel.sorted != NULL;
    for (size_t v = 0; ok && v < nodes; v++) {
        peel.degree[v] = graph->out.first[v + 1] - graph->out.first[v];
        if (graph->directed)
            peel.degree[v] += graph->in.first[v + 1] - graph->in.first[v];
        most = peel.degree[v] > most ? peel.degree[v] : most;
    }
    ok = ok && (peel.start = calloc((size_t)most + 3, sizeof(uint32_t))) != NULL;
    if (ok) {
        sort_by_degree(&peel, graph->nodes, most);
        take_away(graph, &peel);
        for (size_t v = 0; v < nodes; v++)
            values[graph->outer[v]] = peel.degree[v];
    } else {
        error_memory(err);
    }
    free(peel.degree);
    free(peel.start);
    free(peel.place);
    free(peel.sorted);
    return ok;
}
