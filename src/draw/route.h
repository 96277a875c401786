/* route.h - lines that keep out of the way of shapes and names, and names that keep out of the way of lines. */
#ifndef DRAW_ROUTE_H
#define DRAW_ROUTE_H

#include "draw/picture.h"

/* Bends ties, and puts labels on the side of their shapes where fewest lines cross them; a label moves only to where it
 * meets no shape and no other label. In the force layout ties run from shape to shape the shortest way, in others from
 * their left or right sides. */
bool route_ties(struct picture *picture, ermine_error *err);
/* Puts what ties say beside them, where it meets no shape and no other text; what finds no room is not shown. */
bool route_texts(struct picture *picture, ermine_error *err);

#endif
