/* process.h - a helper program run on some input, within limits. */
#ifndef DRAW_PROCESS_H
#define DRAW_PROCESS_H

#include "ermine/error.h"
#include "ermine/sink.h"

#include <stdbool.h>
#include <stddef.h>

struct process {
    const char *const
        *argv; /* ends with NULL; the first is searched for in PATH unless it has a slash */
    const char *input;
    size_t input_length;
    double seconds;      /* wall time after which it is killed */
    size_t memory_limit; /* bytes of address space */
};

/* Collects what the program prints in `output`, a memory sink. ERMINE_ELIMIT when it was stopped at a limit;
 * ERMINE_EIO when it is missing or fails, with the first line it said. */
bool process_run(const struct process *process, ermine_sink *output, ermine_error *err);

#endif
