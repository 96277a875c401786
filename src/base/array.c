#include "base/array.h"

#include "base/error.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

bool array_reserve(void **items, size_t *capacity, size_t count, size_t more, size_t size,
                   ermine_error *err)
{
    if (more <= *capacity - count)
        return true;
    size_t wanted = *capacity < 8 ? 8 : *capacity;
    while (wanted - count < more) {
        if (wanted > SIZE_MAX / 2 / size)
            return error_memory(err);
        wanted *= 2;
    }
    void *bigger = realloc(*items, wanted * size);
    if (bigger == NULL)
        return error_memory(err);
    *items = bigger;
    *capacity = wanted;
    return true;
}
