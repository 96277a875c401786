/* flow.c - money from left to right, in layers, by Graphviz's dot (Gansner, Koutsofios, North & Vo 1993). */
#include "draw/graph.h"

#include <string.h>

/* Which way most money flows along each link. */
static int *directions_of(struct picture *picture, const struct graph *graph, ermine_error *err)
{
    int *directions = ARENA_NEW(picture->arena, int, graph->link_count, err);
    for (size_t i = 0; directions != NULL && i < graph->link_count; i++) {
        size_t near;
        double sum = 0;
        const size_t *ties = ermine_network_ties_of(picture->network, graph->links[i].a, &near);
        for (size_t k = 0; k < near; k++) {
            const ermine_tie *tie = ermine_network_tie(picture->network, ties[k]);
            bool forward = tie->subject == graph->links[i].a && tie->object == graph->links[i].b;
            bool back = tie->subject == graph->links[i].b && tie->object == graph->links[i].a;
            if (forward || back)
                sum += (forward ? 1 : -1) * picture_money(picture, tie) * tie->weight;
        }
        directions[i] = sum < 0 ? -1 : 1;
    }
    return directions;
}

bool arrange_flow(struct picture *picture, ermine_error *err)
{
    struct graph graph;
    if (!graph_make(picture, &graph, err))
        return false;
    struct graph_task task = {.engine = "dot",
                              .attributes = "rankdir=LR, ranksep=0.8, nodesep=0.14, nslimit=4, "
                                            "nslimit1=4, mclimit=2, splines=none",
                              .sized = true,
                              .directions = directions_of(picture, &graph, err)};
    if (task.directions == NULL || !graph_place(picture, &graph, &task, graph.at, err))
        return false;
    graph_separate(&graph, 6);
    graph_apply(&graph, picture);
    return true;
}
