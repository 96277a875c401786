/* network.h - one network over the facts of all documents.
 *
 * Nodes are entities, joined by id. A tie is one relation between two nodes; what several documents
 * say of the same subject, relation and object is one tie with several pieces of evidence.
 * Getters return borrowed pointers that live until ermine_network_free(); a finished network never
 * changes and may be read by any number of threads. Nodes are sorted by id, ties by subject,
 * object, relation: the same facts in any order make the same network. */
#ifndef ERMINE_NETWORK_H
#define ERMINE_NETWORK_H

#include "ermine/error.h"
#include "ermine/facts.h"
#include "ermine/knowledge.h"
#include "ermine/weights.h"

#include <stdbool.h>

typedef struct ermine_network ermine_network;
typedef struct ermine_network_builder ermine_network_builder;

typedef struct ermine_node {
    const char *id, *type;
    const char *label; /* name shown: the registry's English name, else as met */
    const char *name_en, *name_ru, *name_zh; /* NULL where unknown */
    const char *const *aliases; /* every name and surface form met, sorted, NULL-terminated */
    size_t mentions, documents;
    const char *first_seen, *last_seen; /* ISO dates of documents, NULL when none is dated */
} ermine_node;

/* One passage that states a tie. Strings but `text` may be NULL. */
typedef struct ermine_evidence {
    const char *text, *document, *source, *language, *title, *date, *url;
    double confidence;
    ermine_status status;
} ermine_evidence;

typedef struct ermine_tie {
    size_t subject, object; /* node indexes; in symmetric ties the smaller comes first */
    const char *relation;
    bool symmetric;
    double weight;        /* above 0; see weights.h */
    bool counts;          /* takes part in measures: neither denied nor, unless asked for, ended */
    double confidence;    /* 1 - product of (1 - confidence) over sources */
    ermine_status status; /* of the latest dated evidence; among equals the most confident */
    double amount;        /* of the most confident evidence that states one; 0 when none does */
    double amount_low;
    const char *currency;
    double amount_usd; /* 0 when unknown */
    const char *role, *date;
    const char *first_seen, *last_seen;
    size_t sources;                  /* distinct documents */
    const ermine_evidence *evidence; /* most confident first */
    size_t evidence_count;
} ermine_tie;

/* What of the facts takes part. Valid as {0}: everything. Lists are NULL or NULL-terminated;
 * pointers are borrowed for the call. */
typedef struct ermine_filter {
    const char *since, *until; /* ISO; evidence of undated documents passes */
    const char *const *types, *const *relations, *const *statuses;
    double min_confidence;
    const ermine_weights *weights; /* NULL: those of the knowledge */
} ermine_filter;

/* `known` and what `filter` points to are borrowed until the network is finished. */
ermine_network_builder *ermine_network_builder_new(const ermine_knowledge *known,
                                                   const ermine_filter *filter, ermine_error *err);
/* Everything of `facts` that is needed is copied. */
bool ermine_network_builder_add(ermine_network_builder *builder, const ermine_facts *facts,
                                ermine_error *err);
/* Returns owned, or NULL; the builder is taken. Nodes without a tie are kept. */
ermine_network *ermine_network_builder_finish(ermine_network_builder *builder, ermine_error *err);
void ermine_network_builder_free(ermine_network_builder *builder);
void ermine_network_free(ermine_network *network);

size_t ermine_network_node_count(const ermine_network *network);
const ermine_node *ermine_network_node(const ermine_network *network, size_t index);
size_t ermine_network_tie_count(const ermine_network *network);
const ermine_tie *ermine_network_tie(const ermine_network *network, size_t index);
size_t ermine_network_document_count(const ermine_network *network);
/* The ties of a node, as tie indexes; borrowed. */
const size_t *ermine_network_ties_of(const ermine_network *network, size_t node, size_t *count);
/* A node by id, name or alias in any language, case, width, hyphen and space apart; the one with
 * most mentions when several fit. ERMINE_NONE when none does. */
size_t ermine_network_find(const ermine_network *network, const char *name);
/* A new network of the nodes marked in `keep` (one bool a node) and the ties among them. */
ermine_network *ermine_network_subset(const ermine_network *network, const bool *keep,
                                      ermine_error *err);
/* The same, without the ties that are not marked in `ties` (one bool a tie; NULL: all are). */
ermine_network *ermine_network_part(const ermine_network *network, const bool *nodes,
                                    const bool *ties, ermine_error *err);
/* The ties that stand out, by the disparity filter (Serrano, Boguñá & Vespignani 2009): a link of two nodes stays
 * when, for either of them, a share as large as its share of the node's strength would come about with a
 * probability below `alpha` if the strength were split at random. Parallel ties of two nodes are one link, and the
 * strongest link of each node stays in any case, so that nobody falls out of the network. Returns owned, all nodes
 * in it, or NULL with ERMINE_ENOMEM. */
ermine_network *ermine_network_backbone(const ermine_network *network, double alpha,
                                        ermine_error *err);
/* The nodes and ties of both. What is in both is as `later` has it. Returns owned, or NULL with ERMINE_ENOMEM. */
ermine_network *ermine_network_union(const ermine_network *earlier, const ermine_network *later,
                                     ermine_error *err);
/* The tie of that relation between nodes `subject` and `object`, in either direction when it is symmetric, or
 * NULL. */
const ermine_tie *ermine_network_find_tie(const ermine_network *network, size_t subject,
                                          const char *relation, size_t object);
/* The node of that very id, or ERMINE_NONE. */
size_t ermine_network_find_id(const ermine_network *network, const char *id);

#endif
