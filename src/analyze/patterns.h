/* patterns.h - findings as they are gathered, one kind after another. */
#ifndef ANALYZE_PATTERNS_H
#define ANALYZE_PATTERNS_H

#include "ermine/patterns.h"

#include "base/arena.h"

struct finding {
    ermine_pattern open;
    double weight; /* what matters more comes first */
};

struct ermine_patterns {
    struct arena *arena; /* of what the findings point to */
    struct finding *items;
    size_t count, capacity;
    size_t of_kind[ERMINE_PATTERN_KINDS];
    bool more[ERMINE_PATTERN_KINDS];
};

/* What all kinds look at. */
struct search {
    const ermine_network *network;
    const ermine_knowledge *known;
    const ermine_pattern_options *with;
    ermine_patterns *found;
    size_t budget; /* steps that a kind may take, lest it never end */
};

/* Ties of a role as steps from one node to the next, sorted by both; parallel ones lie side by side. */
struct step {
    size_t from, to, tie;
};
struct steps {
    struct step *items;
    size_t count;
    size_t *first; /* nodes + 1 offsets, by `from` */
};

typedef bool (*step_chooser)(const struct search *search, const ermine_tie *tie, bool *turned);
/* The ties that count and are chosen; `turned`: it leads from object to subject. */
bool steps_make(const struct search *search, step_chooser choose, struct steps *steps,
                ermine_error *err);
void steps_free(struct steps *steps);
/* The first step behind those with the same ends as step `at`. */
size_t steps_next(const struct steps *steps, size_t at);
/* Whether the tie has one of these roles. */
bool has_role(const struct search *search, const ermine_tie *tie, unsigned roles);

/* Keeps a finding; nodes and ties are copied. Beyond a limit a kind is no longer searched. */
bool keep_finding(struct search *search, ermine_pattern pattern, double weight, ermine_error *err);
/* One tie of the steps must hold: the most confident one. */
double step_confidence(const struct search *search, const struct steps *steps, size_t at);

/* What the first node of a chain owns of its last one by all chains found. */
double chains_total(const ermine_patterns *found, const ermine_pattern *chain);

bool find_circles(struct search *search, ermine_error *err);
bool find_investors(struct search *search, ermine_error *err);
bool find_boards(struct search *search, ermine_error *err);
bool find_chains(struct search *search, ermine_error *err);
bool find_cutoffs(struct search *search, ermine_error *err);

#endif
