/* error.h - filling an ermine_error. */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

#include "ermine/error.h"

#include <stdbool.h>

/* Keeps the first failure; returns false, so that a caller may return it. `err` may be NULL. */
bool error_set(ermine_error *err, ermine_code code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
bool error_set_at(ermine_error *err, ermine_code code, size_t offset, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
bool error_memory(ermine_error *err); /* ERMINE_ENOMEM */

#endif
