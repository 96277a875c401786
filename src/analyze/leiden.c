#include "analyze/leiden.h"

#include "analyze/crew.h"
#include "analyze/random.h"
#include "base/error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { iterations = 4 };            /* over the whole graph */
enum { often = 1 << 14 };           /* nodes after which the caller is asked whether to go on */
static const double theta = 0.01;   /* randomness of the refinement, in mean weights */
static const double trifle = 1e-9;  /* gains that are none, likewise */
static const double untouched = -1; /* no weight */

/* A graph whose nodes are groups of the one before. */
struct level {
    struct leiden graph;
    uint32_t *first, *end; /* owned, NULL on the first level */
    double *weight, *mass;
};

/* Room for one number a node, for whatever is at hand. */
struct divider {
    double unit; /* mean weight */
    uint64_t random;
    const ermine_work *work;
    ermine_error *err;
    uint32_t *of;      /* group of each node of the level */
    uint32_t *size;    /* of each group */
    double *mass;      /* of each group */
    uint32_t *refined; /* part of its group each node is in, named by one of its nodes */
    double *part_mass; /* of each part */
    double *tied;      /* weight that ties each part to the rest of its group */
    bool *alone;       /* nodes that are a part of their own */
    uint32_t *order;   /* nodes at random, or the queue of those to be looked at */
    bool *waiting;     /* in the queue */
    uint32_t *spare;   /* groups without nodes */
    uint32_t spare_count;
    double *to;     /* weight between the node at hand and each group or part, or `untouched` */
    uint32_t *near; /* those it has any to */
    double *chance; /* of each of these */
    uint32_t near_count;
    uint32_t *number; /* of each part, as a node of the next level */
    uint32_t *holder; /* of each node of the first level, the node of this one it is in */
};

static bool take_room(struct divider *d, size_t nodes)
{
    size_t count = nodes + 1;
    uint32_t **numbers[] = {&d->size, &d->refined, &d->order,  &d->spare,
                            &d->near, &d->number,  &d->holder, &d->of};
    double **reals[] = {&d->mass, &d->part_mass, &d->tied, &d->to, &d->chance};
    bool ok = true;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        ok = (*numbers[i] = malloc(count * sizeof **numbers[i])) != NULL && ok;
    for (size_t i = 0; i < sizeof reals / sizeof *reals; i++)
        ok = (*reals[i] = malloc(count * sizeof **reals[i])) != NULL && ok;
    d->alone = malloc(count * sizeof *d->alone);
    d->waiting = malloc(count * sizeof *d->waiting);
    for (size_t i = 0; d->to != NULL && i < count; i++)
        d->to[i] = untouched;
    return (ok && d->alone != NULL && d->waiting != NULL) || error_memory(d->err);
}

static void give_back_room(struct divider *d)
{
    void *all[] = {d->size,   d->refined, d->order,  d->spare, d->near,
                   d->number, d->holder,  d->of,     d->mass,  d->part_mass,
                   d->tied,   d->to,      d->chance, d->alone, d->waiting};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        free(all[i]);
}

static void level_free(struct level *level)
{
    free(level->first);
    free(level->end);
    free(level->weight);
    free(level->mass);
    *level = (struct level){0};
}

static void shuffle(struct divider *d, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        d->order[i] = i;
    for (uint32_t i = count; i > 1; i--) {
        uint32_t other = random_below(&d->random, i), kept = d->order[i - 1];
        d->order[i - 1] = d->order[other];
        d->order[other] = kept;
    }
}

static void touch(struct divider *d, uint32_t group, double weight)
{
    if (d->to[group] < 0) {
        d->to[group] = 0;
        d->near[d->near_count++] = group;
    }
    d->to[group] += weight;
}

static void forget(struct divider *d)
{
    while (d->near_count > 0)
        d->to[d->near[--d->near_count]] = untouched;
}

/* Sizes and masses of the groups as they are; those without nodes are spare. */
static void weigh_groups(struct divider *d, const struct leiden *graph)
{
    memset(d->size, 0, graph->nodes * sizeof *d->size);
    for (uint32_t v = 0; v < graph->nodes; v++)
        d->mass[v] = 0;
    for (uint32_t v = 0; v < graph->nodes; v++) {
        d->size[d->of[v]]++;
        d->mass[d->of[v]] += graph->mass[v];
    }
    d->spare_count = 0;
    for (uint32_t g = graph->nodes; g-- > 0;)
        if (d->size[g] == 0)
            d->spare[d->spare_count++] = g;
}

/* The group in which a node is best off, its own when none is better. It has been taken out of that. */
static uint32_t best_group(struct divider *d, const struct leiden *graph, uint32_t v)
{
    uint32_t own = d->of[v], best = own;
    double pull = graph->resolution * graph->mass[v];
    for (uint32_t i = graph->first[v]; i < graph->first[v + 1]; i++)
        touch(d, d->of[graph->end[i]], graph->weight[i]);
    double most = fmax(d->to[own], 0) - pull * d->mass[own] + trifle * d->unit;
    for (uint32_t i = 0; i < d->near_count; i++) {
        uint32_t group = d->near[i];
        double gain = d->to[group] - pull * d->mass[group];
        if (gain > most) {
            most = gain;
            best = group;
        }
    }
    if (most < 0 && d->size[own] > 0)
        best = d->spare[d->spare_count - 1];
    forget(d);
    return best;
}

static void move(struct divider *d, const struct leiden *graph, uint32_t v, uint32_t group)
{
    uint32_t own = d->of[v];
    if (group != own && d->size[group] == 0)
        d->spare_count--; /* it was the last of them */
    else if (group != own && d->size[own] == 0)
        d->spare[d->spare_count++] = own;
    d->of[v] = group;
    d->size[group]++;
    d->mass[group] += graph->mass[v];
}

/* Moves nodes one after another to where they are best off, then those that had to do with them, until none gains. */
static bool move_nodes(struct divider *d, const struct leiden *graph)
{
    uint32_t nodes = graph->nodes, head = 0, left = nodes;
    weigh_groups(d, graph);
    shuffle(d, nodes);
    memset(d->waiting, true, nodes * sizeof *d->waiting);
    for (size_t steps = 1; left > 0; left--, steps++) {
        uint32_t v = d->order[head], own = d->of[v];
        head = head + 1 == nodes ? 0 : head + 1;
        d->waiting[v] = false;
        d->size[own]--;
        d->mass[own] -= graph->mass[v];
        uint32_t group = best_group(d, graph, v);
        move(d, graph, v, group);
        for (uint32_t i = graph->first[v]; group != own && i < graph->first[v + 1]; i++) {
            uint32_t other = graph->end[i];
            if (d->of[other] == group || d->waiting[other])
                continue;
            d->waiting[other] = true;
            size_t tail = (size_t)head + left++ - 1;
            d->order[tail >= nodes ? tail - nodes : tail] = other;
        }
        if (steps % often == 0 && !crew_go_on(d->work, -1, d->err))
            return false;
    }
    return true;
}

/* Every node a part of its own; what ties it to its group. */
static void begin_parts(struct divider *d, const struct leiden *graph)
{
    for (uint32_t v = 0; v < graph->nodes; v++) {
        d->refined[v] = v;
        d->alone[v] = true;
        d->part_mass[v] = graph->mass[v];
        d->tied[v] = 0;
        for (uint32_t i = graph->first[v]; i < graph->first[v + 1]; i++)
            if (d->of[graph->end[i]] == d->of[v])
                d->tied[v] += graph->weight[i];
    }
}

/* Whether the rest of its group holds a part as firmly as it must. */
static bool is_held(const struct divider *d, const struct leiden *graph, uint32_t part,
                    uint32_t group)
{
    double rest = d->mass[group] - d->part_mass[part];
    return d->tied[part] >= graph->resolution * d->part_mass[part] * rest - trifle * d->unit;
}

/* A part for a node that is alone, the better the likelier; its own when it gains by none. */
static uint32_t choose_part(struct divider *d, const struct leiden *graph, uint32_t v)
{
    uint32_t group = d->of[v];
    double best = 0, sum = 0, pull = graph->resolution * graph->mass[v];
    for (uint32_t i = graph->first[v]; i < graph->first[v + 1]; i++)
        if (d->of[graph->end[i]] == group)
            touch(d, d->refined[graph->end[i]], graph->weight[i]);
    for (uint32_t i = 0; i < d->near_count; i++) {
        uint32_t part = d->near[i];
        double gain = d->to[part] - pull * d->part_mass[part];
        d->chance[i] = is_held(d, graph, part, group) ? gain : -1;
        best = fmax(best, d->chance[i]);
    }
    for (uint32_t i = 0; i < d->near_count; i++)
        sum += d->chance[i] = d->chance[i] < 0 ? 0 : exp((d->chance[i] - best) / (theta * d->unit));
    double stay = exp(-best / (theta * d->unit));
    double drawn = random_share(&d->random) * (sum + stay) - stay;
    uint32_t chosen = v;
    for (uint32_t i = 0; i < d->near_count && drawn >= 0; i++) {
        drawn -= d->chance[i];
        if (d->chance[i] > 0)
            chosen = d->near[i];
    }
    return chosen;
}

/* Divides each group into parts that hang together: nodes join at random parts they gain by. */
static bool refine(struct divider *d, const struct leiden *graph)
{
    begin_parts(d, graph);
    shuffle(d, graph->nodes);
    for (uint32_t i = 0; i < graph->nodes; i++) {
        uint32_t v = d->order[i];
        if ((i + 1) % often == 0 && !crew_go_on(d->work, -1, d->err))
            return false;
        if (!d->alone[v] || !is_held(d, graph, v, d->of[v]))
            continue;
        uint32_t part = choose_part(d, graph, v);
        if (part != v) {
            d->tied[part] += d->tied[v] - 2 * d->to[part];
            d->part_mass[part] += graph->mass[v];
            d->refined[v] = part;
            d->alone[part] = false;
        }
        forget(d);
    }
    return true;
}

/* Numbers the parts in the order of their nodes; how many there are. */
static uint32_t number_parts(struct divider *d, uint32_t nodes)
{
    uint32_t count = 0;
    for (uint32_t v = 0; v < nodes; v++)
        if (d->refined[v] == v)
            d->number[v] = count++;
    return count;
}

/* The nodes of each part, side by side: those of part p as d->order[starts[p]] up to d->order[starts[p + 1]]. */
static void sort_by_part(struct divider *d, uint32_t nodes, uint32_t *starts, uint32_t parts)
{
    memset(starts, 0, ((size_t)parts + 2) * sizeof *starts);
    for (uint32_t v = 0; v < nodes; v++)
        starts[d->number[d->refined[v]] + 2]++;
    for (uint32_t p = 2; p < parts + 2; p++)
        starts[p] += starts[p - 1];
    for (uint32_t v = 0; v < nodes; v++)
        d->order[starts[d->number[d->refined[v]] + 1]++] = v;
}

/* Arcs between parts, of which `starts` tells the nodes. */
static void join_arcs(struct divider *d, const struct leiden *graph, const uint32_t *starts,
                      struct level *next)
{
    uint32_t count = 0;
    for (uint32_t p = 0; p < next->graph.nodes; p++) {
        next->first[p] = count;
        next->mass[p] = 0;
        for (uint32_t k = starts[p]; k < starts[p + 1]; k++) {
            uint32_t v = d->order[k];
            next->mass[p] += graph->mass[v];
            for (uint32_t i = graph->first[v]; i < graph->first[v + 1]; i++) {
                uint32_t other = d->number[d->refined[graph->end[i]]];
                if (other != p)
                    touch(d, other, graph->weight[i]);
            }
        }
        for (uint32_t i = 0; i < d->near_count; i++) {
            next->end[count] = d->near[i];
            next->weight[count++] = d->to[d->near[i]];
        }
        forget(d);
    }
    next->first[next->graph.nodes] = count;
}

/* The graph whose nodes are the parts; groups keep their nodes. */
static bool join_parts(struct divider *d, const struct leiden *graph, uint32_t parts,
                       struct level *next)
{
    size_t arcs = graph->first[graph->nodes];
    uint32_t *starts = malloc(((size_t)parts + 2) * sizeof *starts);
    *next = (struct level){.first = malloc(((size_t)parts + 1) * sizeof *next->first),
                           .end = malloc((arcs + 1) * sizeof *next->end),
                           .weight = malloc((arcs + 1) * sizeof *next->weight),
                           .mass = malloc(((size_t)parts + 1) * sizeof *next->mass)};
    bool ok = starts != NULL && next->first != NULL && next->end != NULL && next->weight != NULL &&
              next->mass != NULL;
    if (ok) {
        next->graph = (struct leiden){parts,        next->first, next->end,
                                      next->weight, next->mass,  graph->resolution};
        sort_by_part(d, graph->nodes, starts, parts);
        join_arcs(d, graph, starts, next);
    }
    free(starts);
    return ok || error_memory(d->err);
}

/* The groups of the parts, numbered below their count; `near` is used for the new numbers. */
static void carry_groups(struct divider *d, uint32_t nodes, uint32_t whole)
{
    uint32_t groups = 0;
    for (uint32_t v = 0; v < nodes; v++)
        d->near[v] = UINT32_MAX;
    for (uint32_t v = 0; v < nodes; v++) { /* number[v] <= v: what is overwritten has been read */
        if (d->refined[v] != v)
            continue;
        uint32_t *group = &d->near[d->of[v]];
        if (*group == UINT32_MAX)
            *group = groups++;
        d->of[d->number[v]] = *group;
    }
    for (uint32_t v = 0; v < whole; v++)
        d->holder[v] = d->number[d->refined[d->holder[v]]];
}

static uint32_t count_groups(const struct divider *d, uint32_t nodes)
{
    uint32_t count = 0;
    for (uint32_t g = 0; g < nodes; g++)
        count += d->size[g] > 0;
    return count;
}

/* One pass from single nodes, or the groups they are in, up to where nothing can be joined any more. */
static bool iterate(struct divider *d, const struct leiden *graph)
{
    struct level level = {.graph = *graph};
    bool ok = true, joined = true;
    for (uint32_t v = 0; v < graph->nodes; v++)
        d->holder[v] = v;
    while (joined && (ok = move_nodes(d, &level.graph))) {
        joined = count_groups(d, level.graph.nodes) < level.graph.nodes;
        ok = !joined || refine(d, &level.graph);
        uint32_t parts = joined && ok ? number_parts(d, level.graph.nodes) : level.graph.nodes;
        if (!ok || parts == level.graph.nodes)
            break;
        struct level next;
        ok = join_parts(d, &level.graph, parts, &next);
        if (ok)
            carry_groups(d, level.graph.nodes, graph->nodes);
        level_free(&level);
        level = next;
        if (!ok)
            break;
    }
    level_free(&level);
    for (uint32_t v = graph->nodes; ok && v-- > 0;)
        d->near[v] = d->of[d->holder[v]];
    if (ok)
        memcpy(d->of, d->near, graph->nodes * sizeof *d->of);
    return ok;
}

static double mean_weight(const struct leiden *graph)
{
    double sum = 0;
    uint32_t arcs = graph->first[graph->nodes];
    for (uint32_t i = 0; i < arcs; i++)
        sum += graph->weight[i];
    return sum > 0 ? sum / arcs : 1;
}

bool leiden_divide(const struct leiden *graph, uint64_t seed, const ermine_work *work, uint32_t *of,
                   ermine_error *err)
{
    struct divider d = {
        .unit = mean_weight(graph), .random = random_stream(seed, 0), .work = work, .err = err};
    bool ok = take_room(&d, graph->nodes);
    for (uint32_t v = 0; ok && v < graph->nodes; v++)
        d.of[v] = v;
    for (int i = 0; ok && i < iterations; i++)
        ok = iterate(&d, graph);
    if (ok)
        memcpy(of, d.of, graph->nodes * sizeof *of);
    give_back_room(&d);
    return ok;
}

double leiden_quality(const struct leiden *graph, const uint32_t *of)
{
    double *mass = calloc((size_t)graph->nodes + 1, sizeof *mass), quality = 0;
    if (mass == NULL)
        return NAN;
    for (uint32_t v = 0; v < graph->nodes; v++) {
        mass[of[v]] += graph->mass[v];
        for (uint32_t i = graph->first[v]; i < graph->first[v + 1]; i++)
            quality += of[graph->end[i]] == of[v] ? graph->weight[i] : 0;
    }
    for (uint32_t g = 0; g < graph->nodes; g++)
        quality -= graph->resolution * mass[g] * mass[g];
    free(mass);
    return quality;
}
