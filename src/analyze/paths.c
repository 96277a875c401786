/* paths.c - how two nodes are tied: the first paths, or all that are not too long. */
#include "analyze/neighbours.h"
#include "base/array.h"
#include "base/error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { most_examined = 500, most_listed = 1000, most_ties = 64 };

struct list {
    ermine_path *items;
    size_t count, capacity;
};

struct finder {
    const ermine_network *network;
    const ermine_path_options *with;
    size_t a, b;
    struct neighbours near;
    struct route route;
    bool *banned, *barred; /* one a node */
    struct list known;     /* found, best first */
    struct list waiting;   /* candidates */
};

void ermine_paths_free(ermine_paths *paths)
{
    if (paths == NULL)
        return;
    for (size_t i = 0; i < paths->count; i++)
        free(paths->paths[i].nodes);
    free(paths->paths);
    free(paths);
}

static void list_free(struct list *list)
{
    for (size_t i = 0; i < list->count; i++)
        free(list->items[i].nodes);
    free(list->items);
}

static struct cost path_cost(const ermine_path *path, bool strongest)
{
    double ties = (double)path->length - 1;
    return strongest ? (struct cost){path->distance, ties} : (struct cost){ties, -path->weight};
}

static int compare_paths(const ermine_path *a, const ermine_path *b, bool strongest)
{
    int order = cost_compare(path_cost(a, strongest), path_cost(b, strongest));
    for (size_t i = 0; order == 0 && i < a->length && i < b->length; i++)
        order = (a->nodes[i] > b->nodes[i]) - (a->nodes[i] < b->nodes[i]);
    return order != 0 ? order : (a->length > b->length) - (a->length < b->length);
}

static double weight_between(const struct neighbours *near, size_t from, size_t to)
{
    size_t low = near->first[from], high = near->first[from + 1];
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (near->node[middle] <= to)
            low = middle;
        else
            high = middle;
    }
    return near->weight[low];
}

/* Keeps a copy of the nodes with what they cost. */
static bool keep(struct finder *finder, struct list *list, const size_t *nodes, size_t length,
                 ermine_error *err)
{
    ermine_path path = {malloc((length + 1) * sizeof *nodes), length, 0, 0};
    if (path.nodes == NULL)
        return error_memory(err);
    memcpy(path.nodes, nodes, length * sizeof *nodes);
    for (size_t i = 1; i < length; i++) {
        double weight = weight_between(&finder->near, nodes[i - 1], nodes[i]);
        path.distance += 1 / weight;
        path.weight += weight;
    }
    if (ARRAY_PUSH(&list->items, &list->count, &list->capacity, path, err))
        return true;
    free(path.nodes);
    return false;
}

/* Follows the best way from a node to the end, the first of the neighbours that lie on one. */
static size_t follow(const struct finder *finder, size_t node, size_t *nodes, size_t length)
{
    const struct neighbours *near = &finder->near;
    const struct cost *cost = finder->route.cost;
    bool first = true;
    for (nodes[length++] = node; node != finder->b; nodes[length++] = node, first = false) {
        size_t next = ERMINE_NONE;
        for (size_t i = near->first[node]; i < near->first[node + 1] && next == ERMINE_NONE; i++) {
            size_t other = near->node[i];
            if (isinf(cost[other].first) || (first && finder->barred[other]))
                continue;
            struct cost step = cost_of(near->weight[i], finder->with->strongest);
            struct cost sum = {cost[other].first + step.first, cost[other].second + step.second};
            if (cost_compare(cost[other], cost[node]) < 0 &&
                fabs(sum.first - cost[node].first) <= 1e-9 * fabs(sum.first) &&
                fabs(sum.second - cost[node].second) <= 1e-9 * fabs(sum.second))
                next = other;
        }
        if (next == ERMINE_NONE)
            return 0;
        node = next;
    }
    return length;
}

static bool is_new(const struct list *list, const ermine_path *path, bool strongest)
{
    for (size_t i = 0; i < list->count; i++)
        if (compare_paths(&list->items[i], path, strongest) == 0)
            return false;
    return true;
}

/* The best path that begins like the last one found up to `spur`, and then goes where none of those found that begin
 * so goes. */
static bool branch_off(struct finder *finder, const ermine_path *last, size_t spur, size_t *nodes,
                       ermine_error *err)
{
    bool strongest = finder->with->strongest;
    size_t from = last->nodes[spur];
    for (size_t i = 0; i < spur; i++)
        finder->banned[last->nodes[i]] = true;
    for (size_t k = 0; k < finder->known.count; k++) {
        const ermine_path *path = &finder->known.items[k];
        if (path->length > spur + 1 &&
            memcmp(path->nodes, last->nodes, (spur + 1) * sizeof *nodes) == 0)
            finder->barred[path->nodes[spur + 1]] = true;
    }
    route_find(&finder->route, &finder->near, from, finder->b, strongest, finder->banned,
               finder->barred);
    bool ok = true;
    if (!isinf(finder->route.cost[from].first)) {
        memcpy(nodes, last->nodes, spur * sizeof *nodes);
        size_t length = follow(finder, from, nodes, spur);
        ok = length == 0 || keep(finder, &finder->waiting, nodes, length, err);
        if (ok && length > 0) {
            ermine_path *added = &finder->waiting.items[--finder->waiting.count];
            if (is_new(&finder->waiting, added, strongest))
                finder->waiting.count++;
            else
                free(added->nodes);
        }
    }
    for (size_t i = 0; i < spur; i++)
        finder->banned[last->nodes[i]] = false;
    memset(finder->barred, 0, finder->near.nodes * sizeof *finder->barred);
    return ok;
}

/* Moves the best candidate to the paths found; false when there is none, or out of memory. */
static bool take_best(struct finder *finder, ermine_error *err)
{
    struct list *waiting = &finder->waiting;
    size_t best = 0;
    if (waiting->count == 0)
        return false;
    for (size_t i = 1; i < waiting->count; i++)
        if (compare_paths(&waiting->items[i], &waiting->items[best], finder->with->strongest) < 0)
            best = i;
    if (!ARRAY_PUSH(&finder->known.items, &finder->known.count, &finder->known.capacity,
                    waiting->items[best], err))
        return false;
    waiting->items[best] = waiting->items[--waiting->count];
    return true;
}

static bool passes(const struct finder *finder, const ermine_path *path)
{
    const char *type = finder->with->through;
    for (size_t i = 1; type != NULL && i + 1 < path->length; i++)
        if (strcmp(ermine_network_node(finder->network, path->nodes[i])->type, type) == 0)
            return true;
    return type == NULL;
}

/* Yen 1971: the next path branches off one of those found. */
static bool find_first(struct finder *finder, size_t *nodes, bool *more, ermine_error *err)
{
    size_t wanted = finder->with->count > 0 ? finder->with->count : 1, passing = 0;
    ermine_error failed = {0};
    route_find(&finder->route, &finder->near, finder->a, finder->b, finder->with->strongest,
               finder->banned, finder->barred);
    if (isinf(finder->route.cost[finder->a].first))
        return true;
    if (!keep(finder, &finder->waiting, nodes, follow(finder, finder->a, nodes, 0), err))
        return false;
    while (take_best(finder, &failed)) {
        const ermine_path last = finder->known.items[finder->known.count - 1];
        passing += passes(finder, &last);
        if (passing == wanted || finder->known.count == most_examined) {
            *more = true;
            return true;
        }
        for (size_t spur = 0; spur + 1 < last.length; spur++)
            if (!branch_off(finder, &last, spur, nodes, err))
                return false;
    }
    return failed.code == ERMINE_OK || error_memory(err);
}

/* Ways of `wanted` ties, from the node at `depth` on; turns back where the end is too far away. */
static bool go_on(struct finder *finder, size_t *nodes, size_t depth, size_t wanted, size_t limit,
                  ermine_error *err)
{
    const struct neighbours *near = &finder->near;
    bool ok = true;
    for (size_t i = near->first[nodes[depth]];
         ok && i < near->first[nodes[depth] + 1] && finder->known.count < limit; i++) {
        size_t other = near->node[i];
        bool arrived = other == finder->b;
        if (finder->banned[other] || arrived != (depth + 1 == wanted) ||
            finder->route.cost[other].first + (double)depth + 1 > (double)wanted)
            continue;
        nodes[depth + 1] = other;
        ermine_path path = {nodes, depth + 2, 0, 0};
        if (arrived) {
            ok = !passes(finder, &path) || keep(finder, &finder->known, nodes, path.length, err);
            continue;
        }
        finder->banned[other] = true;
        ok = go_on(finder, nodes, depth + 1, wanted, limit, err);
        finder->banned[other] = false;
    }
    return ok;
}

/* In depth, each length by itself, so that the shortest come first where there are too many. */
static bool find_all(struct finder *finder, size_t *nodes, bool *more, ermine_error *err)
{
    size_t limit = finder->with->count > 0 ? finder->with->count : most_listed;
    size_t longest = finder->with->longest;
    bool ok = true;
    longest = longest < most_ties ? longest : most_ties;
    /* The ties that are still needed at least. */
    route_find(&finder->route, &finder->near, ERMINE_NONE, finder->b, false, finder->banned,
               finder->barred);
    nodes[0] = finder->a;
    finder->banned[finder->a] = true;
    for (size_t wanted = 1; ok && wanted <= longest && finder->known.count < limit; wanted++)
        ok = go_on(finder, nodes, 0, wanted, limit, err);
    *more = finder->known.count == limit;
    return ok;
}

static double *usable_weights(const struct finder *finder, ermine_error *err)
{
    const ermine_network *network = finder->network;
    size_t count = ermine_network_tie_count(network);
    double *weights = malloc((count + 1) * sizeof *weights);
    if (weights == NULL) {
        error_memory(err);
        return NULL;
    }
    for (size_t i = 0; i < count; i++) {
        const ermine_tie *tie = ermine_network_tie(network, i);
        weights[i] = tie->counts ? tie->weight : 0;
        const char *const *name = finder->with->avoid_relations;
        for (; name != NULL && *name != NULL; name++)
            if (strcmp(*name, tie->relation) == 0)
                weights[i] = 0;
        for (size_t k = 0; k < finder->with->avoid_count; k++) {
            size_t node = finder->with->avoid[k];
            if (node != finder->a && node != finder->b &&
                (tie->subject == node || tie->object == node))
                weights[i] = 0;
        }
    }
    return weights;
}

static int compare_shortest(const void *left, const void *right)
{
    return compare_paths(left, right, false);
}

static int compare_strongest(const void *left, const void *right)
{
    return compare_paths(left, right, true);
}

/* What was found and passes, sorted. */
static ermine_paths *hand_out(struct finder *finder, bool more, ermine_error *err)
{
    ermine_paths *paths = calloc(1, sizeof *paths);
    ermine_path *items = calloc(finder->known.count + 1, sizeof *items);
    if (paths == NULL || items == NULL) {
        error_memory(err);
        free(paths);
        free(items);
        return NULL;
    }
    *paths = (ermine_paths){items, 0, more};
    for (size_t i = 0; i < finder->known.count; i++) {
        if (!passes(finder, &finder->known.items[i]))
            continue;
        items[paths->count++] = finder->known.items[i];
        finder->known.items[i].nodes = NULL;
    }
    if (paths->count > 0)
        qsort(items, paths->count, sizeof *items,
              finder->with->strongest ? compare_strongest : compare_shortest);
    return paths;
}

static void say_none(const struct finder *finder, ermine_error *err)
{
    const char *a = ermine_network_node(finder->network, finder->a)->label;
    const char *b = ermine_network_node(finder->network, finder->b)->label;
    if (finder->known.count > 0)
        error_set(err, ERMINE_ENOTFOUND, "none of the first %zu paths from %s to %s passes a %s",
                  finder->known.count, a, b, finder->with->through);
    else
        error_set(err, ERMINE_ENOTFOUND, "%s and %s are not tied, not even by others", a, b);
}

ermine_paths *ermine_network_paths(const ermine_network *network, size_t a, size_t b,
                                   const ermine_path_options *options, ermine_error *err)
{
    ermine_path_options usual = {0};
    size_t nodes = ermine_network_node_count(network);
    struct finder finder = {
        .network = network, .with = options == NULL ? &usual : options, .a = a, .b = b};
    double *weights = usable_weights(&finder, err);
    size_t *room = malloc((nodes + 2) * sizeof *room);
    ermine_paths *paths = NULL;
    bool more = false;
    finder.banned = calloc(nodes + 1, sizeof *finder.banned);
    finder.barred = calloc(nodes + 1, sizeof *finder.barred);
    bool ok =
        weights != NULL &&
        ((room != NULL && finder.banned != NULL && finder.barred != NULL) || error_memory(err));
    ok = ok && neighbours_make(network, weights, &finder.near, err) &&
         route_init(&finder.route, &finder.near, err) &&
         (finder.with->longest > 0 ? find_all(&finder, room, &more, err)
                                   : find_first(&finder, room, &more, err));
    if (ok)
        paths = hand_out(&finder, more, err);
    if (paths != NULL && paths->count == 0) {
        say_none(&finder, err);
        ermine_paths_free(paths);
        paths = NULL;
    }
    list_free(&finder.known);
    list_free(&finder.waiting);
    route_free(&finder.route);
    neighbours_free(&finder.near);
    free(finder.banned);
    free(finder.barred);
    free(room);
    free(weights);
    return paths;
}

size_t *ermine_network_path(const ermine_network *network, size_t a, size_t b, size_t *length,
                            ermine_error *err)
{
    ermine_paths *paths = ermine_network_paths(network, a, b, NULL, err);
    size_t *nodes = NULL;
    *length = 0;
    if (paths != NULL) {
        nodes = paths->paths[0].nodes;
        *length = paths->paths[0].length;
        paths->paths[0].nodes = NULL;
    }
    ermine_paths_free(paths);
    return nodes;
}
