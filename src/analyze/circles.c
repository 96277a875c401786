/* circles.c - money that comes back to where it went out from: A invests in B, B buys from A. */
#include "analyze/crew.h"
#include "analyze/patterns.h"
#include "base/error.h"
#include "knowledge/roles.h"

#include <math.h>
#include <stdlib.h>

enum { usual_longest = 4, most_longest = 12, most_ties = 256 };

struct circle {
    struct search *search;
    struct steps steps;
    size_t longest, start;
    bool *on_way;             /* one a node */
    size_t way[most_longest]; /* the step taken at each depth */
    size_t nodes[most_longest];
};

/* Money goes one way only along a tie: from who gives to who takes. */
static bool pays(const struct search *search, const ermine_tie *tie, bool *turned)
{
    *turned = has_role(search, tie, ROLE_OBJECT_GIVES);
    return has_role(search, tie, *turned ? ROLE_SUBJECT_TAKES : ROLE_OBJECT_TAKES) &&
           (*turned || has_role(search, tie, ROLE_SUBJECT_GIVES));
}

static bool keep_circle(struct circle *circle, size_t length, ermine_error *err)
{
    const struct steps *steps = &circle->steps;
    size_t ties[most_ties], count = 0;
    bool financed = false;
    ermine_pattern pattern = {.kind = ERMINE_CIRCULAR,
                              .nodes = circle->nodes,
                              .node_count = length,
                              .confidence = 1,
                              .least_usd = INFINITY};
    for (size_t i = 0; i < length; i++) {
        double amount = 0;
        for (size_t k = circle->way[i]; k < steps_next(steps, circle->way[i]); k++) {
            const ermine_tie *tie =
                ermine_network_tie(circle->search->network, steps->items[k].tie);
            financed = financed || has_role(circle->search, tie, ROLE_FINANCING);
            amount += tie->amount_usd;
            if (count < most_ties)
                ties[count++] = steps->items[k].tie;
        }
        pattern.amount_usd += amount;
        pattern.least_usd = fmin(pattern.least_usd, amount);
        pattern.confidence *= step_confidence(circle->search, steps, circle->way[i]);
    }
    pattern.ties = ties;
    pattern.tie_count = count;
    /* The sum that is to be expected to have gone round; where none is told, less than any. */
    double weight = pattern.least_usd > 0 ? pattern.confidence * pattern.least_usd
                                          : pattern.confidence / (double)length;
    return !financed || keep_finding(circle->search, pattern, weight, err);
}

/* Goes on from the node at `depth`, past no node before the start: so each circle is met once. */
static bool go_on(struct circle *circle, size_t depth, ermine_error *err)
{
    const struct steps *steps = &circle->steps;
    size_t node = circle->nodes[depth];
    for (size_t at = steps->first[node]; at < steps->first[node + 1]; at = steps_next(steps, at)) {
        size_t to = steps->items[at].to;
        if (circle->search->budget == 0) {
            circle->search->found->more[ERMINE_CIRCULAR] = true;
            return true;
        }
        circle->search->budget--;
        circle->way[depth] = at;
        if (to == circle->start) {
            if (!keep_circle(circle, depth + 1, err))
                return false;
        } else if (to > circle->start && !circle->on_way[to] && depth + 1 < circle->longest) {
            circle->nodes[depth + 1] = to;
            circle->on_way[to] = true;
            bool ok = go_on(circle, depth + 1, err);
            circle->on_way[to] = false;
            if (!ok)
                return false;
        }
    }
    return true;
}

bool find_circles(struct search *search, ermine_error *err)
{
    size_t nodes = ermine_network_node_count(search->network);
    size_t longest = search->with->longest > 0 ? search->with->longest : usual_longest;
    struct circle circle = {.search = search,
                            .longest = longest < most_longest ? longest : most_longest,
                            .on_way = calloc(nodes + 1, sizeof(bool))};
    bool ok = circle.on_way != NULL || error_memory(err);
    ok = ok && steps_make(search, pays, &circle.steps, err);
    for (size_t node = 0; ok && node < nodes; node++) {
        circle.start = circle.nodes[0] = node;
        ok =
            go_on(&circle, 0, err) && (node % 1024 != 0 || crew_go_on(search->with->work, -1, err));
    }
    steps_free(&circle.steps);
    free(circle.on_way);
    return ok;
}
