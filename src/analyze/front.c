#include "analyze/front.h"

#include "base/error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { buckets_allowed = 4096 };

bool front_init(struct front *front, const double *lengths, size_t count, size_t nodes,
                ermine_error *err)
{
    double least = INFINITY, most = 0;
    for (size_t i = 0; i < count; i++) {
        least = fmin(least, lengths[i]);
        most = fmax(most, lengths[i]);
    }
    *front = (struct front){.items = malloc((count + 2) * sizeof *front->items)};
    if (front->items == NULL)
        return error_memory(err);
    /* A little narrower than the shortest edge: rounding must not bring two ends of it together. */
    double width = least * (1 - 1e-9), buckets = most / width + 3;
    if (!(width > 0) || !(buckets < buckets_allowed + (double)nodes))
        return true;
    size_t size = 1;
    while ((double)size < buckets)
        size *= 2;
    front->bucket = malloc(size * sizeof *front->bucket);
    if (front->bucket == NULL)
        return error_memory(err);
    memset(front->bucket, 0xff, size * sizeof *front->bucket);
    front->mask = size - 1;
    front->scale = 1 / width;
    return true;
}

void front_free(struct front *front)
{
    free(front->items);
    free(front->bucket);
    *front = (struct front){0};
}

void front_begin(struct front *front)
{
    while (front->bucket != NULL && front->count > 0)
        front_pop(front);
    front->count = 0;
    front->at = 0;
    front->used = 0;
}

static struct front_item pop_heap(struct front *front)
{
    struct front_item first = front->items[0], last = front->items[--front->count];
    size_t at = 0;
    for (;;) {
        size_t child = 4 * at + 1;
        if (child >= front->count)
            break;
        size_t end = child + 4 < front->count ? child + 4 : front->count, least = child;
        for (size_t i = child + 1; i < end; i++)
            if (front->items[i].key < front->items[least].key)
                least = i;
        if (front->items[least].key >= last.key)
            break;
        front->items[at] = front->items[least];
        at = least;
    }
    front->items[at] = last;
    return first;
}

struct front_item front_pop(struct front *front)
{
    if (front->bucket == NULL)
        return pop_heap(front);
    while (front->bucket[front->at & front->mask] == UINT32_MAX)
        front->at++;
    uint32_t *bucket = &front->bucket[front->at & front->mask];
    struct front_item item = front->items[*bucket];
    *bucket = item.next;
    front->count--;
    return item;
}
