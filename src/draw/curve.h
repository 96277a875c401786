/* curve.h - the lines of ties: from the edge of one shape to that of another, bent so that ties between the
 * same two nodes lie side by side. */
#ifndef DRAW_CURVE_H
#define DRAW_CURVE_H

#include "draw/picture.h"

struct point {
    double x, y;
};

/* A quadratic Bézier curve from a to b by way of c. */
struct curve {
    struct point a, c, b;
};

/* `place` of `count` ties between the two; `end_gap` is left free before the end, for an arrowhead. */
struct curve curve_between(const struct picture_node *from, const struct picture_node *to,
                           size_t place, size_t count, double end_gap);
struct point curve_at(const struct curve *curve, double t);
double curve_length(const struct curve *curve); /* of its chord */

#endif
