/* arena.h - memory that is taken piece by piece and given back in one call. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "ermine/error.h"

#include <stddef.h>

struct arena;

struct arena *arena_new(ermine_error *err); /* owned */
void arena_free(struct arena *arena);       /* NULL is allowed */
/* Drops what was taken and keeps one block for the next use. */
void arena_reset(struct arena *arena);
/* `count` zeroed elements of `size` bytes, aligned for any type; NULL with ERMINE_ENOMEM, also when
 * count * size overflows. A count of 0 gives a valid pointer. */
void *arena_take(struct arena *arena, size_t count, size_t size, ermine_error *err);
/* The same, not cleared: for what is written whole before it is read. */
void *arena_room(struct arena *arena, size_t count, size_t size, ermine_error *err);
/* A copy of `length` bytes with a NUL behind. */
char *arena_copy(struct arena *arena, const char *bytes, size_t length, ermine_error *err);
char *arena_string(struct arena *arena, const char *text, ermine_error *err);

#define ARENA_NEW(arena, type, count, err) ((type *)arena_take(arena, count, sizeof(type), err))
#define ARENA_ROOM(arena, type, count, err) ((type *)arena_room(arena, count, sizeof(type), err))

#endif
