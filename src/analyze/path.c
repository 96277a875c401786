/* path.c - how two nodes are tied. */
#include "ermine/analyze.h"

#include "analyze/links.h"
#include "base/error.h"

#include <stdlib.h>

/* Links of each node, in order of the other end. */
struct neighbours {
    size_t *first; /* nodes + 1 offsets */
    size_t *node;
    double *weight;
};

static void neighbours_free(struct neighbours *near)
{
    free(near->first);
    free(near->node);
    free(near->weight);
}

static bool neighbours_make(const struct links *links, size_t nodes, struct neighbours *near,
                            ermine_error *err)
{
    near->first = calloc(nodes + 2, sizeof *near->first);
    near->node = malloc((2 * links->count + 1) * sizeof *near->node);
    near->weight = malloc((2 * links->count + 1) * sizeof *near->weight);
    if (near->first == NULL || near->node == NULL || near->weight == NULL)
        return error_memory(err);
    /* Counted two places ahead, so that filling moves each offset into its own place. */
    for (size_t i = 0; i < links->count; i++) {
        near->first[links->items[i].a + 2]++;
        near->first[links->items[i].b + 2]++;
    }
    for (size_t i = 2; i < nodes + 2; i++)
        near->first[i] += near->first[i - 1];
    /* Smaller ends first, then larger ones: each list comes out sorted. */
    for (size_t i = 0; i < links->count; i++) {
        size_t at = near->first[links->items[i].b + 1]++;
        near->node[at] = links->items[i].a;
        near->weight[at] = links->items[i].weight;
    }
    for (size_t i = 0; i < links->count; i++) {
        size_t at = near->first[links->items[i].a + 1]++;
        near->node[at] = links->items[i].b;
        near->weight[at] = links->items[i].weight;
    }
    return true;
}

struct step {
    size_t distance; /* links to the end, or ERMINE_NONE */
    double weight;   /* greatest sum over shortest ways to the end */
};

/* Breadth first from the end. `queue` holds the nodes in order of distance. */
static void measure(const struct neighbours *near, size_t end, struct step *steps, size_t *queue)
{
    size_t head = 0, tail = 0;
    steps[end] = (struct step){0, 0};
    queue[tail++] = end;
    while (head < tail) {
        size_t node = queue[head++];
        for (size_t i = near->first[node]; i < near->first[node + 1]; i++) {
            struct step *other = &steps[near->node[i]];
            if (other->distance == ERMINE_NONE) {
                *other = (struct step){steps[node].distance + 1, 0};
                queue[tail++] = near->node[i];
            }
            double weight = steps[node].weight + near->weight[i];
            if (other->distance == steps[node].distance + 1 && weight > other->weight)
                other->weight = weight;
        }
    }
}

static void walk(const struct neighbours *near, const struct step *steps, size_t node, size_t *path)
{
    *path++ = node;
    while (steps[node].distance > 0) {
        size_t best = ERMINE_NONE;
        double best_weight = 0;
        for (size_t i = near->first[node]; i < near->first[node + 1]; i++) {
            const struct step *other = &steps[near->node[i]];
            double weight = other->weight + near->weight[i];
            if (other->distance + 1 == steps[node].distance &&
                (best == ERMINE_NONE || weight > best_weight)) {
                best = near->node[i];
                best_weight = weight;
            }
        }
        *path++ = node = best;
    }
}

size_t *ermine_network_path(const ermine_network *network, size_t a, size_t b, size_t *length,
                            ermine_error *err)
{
    size_t nodes = ermine_network_node_count(network);
    struct links links = {0};
    struct neighbours near = {0};
    struct step *steps = malloc((nodes + 1) * sizeof *steps);
    size_t *queue = malloc((nodes + 1) * sizeof *queue);
    size_t *path = NULL;
    *length = 0;
    if (steps == NULL || queue == NULL) {
        error_memory(err);
        goto done;
    }
    if (!links_make(network, &links, err) || !neighbours_make(&links, nodes, &near, err))
        goto done;
    for (size_t i = 0; i < nodes; i++)
        steps[i] = (struct step){ERMINE_NONE, 0};
    measure(&near, b, steps, queue);
    if (steps[a].distance == ERMINE_NONE) {
        error_set(err, ERMINE_ENOTFOUND, "%s and %s are not tied, not even by others",
                  ermine_network_node(network, a)->label, ermine_network_node(network, b)->label);
        goto done;
    }
    path = malloc((steps[a].distance + 1) * sizeof *path);
    if (path == NULL) {
        error_memory(err);
        goto done;
    }
    walk(&near, steps, a, path);
    *length = steps[a].distance + 1;
done:
    free(steps);
    free(queue);
    neighbours_free(&near);
    links_free(&links);
    return path;
}
