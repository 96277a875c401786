/* builder.h - facts gathered, before they are joined to nodes and ties. */
#ifndef NETWORK_BUILDER_H
#define NETWORK_BUILDER_H

#include "ermine/network.h"

#include "base/arena.h"
#include "base/map.h"

#include <stdint.h>

enum tally_kind { TALLY_NAME, TALLY_MENTION, TALLY_TYPE };

/* How often a node was met with a name, surface form or type; the tallies of a node are a list. */
struct tally {
    const char *text;
    uint32_t count;
    uint32_t next; /* or MAP_NONE */
    enum tally_kind kind;
};

struct draft_node {
    const char *id;
    uint32_t first_tally;
    size_t mentions, documents;
    size_t last_document; /* the number of the document that met it last, from 1 */
    const char *first_seen, *last_seen;
};

/* What a tie read from a finished graph is worth, which its one passage cannot tell; all 0 for facts. */
struct given {
    double weight;
    size_t sources;
    const char *first_seen, *last_seen;
};

/* One relation as one document states it. */
struct statement {
    ermine_relation facts;
    uint32_t subject, object; /* draft nodes */
    ermine_evidence evidence;
    struct given given;
};

/* Strings are interned: equal ones have one address. */
struct ermine_network_builder {
    const ermine_knowledge *known;
    ermine_filter filter;
    struct arena *arena;
    struct map *strings, *tally_index, *ids;
    const char **interned;
    size_t interned_count, interned_capacity;
    struct draft_node *nodes;
    size_t node_count, node_capacity;
    struct tally *tallies;
    size_t tally_count, tally_capacity;
    struct statement *statements;
    size_t statement_count, statement_capacity;
    size_t document_count;
};

/* Below, strings are copied. The draft node of the entity, or MAP_NONE when out of memory; `date` may be NULL. */
uint32_t builder_add_entity(ermine_network_builder *builder, const ermine_entity *entity,
                            const char *date, ermine_error *err);
/* Whether what was said from `first` to `last` (ISO, or NULL) takes part. What can fall into the time asked for does. */
bool builder_in_time(const ermine_network_builder *builder, const char *first, const char *last);
/* Adds a relation between two draft nodes; `given` may be NULL. Dropped when the relation is not asked for. */
bool builder_add_statement(ermine_network_builder *builder, const ermine_relation *relation,
                           uint32_t subject, uint32_t object, const ermine_origin *origin,
                           const struct given *given, ermine_error *err);

#endif
