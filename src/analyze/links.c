#include "analyze/links.h"

#include "base/error.h"

#include <stdlib.h>

static int compare(const void *left, const void *right)
{
    const struct link *x = left, *y = right;
    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    if (x->b != y->b)
        return x->b < y->b ? -1 : 1;
    return (x->weight > y->weight) -
           (x->weight < y->weight); /* sums come out the same in any order */
}

bool links_make(const ermine_network *network, struct links *links, ermine_error *err)
{
    size_t tie_count = ermine_network_tie_count(network);
    struct link *items = calloc(tie_count + 1, sizeof *items);
    if (items == NULL)
        return error_memory(err);
    size_t count = 0;
    for (size_t i = 0; i < tie_count; i++) {
        const ermine_tie *tie = ermine_network_tie(network, i);
        if (tie->status == ERMINE_DENIED || tie->status == ERMINE_ENDED)
            continue;
        bool forward = tie->subject < tie->object;
        items[count++] = (struct link){.a = forward ? tie->subject : tie->object,
                                       .b = forward ? tie->object : tie->subject,
                                       .weight = tie->weight,
                                       .ties = 1};
    }
    qsort(items, count, sizeof *items, compare);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (kept > 0 && items[kept - 1].a == items[i].a && items[kept - 1].b == items[i].b) {
            items[kept - 1].weight += items[i].weight;
            items[kept - 1].ties++;
        } else {
            items[kept++] = items[i];
        }
    }
    *links = (struct links){items, kept};
    return true;
}

void links_free(struct links *links)
{
    free(links->items);
    *links = (struct links){0};
}
