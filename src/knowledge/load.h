/* load.h - reading the JSON files of the knowledge folder, with errors that name file and place. */
#ifndef KNOWLEDGE_LOAD_H
#define KNOWLEDGE_LOAD_H

#include "ermine/error.h"

#include "base/arena.h"

#include <jansson.h>
#include <stdbool.h>

/* Returns an owned object or array, or NULL with ERMINE_EINPUT: file, line, reason. */
json_t *load_json(const char *path, ermine_error *err);
/* The string member, copied into `arena`. A missing one is NULL in *text when it is optional. */
bool load_string(const json_t *object, const char *key, bool optional, const char *place,
                 struct arena *arena, const char **text, ermine_error *err);
/* The array of strings `list` as a NULL-terminated array in `arena`; a missing one is empty. */
bool load_strings(const json_t *list, const char *place, struct arena *arena, const char ***strings,
                  ermine_error *err);

#endif
