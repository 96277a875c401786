/* flow.c - money from left to right, in layers, by Graphviz's dot (Gansner, Koutsofios, North & Vo 1993).
 *
 * What comes out too wide for a page has its layers moved together, names above or below those of the layers beside them,
 * and what then still is, a long chain, is folded as lines of text are. */
#include "draw/parts.h"

#include <math.h>
#include <string.h>

enum { few = 5 }; /* nodes of a part that is narrow in any case */
enum { shrinkings = 3 };
static const double crowding = 0.1;              /* share of the page that boxes may take */
static const double margin = 6, least_step = 70; /* between layers, whose names may share a width */
static const double between_lines = 40;
static const double too_wide = 2 * PARTS_PAGE_SHAPE;

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

/* Where the layer at x goes when steps between layers become so much shorter, none shorter than the least. */
static double nearer(const struct graph *graph, double x, double factor)
{
    double from = -INFINITY, to = 0;
    for (;;) {
        double next = INFINITY;
        for (size_t i = 0; i < graph->count; i++)
            if (graph->at[i].x > from + 0.5)
                next = fmin(next, graph->at[i].x);
        if (next > x)
            return to;
        if (isfinite(from))
            to += fmin(next - from, fmax((next - from) * factor, least_step));
        from = next;
    }
}

static double area_of(const struct graph *graph)
{
    double area = 0;
    for (size_t i = 0; i < graph->count; i++)
        area += graph->width[i] * graph->height[i];
    return area;
}

static double width_of(const struct graph *graph)
{
    struct box bounds = graph_bounds(graph);
    return bounds.right - bounds.left;
}

static double height_of(const struct graph *graph)
{
    struct box bounds = graph_bounds(graph);
    return bounds.bottom - bounds.top;
}

/* Moves layers together, and lines within them, until the drawing is no larger than a page that the boxes fill as they
 * should, or as layers can be no nearer to each other. */
static bool shrink(struct graph *graph, struct arena *arena, ermine_error *err)
{
    double *x = ARENA_NEW(arena, double, graph->count, err);
    double wanted = sqrt(area_of(graph) / crowding * PARTS_PAGE_SHAPE);
    for (int round = 0; x != NULL && round < shrinkings; round++) {
        double factor = fmin(wanted / width_of(graph), 1);
        for (size_t i = 0; i < graph->count; i++)
            x[i] = nearer(graph, graph->at[i].x, factor);
        for (size_t i = 0; i < graph->count; i++)
            graph->at[i].x = x[i];
        factor = fmin(fmax(wanted, width_of(graph)) / PARTS_PAGE_SHAPE / height_of(graph), 1);
        for (size_t i = 0; i < graph->count; i++)
            graph->at[i].y *= factor;
        graph_separate_upright(graph, margin);
    }
    return x != NULL;
}

/* Cuts what is far too wide into lines, one below the other. */
static void fold(struct graph *graph)
{
    double left = graph_bounds(graph).left, width = width_of(graph);
    double height = height_of(graph) + between_lines;
    if (width / height <= too_wide)
        return;
    double lines = ceil(sqrt(width / height / PARTS_PAGE_SHAPE));
    for (size_t i = 0; i < graph->count; i++) {
        double line = fmin(floor((graph->at[i].x - left) / width * lines), lines - 1);
        graph->at[i].x -= line * width / lines;
        graph->at[i].y += line * height;
    }
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
    struct part *parts;
    size_t count;
    if (!parts_split(&graph, picture->arena, &parts, &count, err))
        return false;
    for (size_t p = 0; p < count; p++) {
        struct graph *part = &parts[p].graph;
        graph_separate(part, margin);
        if (part->count <= few)
            continue;
        if (!shrink(part, picture->arena, err))
            return false;
        fold(part);
    }
    parts_pack(parts, count);
    parts_join(parts, count, &graph);
    graph_apply(&graph, picture);
    return true;
}
