#include "base/arena.h"

#include "base/error.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { block_size = 64 * 1024 };

struct block {
    struct block *next;
    size_t size, used;
    alignas(max_align_t) char bytes[];
};

struct arena {
    struct block *blocks; /* the newest first */
};

struct arena *arena_new(ermine_error *err)
{
    struct arena *arena = calloc(1, sizeof *arena);
    if (arena == NULL)
        error_memory(err);
    return arena;
}

static void free_blocks(struct block *block)
{
    while (block != NULL) {
        struct block *next = block->next;
        free(block);
        block = next;
    }
}

void arena_free(struct arena *arena)
{
    if (arena == NULL)
        return;
    free_blocks(arena->blocks);
    free(arena);
}

void arena_reset(struct arena *arena)
{
    if (arena->blocks == NULL)
        return;
    free_blocks(arena->blocks->next);
    arena->blocks->next = NULL;
    arena->blocks->used = 0;
}

static bool add_block(struct arena *arena, size_t least)
{
    size_t size = least > block_size ? least : block_size;
    if (size > SIZE_MAX - sizeof(struct block))
        return false;
    struct block *block = malloc(sizeof *block + size);
    if (block == NULL)
        return false;
    block->next = arena->blocks;
    block->size = size;
    block->used = 0;
    arena->blocks = block;
    return true;
}

/* `bytes` aligned bytes, not cleared. */
static void *take(struct arena *arena, size_t bytes, ermine_error *err)
{
    struct block *block = arena->blocks;
    if (block == NULL || block->size - block->used < bytes) {
        if (!add_block(arena, bytes)) {
            error_memory(err);
            return NULL;
        }
        block = arena->blocks;
    }
    void *taken = block->bytes + block->used;
    block->used += bytes;
    return taken;
}

static size_t aligned(size_t bytes)
{
    const size_t align = alignof(max_align_t);
    return (bytes + align - 1) / align * align;
}

void *arena_room(struct arena *arena, size_t count, size_t size, ermine_error *err)
{
    if (size != 0 && count > (SIZE_MAX - alignof(max_align_t)) / size) {
        error_memory(err);
        return NULL;
    }
    return take(arena, aligned(count * size), err);
}

void *arena_take(struct arena *arena, size_t count, size_t size, ermine_error *err)
{
    void *taken = arena_room(arena, count, size, err);
    return taken == NULL ? NULL : memset(taken, 0, aligned(count * size));
}

char *arena_copy(struct arena *arena, const char *bytes, size_t length, ermine_error *err)
{
    if (length > SIZE_MAX - alignof(max_align_t)) {
        error_memory(err);
        return NULL;
    }
    char *copy = take(arena, aligned(length + 1), err);
    if (copy == NULL)
        return NULL;
    if (length > 0)
        memcpy(copy, bytes, length);
    copy[length] = '\0';
    return copy;
}

char *arena_string(struct arena *arena, const char *text, ermine_error *err)
{
    return arena_copy(arena, text, strlen(text), err);
}
