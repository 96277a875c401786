/* chains.c - who owns whom through whom, and how much of it (integrated ownership: Brioschi, Buzzacchi & Colombo
 * 1989, for chains that do not turn back). */
#include "analyze/crew.h"
#include "analyze/patterns.h"
#include "base/error.h"
#include "knowledge/roles.h"

#include <stdlib.h>

enum { usual_longest = 6, most_longest = 24, most_ties = 256 };

struct chain {
    struct search *search;
    struct steps steps;
    size_t longest;
    bool *on_way, *reached; /* one a node */
    size_t way[most_longest];
    size_t nodes[most_longest + 1];
};

/* What is planned or rumoured makes no owner yet. */
static bool owns(const struct search *search, const ermine_tie *tie, bool *turned)
{
    *turned = false;
    return has_role(search, tie, ROLE_OWNERSHIP) && tie->status == ERMINE_CURRENT;
}

/* The stake that the surest passage of the step tells of; 0: none does. */
static double stake_of(const struct chain *chain, size_t at)
{
    double stake = 0, surest = 0;
    for (size_t i = at; i < steps_next(&chain->steps, at); i++) {
        const ermine_tie *tie =
            ermine_network_tie(chain->search->network, chain->steps.items[i].tie);
        for (size_t k = 0; k < tie->evidence_count; k++) {
            double told = ermine_stake_told(chain->search->known, tie->evidence[k].text);
            if (told > 0 && tie->evidence[k].confidence > surest) {
                stake = told;
                surest = tie->evidence[k].confidence;
            }
        }
    }
    return stake;
}

static bool keep_chain(struct chain *chain, size_t length, ermine_error *err)
{
    size_t ties[most_ties], count = 0;
    ermine_pattern pattern = {.kind = ERMINE_CHAINS,
                              .nodes = chain->nodes,
                              .node_count = length + 1,
                              .confidence = 1,
                              .stake = 1};
    for (size_t i = 0; i < length; i++) {
        size_t at = chain->way[i];
        double stake = stake_of(chain, at);
        pattern.stake *= stake > 0 ? stake : 1;
        pattern.unknown += stake == 0;
        pattern.confidence *= step_confidence(chain->search, &chain->steps, at);
        for (size_t k = at; k < steps_next(&chain->steps, at) && count < most_ties; k++)
            ties[count++] = chain->steps.items[k].tie;
    }
    pattern.ties = ties;
    pattern.tie_count = count;
    return keep_finding(chain->search, pattern, pattern.confidence, err);
}

/* Goes on as far as it goes; what cannot go on is a chain. */
static bool go_on(struct chain *chain, size_t depth, ermine_error *err)
{
    const struct steps *steps = &chain->steps;
    size_t node = chain->nodes[depth];
    bool ended = true;
    for (size_t at = steps->first[node]; at < steps->first[node + 1] && depth < chain->longest;
         at = steps_next(steps, at)) {
        size_t to = steps->items[at].to;
        if (chain->on_way[to])
            continue;
        if (chain->search->budget == 0) {
            chain->search->found->more[ERMINE_CHAINS] = true;
            return true;
        }
        chain->search->budget--;
        ended = false;
        chain->way[depth] = at;
        chain->nodes[depth + 1] = to;
        chain->on_way[to] = true;
        bool ok = go_on(chain, depth + 1, err);
        chain->on_way[to] = false;
        if (!ok)
            return false;
    }
    return !ended || depth < 2 || keep_chain(chain, depth, err);
}

static bool start_at(struct chain *chain, size_t node, ermine_error *err)
{
    chain->nodes[0] = node;
    chain->on_way[node] = true;
    bool ok = go_on(chain, 0, err);
    chain->on_way[node] = false;
    return ok && (node % 1024 != 0 || crew_go_on(chain->search->with->work, -1, err));
}

/* Marks a node and all that it owns, through others too. */
static void mark_reached(struct chain *chain, size_t node, size_t *stack)
{
    size_t count = 0;
    chain->reached[node] = true;
    for (stack[count++] = node; count > 0;) {
        size_t at = stack[--count];
        for (size_t i = chain->steps.first[at]; i < chain->steps.first[at + 1]; i++) {
            size_t to = chain->steps.items[i].to;
            if (!chain->reached[to]) {
                chain->reached[to] = true;
                stack[count++] = to;
            }
        }
    }
}

/* What one owns of another by all chains between them whose stakes are known. */
double chains_total(const ermine_patterns *found, const ermine_pattern *one)
{
    double total = 0;
    for (size_t k = 0; k < found->count; k++) {
        const ermine_pattern *other = &found->items[k].open;
        if (other->kind == ERMINE_CHAINS && other->unknown == 0 &&
            other->nodes[0] == one->nodes[0] &&
            other->nodes[other->node_count - 1] == one->nodes[one->node_count - 1])
            total += other->stake;
    }
    return total;
}

/* First from those nobody owns; then, in rings of owners, from the first of each. */
static bool start_everywhere(struct chain *chain, const bool *owned, size_t *stack,
                             ermine_error *err)
{
    size_t nodes = ermine_network_node_count(chain->search->network);
    for (int rings = 0; rings < 2; rings++) {
        for (size_t node = 0; node < nodes; node++) {
            if (chain->reached[node] || (owned[node] && rings == 0) ||
                chain->steps.first[node] == chain->steps.first[node + 1])
                continue;
            mark_reached(chain, node, stack);
            if (!start_at(chain, node, err))
                return false;
        }
    }
    return true;
}

bool find_chains(struct search *search, ermine_error *err)
{
    size_t nodes = ermine_network_node_count(search->network);
    size_t longest = search->with->longest > 0 ? search->with->longest : usual_longest;
    struct chain chain = {.search = search,
                          .longest = longest < most_longest ? longest : most_longest,
                          .on_way = calloc(nodes + 1, sizeof(bool)),
                          .reached = calloc(nodes + 1, sizeof(bool))};
    bool *owned = calloc(nodes + 1, sizeof *owned);
    size_t *stack = malloc((nodes + 1) * sizeof *stack);
    bool ok = (chain.on_way != NULL && chain.reached != NULL && owned != NULL && stack != NULL) ||
              error_memory(err);
    ok = ok && steps_make(search, owns, &chain.steps, err);
    for (size_t i = 0; ok && i < chain.steps.count; i++)
        owned[chain.steps.items[i].to] = true;
    ok = ok && start_everywhere(&chain, owned, stack, err);
    steps_free(&chain.steps);
    free(stack);
    free(owned);
    free(chain.on_way);
    free(chain.reached);
    return ok;
}
