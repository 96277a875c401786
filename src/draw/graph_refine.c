/* graph_refine.c - places made better, one node at a time.
 *
 * R. Davidson & D. Harel, Drawing graphs nicely using simulated annealing, ACM TOG 15 (1996), whose measure of a
 * drawing this is, but for what pushes nodes apart: boxes that may not overlap do that here. */
#include "draw/graph.h"

#include <math.h>

enum { most_rounds = 1000, passes = 14, directions = 12 };
static const double cross_cost = 1, through_cost = 2.5, length_cost = 0.75, spread_cost = 0.12;
/* Tests of two segments or boxes that a refinement may cost; it stops where they are used up. */
static const double most_work = 2e8;

/* Pushes two boxes apart, the shorter way unless it must be up and down, each by half of how far they reach into each
 * other; false when they are apart. */
static bool push_apart(struct graph *graph, size_t i, size_t k, double margin, bool upright)
{
    struct box own = graph_box(graph, i), other = graph_box(graph, k);
    if (own.top > other.bottom + margin || other.top > own.bottom + margin)
        return false; /* most of them */
    double x = fmin(own.right, other.right) - fmax(own.left, other.left) + margin;
    double y = fmin(own.bottom, other.bottom) - fmax(own.top, other.top) + margin;
    if (x <= 0.05 || y <= 0.05)
        return false;
    struct point *a = &graph->at[i], *b = &graph->at[k];
    if (x < y && !upright) {
        double step = a->x <= b->x ? x / 2 : -x / 2;
        a->x -= step;
        b->x += step;
    } else {
        double step = a->y <= b->y ? y / 2 : -y / 2;
        a->y -= step;
        b->y += step;
    }
    return true;
}

static double left_of(const struct graph *graph, size_t i)
{
    return graph->at[i].x - graph->width[i] / 2;
}

/* From left to right. Little has changed since the last time, so that each finds its place soon. */
static void sort_by_left(struct graph *graph)
{
    size_t *order = graph->order;
    for (size_t i = 1; i < graph->count; i++) {
        size_t node = order[i], k = i;
        for (; k > 0 && left_of(graph, order[k - 1]) > left_of(graph, node); k--)
            order[k] = order[k - 1];
        order[k] = node;
    }
}

/* One round; false when nothing was to be moved. What comes to overlap by it is seen in the next. */
static bool push_all(struct graph *graph, double margin, bool upright)
{
    bool moved = false;
    sort_by_left(graph);
    for (size_t i = 0; i < graph->count; i++) {
        size_t node = graph->order[i];
        for (size_t k = i + 1; k < graph->count; k++) {
            size_t other = graph->order[k];
            if (left_of(graph, other) > left_of(graph, node) + graph->width[node] + margin)
                break;
            moved |= push_apart(graph, node, other, margin, upright);
        }
    }
    return moved;
}

static bool separate(struct graph *graph, double margin, bool upright)
{
    for (int round = 0; round < most_rounds; round++)
        if (!push_all(graph, margin, upright))
            return true;
    return false;
}

bool graph_separate(struct graph *graph, double margin)
{
    return separate(graph, margin, false);
}

bool graph_separate_upright(struct graph *graph, double margin)
{
    return separate(graph, margin, true);
}

struct refinement {
    struct graph *graph;
    struct point centre;
    double unit, margin, work;
};

static bool is_free(struct refinement *r, size_t node)
{
    struct box box = graph_box(r->graph, node);
    box_grow(&box, r->margin);
    r->work += (double)r->graph->count / 4;
    for (size_t i = 0; i < r->graph->count; i++) {
        struct box other = graph_box(r->graph, i);
        if (i != node && box_meets(&box, &other))
            return false;
    }
    return true;
}

/* What the links of the node cost where it stands, and those that pass through its box. */
static double cost(struct refinement *r, size_t node)
{
    const struct graph *g = r->graph;
    struct point here = g->at[node];
    struct box own = graph_box(g, node);
    double sum = spread_cost * point_distance(here, r->centre) / r->unit;
    for (size_t n = g->first[node]; n < g->first[node + 1]; n++) {
        size_t other = g->near[n];
        struct point there = g->at[other];
        double length = point_distance(here, there) / r->unit;
        sum += length_cost * (length > 1 ? length : 1.5 - length / 2);
        for (size_t i = 0; i < g->link_count; i++) {
            const struct link *link = &g->links[i];
            if (link->a != node && link->b != node && link->a != other && link->b != other &&
                segments_cross(here, there, g->at[link->a], g->at[link->b]))
                sum += cross_cost;
        }
        for (size_t i = 0; i < g->count; i++) {
            struct box box = graph_box(g, i);
            if (i != node && i != other && segment_meets(here, there, &box))
                sum += through_cost;
        }
    }
    for (size_t i = 0; i < g->link_count; i++) {
        const struct link *link = &g->links[i];
        if (link->a != node && link->b != node &&
            segment_meets(g->at[link->a], g->at[link->b], &own))
            sum += through_cost;
    }
    double near = (double)(g->first[node + 1] - g->first[node]);
    r->work += near * (double)(g->link_count + g->count) + (double)g->link_count;
    return sum;
}

/* Tries one place; keeps the node there when it is the best so far. */
static void consider(struct refinement *r, size_t node, struct point place, struct point *best,
                     double *least)
{
    struct point *at = &r->graph->at[node];
    *at = place;
    if (is_free(r, node)) {
        double here = cost(r, node);
        if (here < *least - 1e-9) {
            *least = here;
            *best = place;
        }
    }
    *at = *best;
}

static struct point middle_of_neighbours(const struct graph *g, size_t node)
{
    struct point middle = {0, 0};
    double count = (double)(g->first[node + 1] - g->first[node]);
    for (size_t n = g->first[node]; n < g->first[node + 1]; n++) {
        middle.x += g->at[g->near[n]].x / count;
        middle.y += g->at[g->near[n]].y / count;
    }
    return middle;
}

static bool move(struct refinement *r, size_t node, double step)
{
    struct graph *g = r->graph;
    struct point from = g->at[node], best = from;
    double least = cost(r, node);
    if (g->first[node + 1] == g->first[node])
        return false;
    struct point middle = middle_of_neighbours(g, node);
    for (int d = 0; d < directions; d++) {
        double angle = 2 * M_PI * d / directions;
        struct point around = {cos(angle) * step, sin(angle) * step};
        consider(r, node, (struct point){from.x + around.x, from.y + around.y}, &best, &least);
        consider(r, node, (struct point){middle.x + around.x, middle.y + around.y}, &best, &least);
    }
    g->at[node] = best;
    return best.x != from.x || best.y != from.y;
}

/* What one pass costs at most. Where only a few nodes would have their turn, none has. */
static double pass_work(const struct graph *g)
{
    double nodes = (double)g->count, links = (double)g->link_count;
    return 2 * directions * (2 * links * (links + nodes) + nodes * (links + nodes / 4));
}

void graph_refine(struct graph *graph, double unit, double margin)
{
    struct refinement r = {.graph = graph, .unit = unit, .margin = margin};
    if (pass_work(graph) > 4 * most_work) /* most places tried are taken, and cost little */
        return;
    static const double steps[] = {1.2, 0.7, 0.4, 0.2};
    for (int pass = 0; pass < passes; pass++) {
        struct box bounds = graph_bounds(graph);
        r.centre =
            (struct point){(bounds.left + bounds.right) / 2, (bounds.top + bounds.bottom) / 2};
        bool moved = false;
        for (size_t i = 0; i < graph->count && r.work < most_work; i++)
            moved |= move(&r, i, unit * steps[pass % 4]);
        if ((!moved && pass % 4 == 3) || r.work >= most_work)
            return;
    }
}
