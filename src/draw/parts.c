#include "draw/parts.h"

#include <math.h>
#include <stdlib.h>

enum { few = 4 }; /* nodes of parts that are small */
static const double between_parts = 26;

bool parts_split(const struct graph *graph, struct arena *arena, struct part **parts, size_t *count,
                 ermine_error *err)
{
    size_t *component = ARENA_NEW(arena, size_t, graph->count, err);
    if (component == NULL || !graph_components(graph, component, count, err))
        return false;
    *parts = ARENA_NEW(arena, struct part, *count, err);
    size_t *members = ARENA_NEW(arena, size_t, graph->count, err);
    if (*parts == NULL || members == NULL)
        return false;
    for (size_t c = 0; c < *count; c++) {
        struct part *part = &(*parts)[c];
        size_t size = 0;
        for (size_t i = 0; i < graph->count; i++)
            if (component[i] == c)
                members[size++] = i;
        part->members = members;
        if (!graph_part(graph, members, size, arena, &part->graph, err))
            return false;
        members += size;
    }
    return true;
}

void parts_join(const struct part *parts, size_t count, struct graph *graph)
{
    for (size_t p = 0; p < count; p++)
        for (size_t i = 0; i < parts[p].graph.count; i++)
            graph->at[parts[p].members[i]] = parts[p].graph.at[i];
}

static void shift(struct graph *graph, double x, double y)
{
    for (size_t i = 0; i < graph->count; i++) {
        graph->at[i].x += x;
        graph->at[i].y += y;
    }
}

static int compare_parts(const void *left, const void *right)
{
    const struct part *a = left, *b = right;
    if (fabs(a->height - b->height) > 1e-6)
        return a->height > b->height ? -1 : 1;
    return (a->number > b->number) - (a->number < b->number);
}

/* Puts parts on shelves of that width and returns the height of all; moves them only when `put`. */
static double shelve(struct part *parts, size_t count, double left, double top, double width,
                     bool put)
{
    double x = 0, y = 0, tallest = 0;
    for (size_t i = 0; i < count; i++) {
        if (x > 0 && x + parts[i].width > width) {
            y += tallest + between_parts;
            x = tallest = 0;
        }
        struct box bounds = graph_bounds(&parts[i].graph);
        if (put)
            shift(&parts[i].graph, left + x - bounds.left, top + y - bounds.top);
        tallest = fmax(tallest, parts[i].height);
        x += parts[i].width + between_parts;
    }
    return y + tallest;
}

/* How far the picture would be from the shape of a page. */
static double misshape(double width, double height)
{
    return fabs(log(width / height / PARTS_PAGE_SHAPE));
}

void parts_pack(struct part *parts, size_t count)
{
    double area = 0, widest = 0;
    for (size_t i = 0; i < count; i++) {
        struct box bounds = graph_bounds(&parts[i].graph);
        parts[i].width = bounds.right - bounds.left;
        parts[i].height = bounds.bottom - bounds.top;
        parts[i].number = i;
        if (i > 0) {
            area += (parts[i].width + between_parts) * (parts[i].height + between_parts);
            widest = fmax(widest, parts[i].width);
        }
    }
    struct part *main = &parts[0];
    qsort(parts + 1, count - 1, sizeof *parts, compare_parts);
    bool alone = main->graph.count <= few; /* nothing but small parts: a page of shelves */
    double below_width = fmax(fmax(main->width, widest), alone ? sqrt(area * PARTS_PAGE_SHAPE) : 0);
    double below = shelve(parts + 1, count - 1, 0, 0, below_width, false);
    double beside_width = fmax(widest, area / main->height);
    while (shelve(parts + 1, count - 1, 0, 0, beside_width, false) > main->height &&
           beside_width < area)
        beside_width *= 1.1;
    shelve(main, 1, 0, 0, main->width, true);
    if (alone || misshape(below_width, main->height + between_parts + below) <=
                     misshape(main->width + 2 * between_parts + beside_width, main->height))
        shelve(parts + 1, count - 1, 0, main->height + 1.5 * between_parts, below_width, true);
    else
        shelve(parts + 1, count - 1, main->width + 2 * between_parts, 0, beside_width, true);
}
