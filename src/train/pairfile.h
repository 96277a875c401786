/* pairfile.h - files of given pairs: JSON Lines, a passage each, with its entities and what is said of pairs of them.
 *
 * {"text":…,"entities":[{"start":…,"end":…,"type":…}],"relations":[{"head":i,"tail":j,"label":…}]}, offsets in code
 * points. Other members are passed over. */
#ifndef TRAIN_PAIRFILE_H
#define TRAIN_PAIRFILE_H

#include "ermine/error.h"

#include "extract/given.h"

#include <stdbool.h>
#include <stddef.h>

struct listed {
    size_t head, tail; /* names */
    const char *label;
};

struct passage {
    const char *text;
    size_t length;
    struct given_name *names;
    size_t name_count;
    struct listed *relations;
    size_t relation_count;
};

/* Calls `each` for every passage of the file, in order; all that a passage points to lives until it returns. Stops with
 * false when it returns false or a line is bad: ERMINE_EINPUT tells which, and why. */
bool pairfile_each(const char *path, bool (*each)(void *context, const struct passage *passage),
                   void *context, ermine_error *err);

/* The first in the text of two names; equal starts: the one listed first. */
size_t passage_first(const struct passage *passage, size_t one, size_t other);

#endif
