/* error.h - how a call says what went wrong.
 *
 * What can fail returns false or NULL and fills an ermine_error, which the caller sets to {0}
 * beforehand; NULL is allowed where the reason does not matter. The first failure is kept.
 * The library never exits, aborts or prints. */
#ifndef ERMINE_ERROR_H
#define ERMINE_ERROR_H

#include <stddef.h>
#include <stdint.h>

/* "None", where a size_t or an index is expected. */
#define ERMINE_NONE SIZE_MAX

typedef enum ermine_code {
    ERMINE_OK,
    ERMINE_ENOTFOUND, /* what was asked for is not there */
    ERMINE_EINPUT,    /* the input is missing, unreadable or malformed */
    ERMINE_EIO,       /* the system failed: disk, pipe, process */
    ERMINE_ENOMEM,    /* out of memory */
    ERMINE_ELIMIT,    /* a limit of time or size was reached */
    ERMINE_ESTOPPED   /* the caller's progress asked to stop */
} ermine_code;

typedef struct ermine_error {
    ermine_code code;  /* ERMINE_OK, which is 0, until something fails */
    size_t offset;     /* the input byte at fault, or ERMINE_NONE */
    char message[400]; /* one line: file, place, remedy */
} ermine_error;

#endif
