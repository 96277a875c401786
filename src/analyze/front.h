/* front.h - the nodes a search by length has come near to, the nearest first.
 *
 * Where no edge is much longer than the shortest one, nodes lie in buckets as wide as the shortest edge: all of the
 * first bucket are final at once, as no edge leads from one to another of them (Denardo & Fox 1979). Elsewhere a heap
 * of four children a place. Either way a node may stand more than once. */
#ifndef ANALYZE_FRONT_H
#define ANALYZE_FRONT_H

#include "ermine/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct front_item {
    double key;
    uint32_t node;
    uint32_t next; /* item of the same bucket */
};

struct front {
    struct front_item *items;
    size_t count;     /* of the heap, or waiting in buckets */
    uint32_t *bucket; /* first item of each, or UINT32_MAX; NULL: a heap */
    size_t mask;      /* number of buckets, a power of two, less 1 */
    double scale;     /* buckets a unit of length */
    size_t at;        /* number of the first bucket that may hold something */
    uint32_t used;    /* items handed out in this search */
};

/* For searches that push at most once an edge, and once more; of edges of these lengths. */
bool front_init(struct front *front, const double *lengths, size_t count, size_t nodes,
                ermine_error *err);
void front_free(struct front *front);
/* Before each search; drops what waits. */
void front_begin(struct front *front);

static inline void front_push_heap(struct front *front, double key, uint32_t node)
{
    size_t at = front->count;
    while (at > 0) {
        size_t above = (at - 1) / 4;
        if (front->items[above].key <= key)
            break;
        front->items[at] = front->items[above];
        at = above;
    }
    front->items[at] = (struct front_item){key, node, 0};
}

static inline void front_push(struct front *front, double key, uint32_t node)
{
    if (front->bucket != NULL) {
        uint32_t *bucket = &front->bucket[(size_t)(key * front->scale) & front->mask];
        front->items[front->used] = (struct front_item){key, node, *bucket};
        *bucket = front->used++;
    } else {
        front_push_heap(front, key, node);
    }
    front->count++;
}

/* The next item, which need not be the nearest of its bucket; the front is not empty. */
struct front_item front_pop(struct front *front);
/* All that is nearer than this was popped before `item`, the last one. */
static inline double front_reach(const struct front *front, const struct front_item *item)
{
    return front->bucket == NULL ? item->key : (double)front->at / front->scale * (1 - 1e-12);
}

#endif
