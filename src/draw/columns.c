/* columns.c - nodes in columns, one a region of the world. */
#include "draw/graph.h"

#include "knowledge/knowledge.h"

#include <math.h>
#include <string.h>

enum { sweeps = 12 };
static const double column_gap = 130, row_gap = 10, head_size = 13, padding = 14;
static const double piece_gap = 91, page_shape = 1.6, least_height = 300, least_half = 34;

/* The country the registry has for the node, else for what it is part of. */
static const char *country_of(const struct picture *picture, size_t node)
{
    const struct registry *registry = &picture->known->registry;
    const char *id = ermine_network_node(picture->network, node)->id;
    for (int step = 0; step < 3 && id != NULL; step++) {
        uint32_t index = map_get(registry->ids, id, strlen(id));
        if (index == MAP_NONE)
            return NULL;
        if (registry->entities[index].country != NULL)
            return registry->entities[index].country;
        id = registry->entities[index].parent;
    }
    return NULL;
}

/* Where most of those are that the node is tied to, by weight; ERMINE_NONE when nobody knows. */
static size_t region_of_neighbours(const struct picture *picture, const size_t *region, size_t node,
                                   size_t regions, double *sums)
{
    size_t near, best = ERMINE_NONE;
    const size_t *ties = ermine_network_ties_of(picture->network, node, &near);
    memset(sums, 0, regions * sizeof *sums);
    for (size_t i = 0; i < near; i++) {
        const ermine_tie *tie = ermine_network_tie(picture->network, ties[i]);
        size_t other = region[tie->subject == node ? tie->object : tie->subject];
        if (other != ERMINE_NONE)
            sums[other] += tie->weight;
    }
    for (size_t i = 0; i < regions; i++)
        if (sums[i] > 0 && (best == ERMINE_NONE || sums[i] > sums[best]))
            best = i;
    return best;
}

/* A region for each node; `regions` itself for those of none. People without one of their own are where their firms
 * are; others stay unknown, for a firm's partners say nothing of where it is. */
static bool find_regions(struct picture *picture, size_t *region, ermine_error *err)
{
    const struct schema *schema = &picture->known->schema;
    size_t count = ermine_network_node_count(picture->network);
    size_t *known = ARENA_NEW(picture->arena, size_t, count, err);
    double *sums = ARENA_NEW(picture->arena, double, schema->region_count, err);
    if (known == NULL || sums == NULL)
        return false;
    for (size_t i = 0; i < count; i++)
        known[i] = schema_region(schema, country_of(picture, i));
    for (size_t i = 0; i < count; i++) {
        size_t type = schema_type(schema, ermine_network_node(picture->network, i)->type);
        bool is_person = type != ERMINE_NONE && schema->mention_classes[type] == CLASS_PERSON;
        region[i] = known[i];
        if (region[i] == ERMINE_NONE && is_person)
            region[i] = region_of_neighbours(picture, known, i, schema->region_count, sums);
        if (region[i] == ERMINE_NONE)
            region[i] = schema->region_count;
    }
    return true;
}

struct column {
    size_t *nodes, count;
    double width, height, x;
};

/* Stacks the nodes of a column, centred on the middle of all. */
static void stack(struct graph *graph, const struct column *column)
{
    double y = -column->height / 2;
    for (size_t i = 0; i < column->count; i++) {
        size_t node = column->nodes[i];
        graph->at[node] = (struct point){column->x, y + graph->radius[node]};
        y += graph->height[node] + row_gap;
    }
}

static double height_wanted(const struct graph *graph, size_t node)
{
    double sum = 0, count = (double)(graph->first[node + 1] - graph->first[node]);
    for (size_t n = graph->first[node]; n < graph->first[node + 1]; n++)
        sum += graph->at[graph->near[n]].y;
    return count > 0 ? sum / count : graph->at[node].y;
}

/* Sorts a column by the mean height of neighbours (Sugiyama, Tagawa & Toda 1981); equal ones keep their order. */
static void sort_column(const struct graph *graph, struct column *column, double *wanted)
{
    for (size_t i = 0; i < column->count; i++)
        wanted[column->nodes[i]] = height_wanted(graph, column->nodes[i]);
    for (size_t i = 1; i < column->count; i++) {
        size_t node = column->nodes[i], k = i;
        for (; k > 0 && wanted[column->nodes[k - 1]] > wanted[node]; k--)
            column->nodes[k] = column->nodes[k - 1];
        column->nodes[k] = node;
    }
}

/* Long columns become several side by side. */
static size_t pieces_of(const struct graph *graph, const size_t *region, size_t which, double most)
{
    double height = 0;
    for (size_t i = 0; i < graph->count; i++)
        if (region[i] == which)
            height += graph->height[i] + row_gap;
    return height == 0 ? 0 : (size_t)ceil(height / most);
}

static void fill(const struct graph *graph, const size_t *region, size_t which,
                 struct column *columns, size_t pieces)
{
    size_t taken = 0;
    for (size_t i = 0; i < graph->count; i++) {
        if (region[i] != which)
            continue;
        struct column *column = &columns[taken++ % pieces];
        column->nodes[column->count++] = i;
        column->width = fmax(column->width, graph->width[i]);
        column->height += graph->height[i] + row_gap;
    }
}

static bool add_head(struct picture *picture, const char *name, double left, double right,
                     double top, double bottom, ermine_error *err)
{
    struct label label;
    double size = head_size, width = right - left - 8;
    if (!label_wrap(name, width / size, true, picture->arena, &label, err) ||
        !picture_add_mark(
            picture,
            (struct picture_mark){
                .kind = MARK_BAND,
                .box = {left, top - 10 - size * PICTURE_LINE * label_lines, right, bottom}},
            err))
        return false;
    for (size_t i = 0; i < label.count; i++) {
        double base = top - 4 - size * PICTURE_LINE * (double)(label_lines - i - 1);
        struct picture_mark mark = {
            .kind = MARK_HEAD,
            .box = {left + 6, base - size, left + 6 + label.width * size, base},
            .text = label.lines[i]};
        if (!picture_add_mark(picture, mark, err))
            return false;
    }
    return true;
}

/* All columns, those of a region side by side. */
struct page {
    struct graph graph;
    size_t *region; /* of each node */
    struct column *columns;
    size_t *first; /* column of each region; the next region's where it has none */
    size_t regions, count;
};

static bool open_page(struct picture *picture, struct page *page, ermine_error *err)
{
    if (!graph_make(picture, &page->graph, err))
        return false;
    size_t nodes = page->graph.count;
    page->regions = picture->known->schema.region_count + 1;
    page->region = ARENA_NEW(picture->arena, size_t, nodes, err);
    page->columns = ARENA_NEW(picture->arena, struct column, nodes + page->regions, err);
    page->first = ARENA_NEW(picture->arena, size_t, page->regions + 1, err);
    return page->region != NULL && page->columns != NULL && page->first != NULL &&
           find_regions(picture, page->region, err);
}

/* How wide it comes out when no column is higher than `most`. */
static double width_at(const struct page *page, double most)
{
    const struct graph *graph = &page->graph;
    double sum = 0;
    for (size_t r = 0; r < page->regions; r++) {
        double widest = 0, pieces = (double)pieces_of(graph, page->region, r, most);
        for (size_t i = 0; i < graph->count; i++)
            if (page->region[i] == r)
                widest = fmax(widest, graph->width[i]);
        if (pieces > 0)
            sum += pieces * (widest + piece_gap) + column_gap - piece_gap;
    }
    return sum;
}

/* A page somewhat wider than high, cut into columns. */
static bool cut_columns(struct picture *picture, struct page *page, ermine_error *err)
{
    const struct graph *graph = &page->graph;
    double most = least_height;
    while (width_at(page, most) > page_shape * most)
        most *= 1.05;
    for (size_t r = 0; r < page->regions; r++) {
        size_t pieces = pieces_of(graph, page->region, r, most);
        struct column *columns = page->columns + page->count;
        page->first[r] = page->count;
        for (size_t p = 0; p < pieces; p++) {
            columns[p].nodes = ARENA_NEW(picture->arena, size_t, graph->count, err);
            if (columns[p].nodes == NULL)
                return false;
        }
        if (pieces > 0)
            fill(graph, page->region, r, columns, pieces);
        page->count += pieces;
    }
    page->first[page->regions] = page->count;
    return true;
}

static void place_columns(struct page *page)
{
    double x = 0;
    for (size_t r = 0; r < page->regions; r++) {
        for (size_t c = page->first[r]; c < page->first[r + 1]; c++) {
            struct column *column = &page->columns[c];
            column->x = x + column->width / 2;
            x += column->width + (c + 1 == page->first[r + 1] ? column_gap : piece_gap);
            stack(&page->graph, column);
        }
    }
}

static bool sort_columns(struct picture *picture, struct page *page, ermine_error *err)
{
    double *wanted = ARENA_NEW(picture->arena, double, page->graph.count, err);
    for (int sweep = 0; wanted != NULL && sweep < sweeps; sweep++) {
        for (size_t i = 0; i < page->count; i++) {
            struct column *column = &page->columns[sweep % 2 == 0 ? i : page->count - 1 - i];
            sort_column(&page->graph, column, wanted);
            stack(&page->graph, column);
        }
    }
    return wanted != NULL;
}

static const char *region_name(const struct picture *picture, size_t index)
{
    const struct schema *schema = &picture->known->schema;
    if (index == schema->region_count)
        return picture_phrase(picture, "elsewhere");
    const struct world_region *region = &schema->regions[index];
    return picture_pick(picture, region->label_en, region->label_ru, region->label_zh);
}

static bool add_heads(struct picture *picture, const struct page *page, ermine_error *err)
{
    double tallest = 0;
    for (size_t i = 0; i < page->count; i++)
        tallest = fmax(tallest, page->columns[i].height);
    for (size_t r = 0; r < page->regions; r++) {
        if (page->first[r] == page->first[r + 1])
            continue;
        const struct column *from = &page->columns[page->first[r]],
                            *to = &page->columns[page->first[r + 1] - 1];
        double left = from->x - fmax(from->width / 2, least_half) - padding;
        double right = to->x + fmax(to->width / 2, least_half) + padding;
        if (!add_head(picture, region_name(picture, r), left, right, -tallest / 2,
                      tallest / 2 + padding, err))
            return false;
    }
    return true;
}

bool arrange_columns(struct picture *picture, ermine_error *err)
{
    struct page page = {.count = 0};
    if (!open_page(picture, &page, err) || !cut_columns(picture, &page, err))
        return false;
    place_columns(&page);
    if (!sort_columns(picture, &page, err) || !add_heads(picture, &page, err))
        return false;
    graph_apply(&page.graph, picture);
    return true;
}
