/* store.h - facts kept on disk, in one SQLite file.
 *
 * A document is kept under its source (path and line) and replaced as a whole when its content has
 * changed. Additions go in batches, each of which is on disk whole or not at all. One thread at a time. */
#ifndef ERMINE_STORE_H
#define ERMINE_STORE_H

#include "ermine/error.h"
#include "ermine/facts.h"
#include "ermine/place.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct ermine_store ermine_store;

/* Opens the store at `path`; with `create`, makes it when it is missing. Returns owned, or NULL:
 * ERMINE_EINPUT when the file is missing, no store, or of a newer version. */
ermine_store *ermine_store_open(const char *path, bool create, ermine_error *err);
void ermine_store_close(ermine_store *store); /* drops an uncommitted batch; NULL is allowed */

/* Whether the store holds `source` with this very content. */
bool ermine_store_has(ermine_store *store, const char *source, size_t line, uint64_t hash,
                      bool *has, ermine_error *err);
/* Adds or replaces the facts of one input in the open batch. */
bool ermine_store_add(ermine_store *store, const char *source, size_t line, uint64_t hash,
                      const ermine_facts *facts, ermine_error *err);
/* Makes all that was added since the last commit durable. */
bool ermine_store_commit(ermine_store *store, ermine_error *err);

size_t ermine_store_document_count(ermine_store *store);
/* Calls `each` for the facts of every document, ordered by source and line; stops with false when
 * `each` returns false (which has then set `err`). The facts are borrowed for the call. */
bool ermine_store_each(ermine_store *store,
                       bool (*each)(void *context, const ermine_facts *facts, ermine_error *err),
                       void *context, ermine_error *err);

/* Where entities stood on the map of that name when it was drawn last. `*places` is an owned array sorted by id, to
 * be released with free(), the ids with it; NULL when there was no such map. */
bool ermine_store_places(ermine_store *store, const char *map, ermine_place **places, size_t *count,
                         ermine_error *err);
/* Keeps these in place of the earlier ones. Not while a batch is open. */
bool ermine_store_keep_places(ermine_store *store, const char *map, const ermine_place *places,
                              size_t count, ermine_error *err);

#endif
