#include "base/map.h"

#include "base/arena.h"
#include "base/error.h"

#include <stdlib.h>
#include <string.h>

struct slot {
    const char *key; /* NULL: empty */
    uint32_t length, value;
    uint64_t hash;
};

enum { least_capacity = 32 };

struct map {
    struct arena *keys; /* NULL: no key is kept yet */
    struct slot *slots;
    size_t count, capacity; /* capacity is a power of two */
};

uint64_t hash_bytes(const void *bytes, size_t length)
{
    const char *at = bytes;
    uint64_t hash = length * 0x9E3779B97F4A7C15u, word;
    for (; length >= sizeof word; at += sizeof word, length -= sizeof word) {
        memcpy(&word, at, sizeof word);
        hash = (hash ^ word) * 0xFF51AFD7ED558CCDu;
        hash ^= hash >> 32;
    }
    word = 0;
    if (length > 0)
        memcpy(&word, at, length);
    hash = (hash ^ word) * 0xFF51AFD7ED558CCDu;
    return hash ^ hash >> 32;
}

struct map *map_new(ermine_error *err)
{
    struct map *map = calloc(1, sizeof *map);
    if (map == NULL) {
        error_memory(err);
        return NULL;
    }
    map->capacity = least_capacity;
    map->slots = calloc(map->capacity, sizeof *map->slots);
    if (map->slots == NULL) {
        error_memory(err);
        map_free(map);
        return NULL;
    }
    return map;
}

void map_free(struct map *map)
{
    if (map == NULL)
        return;
    arena_free(map->keys);
    free(map->slots);
    free(map);
}

/* The slot that holds the key, or the empty one where it belongs. */
static struct slot *find(struct slot *slots, size_t capacity, const char *key, size_t length,
                         uint64_t hash)
{
    size_t at = (size_t)hash & (capacity - 1);
    for (;; at = (at + 1) & (capacity - 1)) {
        struct slot *slot = &slots[at];
        if (slot->key == NULL ||
            (slot->hash == hash && slot->length == length && memcmp(slot->key, key, length) == 0))
            return slot;
    }
}

uint32_t map_get(const struct map *map, const char *key, size_t length)
{
    uint64_t hash = hash_bytes(key, length);
    const struct slot *slot = find(map->slots, map->capacity, key, length, hash);
    return slot->key == NULL ? MAP_NONE : slot->value;
}

static bool grow(struct map *map, ermine_error *err)
{
    size_t capacity = map->capacity * 2;
    struct slot *slots = calloc(capacity, sizeof *slots);
    if (slots == NULL)
        return error_memory(err);
    for (size_t i = 0; i < map->capacity; i++) {
        const struct slot *old = &map->slots[i];
        if (old->key != NULL)
            *find(slots, capacity, old->key, old->length, old->hash) = *old;
    }
    free(map->slots);
    map->slots = slots;
    map->capacity = capacity;
    return true;
}

bool map_put(struct map *map, const char *key, size_t length, uint32_t value, ermine_error *err)
{
    if (length > UINT32_MAX)
        return error_memory(err);
    if (map->count * 3 >= map->capacity * 2 && !grow(map, err))
        return false;
    uint64_t hash = hash_bytes(key, length);
    struct slot *slot = find(map->slots, map->capacity, key, length, hash);
    if (slot->key == NULL) {
        if (map->keys == NULL && (map->keys = arena_new(err)) == NULL)
            return false;
        slot->key = arena_copy(map->keys, key, length, err);
        if (slot->key == NULL)
            return false;
        slot->length = (uint32_t)length;
        slot->hash = hash;
        map->count++;
    }
    slot->value = value;
    return true;
}

size_t map_count(const struct map *map)
{
    return map->count;
}
