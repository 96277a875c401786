/* analyze.h - who matters in a network, which groups it has, how two of its nodes are tied.
 *
 * Ties that do not count (see network.h) take no part. Parallel ties of two nodes add up. Any number of threads may
 * ask at once, but for communities: igraph is behind those, which is for one thread at a time in a process. */
#ifndef ERMINE_ANALYZE_H
#define ERMINE_ANALYZE_H

#include "ermine/error.h"
#include "ermine/graph.h"
#include "ermine/network.h"

#include <stdbool.h>

/* Measures of one node; graph.h tells how each is computed. Those not asked for are 0.
 * degree: ties counted, parallel ones too. strength: sum of their weights, by direction too.
 * pagerank: chance to meet a walker along strong ties. personal: the same for one who starts anew at given nodes.
 * hub, authority: who points to whom all point to. eigenvector: ties to the well tied, largest 1. katz: ways of all
 * lengths, largest 1. betweenness: share of the shortest ways of all pairs, 0 to 1. harmonic: mean of 1 / distance.
 * core: in a group whose members have so many ties among them. constraint: how far its neighbours can do without it
 * (low: a broker), effective: neighbours that are not tied to each other; both NaN without ties. cut_off: nodes that
 * lose the rest without it. given, received, net: money by its ties in US dollars, whatever their weight. */
typedef struct ermine_influence {
    double pagerank, betweenness, strength, eigenvector, harmonic;
    size_t core;
    size_t degree;
    double strength_in, strength_out, personal, hub, authority, katz, constraint, effective;
    size_t cut_off;
    double given, received, net;
} ermine_influence;

/* Which way influence goes along a tie that has a direction. */
typedef enum ermine_direction {
    ERMINE_BOTH_WAYS, /* money and supply make both ends matter */
    ERMINE_FORWARD,   /* from subject to object: whom the important turn to is important */
    ERMINE_BACKWARD   /* from object to subject: who has a hand in the important is important */
} ermine_direction;

/* What to measure and how. Valid as {0}. Pointers are borrowed for the call. */
typedef struct ermine_measuring {
    const char *const
        *measures; /* names, NULL-terminated; NULL: pagerank, betweenness, strength, eigenvector,
                                    harmonic, core, degree */
    ermine_direction
        direction;      /* of pagerank, personal, eigenvector, katz, betweenness, harmonic */
    const size_t *from; /* nodes where the walker of "personal" starts anew */
    size_t from_count;
    const ermine_knowledge *known; /* which relations move money; needed for given, received, net */
    size_t exact_up_to; /* nodes up to which betweenness and harmonic are exact; 0: 20,000 */
    /* Beyond that: how far off betweenness may be, with a probability of 0.9; 0: 0.003. Harmonic may be off by ten
     * times that; 0: 0.05. */
    double error;
    const ermine_work *work;
    ermine_sampling betweenness, harmonic; /* out: samples is 0 for what is exact */
} ermine_measuring;

/* Returns an owned array, one per node, to be released with free(); NULL: ERMINE_ENOMEM, ERMINE_ENOTFOUND for an
 * unknown measure, ERMINE_ESTOPPED. `measuring` may be NULL. */
ermine_influence *ermine_network_measure(const ermine_network *network, ermine_measuring *measuring,
                                         ermine_error *err);
/* The same with {0}. */
ermine_influence *ermine_network_influence(const ermine_network *network, ermine_error *err);

/* NULL-terminated names of the measures. */
const char *const *ermine_measure_names(void);
/* The value of a measure by its name; false when there is none. */
bool ermine_influence_value(const ermine_influence *influence, const char *measure, double *value);

/* The nodes 0 to `count` - 1 by falling value of a measure (rising of constraint), those without a value last, equal
 * ones by PageRank, then by index. Returns owned indexes, to be released with free(); NULL: ERMINE_ENOMEM, or
 * ERMINE_ENOTFOUND for an unknown measure. */
size_t *ermine_influence_order(const ermine_influence *influence, size_t count, const char *measure,
                               ermine_error *err);

/* Where a rank may lie. */
typedef struct ermine_interval {
    size_t low, high; /* 90% of the ranks lie from low to high, 1 the first */
    size_t shared;    /* the rank it shares with those it cannot be told from */
    size_t
        worst; /* rank when the source is left out that bears it most, of the 200 of most ties, */
    const char *worst_source; /* the document; NULL when none changes the rank */
} ermine_interval;

/* How sure the ranks of a measure are. In each of `rounds` (0: 200) one document is left out, and each tie stands with
 * the confidence that what is left gives it; then ranks are counted anew (bootstrap: Efron 1979; jackknife: Quenouille
 * 1956). Two nodes share a rank unless the first comes before the other in 90% of the rounds. `measuring->measures` is
 * ignored. Returns one interval a node, owned, to be released with free(); strings live as long as the network. */
ermine_interval *ermine_network_intervals(const ermine_network *network, const char *measure,
                                          ermine_measuring *measuring, size_t rounds,
                                          ermine_error *err);

/* What a tie does for the rank of a node. */
typedef struct ermine_reason {
    size_t tie;
    double without;      /* the value of the measure without the tie */
    size_t rank_without; /* and the rank then */
} ermine_reason;

/* Why a node has its rank: its ties that count (the 64 heaviest), the one first without which the value would be
 * furthest from what it is. Returns owned, `*count` of them. */
ermine_reason *ermine_network_reasons(const ermine_network *network, size_t node,
                                      const char *measure, ermine_measuring *measuring,
                                      size_t *count, ermine_error *err);

/* A tie as a way of influence. */
typedef struct ermine_tie_measure {
    double betweenness; /* share of the shortest ways of all pairs between its ends, 0 to 1 */
    bool bridge;        /* without its ends' ties to each other the network falls apart */
} ermine_tie_measure;

/* One value a tie, owned; parallel ties share theirs, and those that do not count have none. */
ermine_tie_measure *ermine_network_measure_ties(const ermine_network *network,
                                                const ermine_measuring *measuring,
                                                ermine_error *err);

typedef enum ermine_grouping_method {
    ERMINE_MODULARITY, /* Leiden (Traag, Waltman & van Eck 2019) on modularity (Newman & Girvan 2004) */
    ERMINE_CPM,        /* Leiden on the constant Potts model (Traag, Van Dooren & Nesterov 2011) */
    ERMINE_INFOMAP     /* Rosvall & Bergstrom 2008 */
} ermine_grouping_method;

/* How to group. Valid as {0}. */
typedef struct ermine_grouping {
    ermine_grouping_method method;
    /* The larger, the smaller the groups. 0: 1 for modularity; for the Potts model, where it is the density a group must
     * have, in mean weights of a tie, 0.1. Infomap has none. */
    double resolution;
    size_t runs;             /* seeds, of which the groups are the consensus; 0: 10 */
    const ermine_work *work; /* borrowed; its threads are not used */
} ermine_grouping;

/* One group. Strings are borrowed from the network. */
typedef struct ermine_group {
    size_t size, inner_ties, outer_ties;
    double
        stability; /* share of runs in which two tied members are together, the mean of all inner ties */
    size_t leaders[3];     /* nodes of most strength within; ERMINE_NONE where there are fewer */
    const char *relation;  /* of most weight within, as against what it has in the whole network */
    double relation_share; /* of the weight within */
    const char *type;      /* of most members */
    double type_share;     /* of the members */
} ermine_group;

typedef struct ermine_groups {
    size_t *
        of; /* group of each node, numbered by size, largest first; ERMINE_NONE for one without ties */
    ermine_group *groups;
    size_t count;
    double modularity;
    double
        type_agreement; /* normalised mutual information of groups and types: 1 when they are the same */
} ermine_groups;

/* Groups that are the consensus of several runs (Lancichinetti & Fortunato 2012, on ties alone as Tandon et al. 2019
 * do): ties are weighed by how often their ends come together, and grouped again, until all runs agree. Returns owned,
 * to be released with ermine_groups_free(). `grouping` may be NULL. */
ermine_groups *ermine_network_groups(const ermine_network *network, const ermine_grouping *grouping,
                                     ermine_error *err);
void ermine_groups_free(ermine_groups *groups); /* NULL is allowed */

/* The numbers of the groups alone, of {0}. Returns owned, one a node; release with free(). */
size_t *ermine_network_communities(const ermine_network *network, size_t *group_count,
                                   double *modularity, ermine_error *err);

/* A way between two nodes that meets none twice; ties are walked in both directions. */
typedef struct ermine_path {
    size_t *nodes;   /* first to last */
    size_t length;   /* of them */
    double distance; /* sum of 1 / weight */
    double weight;   /* sum of the weights */
} ermine_path;

typedef struct ermine_paths {
    ermine_path *paths;
    size_t count;
    bool more; /* there may be others: looking stopped at a limit */
} ermine_paths;

/* Which paths. Valid as {0}: the shortest. Pointers are borrowed for the call. */
typedef struct ermine_path_options {
    size_t count;        /* the so many first; 0: 1. With `longest`: at most so many; 0: 1,000 */
    bool strongest;      /* by least distance, not by fewest ties */
    size_t longest;      /* all paths of at most so many ties, 64 at most; 0: the first ones */
    const size_t *avoid; /* nodes that must not be met on the way */
    size_t avoid_count;
    const char *const *avoid_relations; /* NULL or NULL-terminated */
    const char *through;                /* a type of which an inner node must be; NULL: any */
} ermine_path_options;

/* Paths from `a` to `b`: by fewest ties, then greatest weight, then first ids; by strength, least distance first. The
 * first ones by the algorithm of Yen (1971); with `through`, what is found among the first 500. Returns owned, to be
 * released with ermine_paths_free(); NULL with ERMINE_ENOTFOUND when there is none. `options` may be NULL. */
ermine_paths *ermine_network_paths(const ermine_network *network, size_t a, size_t b,
                                   const ermine_path_options *options, ermine_error *err);
void ermine_paths_free(ermine_paths *paths); /* NULL is allowed */

/* The nodes of the shortest path, `*length` of them, a first; owned. */
size_t *ermine_network_path(const ermine_network *network, size_t a, size_t b, size_t *length,
                            ermine_error *err);

#endif
