/* places.h - where entities stood on maps, as rows of a table that the first map makes. */
#ifndef STORE_PLACES_H
#define STORE_PLACES_H

#include "ermine/place.h"

#include "store/rows.h"

/* As ermine_store_places() and ermine_store_keep_places(). */
bool places_read(const struct rows *rows, const char *map, ermine_place **places, size_t *count,
                 ermine_error *err);
bool places_write(const struct rows *rows, const char *map, const ermine_place *places,
                  size_t count, ermine_error *err);

#endif
