/* force.c - the layout in which ties pull and all else pushes.
 *
 * Every component is placed by Graphviz, twice: by sfdp (Hu 2005) and, unless it is very large, by stress majorization
 * (Gansner, Koren & North 2004). The one with fewer crossings is turned on its long side, freed of overlaps, refined
 * and, when it is large or longer than by sfdp alone, drawn together; then the components are packed on one page. Groups
 * are drawn apart as far as that costs neither crossings nor length. Where earlier maps have places for most of it, it
 * starts from these. */
#include "draw/parts.h"

#include "base/error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { few = 8 }; /* nodes of a component that needs no Graphviz to be freed of overlaps */
enum {
    many = 600
}; /* nodes from which on stress majorization, which looks at all pairs, takes too long */
enum { patience = 4 }; /* steps of drawing together that may fail */
enum {
    crowd = 100
}; /* nodes from which on a map gains more by short links than it loses by little room */
static const double margin = 7; /* between boxes */
static const double crowding =
    0.34; /* share of the page that boxes take at first, more where there are many, */
static const double small_crowding = 0.6; /* and that of a part of few nodes */
static const double between_new = 26;     /* nodes that are tied to none with a place */
static const double closer = 0.93,
                    enough = 0.99; /* steps of drawing together, and what they must bring */
/* How much longer links between groups are to be than those within, the first that does no harm. */
static const double grades[] = {3.5, 2.6, 2, 1.5, 1.25};
enum { grade_count = sizeof grades / sizeof *grades };
/* Of the crossings and lengths of a drawing by springs alone, what is good enough. */
static const double enough_crossings = 0.97, enough_length = 0.93;
static const double known_share = 2.0 / 3; /* of nodes with earlier places, to start from these */

/* Turns the long axis of all the points, that of their greatest variance, to lie flat. */
static void lay_flat(struct graph *graph)
{
    double x = 0, y = 0, xx = 0, yy = 0, xy = 0, n = (double)graph->count;
    for (size_t i = 0; i < graph->count; i++) {
        x += graph->at[i].x / n;
        y += graph->at[i].y / n;
    }
    for (size_t i = 0; i < graph->count; i++) {
        double dx = graph->at[i].x - x, dy = graph->at[i].y - y;
        xx += dx * dx;
        yy += dy * dy;
        xy += dx * dy;
    }
    double angle = atan2(2 * xy, xx - yy) / 2;
    for (size_t i = 0; i < graph->count; i++) {
        double dx = graph->at[i].x - x, dy = graph->at[i].y - y;
        graph->at[i] =
            (struct point){dx * cos(angle) + dy * sin(angle), dy * cos(angle) - dx * sin(angle)};
    }
}

static double mean_length(const struct graph *graph)
{
    double sum = 0;
    for (size_t i = 0; i < graph->link_count; i++)
        sum += point_distance(graph->at[graph->links[i].a], graph->at[graph->links[i].b]);
    return graph->link_count == 0 ? 1 : sum / (double)graph->link_count;
}

/* Scales the points to a page the boxes crowd as they should, of the shape of a page as far as a stretch by less than
 * two may go, and larger when links would come out shorter than `least_length`. */
static void scale(struct graph *graph, double least_length)
{
    struct box bounds = box_none;
    double area = 0;
    for (size_t i = 0; i < graph->count; i++) {
        struct point p = graph->at[i];
        box_add(&bounds, &(struct box){p.x, p.y, p.x, p.y});
        area += (graph->width[i] + margin) * (graph->height[i] + margin);
    }
    double width = fmax(bounds.right - bounds.left, 1e-6);
    double height = fmax(bounds.bottom - bounds.top, width / 8);
    double stretch = fmin(fmax(sqrt(PARTS_PAGE_SHAPE * height / width), 0.8), 1.35);
    width *= stretch;
    height /= stretch;
    double full = graph->count > few ? fmin(crowding + (double)graph->count / 2500, small_crowding)
                                     : small_crowding;
    double factor = sqrt(area / full / (width * height));
    factor = fmax(factor, least_length / fmax(mean_length(graph), 1e-6));
    for (size_t i = 0; i < graph->count; i++) {
        graph->at[i].x *= factor * stretch;
        graph->at[i].y *= factor / stretch;
    }
}

/* A component, and what a drawing of it is to be like. */
struct component {
    struct graph *graph;
    const size_t *members; /* its nodes among all */
    double least_length;   /* of links in the mean, to have room for what is written there, */
    double length;         /* and that which is short enough */
    size_t crossings;      /* that are few enough */
};

/* Draws all together, as long as links become shorter when boxes that then meet are moved apart, and no more than so many
 * cross; where one step does not do that, a longer one may. */
static bool tighten(struct picture *picture, const struct component *part, ermine_error *err)
{
    struct graph *graph = part->graph;
    struct point *kept = ARENA_NEW(picture->arena, struct point, graph->count, err);
    if (kept == NULL)
        return false;
    size_t before = graph_crossings(graph, graph->at);
    size_t most = before > part->crossings ? before : part->crossings;
    memcpy(kept, graph->at, graph->count * sizeof *kept);
    double length = mean_length(graph), step = closer;
    double goal = graph->count < crowd ? part->length : 0;
    for (int misses = 0;
         misses < patience && length > goal && length * step >= part->least_length;) {
        for (size_t i = 0; i < graph->count; i++)
            graph->at[i] = (struct point){kept[i].x * step, kept[i].y * step};
        bool apart = graph_separate(graph, margin);
        double shorter = mean_length(graph);
        if (!apart || shorter > length * enough || graph_crossings(graph, graph->at) > most) {
            misses++;
            step *= closer;
            continue;
        }
        memcpy(kept, graph->at, graph->count * sizeof *kept);
        length = shorter;
        step = closer;
        misses = 0;
    }
    memcpy(graph->at, kept, graph->count * sizeof *kept);
    return true;
}

static bool free_of_overlaps(struct picture *picture, const struct component *part,
                             ermine_error *err)
{
    struct graph *graph = part->graph;
    if (graph->count > few) {
        struct graph_task task = {.engine = "nop",
                                  .attributes =
                                      "overlap=prism, overlap_scaling=0, sep=\"+5\", splines=none",
                                  .sized = true,
                                  .started = true};
        if (!graph_place(picture, graph, &task, graph->at, err))
            return false;
    }
    graph_separate(graph, margin);
    /* The more nodes, the more a short way counts against a crossing. */
    double unit = mean_length(graph) * fmax(0.5 - (double)graph->count / 2000, 0.3);
    graph_refine(graph, fmax(unit, part->least_length), margin);
    return tighten(picture, part, err);
}

/* Where Graphviz would put all nodes. */
struct starts {
    struct point *spring, *stress;
    struct point *apart; /* by springs, boxes kept apart: a measure of lengths; NULL: too many */
    struct point *grouped[grade_count + 1]; /* by stress, groups apart; ends with NULL */
};

/* Links within a group are short, those between groups long. */
static double *group_lengths(struct picture *picture, const struct graph *graph, double apart,
                             ermine_error *err)
{
    double *lengths = ARENA_NEW(picture->arena, double, graph->link_count, err);
    for (size_t i = 0; lengths != NULL && i < graph->link_count; i++) {
        size_t a = picture->nodes[graph->links[i].a].community;
        lengths[i] = a == picture->nodes[graph->links[i].b].community ? 1 : apart;
    }
    return lengths;
}

/* From where springs would put them, a few steps towards stretched links: so few more cross. */
static bool place_grouped(struct picture *picture, const struct graph *graph, struct starts *starts,
                          ermine_error *err)
{
    struct graph_task task = {.engine = "neato",
                              .attributes = "overlap=true, splines=none, pack=true, maxiter=8",
                              .started = true};
    memcpy(graph->at, starts->spring, graph->count * sizeof *graph->at);
    for (int grade = 0; grade < grade_count; grade++) {
        starts->grouped[grade] = ARENA_NEW(picture->arena, struct point, graph->count, err);
        task.lengths = group_lengths(picture, graph, grades[grade], err);
        if (starts->grouped[grade] == NULL || task.lengths == NULL ||
            !graph_place(picture, graph, &task, starts->grouped[grade], err))
            return false;
    }
    return true;
}

/* All the components at once. */
static bool place_all(struct picture *picture, const struct graph *graph, struct starts *starts,
                      ermine_error *err)
{
    struct graph_task task = {.engine = "sfdp", .attributes = "overlap=true, splines=none"};
    *starts = (struct starts){.spring = ARENA_NEW(picture->arena, struct point, graph->count, err),
                              .stress = ARENA_NEW(picture->arena, struct point, graph->count, err)};
    if (starts->spring == NULL || starts->stress == NULL ||
        !graph_place(picture, graph, &task, starts->spring, err))
        return false;
    if (graph->count > many) {
        starts->stress = starts->spring;
        return true;
    }
    struct graph_task sized = {
        .engine = "sfdp", .attributes = "overlap=prism, splines=none", .sized = true};
    starts->apart = ARENA_NEW(picture->arena, struct point, graph->count, err);
    task.engine = "neato";
    task.attributes = "overlap=true, splines=none, pack=true, maxiter=300";
    return starts->apart != NULL && graph_place(picture, graph, &sized, starts->apart, err) &&
           graph_place(picture, graph, &task, starts->stress, err) &&
           (!picture->options.hulls || place_grouped(picture, graph, starts, err));
}

/* Two nodes stand side by side, as far apart as what is written between them needs. */
static void place_pair(struct graph *pair, double between)
{
    double apart = fmax((pair->width[0] + pair->width[1]) / 2 + margin,
                        pair->radius[0] + pair->radius[1] + between);
    pair->at[0] = (struct point){0, 0};
    pair->at[1] = (struct point){apart, 0};
}

static void put(const struct component *part, const struct point *places)
{
    for (size_t i = 0; i < part->graph->count; i++)
        part->graph->at[i] = places[part->members[i]];
}

static bool draw_from(struct picture *picture, const struct component *part,
                      const struct point *start, ermine_error *err)
{
    put(part, start);
    lay_flat(part->graph);
    scale(part->graph, part->least_length);
    return free_of_overlaps(picture, part, err);
}

/* Draws groups as far apart as they may be without making for too many crossings or too long links; not at all where
 * none of these drawings is good enough. */
static bool draw_grouped(struct picture *picture, const struct component *part,
                         const struct starts *starts, bool *drawn, ermine_error *err)
{
    for (int grade = 0; !*drawn && starts->grouped[grade] != NULL; grade++) {
        if (!draw_from(picture, part, starts->grouped[grade], err))
            return false;
        *drawn = mean_length(part->graph) <= part->length &&
                 graph_crossings(part->graph, part->graph->at) <= part->crossings;
    }
    return true;
}

static size_t crossings_of(const struct component *part, const struct point *places)
{
    put(part, places);
    return graph_crossings(part->graph, part->graph->at);
}

static double length_of(const struct component *part, const struct point *places)
{
    put(part, places);
    return mean_length(part->graph);
}

static bool arrange_part(struct picture *picture, struct graph *graph, const size_t *members,
                         const struct starts *starts, ermine_error *err)
{
    if (graph->count == 2) {
        place_pair(graph, picture->tie_length * 0.75);
        return true;
    }
    struct component part = {.graph = graph, .members = members};
    size_t crossings = crossings_of(&part, starts->spring);
    part.crossings = (size_t)((double)crossings * enough_crossings);
    part.length =
        starts->apart == NULL ? INFINITY : length_of(&part, starts->apart) * enough_length;
    part.least_length = picture->tie_length * (graph->count > few || picture->ties_named ? 1 : 0.6);
    const struct point *plain =
        crossings_of(&part, starts->stress) < crossings ? starts->stress : starts->spring;
    bool drawn = false;
    return draw_grouped(picture, &part, starts, &drawn, err) &&
           (drawn || draw_from(picture, &part, plain, err));
}

static bool arrange_parts(struct picture *picture, struct graph *graph, ermine_error *err)
{
    struct part *parts;
    size_t count;
    struct starts starts;
    if (!parts_split(graph, picture->arena, &parts, &count, err) ||
        !place_all(picture, graph, &starts, err))
        return false;
    for (size_t p = 0; p < count; p++)
        if (!arrange_part(picture, &parts[p].graph, parts[p].members, &starts, err))
            return false;
    parts_pack(parts, count);
    parts_join(parts, count, graph);
    return true;
}

static int compare_place(const void *key, const void *item)
{
    return strcmp(key, ((const ermine_place *)item)->id);
}

/* Marks the nodes earlier maps have places for; returns how many. */
static size_t recall(const struct picture *picture, struct graph *graph, bool *placed)
{
    size_t count = 0;
    for (size_t i = 0; i < graph->count && picture->options.place_count > 0; i++) {
        const ermine_place *place =
            bsearch(ermine_network_node(picture->network, i)->id, picture->options.places,
                    picture->options.place_count, sizeof *place, compare_place);
        placed[i] = place != NULL;
        if (place == NULL)
            continue;
        graph->at[i] = (struct point){place->x, place->y};
        count++;
    }
    return count;
}

/* Puts new nodes near those they are tied to, what is tied to nothing known beneath it all. */
static void place_new(struct graph *graph, bool *placed)
{
    double bottom = 0, golden = M_PI * (3 - sqrt(5));
    for (size_t i = 0; i < graph->count; i++)
        if (placed[i])
            bottom = fmax(bottom, graph_box(graph, i).bottom);
    for (bool found = true; found;) {
        found = false;
        for (size_t i = 0; i < graph->count; i++) {
            struct point sum = {0, 0};
            double known = 0;
            for (size_t n = graph->first[i]; n < graph->first[i + 1] && !placed[i]; n++) {
                if (!placed[graph->near[n]])
                    continue;
                sum.x += graph->at[graph->near[n]].x;
                sum.y += graph->at[graph->near[n]].y;
                known++;
            }
            if (known == 0)
                continue;
            graph->at[i] = (struct point){sum.x / known + 60 * cos(golden * (double)i),
                                          sum.y / known + 45 * sin(golden * (double)i)};
            placed[i] = found = true;
        }
        for (size_t i = 0; i < graph->count && !found; i++) {
            if (placed[i])
                continue;
            graph->at[i] = (struct point){graph->width[i], bottom + 2 * between_new};
            bottom += 2 * between_new + graph->height[i];
            placed[i] = found = true;
        }
    }
}

bool arrange_force(struct picture *picture, ermine_error *err)
{
    struct graph graph;
    if (!graph_make(picture, &graph, err))
        return false;
    bool *placed = ARENA_NEW(picture->arena, bool, graph.count, err);
    if (placed == NULL)
        return false;
    size_t known = recall(picture, &graph, placed);
    if ((double)known >= known_share * (double)graph.count) {
        place_new(&graph, placed);
        graph_separate(&graph, margin);
    } else if (!arrange_parts(picture, &graph, err)) {
        return false;
    }
    graph_apply(&graph, picture);
    return true;
}
