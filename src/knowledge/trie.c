#include "knowledge/trie.h"

#include "base/array.h"
#include "base/error.h"

#include <stdlib.h>

/* The slot of the edge, or the empty one where it belongs. */
static struct trie_edge *slot_of(struct trie_edge *edges, size_t capacity, uint64_t hash,
                                 uint32_t node, uint32_t label)
{
    size_t at = (size_t)(hash >> 24) & (capacity - 1);
    while (edges[at].child != 0 && (edges[at].node != node || edges[at].label != label))
        at = (at + 1) & (capacity - 1);
    return &edges[at];
}

uint32_t trie_find(const struct trie *trie, uint64_t hash, uint32_t node, uint32_t label)
{
    return slot_of(trie->edges, trie->edge_capacity, hash, node, label)->child;
}

static bool grow(struct trie *trie, ermine_error *err)
{
    size_t capacity = trie->edge_capacity == 0 ? 1024 : trie->edge_capacity * 2;
    struct trie_edge *edges = calloc(capacity, sizeof *edges);
    if (edges == NULL)
        return error_memory(err);
    for (size_t i = 0; i < trie->edge_capacity; i++) {
        const struct trie_edge *edge = &trie->edges[i];
        if (edge->child != 0)
            *slot_of(edges, capacity, trie_hash(edge->node, edge->label), edge->node, edge->label) =
                *edge;
    }
    free(trie->edges);
    trie->edges = edges;
    trie->edge_capacity = capacity;
    return true;
}

bool trie_init(struct trie *trie, ermine_error *err)
{
    struct trie_node root = {0};
    trie->roots = calloc(trie_root_count, sizeof *trie->roots);
    trie->filter = calloc(((size_t)1 << trie_filter_bits) / 64, sizeof *trie->filter);
    if (trie->roots == NULL || trie->filter == NULL)
        return error_memory(err);
    return grow(trie, err) &&
           ARRAY_PUSH(&trie->nodes, &trie->node_count, &trie->node_capacity, root, err);
}

void trie_free(struct trie *trie)
{
    free(trie->edges);
    free(trie->filter);
    free(trie->nodes);
    free(trie->roots);
    free(trie->entries);
    free(trie->values);
}

bool trie_step(struct trie *trie, uint32_t *node, uint32_t label, ermine_error *err)
{
    struct trie_node leaf = {0};
    uint32_t child = trie_child(trie, *node, label);
    if (child == 0) {
        uint64_t hash = trie_hash(*node, label), bit = hash >> (64 - trie_filter_bits);
        if (trie->edge_count * 3 >= trie->edge_capacity * 2 && !grow(trie, err))
            return false;
        child = (uint32_t)trie->node_count;
        if (!ARRAY_PUSH(&trie->nodes, &trie->node_count, &trie->node_capacity, leaf, err))
            return false;
        *slot_of(trie->edges, trie->edge_capacity, hash, *node, label) =
            (struct trie_edge){*node, label, child};
        trie->edge_count++;
        trie->filter[bit / 64] |= UINT64_C(1) << bit % 64;
        trie->nodes[*node].inner = true;
        if (*node == 0 && label < trie_root_count)
            trie->roots[label] = child;
    }
    *node = child;
    return true;
}

bool trie_put(struct trie *trie, uint32_t node, uint32_t value, ermine_error *err)
{
    struct trie_node *kept = &trie->nodes[node]; /* `first` is 1 + its latest entry until closed */
    for (uint32_t e = kept->first; e != 0; e = trie->entries[e - 1].next)
        if (trie->entries[e - 1].value == value)
            return true;
    if (kept->count == UINT16_MAX)
        return error_set(err, ERMINE_EINPUT, "a phrase of too many meanings");
    struct trie_entry entry = {value, kept->first};
    if (!ARRAY_PUSH(&trie->entries, &trie->entry_count, &trie->entry_capacity, entry, err))
        return false;
    kept->first = (uint32_t)trie->entry_count;
    kept->count++;
    return true;
}

bool trie_close(struct trie *trie, ermine_error *err)
{
    trie->values = calloc(trie->entry_count + 1, sizeof *trie->values);
    if (trie->values == NULL)
        return error_memory(err);
    uint32_t count = 0;
    for (size_t i = 0; i < trie->node_count; i++) {
        uint32_t entry = trie->nodes[i].first;
        trie->nodes[i].first = count;
        for (; entry != 0; entry = trie->entries[entry - 1].next)
            trie->values[count++] = trie->entries[entry - 1].value;
    }
    free(trie->entries);
    trie->entries = NULL;
    return true;
}
