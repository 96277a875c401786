/* place.h - where this program or library lies, to find what was installed with it. */
#ifndef BASE_PLACE_H
#define BASE_PLACE_H

#include <stdbool.h>
#include <stddef.h>

/* Writes the path of `name` seen from the folder this code was loaded from, as in "../share/ermine"; false when
 * that is not known or does not fit. */
bool place_beside(char *path, size_t size, const char *name);

#endif
