#include "draw/curve.h"

#include <math.h>

static const double fan = 22;    /* distance of neighbouring curves' control points */
static const double bend = 0.06; /* of a lone tie, so that it passes beside what lies between */

struct point curve_at(const struct curve *curve, double t)
{
    double a = (1 - t) * (1 - t), c = 2 * t * (1 - t), b = t * t;
    return (struct point){a * curve->a.x + c * curve->c.x + b * curve->b.x,
                          a * curve->a.y + c * curve->c.y + b * curve->b.y};
}

double curve_length(const struct curve *curve)
{
    return hypot(curve->b.x - curve->a.x, curve->b.y - curve->a.y);
}

/* The point `distance` from `centre` towards `to`. */
static struct point towards(struct point centre, struct point to, double distance)
{
    double length = hypot(to.x - centre.x, to.y - centre.y);
    if (length < 1e-9)
        return centre;
    return (struct point){centre.x + (to.x - centre.x) / length * distance,
                          centre.y + (to.y - centre.y) / length * distance};
}

struct curve curve_between(const struct picture_node *from, const struct picture_node *to,
                           size_t place, size_t count, double end_gap)
{
    struct point a = {from->x, from->y}, b = {to->x, to->y};
    double length = hypot(b.x - a.x, b.y - a.y);
    double offset = ((double)place - ((double)count - 1) / 2) * fan;
    if (count == 1)
        offset = bend * length;
    struct point c = {(a.x + b.x) / 2, (a.y + b.y) / 2};
    if (length > 1e-9) {
        c.x += -(b.y - a.y) / length * offset * 2;
        c.y += (b.x - a.x) / length * offset * 2;
    }
    double reach = length / 2; /* the two ends must not pass each other */
    return (struct curve){towards(a, c, fmin(from->radius + 1, reach)), c,
                          towards(b, c, fmin(to->radius + 1 + end_gap, reach))};
}
