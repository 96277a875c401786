/* map.h - from byte strings to numbers, and 64-bit hashes. */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include "ermine/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MAP_NONE UINT32_MAX

struct map;

struct map *map_new(ermine_error *err);
void map_free(struct map *map); /* NULL is allowed */
/* The value kept under the key, or MAP_NONE. */
uint32_t map_get(const struct map *map, const char *key, size_t length);
/* Keeps `value` (not MAP_NONE) under the key, which is copied; replaces an older value. */
bool map_put(struct map *map, const char *key, size_t length, uint32_t value, ermine_error *err);
size_t map_count(const struct map *map);

/* Eight bytes a step; the same on machines of one byte order. */
uint64_t hash_bytes(const void *bytes, size_t length);

#endif
