/* svg.h - the pieces an SVG picture is made of. */
#ifndef DRAW_SVG_H
#define DRAW_SVG_H

#include "draw/picture.h"

/* Text as XML content or attribute; control and direction characters are dropped. */
void svg_escape(ermine_sink *sink, const char *text);
/* A shape of schema.json in the circle around x, y. */
void svg_shape(ermine_sink *sink, const char *shape, double x, double y, double radius);
/* The attributes of a path: d="M… C…". */
void svg_curve(ermine_sink *sink, const struct curve *curve);
/* stroke-dasharray of a status, or NULL. */
const char *svg_dashes(ermine_status status);

/* Colours fit for the theme, as lines and shapes or, with `text`, as text. */
void svg_type_color(const struct picture *picture, const ermine_type *type, char out[8]);
void svg_relation_color(const struct picture *picture, const ermine_relation_type *type, bool text,
                        char out[8]);
const char *svg_change_color(const struct picture *picture, enum change change);

void svg_write_hulls(const struct picture *picture, ermine_sink *sink);
void svg_write_marks(const struct picture *picture, ermine_sink *sink);
void svg_write_tie(const struct picture *picture, size_t index, ermine_sink *sink);
void svg_write_tie_texts(const struct picture *picture, ermine_sink *sink);
void svg_write_node(const struct picture *picture, size_t index, ermine_sink *sink);
/* An arrowhead with its tip at the end of a line that points from `from` to `at`. */
void svg_arrowhead(ermine_sink *sink, struct point from, struct point at, double width,
                   const char *color);

/* Two strokes through a line at `p`, which goes on to `next`. */
void svg_strike(ermine_sink *sink, struct point p, struct point next, const char *color);

/* Title, what is shown, and what is not. */
struct heading {
    struct label title;
    struct label lines[4];
    size_t count;
    double height;
};
bool heading_make(struct picture *picture, double width, ermine_error *err);
void heading_write(const struct picture *picture, ermine_sink *sink);

/* What the legend explains: only what occurs in the picture. */
enum { legend_sections = 5, legend_most = 34 };
struct legend {
    struct legend_section {
        const char *head;
        size_t items[legend_most], count;
        double column; /* width */
        size_t columns;
    } sections[legend_sections];
    size_t rows;
    double width, height;
};
/* As a band about `width` wide. */
void legend_measure(const struct picture *picture, double width, struct legend *legend);
/* How wide the picture is between its margins. */
double svg_body_width(const struct picture *picture, struct legend *legend);
void legend_write(const struct picture *picture, const struct legend *legend, ermine_sink *sink);

#endif
