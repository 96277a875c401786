#include "draw/route.h"

#include "base/error.h"
#include "draw/grid.h"

#include <math.h>
#include <stdlib.h>

enum { samples = 16, rounds = 3, crowd = 3000 /* ties from which on one round must do */ };
static const double clearance = 3; /* of lines from shapes they pass */
static const double shape_cost = 8, label_cost = 3, own_cost = 1.2, bend_cost = 6;
static const double end_gap = 1.5;

/* Ties of two nodes, which bend together: one of them stands for all. */
struct bundle {
    size_t tie;
    double bend; /* of the straight length */
};

/* A curve as straight pieces. */
struct line {
    struct box bounds;
    struct point at[samples + 1];
};

struct router {
    struct picture *picture;
    struct box *shapes, *labels; /* of nodes, a little larger than they are */
    struct box *nodes;           /* around both */
    struct line *lines;          /* of ties */
    struct bundle *bundles;
    size_t bundle_count;
    size_t *near; /* nodes, or ties, about the one in hand */
};

static double spacing(const struct picture *picture, double length)
{
    double fan = ermine_network_tie_count(picture->network) > 250 ? 9 : 14;
    return fmin(fan, length / 7);
}

/* Room before the end for an arrowhead, which grows with the line. */
static double arrow_length(const struct picture *picture, size_t index)
{
    const ermine_tie *tie = ermine_network_tie(picture->network, index);
    return tie->symmetric ? 0 : 2 + 1.6 * picture->ties[index].width;
}

/* From the sides of shapes that face left and right; an arc where one stands above the other. */
static struct curve curve_sideways(const struct picture_node *from, const struct picture_node *to,
                                   double fan, double bend)
{
    struct point a = {from->x, from->y}, b = {to->x, to->y};
    if (fabs(a.x - b.x) < from->radius + to->radius + 20) {
        double out = 26 + 0.18 * fabs(a.y - b.y) + 1.5 * fan + fabs(bend) * 200;
        if (bend > 0)
            out = -out;
        return (struct curve){a, {a.x - out, a.y}, {b.x - out, b.y}, b};
    }
    double reach = (b.x - a.x) / 2, aside = fan + bend * fmin(400, 1.3 * point_distance(a, b));
    return (struct curve){a, {a.x + reach, a.y + aside}, {b.x - reach, b.y + aside}, b};
}

static struct curve curve_of(const struct picture *picture, size_t index, double bend)
{
    const ermine_tie *tie = ermine_network_tie(picture->network, index);
    const struct picture_tie *drawn = &picture->ties[index];
    const struct picture_node *from = &picture->nodes[tie->subject],
                              *to = &picture->nodes[tie->object];
    struct point a = {from->x, from->y}, b = {to->x, to->y};
    double length = point_distance(a, b),
           place = (double)drawn->place - ((double)drawn->count - 1) / 2;
    struct curve curve;
    if (picture->layout == LAYOUT_FORCE) {
        double offset = place * spacing(picture, length) + bend * length;
        /* A bundle fans out the same way seen from either end. */
        curve = curve_bent(a, b, tie->subject > tie->object ? -offset : offset);
    } else {
        curve = curve_sideways(from, to, place * 6, bend);
    }
    curve_trim(&curve, picture_reach(from) + end_gap,
               picture_reach(to) + end_gap + arrow_length(picture, index));
    return curve;
}

static void draw_line(const struct curve *curve, struct line *line)
{
    line->bounds = curve_box(curve);
    for (int i = 0; i <= samples; i++)
        line->at[i] = curve_at(curve, (double)i / samples);
}

static bool line_meets(const struct line *line, const struct box *box)
{
    if (!box_meets(&line->bounds, box))
        return false;
    for (int i = 0; i < samples; i++)
        if (segment_meets(line->at[i], line->at[i + 1], box))
            return true;
    return false;
}

/* Nodes that may stand in the way of a line, as r->near; returns how many. */
static size_t find_nodes(const struct router *r, struct grid *grid, const struct line *line)
{
    size_t count = 0;
    grid_begin(grid);
    for (int i = 0; i < samples; i++) {
        struct point a = line->at[i], b = line->at[i + 1];
        struct box piece = {a.x, a.y, a.x, a.y};
        box_add(&piece, &(struct box){b.x, b.y, b.x, b.y});
        count += grid_find(grid, &piece, r->near + count);
    }
    return count;
}

/* What stands in the way of the bundle when it bends so far. */
static double bundle_cost(const struct router *r, struct grid *grid, const struct bundle *bundle,
                          double bend)
{
    const ermine_tie *tie = ermine_network_tie(r->picture->network, bundle->tie);
    struct curve curve = curve_of(r->picture, bundle->tie, bend);
    struct line line;
    draw_line(&curve, &line);
    size_t near_count = find_nodes(r, grid, &line);
    double far = point_distance(curve.a, curve.b);
    double cost = bend_cost * fabs(bend) * (0.7 + far / 450);
    for (size_t k = 0; k < near_count; k++) {
        size_t i = r->near[k];
        bool own = i == tie->subject || i == tie->object;
        if (!own && line_meets(&line, &r->shapes[i]))
            cost += shape_cost;
        if (line_meets(&line, &r->labels[i]))
            cost += own ? own_cost : label_cost;
    }
    return cost;
}

static bool bend_bundles(struct router *r, ermine_error *err)
{
    static const double bends[] = {0,     0.06, -0.06, 0.12, -0.12, 0.19,
                                   -0.19, 0.27, -0.27, 0.36, -0.36};
    size_t nodes = ermine_network_node_count(r->picture->network);
    for (size_t i = 0; i < nodes; i++) {
        r->nodes[i] = r->shapes[i];
        box_add(&r->nodes[i], &r->labels[i]);
    }
    struct grid grid;
    if (!grid_make(&grid, r->nodes, nodes, r->picture->arena, err))
        return false;
    for (size_t i = 0; i < r->bundle_count; i++) {
        double least = INFINITY;
        for (size_t k = 0; k < sizeof bends / sizeof *bends; k++) {
            double cost = bundle_cost(r, &grid, &r->bundles[i], bends[k]);
            if (cost < least - 1e-9) {
                least = cost;
                r->bundles[i].bend = bends[k];
            }
        }
    }
    return true;
}

/* Bundles are found by the first of their ties. */
static void draw_bundles(struct router *r)
{
    struct picture *picture = r->picture;
    for (size_t i = 0; i < r->bundle_count; i++) {
        const ermine_tie *tie = ermine_network_tie(picture->network, r->bundles[i].tie);
        size_t near;
        const size_t *ties = ermine_network_ties_of(picture->network, tie->subject, &near);
        for (size_t k = 0; k < near; k++) {
            const ermine_tie *other = ermine_network_tie(picture->network, ties[k]);
            if ((other->subject == tie->subject && other->object == tie->object) ||
                (other->subject == tie->object && other->object == tie->subject))
                picture->ties[ties[k]].curve = curve_of(picture, ties[k], r->bundles[i].bend);
        }
    }
}

static void measure_lines(struct router *r)
{
    for (size_t i = 0; i < ermine_network_tie_count(r->picture->network); i++)
        draw_line(&r->picture->ties[i].curve, &r->lines[i]);
}

static void measure_label(struct router *r, size_t i)
{
    const struct picture_node *node = &r->picture->nodes[i];
    r->labels[i] = picture_label_box(node, node->side);
    box_grow(&r->labels[i], 0.5);
}

static bool label_fits(const struct router *r, size_t node, const struct box *box)
{
    struct box room = *box;
    box_grow(&room, 1.5);
    for (size_t i = 0; i < ermine_network_node_count(r->picture->network); i++)
        if (i != node && (box_meets(&room, &r->shapes[i]) || box_meets(&room, &r->labels[i])))
            return false;
    return true;
}

/* Ties about all the places a label may take, as r->near; returns how many. */
static size_t find_lines(const struct router *r, const struct picture_node *node, enum side last)
{
    struct box all = picture_label_box(node, node->side);
    box_grow(&all, 0.5);
    for (enum side side = SIDE_BELOW; side <= last; side++) {
        struct box box = picture_label_box(node, side);
        box_add(&all, &box);
    }
    size_t count = 0;
    for (size_t i = 0; i < ermine_network_tie_count(r->picture->network); i++)
        if (box_meets(&r->lines[i].bounds, &all))
            r->near[count++] = i;
    return count;
}

static double crossings_of(const struct router *r, const struct box *box, size_t near_count)
{
    double crossings = 0;
    for (size_t k = 0; k < near_count; k++)
        crossings += line_meets(&r->lines[r->near[k]], box);
    return crossings;
}

static void turn_labels(struct router *r)
{
    static const double dislike[side_count] = {
        [SIDE_BELOW] = 0, [SIDE_ABOVE] = 0.5, [SIDE_RIGHT] = 0.4, [SIDE_LEFT] = 0.6};
    /* Beside its shape a label may leave the column. */
    enum side last = r->picture->layout == LAYOUT_COLUMNS ? SIDE_ABOVE : SIDE_LEFT;
    for (size_t i = 0; i < ermine_network_node_count(r->picture->network); i++) {
        struct picture_node *node = &r->picture->nodes[i];
        size_t near_count = find_lines(r, node, last);
        enum side best = node->side;
        double least = crossings_of(r, &r->labels[i], near_count) + dislike[node->side];
        for (enum side side = SIDE_BELOW; side <= last; side++) {
            struct box box = picture_label_box(node, side);
            double cost = crossings_of(r, &box, near_count) + dislike[side];
            if (cost < least - 1e-9 && label_fits(r, i, &box)) {
                least = cost;
                best = side;
            }
        }
        node->side = best;
        measure_label(r, i);
    }
}

static bool open_router(struct router *r, struct picture *picture, ermine_error *err)
{
    size_t nodes = ermine_network_node_count(picture->network);
    size_t ties = ermine_network_tie_count(picture->network);
    *r = (struct router){.picture = picture,
                         .shapes = ARENA_NEW(picture->arena, struct box, nodes, err),
                         .labels = ARENA_NEW(picture->arena, struct box, nodes, err),
                         .nodes = ARENA_NEW(picture->arena, struct box, nodes, err),
                         .lines = ARENA_NEW(picture->arena, struct line, ties, err),
                         .bundles = ARENA_NEW(picture->arena, struct bundle, ties, err),
                         .near =
                             ARENA_NEW(picture->arena, size_t, nodes > ties ? nodes : ties, err)};
    if (r->shapes == NULL || r->labels == NULL || r->nodes == NULL || r->lines == NULL ||
        r->bundles == NULL || r->near == NULL)
        return false;
    for (size_t i = 0; i < nodes; i++) {
        r->shapes[i] = picture_shape_box(&picture->nodes[i]);
        box_grow(&r->shapes[i], clearance);
        measure_label(r, i);
    }
    for (size_t i = 0; i < ties; i++)
        if (picture->ties[i].place == 0)
            r->bundles[r->bundle_count++].tie = i;
    measure_lines(r);
    return true;
}

bool route_ties(struct picture *picture, ermine_error *err)
{
    struct router r;
    if (!open_router(&r, picture, err))
        return false;
    int most = ermine_network_tie_count(picture->network) < crowd ? rounds : 1;
    for (int round = 0; round < most; round++) {
        if (!bend_bundles(&r, err))
            return false;
        draw_bundles(&r);
        measure_lines(&r);
        turn_labels(&r);
    }
    return true;
}

/* Lines of other ties that a text would lie on. */
static double lines_under(const struct router *r, size_t own, const struct box *box)
{
    double count = 0;
    for (size_t i = 0; i < ermine_network_tie_count(r->picture->network); i++)
        count += i != own && line_meets(&r->lines[i], box);
    return count;
}

static bool text_fits(const struct router *r, const struct box *texts, size_t count,
                      const struct box *box)
{
    for (size_t i = 0; i < ermine_network_node_count(r->picture->network); i++)
        if (box_meets(box, &r->shapes[i]) || box_meets(box, &r->labels[i]))
            return false;
    for (size_t i = 0; i < count; i++)
        if (box_meets(box, &texts[i]))
            return false;
    return true;
}

struct urgent {
    bool focus;
    double money;
    size_t tie;
};

/* What was asked for, then large sums first. */
static int compare_urgent(const void *left, const void *right)
{
    const struct urgent *a = left, *b = right;
    if (a->focus != b->focus)
        return a->focus ? -1 : 1;
    if (a->money != b->money)
        return a->money > b->money ? -1 : 1;
    return (a->tie > b->tie) - (a->tie < b->tie);
}

static bool place_text(const struct router *r, size_t index, const struct box *texts, size_t count,
                       struct box *box)
{
    static const double stations[] = {0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82};
    struct picture_tie *drawn = &r->picture->ties[index];
    double least = INFINITY, length = curve_length(&drawn->curve);
    if (length < drawn->text_width * 0.6)
        return false;
    for (size_t k = 0; k < sizeof stations / sizeof *stations; k++) {
        struct point p = curve_at(&drawn->curve, stations[k]);
        struct box here =
            box_around(p.x, p.y, drawn->text_width + 4, PICTURE_TIE_FONT * PICTURE_LINE);
        if (!text_fits(r, texts, count, &here))
            continue;
        double cost = lines_under(r, index, &here) + 0.08 * (double)k;
        if (cost < least) {
            least = cost;
            *box = here;
            drawn->text_at = p;
        }
    }
    return isfinite(least);
}

bool route_texts(struct picture *picture, ermine_error *err)
{
    struct router r;
    size_t ties = ermine_network_tie_count(picture->network), count = 0;
    struct box *texts = ARENA_NEW(picture->arena, struct box, ties, err);
    struct urgent *order = ARENA_NEW(picture->arena, struct urgent, ties, err);
    if (texts == NULL || order == NULL || !open_router(&r, picture, err))
        return false;
    for (size_t i = 0; i < ties; i++)
        order[i] = (struct urgent){picture_in_focus(picture, i),
                                   ermine_network_tie(picture->network, i)->amount_usd, i};
    if (ties > 0)
        qsort(order, ties, sizeof *order, compare_urgent);
    for (size_t i = 0; i < ties; i++) {
        struct picture_tie *drawn = &picture->ties[order[i].tie];
        if (drawn->text == NULL)
            continue;
        drawn->text_shown = place_text(&r, order[i].tie, texts, count, &texts[count]);
        count += drawn->text_shown;
    }
    return true;
}
