/* registry.h - entities known by name beforehand, from the files in registry/. */
#ifndef KNOWLEDGE_REGISTRY_H
#define KNOWLEDGE_REGISTRY_H

#include "ermine/knowledge.h"

#include "base/arena.h"
#include "base/map.h"
#include "knowledge/lexicon.h"
#include "knowledge/schema.h"

#include <stdint.h>

struct known_post {
    const char *organization; /* id */
    const char *role;
};

struct known_entity {
    ermine_known_entity open;
    uint8_t type;                             /* index into the schema */
    char gender;                              /* 'f', 'm' or 0 */
    bool medium;                              /* news medium: cited far more often than acting */
    const char *country, *developer, *parent; /* NULL when not given */
    const struct known_post *posts;
    size_t post_count;
};

enum name_flag {
    NAME_ABBREVIATION = 1, /* only in just this spelling */
    NAME_COMMON = 2,       /* an ordinary word too */
    NAME_ADJECTIVE = 4     /* "Japanese", китайск*: says where something is from */
};

struct known_name {
    const char *text;
    uint32_t entity;
    uint8_t flags;
};

struct registry {
    struct known_entity *entities;
    size_t count, capacity;
    struct known_name *names; /* payloads of the lexicon are indexes of these */
    size_t name_count, name_capacity;
    struct map *ids;
};

bool registry_init(struct registry *registry, ermine_error *err);
/* Adds the entries of one file and puts their names into `lexicon`; `inflection` may be NULL. */
bool registry_load(struct registry *registry, const char *path, const struct schema *schema,
                   const struct inflection *inflection, struct lexicon *lexicon,
                   struct arena *arena, ermine_error *err);
void registry_free(struct registry *registry);

#endif
