/* holders.c - who has a hand in two things at once: investors in rivals, people on two boards. */
#include "analyze/patterns.h"
#include "base/array.h"
#include "base/error.h"
#include "knowledge/roles.h"
#include "knowledge/knowledge.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Nodes and ties of the finding at hand. */
struct gathering {
    size_t *nodes, *ties;
    size_t node_count, node_room, tie_count, tie_room;
};

static bool add_node(struct gathering *with, size_t node, ermine_error *err)
{
    return ARRAY_PUSH(&with->nodes, &with->node_count, &with->node_room, node, err);
}

static bool add_tie(struct gathering *with, size_t tie, ermine_error *err)
{
    return ARRAY_PUSH(&with->ties, &with->tie_count, &with->tie_room, tie, err);
}

/* All ties of the steps with the ends of step `at`. */
static bool add_steps(struct gathering *with, const struct steps *steps, size_t at,
                      ermine_error *err)
{
    for (size_t i = at; i < steps_next(steps, at); i++)
        if (!add_tie(with, steps->items[i].tie, err))
            return false;
    return true;
}

static void gathering_free(struct gathering *with)
{
    free(with->nodes);
    free(with->ties);
}

/* From what is held to who holds it. */
static bool is_held(const struct search *search, const ermine_tie *tie, bool *turned)
{
    *turned = true;
    return has_role(search, tie, ROLE_HOLDING);
}

/* Two lists of holders, both sorted: those that stand in both. */
static bool join_holders(struct search *search, const struct steps *steps, size_t rivals,
                         struct gathering *with, ermine_error *err)
{
    const ermine_tie *tie = ermine_network_tie(search->network, rivals);
    size_t a = tie->subject, b = tie->object;
    with->node_count = with->tie_count = 0;
    if (!add_node(with, a, err) || !add_node(with, b, err) || !add_tie(with, rivals, err))
        return false;
    double surest = 0, expected = 0;
    size_t i = steps->first[a], k = steps->first[b];
    while (i < steps->first[a + 1] && k < steps->first[b + 1]) {
        size_t one = steps->items[i].to, other = steps->items[k].to;
        if (one == other && one != a && one != b) {
            double both = step_confidence(search, steps, i) * step_confidence(search, steps, k);
            surest = fmax(surest, both);
            expected += both;
            if (!add_node(with, one, err) || !add_steps(with, steps, i, err) ||
                !add_steps(with, steps, k, err))
                return false;
        }
        if (one <= other)
            i = steps_next(steps, i);
        if (other <= one)
            k = steps_next(steps, k);
    }
    ermine_pattern pattern = {.kind = ERMINE_INVESTORS,
                              .nodes = with->nodes,
                              .node_count = with->node_count,
                              .ties = with->ties,
                              .tie_count = with->tie_count,
                              .confidence = surest * tie->confidence};
    return with->node_count == 2 || keep_finding(search, pattern, expected * tie->confidence, err);
}

bool find_investors(struct search *search, ermine_error *err)
{
    struct steps steps;
    struct gathering with = {0};
    bool ok = steps_make(search, is_held, &steps, err);
    for (size_t i = 0; ok && i < ermine_network_tie_count(search->network); i++) {
        const ermine_tie *tie = ermine_network_tie(search->network, i);
        if (tie->counts && has_role(search, tie, ROLE_RIVALRY))
            ok = join_holders(search, &steps, i, &with, err);
    }
    steps_free(&steps);
    gathering_free(&with);
    return ok;
}

static bool is_organization(const struct search *search, size_t node)
{
    const struct schema *schema = &search->known->schema;
    size_t type = schema_type(schema, ermine_network_node(search->network, node)->type);
    return type != ERMINE_NONE && schema->mention_classes[type] == CLASS_ORGANIZATION;
}

static bool holds_post(const struct search *search, const ermine_tie *tie, bool *turned)
{
    *turned = false;
    return has_role(search, tie, ROLE_POST) && is_organization(search, tie->object);
}

/* Ties among the organisations of the finding: what makes it matter. */
static bool add_ties_among(const struct search *search, struct gathering *with, ermine_error *err)
{
    for (size_t i = 1; i < with->node_count; i++) {
        size_t count;
        const size_t *ties = ermine_network_ties_of(search->network, with->nodes[i], &count);
        for (size_t k = 0; k < count; k++) {
            const ermine_tie *tie = ermine_network_tie(search->network, ties[k]);
            bool among = false;
            for (size_t m = i + 1; m < with->node_count; m++)
                among = among || tie->subject == with->nodes[m] || tie->object == with->nodes[m];
            if (among && tie->counts && !add_tie(with, ties[k], err))
                return false;
        }
    }
    return true;
}

static bool look_at_posts(struct search *search, const struct steps *steps, size_t person,
                          struct gathering *with, ermine_error *err)
{
    double sure[2] = {0, 0}; /* the two posts that are surest */
    with->node_count = with->tie_count = 0;
    if (!add_node(with, person, err))
        return false;
    for (size_t at = steps->first[person]; at < steps->first[person + 1];
         at = steps_next(steps, at)) {
        double confidence = step_confidence(search, steps, at);
        if (!add_node(with, steps->items[at].to, err) || !add_steps(with, steps, at, err))
            return false;
        if (confidence > sure[0]) {
            sure[1] = sure[0];
            sure[0] = confidence;
        } else {
            sure[1] = fmax(sure[1], confidence);
        }
    }
    size_t posts = with->tie_count;
    if (with->node_count < 3)
        return true;
    if (!add_ties_among(search, with, err))
        return false;
    ermine_pattern pattern = {.kind = ERMINE_BOARDS,
                              .nodes = with->nodes,
                              .node_count = with->node_count,
                              .ties = with->ties,
                              .tie_count = with->tie_count,
                              .confidence = sure[0] * sure[1]};
    /* Boards of organisations that deal with each other come first. */
    double dealings = 1 + log1p((double)(with->tie_count - posts));
    return keep_finding(search, pattern, pattern.confidence * dealings, err);
}

bool find_boards(struct search *search, ermine_error *err)
{
    struct steps steps;
    struct gathering with = {0};
    bool ok = steps_make(search, holds_post, &steps, err);
    for (size_t node = 0; ok && node < ermine_network_node_count(search->network); node++)
        if (steps.first[node + 1] - steps.first[node] > 1)
            ok = look_at_posts(search, &steps, node, &with, err);
    steps_free(&steps);
    gathering_free(&with);
    return ok;
}
