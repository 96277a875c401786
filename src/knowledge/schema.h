/* schema.h - entity types, relations and the ends each relation allows, from schema.json. */
#ifndef KNOWLEDGE_SCHEMA_H
#define KNOWLEDGE_SCHEMA_H

#include "ermine/knowledge.h"

#include "base/arena.h"
#include "knowledge/tagger.h"

#include <stdint.h>

struct relation_ends {
    uint32_t subject, object; /* sets of types, one bit a type */
    double amount;            /* share of them that name a sum of money; 0: none can */
    uint32_t statuses;        /* other than current and denied: set of ermine_status */
    unsigned dated;           /* how many words off its date may stand; 0: it seldom has one */
    int8_t money; /* 1: flows from subject to object, -1: from object to subject, 0: none does */
    bool post;    /* is a post, which has a name */
    bool past;    /* is often over, and said to be by where someone comes from */
};

struct currency {
    const char *code;   /* ISO 4217 */
    const char *symbol; /* the code where it has none */
    double usd;         /* US dollars one unit is worth */
};

/* A word for a large number: "bn". */
struct unit {
    const char *language, *text;
    double value;
};

/* A part of the world. */
struct world_region {
    const char *label_en, *label_ru, *label_zh;
    const char *const *countries; /* ISO 3166 codes, NULL-terminated */
};

/* Words of the picture, in each language; {1} {2} {3} stand for numbers. */
struct phrase {
    const char *key, *en, *ru, *zh;
};

struct schema {
    ermine_type *types;
    size_t type_count;          /* at most 32 */
    uint8_t *mention_classes;   /* of each type, enum mention_class */
    uint8_t usual[class_count]; /* of each class, the type of a name nothing else is known of */
    ermine_relation_type *relations;
    struct relation_ends *ends; /* of each relation */
    size_t relation_count;
    struct currency *currencies;
    size_t currency_count;
    struct unit *units; /* of each language the largest first */
    size_t unit_count;
    struct world_region *regions;
    size_t region_count;
    struct phrase *phrases;
    size_t phrase_count;
};

bool schema_load(struct schema *schema, const char *path, struct arena *arena, ermine_error *err);
/* ERMINE_NONE when there is none of that name. */
size_t schema_type(const struct schema *schema, const char *name);
size_t schema_relation(const struct schema *schema, const char *name);
const struct currency *schema_currency(const struct schema *schema, const char *code); /* or NULL */
/* The region a country is in; ERMINE_NONE when it is in none, or NULL. */
size_t schema_region(const struct schema *schema, const char *country);
/* The phrase in `language` (NULL: English); the key itself when there is none. */
const char *schema_phrase(const struct schema *schema, const char *key, const char *language);

#endif
