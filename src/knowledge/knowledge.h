/* knowledge.h - the parts of loaded knowledge, for the rooms that read text with it. */
#ifndef KNOWLEDGE_KNOWLEDGE_H
#define KNOWLEDGE_KNOWLEDGE_H

#include "ermine/knowledge.h"

#include "base/arena.h"
#include "knowledge/lexicon.h"
#include "knowledge/model.h"
#include "knowledge/pack.h"
#include "knowledge/registry.h"
#include "knowledge/relation_label.h"
#include "knowledge/roles.h"
#include "knowledge/schema.h"
#include "knowledge/weights.h"

struct noise_rules;

struct ermine_knowledge {
    struct arena *arena;
    const char *folder;
    struct schema schema;
    struct ermine_weights *weights;
    struct roles roles;
    struct lexicon *lexicon;
    struct cues cues;
    struct pack *packs; /* in byte order of their file names */
    size_t pack_count;
    struct registry registry;
    struct noise_rules *noise;
    struct model model;   /* of relations; without weights when none is there */
    struct model weigher; /* of what it finds, see weigh.h; in the same file */
    struct model glancer; /* what it need not look at, see glance.h; in the same file */
    struct relation_class classes[model_most_classes]; /* what its labels mean */
    struct model statuses; /* of ties: label k is ermine_status k; or without weights */
    struct model types; /* of new names: label k + 1 is type k of the schema; or without weights */
};

/* The pack of a language, or NULL. */
const struct pack *knowledge_pack(const ermine_knowledge *known, const char *language);
/* What a relation means in deals: a set of enum role. */
unsigned knowledge_roles(const ermine_knowledge *known, const char *relation);
const char *knowledge_folder(const ermine_knowledge *known);

#endif
