/* schema.h - entity types, relations and the ends each relation allows, from schema.json. */
#ifndef KNOWLEDGE_SCHEMA_H
#define KNOWLEDGE_SCHEMA_H

#include "ermine/knowledge.h"

#include "base/arena.h"

#include <stdint.h>

struct relation_ends {
    uint32_t subject, object; /* sets of types, one bit a type */
    bool amount;              /* a sum of money may belong to it */
};

struct schema {
    ermine_type *types;
    size_t type_count; /* at most 32 */
    ermine_relation_type *relations;
    struct relation_ends *ends; /* of each relation */
    size_t relation_count;
    const char **currencies;
    double *rates;
    size_t currency_count;
};

bool schema_load(struct schema *schema, const char *path, struct arena *arena, ermine_error *err);
/* ERMINE_NONE when there is none of that name. */
size_t schema_type(const struct schema *schema, const char *name);
size_t schema_relation(const struct schema *schema, const char *name);

#endif
