/* trie.h - sequences of numbers and what each means: built once, then closed and only read.
 *
 * Node 0 is the root. Edges lie in one hash table; a filter of bits that fits the first cache says of most steps that
 * there are none. */
#ifndef KNOWLEDGE_TRIE_H
#define KNOWLEDGE_TRIE_H

#include "ermine/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { trie_root_count = 0x20000, trie_filter_bits = 18 };

struct trie_edge {
    uint32_t node, label, child; /* child 0: an empty slot */
};

struct trie_node {
    uint32_t first; /* of its values in trie.values */
    uint16_t count;
    bool inner; /* has children */
};

/* A value while the trie is being built; those of one node are chained, the latest first. */
struct trie_entry {
    uint32_t value, next;
};

struct trie {
    struct trie_edge *edges;
    size_t edge_count, edge_capacity;
    uint64_t *filter; /* a bit for each edge */
    struct trie_node *nodes;
    size_t node_count, node_capacity;
    uint32_t *roots; /* children of the root by label, of labels below trie_root_count */
    struct trie_entry *entries;
    size_t entry_count, entry_capacity;
    uint32_t *values; /* once closed: of all nodes, those of one side by side */
};

bool trie_init(struct trie *trie, ermine_error *err);
void trie_free(struct trie *trie);
/* Steps to the child, made when missing. */
bool trie_step(struct trie *trie, uint32_t *node, uint32_t label, ermine_error *err);
/* Keeps `value` at the node, once. */
bool trie_put(struct trie *trie, uint32_t node, uint32_t value, ermine_error *err);
/* Ends the building; trie_child() and the values may be asked for from now on. */
bool trie_close(struct trie *trie, ermine_error *err);

uint32_t trie_find(const struct trie *trie, uint64_t hash, uint32_t node, uint32_t label);

static inline uint64_t trie_hash(uint32_t node, uint32_t label)
{
    return ((uint64_t)node << 32 | label) * 0x9E3779B97F4A7C15u;
}

/* The child, or 0, which is the root and nobody's child. */
static inline uint32_t trie_child(const struct trie *trie, uint32_t node, uint32_t label)
{
    if (node == 0 && label < trie_root_count)
        return trie->roots[label];
    uint64_t hash = trie_hash(node, label), bit = hash >> (64 - trie_filter_bits);
    return trie->filter[bit / 64] >> bit % 64 & 1 ? trie_find(trie, hash, node, label) : 0;
}

#endif
