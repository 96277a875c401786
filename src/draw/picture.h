/* picture.h - what a map shows and where it stands, before it is written down in a format.
 *
 * Lengths are points (1/72 inch), x to the right, y downward. */
#ifndef DRAW_PICTURE_H
#define DRAW_PICTURE_H

#include "ermine/draw.h"

#include "base/arena.h"
#include "draw/label.h"

struct picture_node {
    double x, y;   /* centre of the shape; the label stands below it */
    double radius; /* of the circle the shape fills */
    double font;   /* size */
    struct label label;
    double width, height; /* of the box around shape and label */
    size_t rank;          /* in the whole network, from 1 */
};

struct picture {
    struct arena *arena;
    const ermine_knowledge *known;
    ermine_map_options options;
    ermine_network *network;     /* what is shown */
    ermine_influence *influence; /* of each node shown, measured in the whole network */
    struct picture_node *nodes;
    double width, height; /* of all nodes together, which begin at 0, 0 */
    size_t left_out;      /* entities with ties that are not shown */
};

/* Height of a line of text in units of the font size. */
#define PICTURE_LINE 1.22

/* Chooses and measures; nodes have no places yet. Close after a failure too. */
bool picture_open(struct picture *picture, const ermine_network *network,
                  const ermine_knowledge *known, const ermine_map_options *options,
                  ermine_error *err);
void picture_close(struct picture *picture);

/* Gives every node its place, by ermine-layout. */
bool picture_arrange(struct picture *picture, ermine_error *err);
/* The graph as Graphviz reads it; with `styled`, with names, colours and shapes, to be drawn by it. */
void picture_write_dot(const struct picture *picture, bool styled, ermine_sink *sink);
/* Runs ermine-layout with these arguments (NULL-terminated, without its name) on `input`. */
bool picture_run_layout(const struct picture *picture, const char *const *arguments,
                        const char *input, size_t length, ermine_sink *output, ermine_error *err);

void picture_write_svg(const struct picture *picture, ermine_sink *sink);
bool picture_write_html(const struct picture *picture, ermine_sink *sink, ermine_error *err);

/* The name of node `index` in the language of the map. */
const char *picture_name(const struct picture *picture, size_t index);
/* Words of the picture, from the schema. */
const char *picture_phrase(const struct picture *picture, const char *key);
const char *picture_relation_name(const struct picture *picture, const ermine_relation_type *type);
const char *picture_type_name(const struct picture *picture, const ermine_type *type);
/* `{1}` ... `{3}` in a phrase become numbers, written to `out`. */
void picture_fill(const char *phrase, const size_t numbers[3], char *out, size_t size);

#endif
