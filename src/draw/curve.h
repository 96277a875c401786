/* curve.h - points, boxes and the lines of ties. */
#ifndef DRAW_CURVE_H
#define DRAW_CURVE_H

#include <stdbool.h>
#include <stddef.h>

struct point {
    double x, y;
};

struct box {
    double left, top, right, bottom;
};

/* A cubic Bézier curve from a to b. */
struct curve {
    struct point a, c1, c2, b;
};

extern const struct box box_none; /* holds nothing; grows by box_add() */
struct box box_around(double x, double y, double width, double height); /* x, y: the centre */
bool box_meets(const struct box *a, const struct box *b);
void box_add(struct box *box, const struct box *more);
void box_grow(struct box *box, double by);

struct point point_towards(struct point from, struct point to, double distance);
double point_distance(struct point a, struct point b);
/* Whether the open segments ab and cd cross. */
bool segments_cross(struct point a, struct point b, struct point c, struct point d);
/* Whether the segment ab passes through the box. */
bool segment_meets(struct point a, struct point b, const struct box *box);

/* From a to b by way of a middle point that lies `offset` to the right of the straight line. */
struct curve curve_bent(struct point a, struct point b, double offset);
struct point curve_at(const struct curve *curve, double t);
/* Shortens the curve by about so much at its ends. */
void curve_trim(struct curve *curve, double start, double end);
double curve_length(const struct curve *curve);
struct box curve_box(const struct curve *curve);

#endif
