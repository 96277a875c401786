/* array.h - growing a heap array. */
#ifndef BASE_ARRAY_H
#define BASE_ARRAY_H

#include "ermine/error.h"

#include <stdbool.h>
#include <stddef.h>

/* Makes room for `more` elements of `size` bytes behind *count in the heap array *items, whose
 * capacity is *capacity; false with ERMINE_ENOMEM, the array as it was. */
bool array_reserve(void **items, size_t *capacity, size_t count, size_t more, size_t size,
                   ermine_error *err);

/* ARRAY_PUSH(&list->items, &list->count, &list->capacity, value, err): false when out of memory. */
#define ARRAY_PUSH(items, count, capacity, value, err)                                             \
    ((*(count) < *(capacity) ||                                                                    \
      array_reserve((void **)(items), capacity, *(count), 1, sizeof **(items), err)) &&            \
     ((*(items))[(*(count))++] = (value), true))

#endif
