/* pair_label.h - what is said of two names, in both directions at once.
 *
 * A class is two labels: that of the first name in the text to the second, and that of the second to the first. A tab
 * stands between them in a model; an empty one says nothing. */
#ifndef TRAIN_PAIR_LABEL_H
#define TRAIN_PAIR_LABEL_H

#include <stdbool.h>
#include <string.h>

#define PAIR_UNKNOWN "unknown" /* none of the other labels */

/* The part of a class that holds of the first name to the second (`forward`), or the other way round; not
 * NUL-terminated. */
static inline const char *pair_label_part(const char *class, bool forward, size_t *length)
{
    size_t first = strcspn(class, "\t");
    *length = forward ? first : class[first] == '\t' ? strlen(class + first + 1) : 0;
    return forward ? class : class + first + (class[first] == '\t');
}

#endif
