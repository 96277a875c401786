/* patterns.h - constellations that matter in deals, each with the ties that show it.
 *
 * Only ties that count take part. Which relations move money, own or fill posts is told by roles.json of the
 * knowledge. The same network gives the same findings in the same order. */
#ifndef ERMINE_PATTERNS_H
#define ERMINE_PATTERNS_H

#include "ermine/error.h"
#include "ermine/graph.h"
#include "ermine/knowledge.h"
#include "ermine/network.h"

#include <stdbool.h>

typedef enum ermine_pattern_kind {
    ERMINE_CIRCULAR,  /* money that comes back: each node pays the next, the last the first */
    ERMINE_INVESTORS, /* two rivals, and behind them who holds both */
    ERMINE_BOARDS,    /* a person, and behind it the organisations where it has a post */
    ERMINE_CHAINS,    /* each node owns the next, by current ties */
    ERMINE_CUTOFFS    /* a node, and behind it those that lose the rest without it */
} ermine_pattern_kind;
enum { ERMINE_PATTERN_KINDS = ERMINE_CUTOFFS + 1 };
const char *ermine_pattern_name(ermine_pattern_kind kind); /* "circular" */
/* False when `name` is no kind. */
bool ermine_pattern_parse(const char *name, ermine_pattern_kind *kind);

typedef struct ermine_pattern {
    ermine_pattern_kind kind;
    const size_t *nodes;
    size_t node_count;
    const size_t *ties; /* the evidence: of circles and chains step by step */
    size_t tie_count;
    double confidence; /* that all steps are there, each by its best tie; 1 for CUTOFFS */
    double amount_usd; /* CIRCULAR: sum of the known amounts */
    double least_usd;  /* CIRCULAR: what can have gone round, 0 where a step has no amount */
    double stake;      /* CHAINS: product of the known stakes, 0 to 1 */
    size_t unknown;    /* CHAINS: steps whose stake is not known */
    double total; /* CHAINS: sum over all chains with these ends, of those without unknown steps */
} ermine_pattern;

typedef struct ermine_patterns ermine_patterns;

/* What to look for. Valid as {0}. */
typedef struct ermine_pattern_options {
    unsigned kinds; /* set of 1 << kind; 0: all */
    size_t longest; /* steps of circles and chains; 0: 4 and 6 */
    size_t most;    /* of each kind; 0: 100 */
    const ermine_work *work;
} ermine_pattern_options;

/* Returns owned; `network` must outlive them. `options` may be NULL. ERMINE_ENOMEM, ERMINE_ESTOPPED. */
ermine_patterns *ermine_network_patterns(const ermine_network *network,
                                         const ermine_knowledge *known,
                                         const ermine_pattern_options *options, ermine_error *err);
void ermine_patterns_free(ermine_patterns *patterns); /* NULL is allowed */
size_t ermine_patterns_count(const ermine_patterns *patterns);
/* Borrowed; by kind. Circles by the sum to be expected to have gone round, cut-offs by how many are lost, the others by
 * confidence: of investors that of all together, of boards times 1 + ln(1 + ties among the organisations). */
const ermine_pattern *ermine_patterns_get(const ermine_patterns *patterns, size_t index);
/* Whether there are, or may be, more of a kind than are told. */
bool ermine_patterns_more(const ermine_patterns *patterns, ermine_pattern_kind kind);

/* The stake a passage tells of, 0 to 1: the only percentage in it, where it speaks of stakes; 0 when there is none. */
double ermine_stake_told(const ermine_knowledge *known, const char *passage);

#endif
