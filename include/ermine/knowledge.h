/* knowledge.h - what is known before reading: registry of names, relation schema, language packs,
 * page noise. All of it is data, loaded from a folder (graphs/ in the source tree).
 *
 * Loaded knowledge never changes, so any number of threads may read it at once. */
#ifndef ERMINE_KNOWLEDGE_H
#define ERMINE_KNOWLEDGE_H

#include "ermine/error.h"

#include <stdbool.h>

typedef struct ermine_knowledge ermine_knowledge;

/* Which trained models to load, a set of bits. Without any, extraction is by registry and patterns alone: faster. */
enum {
    ERMINE_MODELS_NONE = 0,
    ERMINE_MODEL_MENTIONS = 1,
    ERMINE_MODEL_TYPES = 2,
    ERMINE_MODEL_RELATIONS = 4,
    ERMINE_MODEL_STATUS = 8,
    ERMINE_MODELS_ALL = 15
};

/* Loads `folder`, or, when that is NULL, the folder $ERMINE_DATA names, else the installed one, else
 * graphs/ beside the build. Returns owned, or NULL: ERMINE_EINPUT names the file, line and remedy. */
ermine_knowledge *ermine_knowledge_load(const char *folder, unsigned models, ermine_error *err);
void ermine_knowledge_free(ermine_knowledge *known); /* NULL is allowed */

size_t ermine_knowledge_entity_count(const ermine_knowledge *known);

/* An entity type or a relation of schema.json. Strings are borrowed from the knowledge. */
typedef struct ermine_type {
    const char *name;  /* "investor" */
    const char *color; /* "#4e79a7" */
    const char *shape; /* "ellipse" */
    const char *label_en, *label_ru, *label_zh;
} ermine_type;

typedef struct ermine_relation_type {
    const char *name; /* "invests_in" */
    const char *color;
    bool symmetric;
    const char *label_en, *label_ru, *label_zh;
} ermine_relation_type;

size_t ermine_knowledge_type_count(const ermine_knowledge *known);
const ermine_type *ermine_knowledge_type(const ermine_knowledge *known, size_t index);
/* NULL when the schema has no such type. */
const ermine_type *ermine_knowledge_find_type(const ermine_knowledge *known, const char *name);
size_t ermine_knowledge_relation_count(const ermine_knowledge *known);
const ermine_relation_type *ermine_knowledge_relation(const ermine_knowledge *known, size_t index);
const ermine_relation_type *ermine_knowledge_find_relation(const ermine_knowledge *known,
                                                           const char *name);

/* A registry entry; NULL when `id` is unknown. Names are NULL where the registry has none. */
typedef struct ermine_known_entity {
    const char *id, *type;
    const char *en, *ru, *zh;
    const char *const *aliases; /* NULL-terminated; abbreviations included */
} ermine_known_entity;
const ermine_known_entity *ermine_knowledge_find(const ermine_knowledge *known, const char *id);

/* What one unit of `currency` (ISO 4217) is worth in US dollars; 0 when unknown.
 * Rounded yearly means kept in schema.json: good for comparing sizes, not for accounts. */
double ermine_knowledge_usd_rate(const ermine_knowledge *known, const char *currency);

#endif
