#include "draw/graph.h"

#include "base/error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static int compare_links(const void *left, const void *right)
{
    const struct link *x = left, *y = right;
    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    return (x->b > y->b) - (x->b < y->b);
}

static bool index_links(struct graph *graph, struct arena *arena, ermine_error *err)
{
    graph->first = ARENA_NEW(arena, size_t, graph->count + 2, err);
    graph->near = ARENA_NEW(arena, size_t, 2 * graph->link_count, err);
    if (graph->first == NULL || graph->near == NULL)
        return false;
    /* Counted two places ahead, so that filling moves each offset into its own place. */
    for (size_t i = 0; i < graph->link_count; i++) {
        graph->first[graph->links[i].a + 2]++;
        graph->first[graph->links[i].b + 2]++;
    }
    for (size_t i = 2; i < graph->count + 2; i++)
        graph->first[i] += graph->first[i - 1];
    for (size_t i = 0; i < graph->link_count; i++) {
        graph->near[graph->first[graph->links[i].a + 1]++] = graph->links[i].b;
        graph->near[graph->first[graph->links[i].b + 1]++] = graph->links[i].a;
    }
    return true;
}

static bool take_nodes(struct graph *graph, size_t count, struct arena *arena, ermine_error *err)
{
    graph->count = count;
    graph->at = ARENA_NEW(arena, struct point, count, err);
    graph->width = ARENA_NEW(arena, double, count, err);
    graph->height = ARENA_NEW(arena, double, count, err);
    graph->radius = ARENA_NEW(arena, double, count, err);
    graph->order = ARENA_NEW(arena, size_t, count, err);
    if (graph->at == NULL || graph->width == NULL || graph->height == NULL ||
        graph->radius == NULL || graph->order == NULL)
        return false;
    for (size_t i = 0; i < count; i++)
        graph->order[i] = i;
    return true;
}

bool graph_make(struct picture *picture, struct graph *graph, ermine_error *err)
{
    size_t ties = ermine_network_tie_count(picture->network);
    *graph = (struct graph){0};
    graph->links = ARENA_NEW(picture->arena, struct link, ties, err);
    if (graph->links == NULL ||
        !take_nodes(graph, ermine_network_node_count(picture->network), picture->arena, err))
        return false;
    for (size_t i = 0; i < graph->count; i++) {
        const struct picture_node *node = &picture->nodes[i];
        graph->at[i] = (struct point){node->x, node->y};
        graph->width[i] = node->width;
        graph->height[i] = node->height;
        graph->radius[i] = picture_reach(node);
    }
    for (size_t i = 0; i < ties; i++) {
        const ermine_tie *tie = ermine_network_tie(picture->network, i);
        bool forward = tie->subject < tie->object;
        graph->links[i] = (struct link){forward ? tie->subject : tie->object,
                                        forward ? tie->object : tie->subject, tie->weight};
    }
    if (ties > 0)
        qsort(graph->links, ties, sizeof *graph->links, compare_links);
    for (size_t i = 0; i < ties; i++) {
        struct link *last = graph->link_count == 0 ? NULL : &graph->links[graph->link_count - 1];
        if (last != NULL && compare_links(last, &graph->links[i]) == 0)
            last->weight += graph->links[i].weight;
        else
            graph->links[graph->link_count++] = graph->links[i];
    }
    return index_links(graph, picture->arena, err);
}

void graph_apply(const struct graph *graph, struct picture *picture)
{
    for (size_t i = 0; i < graph->count; i++) {
        picture->nodes[i].x = graph->at[i].x;
        picture->nodes[i].y = graph->at[i].y;
    }
}

bool graph_part(const struct graph *graph, const size_t *nodes, size_t count, struct arena *arena,
                struct graph *part, ermine_error *err)
{
    *part = (struct graph){0};
    size_t *place = ARENA_NEW(arena, size_t, graph->count, err);
    part->links = ARENA_NEW(arena, struct link, graph->link_count, err);
    if (place == NULL || part->links == NULL || !take_nodes(part, count, arena, err))
        return false;
    for (size_t i = 0; i < graph->count; i++)
        place[i] = ERMINE_NONE;
    for (size_t i = 0; i < count; i++) {
        place[nodes[i]] = i;
        part->at[i] = graph->at[nodes[i]];
        part->width[i] = graph->width[nodes[i]];
        part->height[i] = graph->height[nodes[i]];
        part->radius[i] = graph->radius[nodes[i]];
    }
    for (size_t i = 0; i < graph->link_count; i++) {
        size_t a = place[graph->links[i].a], b = place[graph->links[i].b];
        if (a == ERMINE_NONE || b == ERMINE_NONE)
            continue;
        part->links[part->link_count++] =
            (struct link){a < b ? a : b, a < b ? b : a, graph->links[i].weight};
    }
    return index_links(part, arena, err);
}

struct component {
    size_t size, first, old;
};

static int compare_components(const void *left, const void *right)
{
    const struct component *a = left, *b = right;
    if (a->size != b->size)
        return a->size > b->size ? -1 : 1;
    return (a->first > b->first) - (a->first < b->first);
}

static size_t root_of(size_t *parent, size_t i)
{
    while (parent[i] != i) {
        parent[i] = parent[parent[i]];
        i = parent[i];
    }
    return i;
}

bool graph_components(const struct graph *graph, size_t *component, size_t *found,
                      ermine_error *err)
{
    size_t *parent = malloc((graph->count + 1) * sizeof *parent);
    struct component *all = calloc(graph->count + 1, sizeof *all);
    bool ok = (parent != NULL && all != NULL) || error_memory(err);
    for (size_t i = 0; ok && i < graph->count; i++)
        parent[i] = i;
    for (size_t i = 0; ok && i < graph->link_count; i++) {
        size_t a = root_of(parent, graph->links[i].a), b = root_of(parent, graph->links[i].b);
        parent[a > b ? a : b] = a < b ? a : b;
    }
    *found = 0;
    for (size_t i = 0; ok && i < graph->count; i++)
        all[i] = (struct component){0, i, i};
    for (size_t i = 0; ok && i < graph->count; i++)
        all[root_of(parent, i)].size++;
    if (ok) {
        qsort(all, graph->count, sizeof *all, compare_components);
        for (; *found < graph->count && all[*found].size > 0; ++*found)
            component[all[*found].old] = *found;
        for (size_t i = graph->count; i-- > 0;)
            component[i] = component[root_of(parent, i)];
    }
    free(parent);
    free(all);
    return ok;
}

struct box graph_box(const struct graph *graph, size_t i)
{
    double x = graph->at[i].x, top = graph->at[i].y - graph->radius[i];
    return (struct box){x - graph->width[i] / 2, top, x + graph->width[i] / 2,
                        top + graph->height[i]};
}

struct box graph_bounds(const struct graph *graph)
{
    struct box bounds = box_none;
    for (size_t i = 0; i < graph->count; i++) {
        struct box box = graph_box(graph, i);
        box_add(&bounds, &box);
    }
    return bounds;
}

size_t graph_crossings(const struct graph *graph, const struct point *at)
{
    size_t crossings = 0;
    for (size_t i = 0; i < graph->link_count; i++) {
        const struct link *x = &graph->links[i];
        for (size_t k = i + 1; k < graph->link_count; k++) {
            const struct link *y = &graph->links[k];
            if (x->a != y->a && x->a != y->b && x->b != y->a && x->b != y->b)
                crossings += segments_cross(at[x->a], at[x->b], at[y->a], at[y->b]);
        }
    }
    return crossings;
}
