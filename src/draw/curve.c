#include "draw/curve.h"

#include <math.h>

enum { pieces = 12 }; /* straight ones a curve is measured by */

const struct box box_none = {INFINITY, INFINITY, -INFINITY, -INFINITY};

/* fmin() and fmax() are calls, for the sake of what is no number. */
static double lesser(double a, double b)
{
    return a < b ? a : b;
}

static double greater(double a, double b)
{
    return a > b ? a : b;
}

struct box box_around(double x, double y, double width, double height)
{
    return (struct box){x - width / 2, y - height / 2, x + width / 2, y + height / 2};
}

bool box_meets(const struct box *a, const struct box *b)
{
    return a->left < b->right && b->left < a->right && a->top < b->bottom && b->top < a->bottom;
}

void box_add(struct box *box, const struct box *more)
{
    box->left = lesser(box->left, more->left);
    box->top = lesser(box->top, more->top);
    box->right = greater(box->right, more->right);
    box->bottom = greater(box->bottom, more->bottom);
}

void box_grow(struct box *box, double by)
{
    box->left -= by;
    box->top -= by;
    box->right += by;
    box->bottom += by;
}

double point_distance(struct point a, struct point b)
{
    return hypot(b.x - a.x, b.y - a.y);
}

struct point point_towards(struct point from, struct point to, double distance)
{
    double length = point_distance(from, to);
    if (length < 1e-9)
        return from;
    return (struct point){from.x + (to.x - from.x) / length * distance,
                          from.y + (to.y - from.y) / length * distance};
}

static double turn(struct point a, struct point b, struct point c)
{
    return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

bool segments_cross(struct point a, struct point b, struct point c, struct point d)
{
    return turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0;
}

/* Clips the segment by the four sides, after Liang & Barsky 1984. */
bool segment_meets(struct point a, struct point b, const struct box *box)
{
    if ((a.x <= box->left && b.x <= box->left) || (a.x >= box->right && b.x >= box->right) ||
        (a.y <= box->top && b.y <= box->top) || (a.y >= box->bottom && b.y >= box->bottom))
        return false; /* most of them, without a division */
    double from = 0, to = 1;
    const double step[] = {a.x - b.x, b.x - a.x, a.y - b.y, b.y - a.y};
    const double room[] = {a.x - box->left, box->right - a.x, a.y - box->top, box->bottom - a.y};
    for (int i = 0; i < 4; i++) {
        if (step[i] == 0 && room[i] <= 0)
            return false;
        if (step[i] < 0)
            from = greater(from, room[i] / step[i]);
        else if (step[i] > 0)
            to = lesser(to, room[i] / step[i]);
    }
    return from < to;
}

struct curve curve_bent(struct point a, struct point b, double offset)
{
    double length = point_distance(a, b);
    struct point middle = {(a.x + b.x) / 2, (a.y + b.y) / 2};
    if (length > 1e-9) { /* the control point of the quadratic curve lies twice as far */
        middle.x -= (b.y - a.y) / length * offset * 2;
        middle.y += (b.x - a.x) / length * offset * 2;
    }
    return (struct curve){a,
                          {a.x + (middle.x - a.x) * 2 / 3, a.y + (middle.y - a.y) * 2 / 3},
                          {b.x + (middle.x - b.x) * 2 / 3, b.y + (middle.y - b.y) * 2 / 3},
                          b};
}

struct point curve_at(const struct curve *curve, double t)
{
    double u = 1 - t, a = u * u * u, c1 = 3 * u * u * t, c2 = 3 * u * t * t, b = t * t * t;
    return (struct point){a * curve->a.x + c1 * curve->c1.x + c2 * curve->c2.x + b * curve->b.x,
                          a * curve->a.y + c1 * curve->c1.y + c2 * curve->c2.y + b * curve->b.y};
}

double curve_length(const struct curve *curve)
{
    double length = 0;
    struct point before = curve->a;
    for (int i = 1; i <= pieces; i++) {
        struct point p = curve_at(curve, (double)i / pieces);
        length += point_distance(before, p);
        before = p;
    }
    return length;
}

static struct point between(struct point a, struct point b, double t)
{
    return (struct point){a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t};
}

/* The part up to t, by de Casteljau's algorithm. */
static struct curve part_before(const struct curve *curve, double t)
{
    struct point ab = between(curve->a, curve->c1, t), bc = between(curve->c1, curve->c2, t),
                 cd = between(curve->c2, curve->b, t), left = between(ab, bc, t),
                 right = between(bc, cd, t);
    return (struct curve){curve->a, ab, left, between(left, right, t)};
}

static struct curve reversed(const struct curve *curve)
{
    return (struct curve){curve->b, curve->c2, curve->c1, curve->a};
}

/* The t at which the curve leaves the circle of that radius around its beginning. */
static double leaves(const struct curve *curve, double radius)
{
    double low = 0, high = 0.5;
    for (int i = 0; i < 24; i++) {
        double t = (low + high) / 2;
        if (point_distance(curve->a, curve_at(curve, t)) < radius)
            low = t;
        else
            high = t;
    }
    return high;
}

void curve_trim(struct curve *curve, double start, double end)
{
    struct curve back = reversed(curve);
    double from = leaves(curve, start), to = 1 - leaves(&back, end);
    if (to - from < 0.02)
        return;
    back = part_before(curve, to);
    back = reversed(&back);
    back = part_before(&back, 1 - from / to);
    *curve = reversed(&back);
}

struct box curve_box(const struct curve *curve)
{
    struct box box = box_none;
    for (int i = 0; i <= pieces; i++) {
        struct point p = curve_at(curve, (double)i / pieces);
        box_add(&box, &(struct box){p.x, p.y, p.x, p.y});
    }
    return box;
}
