/* circular.c - nodes on a circle, groups side by side, names reading outward. */
#include "draw/graph.h"

#include <math.h>
#include <stdlib.h>

enum { sweeps = 60 };
static const double longest_name = 26; /* font sizes, in one line */

/* How long the links of a node are, in places along the circle. */
static double reach(const struct graph *graph, const size_t *place, size_t node, size_t at)
{
    double sum = 0;
    for (size_t n = graph->first[node]; n < graph->first[node + 1]; n++) {
        size_t other = place[graph->near[n]];
        size_t way = at > other ? at - other : other - at;
        sum += (double)(way < graph->count - way ? way : graph->count - way);
    }
    return sum;
}

/* Swaps neighbours on the circle as long as that shortens links. */
static void shorten(const struct graph *graph, size_t *order, size_t *place)
{
    for (int sweep = 0; sweep < sweeps; sweep++) {
        bool moved = false;
        for (size_t gap = 1; gap <= graph->count / 2 && gap <= 12; gap++) {
            for (size_t i = 0; i < graph->count; i++) {
                size_t k = (i + gap) % graph->count, a = order[i], b = order[k];
                double before = reach(graph, place, a, i) + reach(graph, place, b, k);
                place[a] = k;
                place[b] = i;
                double after = reach(graph, place, a, k) + reach(graph, place, b, i);
                if (after < before - 1e-9) {
                    order[i] = b;
                    order[k] = a;
                    moved = true;
                } else {
                    place[a] = i;
                    place[b] = k;
                }
            }
        }
        if (!moved)
            return;
    }
}

struct member {
    size_t community, rank, node;
};

static int compare_members(const void *left, const void *right)
{
    const struct member *a = left, *b = right;
    if (a->community != b->community)
        return a->community < b->community ? -1 : 1;
    return (a->rank > b->rank) - (a->rank < b->rank);
}

/* Groups one after another, each by influence. */
static bool order_by_group(struct picture *picture, size_t count, size_t *order, size_t *place,
                           ermine_error *err)
{
    struct member *members = ARENA_NEW(picture->arena, struct member, count, err);
    if (members == NULL)
        return false;
    for (size_t i = 0; i < count; i++)
        members[i] = (struct member){picture->nodes[i].community, picture->nodes[i].rank, i};
    qsort(members, count, sizeof *members, compare_members);
    for (size_t i = 0; i < count; i++) {
        order[i] = members[i].node;
        place[order[i]] = i;
    }
    return true;
}

/* Ties bow toward the middle, those of neighbours least. */
static void bow(struct picture *picture, struct point middle, double radius)
{
    for (size_t i = 0; i < ermine_network_tie_count(picture->network); i++) {
        const ermine_tie *tie = ermine_network_tie(picture->network, i);
        struct picture_tie *drawn = &picture->ties[i];
        const struct picture_node *from = &picture->nodes[tie->subject],
                                  *to = &picture->nodes[tie->object];
        struct point a = {from->x, from->y}, b = {to->x, to->y};
        double far = point_distance(a, b) / (2 * radius);
        double pull =
            0.35 + 0.5 * far + 0.06 * ((double)drawn->place - ((double)drawn->count - 1) / 2);
        drawn->curve =
            (struct curve){a, point_towards(a, middle, pull * point_distance(a, middle) * 0.9),
                           point_towards(b, middle, pull * point_distance(b, middle) * 0.9), b};
        curve_trim(&drawn->curve, picture_reach(from) + 1.5,
                   picture_reach(to) + 1.5 + (tie->symmetric ? 0 : 2 + 1.6 * drawn->width));
    }
}

bool arrange_circular(struct picture *picture, ermine_error *err)
{
    struct graph graph;
    if (!graph_make(picture, &graph, err))
        return false;
    size_t *order = ARENA_NEW(picture->arena, size_t, graph.count, err);
    size_t *place = ARENA_NEW(picture->arena, size_t, graph.count, err);
    if (order == NULL || place == NULL || !order_by_group(picture, graph.count, order, place, err))
        return false;
    if (!picture->options.hulls) /* which need their groups in one piece */
        shorten(&graph, order, place);
    double around = 0;
    for (size_t i = 0; i < graph.count; i++) {
        struct picture_node *node = &picture->nodes[i];
        node->radius *= 0.7;
        if (!label_wrap(picture_name(picture, i), longest_name, node->label.bold, picture->arena,
                        &node->label, err))
            return false;
        double line = (double)node->label.count * node->font * PICTURE_LINE;
        around += fmax(2 * node->radius, line) + 5;
    }
    double radius = fmax(around / (2 * M_PI), 90), along = 0;
    double spread = 2 * M_PI * radius / around;
    for (size_t i = 0; i < graph.count; i++) {
        struct picture_node *node = &picture->nodes[order[i]];
        double line = (double)node->label.count * node->font * PICTURE_LINE;
        double room = (fmax(2 * node->radius, line) + 5) * spread;
        double angle = (along + room / 2) / radius - M_PI / 2;
        along += room;
        node->x = radius * cos(angle);
        node->y = radius * sin(angle);
        node->turn = angle * 180 / M_PI;
        node->side = SIDE_OUTWARD;
    }
    bow(picture, (struct point){0, 0}, radius);
    return true;
}
