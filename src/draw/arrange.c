/* arrange.c - places for everything: nodes by the layout, then lines and texts around them. */
#include "draw/picture.h"

#include "base/error.h"
#include "draw/route.h"
#include "draw/svg.h"

#include <math.h>
#include <string.h>

/* Places in hundredths, as they are written and kept, so that a map drawn from kept places is the same map. */
static void round_places(struct picture *picture)
{
    for (size_t i = 0; i < ermine_network_node_count(picture->network); i++) {
        picture->nodes[i].x = round(picture->nodes[i].x * 100) / 100;
        picture->nodes[i].y = round(picture->nodes[i].y * 100) / 100;
    }
}

static struct box bounds_of(const struct picture *picture)
{
    struct box bounds = box_none;
    for (size_t i = 0; i < ermine_network_node_count(picture->network); i++) {
        const struct picture_node *node = &picture->nodes[i];
        struct box shape = picture_shape_box(node), label = picture_label_box(node, node->side);
        box_grow(&shape, 2);
        box_grow(&label, 2);
        box_add(&bounds, &shape);
        box_add(&bounds, &label);
    }
    for (size_t i = 0; i < ermine_network_tie_count(picture->network); i++) {
        const struct picture_tie *tie = &picture->ties[i];
        struct box line = curve_box(&tie->curve);
        box_grow(&line, tie->width);
        box_add(&bounds, &line);
        if (tie->text_shown) {
            struct box text = box_around(tie->text_at.x, tie->text_at.y, tie->text_width + 6,
                                         PICTURE_TIE_FONT * PICTURE_LINE);
            box_add(&bounds, &text);
        }
    }
    for (size_t i = 0; i < picture->mark_count; i++)
        box_add(&bounds, &picture->marks[i].box);
    if (picture->options.hulls)
        box_grow(&bounds, 14);
    return bounds;
}

static void shift_point(struct point *p, double x, double y)
{
    p->x += x;
    p->y += y;
}

/* Moves all to begin at 0, 0, by whole points: sums of fractions would not come out the same twice. */
static void settle(struct picture *picture)
{
    struct box bounds = bounds_of(picture);
    double x = -floor(bounds.left), y = -floor(bounds.top);
    for (size_t i = 0; i < ermine_network_node_count(picture->network); i++) {
        picture->nodes[i].x += x;
        picture->nodes[i].y += y;
    }
    for (size_t i = 0; i < ermine_network_tie_count(picture->network); i++) {
        struct picture_tie *tie = &picture->ties[i];
        struct point *const points[] = {&tie->curve.a, &tie->curve.c1, &tie->curve.c2,
                                        &tie->curve.b, &tie->text_at};
        for (size_t k = 0; k < sizeof points / sizeof *points; k++)
            shift_point(points[k], x, y);
    }
    for (size_t i = 0; i < picture->mark_count; i++) {
        struct box *box = &picture->marks[i].box;
        *box = (struct box){box->left + x, box->top + y, box->right + x, box->bottom + y};
    }
    picture->width = ceil(bounds.right + x);
    picture->height = ceil(bounds.bottom + y);
}

/* Tells the caller of the places when there is any he did not know. */
static bool tell_places(const struct picture *picture, ermine_error *err)
{
    const ermine_map_options *options = &picture->options;
    size_t count = ermine_network_node_count(picture->network), known = 0;
    if (options->placed == NULL || picture->layout != LAYOUT_FORCE)
        return true;
    ermine_place *places = ARENA_NEW(picture->arena, ermine_place, count, err);
    if (places == NULL)
        return false;
    for (size_t i = 0, k = 0; i < count; i++) { /* both are sorted by id */
        places[i] = (ermine_place){ermine_network_node(picture->network, i)->id,
                                   picture->nodes[i].x, picture->nodes[i].y};
        while (k < options->place_count && strcmp(options->places[k].id, places[i].id) < 0)
            k++;
        known += k < options->place_count && strcmp(options->places[k].id, places[i].id) == 0;
    }
    return known == count || options->placed(options->context, places, count, err);
}

bool picture_arrange(struct picture *picture, ermine_error *err)
{
    static bool (*const layouts[])(struct picture * picture,
                                   ermine_error * err) = {[LAYOUT_FORCE] = arrange_force,
                                                          [LAYOUT_FLOW] = arrange_flow,
                                                          [LAYOUT_CIRCULAR] = arrange_circular,
                                                          [LAYOUT_COLUMNS] = arrange_columns,
                                                          [LAYOUT_TIMELINE] = arrange_timeline};
    if (!layouts[picture->layout](picture, err))
        return false;
    round_places(picture);
    bool routed = picture->layout == LAYOUT_CIRCULAR || picture->layout == LAYOUT_TIMELINE;
    if ((!routed && !route_ties(picture, err)) || !route_texts(picture, err))
        return false;
    settle(picture);
    struct legend legend;
    return heading_make(picture, svg_body_width(picture, &legend), err) &&
           tell_places(picture, err);
}
