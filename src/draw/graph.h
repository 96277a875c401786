/* graph.h - a picture's network as a layout needs it: boxes, and links of two nodes however many ties they have. */
#ifndef DRAW_GRAPH_H
#define DRAW_GRAPH_H

#include "draw/picture.h"

struct link {
    size_t a, b; /* a < b */
    double weight;
};

struct graph {
    size_t count;
    struct point *at;       /* of shapes */
    double *width, *height; /* of boxes, which begin `radius` above the shape's centre */
    double *radius;
    size_t *order;      /* of nodes, from left to right, as they were separated last */
    struct link *links; /* sorted by a, b */
    size_t link_count;
    size_t *first, *near; /* neighbours of i: near[first[i]] up to near[first[i + 1]] */
};

/* The whole picture; all memory is the picture's. */
bool graph_make(struct picture *picture, struct graph *graph, ermine_error *err);
/* Gives the picture's nodes the places of the graph's. */
void graph_apply(const struct graph *graph, struct picture *picture);
/* The nodes listed, in that order. */
bool graph_part(const struct graph *graph, const size_t *nodes, size_t count, struct arena *arena,
                struct graph *part, ermine_error *err);
/* The component of each node, numbered by size, largest first; returns how many there are in *found. */
bool graph_components(const struct graph *graph, size_t *component, size_t *found,
                      ermine_error *err);
struct box graph_box(const struct graph *graph, size_t i); /* of a node */
struct box graph_bounds(const struct graph *graph);
/* Straight links that cross. */
size_t graph_crossings(const struct graph *graph, const struct point *at);

/* Runs ermine-layout with these arguments (NULL-terminated, without its name) on `input`. */
bool graph_run_layout(const struct picture *picture, const char *const *arguments,
                      const char *input, size_t length, ermine_sink *output, ermine_error *err);
/* How Graphviz is to place a graph. */
struct graph_task {
    const char *engine, *attributes; /* of the graph, in DOT */
    bool sized;                      /* with boxes; else nodes are points */
    bool started;                    /* from where they are */
    const int *directions;           /* of links, for layers: 1 from a to b, -1 back; NULL: all 1 */
    const double *lengths;           /* wanted, of links; NULL: all alike */
};
/* Writes the places to `at`. */
bool graph_place(const struct picture *picture, const struct graph *graph,
                 const struct graph_task *task, struct point *at, ermine_error *err);

/* Pushes boxes apart, `margin` between them, until none overlap; what stands free stays where it is. False when they
 * are so crowded that some still do after many rounds. */
bool graph_separate(struct graph *graph, double margin);
/* The same, but none moves to the left or right. */
bool graph_separate_upright(struct graph *graph, double margin);
/* Moves single nodes to where they make for fewer crossings, fewer links that pass through boxes and shorter links,
 * after Davidson & Harel 1996, by steepest descent instead of annealing; boxes never come to overlap. `unit` is
 * the length of a link that is neither short nor long. */
void graph_refine(struct graph *graph, double unit, double margin);

#endif
