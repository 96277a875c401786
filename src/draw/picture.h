/* picture.h - what a map shows and where it stands, before it is written down in a format.
 *
 * Lengths are points (1/72 inch), x to the right, y downward. */
#ifndef DRAW_PICTURE_H
#define DRAW_PICTURE_H

#include "ermine/draw.h"

#include "base/arena.h"
#include "draw/color.h"
#include "draw/curve.h"
#include "draw/label.h"

enum layout { LAYOUT_FORCE, LAYOUT_FLOW, LAYOUT_CIRCULAR, LAYOUT_COLUMNS, LAYOUT_TIMELINE };

/* What a comparison with an earlier state says. */
enum change { CHANGE_NONE, CHANGE_APPEARED, CHANGE_GONE, CHANGE_CHANGED };

/* Where a label stands, seen from its shape. */
enum side { SIDE_BELOW, SIDE_ABOVE, SIDE_RIGHT, SIDE_LEFT, SIDE_OUTWARD, side_count };

struct picture_node {
    double x, y;   /* centre of the shape */
    double radius; /* of the circle the shape fills */
    double font;   /* size */
    struct label label;
    enum side side;
    double turn;          /* of a label that stands outward, in degrees; it reads from the left */
    double width, height; /* of the box around shape and label, when that stands below */
    size_t rank, rank_low,
        rank_high;    /* in the whole network, from 1, and where it may lie; 0: not known */
    size_t community; /* ERMINE_NONE: none, or not asked for */
    bool focus;       /* asked for by name */
    enum change change;
};

struct picture_tie {
    struct curve curve;
    double width;
    size_t place, count;  /* which of the ties of its two nodes it is, and how many there are */
    const char *text;     /* beside the line; NULL: none */
    struct point text_at; /* its centre */
    double text_width;
    bool text_shown;
    enum change change;
    const ermine_tie *before; /* its earlier state, when it has changed; borrowed */
};

/* Something beside nodes and ties that a layout needs: the name of a column, a month. */
struct picture_mark {
    enum { MARK_TEXT, MARK_HEAD, MARK_LINE, MARK_BAND } kind;
    struct box box; /* of text: left end of the base line, and how far it reaches */
    const char *text;
};

struct picture {
    struct arena *arena;
    const ermine_knowledge *known;
    ermine_map_options options;
    enum layout layout;
    const struct theme *theme;
    ermine_network *network;     /* what is shown */
    ermine_influence *influence; /* of each node shown, measured in the whole network */
    struct picture_node *nodes;
    struct picture_tie *ties;
    struct picture_mark *marks;
    size_t mark_count, mark_capacity;
    bool ties_named;   /* their relation is written beside them */
    double tie_length; /* least mean length of ties, to have room for what is written beside them */
    double width, height;    /* of all there is together, which begins at 0, 0 */
    struct heading *heading; /* title and what is said beneath it, once all has its place */
    size_t group_count;      /* communities, when asked for */
    size_t left_out;         /* entities with ties that are not shown for want of influence, */
    size_t left_apart;       /* because they are out of what was asked for, */
    size_t ties_out;         /* and ties that are not for want of weight */
    size_t ties_lesser;      /* for want of money and weight, */
    size_t ties_useless;     /* or because the layout cannot place them */
};

/* Height of a line of text in units of the font size, and of the part of it above the base line. */
#define PICTURE_LINE 1.2
#define PICTURE_RISE 0.95
/* Size of the text beside ties. */
#define PICTURE_TIE_FONT 9.0
/* How far around its shape the ring of a node asked for by name runs. */
#define PICTURE_RING 3.0

/* Chooses and measures; nodes have no places yet. Close after a failure too. */
bool picture_open(struct picture *picture, const ermine_network *network,
                  const ermine_knowledge *known, const ermine_map_options *options,
                  ermine_error *err);
void picture_close(struct picture *picture);
/* The part of `network` the options ask for; owned. Sets what was left out. */
bool picture_choose(struct picture *picture, const ermine_network *network, ermine_error *err);

/* Gives everything its place. */
bool picture_arrange(struct picture *picture, ermine_error *err);
bool arrange_force(struct picture *picture, ermine_error *err);
bool arrange_flow(struct picture *picture, ermine_error *err);
bool arrange_circular(struct picture *picture, ermine_error *err);
bool arrange_columns(struct picture *picture, ermine_error *err);
bool arrange_timeline(struct picture *picture, ermine_error *err);

/* Radius of the shape with the ring around it, if it has one. */
double picture_reach(const struct picture_node *node);
/* Where the shape and where the label of a node stand. */
struct box picture_shape_box(const struct picture_node *node);
struct box picture_label_box(const struct picture_node *node, enum side side);
/* One for a turned label that goes around it: four corners. */
void picture_label_corners(const struct picture_node *node, struct point corners[4]);
/* Whether the tie is one of an entity asked for with `ego`. */
bool picture_in_focus(const struct picture *picture, size_t tie);
bool picture_add_mark(struct picture *picture, struct picture_mark mark, ermine_error *err);

/* The graph as Graphviz reads it, with names, colours and shapes, to be drawn by it. */
void picture_write_dot(const struct picture *picture, ermine_sink *sink);
void picture_write_svg(const struct picture *picture, ermine_sink *sink);
bool picture_write_html(const struct picture *picture, ermine_sink *sink, ermine_error *err);

/* The name of node `index` in the language of the map. */
const char *picture_name(const struct picture *picture, size_t index);
/* Words of the picture, from the schema. */
const char *picture_phrase(const struct picture *picture, const char *key);
const char *picture_relation_name(const struct picture *picture, const ermine_relation_type *type);
const char *picture_type_name(const struct picture *picture, const ermine_type *type);
/* That of en, ru and zh in the language of the map. */
const char *picture_pick(const struct picture *picture, const char *en, const char *ru,
                         const char *zh);
/* `{1}` ... `{3}` in a phrase become these texts (NULL: nothing), and `{1|one|more}` the word that goes with a number;
 * written to `out` and cut between characters. */
void picture_fill(const char *phrase, const char *const values[3], char *out, size_t size);
/* Which way money flows along a tie: 1 from subject to object, -1 back, 0 not at all. */
int picture_money(const struct picture *picture, const ermine_tie *tie);

#endif
