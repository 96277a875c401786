/* parts.h - the components of a graph, each with places of its own, on one page. */
#ifndef DRAW_PARTS_H
#define DRAW_PARTS_H

#include "draw/graph.h"

/* Width of a page by its height. */
#define PARTS_PAGE_SHAPE 1.5

struct part {
    struct graph graph;
    size_t *members; /* its nodes among all */
    size_t number;   /* used while packing, as are these two */
    double width, height;
};

/* The components, largest first; their nodes stand where they do in the graph. */
bool parts_split(const struct graph *graph, struct arena *arena, struct part **parts, size_t *count,
                 ermine_error *err);
/* Moves the parts: the largest with the others below it or beside it, whichever makes the better page. */
void parts_pack(struct part *parts, size_t count);
/* Gives the graph's nodes the places of the parts'. */
void parts_join(const struct part *parts, size_t count, struct graph *graph);

#endif
