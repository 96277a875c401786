/* backbone.c - the disparity filter.
 *
 * M. Á. Serrano, M. Boguñá & A. Vespignani, Extracting the multiscale backbone of complex weighted networks,
 * PNAS 106 (2009). */
#include "base/error.h"
#include "network/network.h"

#include <math.h>
#include <stdlib.h>

/* All ties of two nodes together. */
struct link {
    size_t a, b, first, count; /* ties: `count` from `first` of the sorted list */
    double weight;
};

struct entry {
    size_t a, b, tie;
};

struct links {
    struct link *items;
    struct entry *entries;
    size_t count;
    double *strength;  /* of each node */
    size_t *degree;    /* links of each node */
    size_t *strongest; /* link of each node */
};

static int compare(const void *left, const void *right)
{
    const struct entry *x = left, *y = right;
    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    if (x->b != y->b)
        return x->b < y->b ? -1 : 1;
    return (x->tie > y->tie) - (x->tie < y->tie);
}

static void links_free(struct links *links)
{
    free(links->items);
    free(links->entries);
    free(links->strength);
    free(links->degree);
    free(links->strongest);
}

static void count_end(struct links *links, size_t node, size_t index)
{
    const struct link *link = &links->items[index];
    links->strength[node] += link->weight;
    if (links->degree[node]++ == 0 || link->weight > links->items[links->strongest[node]].weight)
        links->strongest[node] = index;
}

static bool links_make(const ermine_network *network, struct links *links, ermine_error *err)
{
    size_t nodes = network->node_count, ties = network->tie_count;
    links->items = calloc(ties + 1, sizeof *links->items);
    links->entries = calloc(ties + 1, sizeof *links->entries);
    links->strength = calloc(nodes + 1, sizeof *links->strength);
    links->degree = calloc(nodes + 1, sizeof *links->degree);
    links->strongest = calloc(nodes + 1, sizeof *links->strongest);
    if (links->items == NULL || links->entries == NULL || links->strength == NULL ||
        links->degree == NULL || links->strongest == NULL)
        return error_memory(err);
    for (size_t i = 0; i < ties; i++) {
        size_t a = network->ties[i].subject, b = network->ties[i].object;
        links->entries[i] = (struct entry){a < b ? a : b, a < b ? b : a, i};
    }
    qsort(links->entries, ties, sizeof *links->entries, compare);
    for (size_t i = 0; i < ties; i++) {
        const struct entry *entry = &links->entries[i];
        if (i == 0 || entry[-1].a != entry->a || entry[-1].b != entry->b)
            links->items[links->count++] = (struct link){.a = entry->a, .b = entry->b, .first = i};
        links->items[links->count - 1].count++;
        links->items[links->count - 1].weight += network->ties[entry->tie].weight;
    }
    for (size_t i = 0; i < links->count; i++) {
        count_end(links, links->items[i].a, i);
        count_end(links, links->items[i].b, i);
    }
    return true;
}

/* The paper's alpha_ij = (1 - p_ij)^(k_i - 1); a node's only link says nothing of it. */
static double chance(const struct links *links, size_t node, double weight)
{
    if (links->degree[node] < 2)
        return 1;
    return pow(1 - weight / links->strength[node], (double)links->degree[node] - 1);
}

ermine_network *ermine_network_backbone(const ermine_network *network, double alpha,
                                        ermine_error *err)
{
    struct links links = {0};
    bool *nodes = malloc(network->node_count + 1), *ties = calloc(network->tie_count + 1, 1);
    bool ok = nodes != NULL && ties != NULL;
    if (!ok)
        error_memory(err);
    ok = ok && links_make(network, &links, err);
    for (size_t i = 0; ok && i < network->node_count; i++)
        nodes[i] = true;
    for (size_t i = 0; ok && i < links.count; i++) {
        const struct link *link = &links.items[i];
        bool stays = links.strongest[link->a] == i || links.strongest[link->b] == i ||
                     chance(&links, link->a, link->weight) < alpha ||
                     chance(&links, link->b, link->weight) < alpha;
        for (size_t k = 0; k < link->count; k++)
            ties[links.entries[link->first + k].tie] = stays;
    }
    ermine_network *part = ok ? ermine_network_part(network, nodes, ties, err) : NULL;
    links_free(&links);
    free(nodes);
    free(ties);
    return part;
}
