/* names.h - which names of entities are the same. */
#ifndef TRAIN_NAMES_H
#define TRAIN_NAMES_H

#include "ermine/error.h"

#include "base/arena.h"

#include <stddef.h>

/* The letters and digits of a name (NFKC, case folded, ё as е); "" when it has none. NULL when out of memory. */
const char *name_key(const char *name, struct arena *arena, ermine_error *err);

#endif
