/* mapped.h - a file in memory as it is, read only. */
#ifndef BASE_MAPPED_H
#define BASE_MAPPED_H

#include "ermine/error.h"

#include <stdbool.h>
#include <stddef.h>

/* False: ERMINE_EINPUT (it cannot be opened or is empty) or ERMINE_EIO. A missing file is no error: *bytes is NULL. */
bool mapped_open(const char *path, void **bytes, size_t *size, ermine_error *err);
void mapped_close(void *bytes, size_t size); /* NULL is allowed */

#endif
