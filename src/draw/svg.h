/* svg.h - the pieces an SVG picture is made of. */
#ifndef DRAW_SVG_H
#define DRAW_SVG_H

#include "draw/picture.h"

/* Text as XML content or attribute; control and direction characters are dropped. */
void svg_escape(ermine_sink *sink, const char *text);
/* A shape of schema.json in the circle around x, y. */
void svg_shape(ermine_sink *sink, const char *shape, double x, double y, double radius);
/* stroke-dasharray of a status, or NULL. */
const char *svg_dashes(ermine_status status);

/* What the legend explains: only what occurs in the picture. */
struct legend {
    uint32_t types, relations, statuses; /* sets of indexes, one bit each */
    double width, height;
};

struct legend legend_measure(const struct picture *picture);
void legend_write(const struct picture *picture, const struct legend *legend, ermine_sink *sink);

#endif
