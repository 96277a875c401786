/* choose.c - what of a network a picture shows. */
#include "draw/picture.h"

#include "base/error.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { readable = 120 };       /* nodes a reader can take in at the size of a page, */
enum { readable_events = 80 }; /* and ties of a timeline, each of which takes a column */

/* What is known of each node of the whole network while choosing. */
struct choice {
    const ermine_network *network;
    size_t *order; /* by influence */
    size_t *far;   /* steps away from what was asked for; ERMINE_NONE: not among it */
    bool *keep, *focus;
};

static bool find(const ermine_network *network, const char *name, size_t *node, ermine_error *err)
{
    *node = ermine_network_find(network, name);
    return *node != ERMINE_NONE || error_set(err, ERMINE_ENOTFOUND,
                                             "no entity is called \"%s\"; ermine rank lists those "
                                             "there are",
                                             name);
}

/* Steps from `start` to every node, ties walked in both directions. Owned. */
static size_t *steps_from(const ermine_network *network, size_t start, ermine_error *err)
{
    size_t count = ermine_network_node_count(network), first = 0, last = 0;
    size_t *steps = malloc((count + 1) * sizeof *steps),
           *queue = malloc((count + 1) * sizeof *queue);
    if (steps == NULL || queue == NULL) {
        error_memory(err);
        free(steps);
        free(queue);
        return NULL;
    }
    for (size_t i = 0; i < count; i++)
        steps[i] = ERMINE_NONE;
    steps[start] = 0;
    queue[last++] = start;
    while (first < last) {
        size_t node = queue[first++], near;
        const size_t *ties = ermine_network_ties_of(network, node, &near);
        for (size_t i = 0; i < near; i++) {
            const ermine_tie *tie = ermine_network_tie(network, ties[i]);
            size_t other = tie->subject == node ? tie->object : tie->subject;
            if (steps[other] != ERMINE_NONE)
                continue;
            steps[other] = steps[node] + 1;
            queue[last++] = other;
        }
    }
    free(queue);
    return steps;
}

static bool around(struct choice *choice, const char *name, size_t radius, ermine_error *err)
{
    size_t centre;
    if (!find(choice->network, name, &centre, err))
        return false;
    size_t *steps = steps_from(choice->network, centre, err);
    for (size_t i = 0; steps != NULL && i < ermine_network_node_count(choice->network); i++)
        if (steps[i] > radius)
            choice->far[i] = ERMINE_NONE;
        else if (choice->far[i] != ERMINE_NONE)
            choice->far[i] += steps[i];
    choice->focus[centre] = true;
    free(steps);
    return steps != NULL;
}

/* Whatever lies on a way at most one step longer than the shortest. */
static bool between(struct choice *choice, const char *const names[2], ermine_error *err)
{
    size_t ends[2];
    if (!find(choice->network, names[0], &ends[0], err) ||
        !find(choice->network, names[1], &ends[1], err))
        return false;
    size_t *from = steps_from(choice->network, ends[0], err);
    size_t *to = from == NULL ? NULL : steps_from(choice->network, ends[1], err);
    bool ok = to != NULL;
    if (ok && from[ends[1]] == ERMINE_NONE)
        ok = error_set(err, ERMINE_ENOTFOUND, "\"%s\" and \"%s\" are not connected", names[0],
                       names[1]);
    for (size_t i = 0; ok && i < ermine_network_node_count(choice->network); i++) {
        bool on_way =
            from[i] != ERMINE_NONE && to[i] != ERMINE_NONE && from[i] + to[i] <= from[ends[1]] + 1;
        if (!on_way)
            choice->far[i] = ERMINE_NONE;
        else if (choice->far[i] != ERMINE_NONE)
            choice->far[i] += from[i] + to[i] - from[ends[1]];
    }
    choice->focus[ends[0]] = choice->focus[ends[1]] = true;
    free(from);
    free(to);
    return ok;
}

/* The group a number or a name stands for. */
static bool in_community(struct choice *choice, const char *which, ermine_error *err)
{
    size_t count, wanted = ERMINE_NONE, node = ERMINE_NONE;
    double modularity;
    char *end;
    errno = 0;
    unsigned long long number = strtoull(which, &end, 10);
    bool numbered = which[0] >= '1' && which[0] <= '9' && *end == '\0' && errno == 0;
    if (!numbered && !find(choice->network, which, &node, err))
        return false;
    size_t *groups = ermine_network_communities(choice->network, &count, &modularity, err);
    if (groups == NULL)
        return false;
    if (numbered && number <= count)
        wanted = (size_t)number - 1;
    else if (!numbered)
        wanted = groups[node];
    bool ok =
        wanted != ERMINE_NONE ||
        error_set(err, ERMINE_ENOTFOUND,
                  "no community \"%s\"; ermine communities lists the %zu there are", which, count);
    for (size_t i = 0; ok && i < ermine_network_node_count(choice->network); i++)
        if (groups[i] != wanted)
            choice->far[i] = ERMINE_NONE;
    free(groups);
    return ok;
}

static bool find_scope(const struct picture *picture, struct choice *choice, ermine_error *err)
{
    const ermine_map_options *options = &picture->options;
    for (size_t i = 0; i < ermine_network_node_count(choice->network); i++) {
        size_t ties;
        ermine_network_ties_of(choice->network, i, &ties);
        choice->far[i] = ties == 0 ? ERMINE_NONE : 0;
    }
    return (options->community == NULL || in_community(choice, options->community, err)) &&
           (options->ego == NULL ||
            around(choice, options->ego, options->radius == 0 ? 1 : options->radius, err)) &&
           (options->between[0] == NULL || between(choice, options->between, err));
}

/* Whether the node is tied to one that is kept. */
static bool is_tied(const struct choice *choice, size_t node)
{
    size_t count;
    const size_t *ties = ermine_network_ties_of(choice->network, node, &count);
    for (size_t i = 0; i < count; i++) {
        const ermine_tie *tie = ermine_network_tie(choice->network, ties[i]);
        if (choice->keep[tie->subject == node ? tie->object : tie->subject])
            return true;
    }
    return false;
}

/* Keeps the first of those at that distance, until there are `most`. */
static size_t keep_first(struct choice *choice, size_t far, size_t kept, size_t most)
{
    for (size_t i = 0; i < ermine_network_node_count(choice->network) && kept < most; i++) {
        size_t node = choice->order[i];
        if (choice->far[node] != far || choice->keep[node])
            continue;
        choice->keep[node] = true;
        kept++;
    }
    return kept;
}

/* Drops nodes that lost all their ties to the choice, for good; returns how many. */
static size_t drop_lonely(struct choice *choice)
{
    size_t dropped = 0;
    for (size_t i = 0; i < ermine_network_node_count(choice->network); i++) {
        if (!choice->keep[i] || choice->focus[i] || is_tied(choice, i))
            continue;
        choice->keep[i] = false;
        choice->far[i] = ERMINE_NONE;
        dropped++;
    }
    return dropped;
}

/* Nearer ones first, then the most influential; the next ones take the places of those tied to nobody kept. */
static bool keep_nodes(struct picture *picture, struct choice *choice, ermine_error *err)
{
    size_t count = ermine_network_node_count(choice->network), kept = 0, tied = 0, in = 0;
    size_t most = picture->options.top > 0 ? picture->options.top : readable;
    size_t farthest = 0;
    for (size_t i = 0; i < count; i++) {
        size_t ties;
        ermine_network_ties_of(choice->network, i, &ties);
        tied += ties > 0;
        in += choice->far[i] != ERMINE_NONE;
        if (choice->far[i] != ERMINE_NONE && choice->far[i] > farthest)
            farthest = choice->far[i];
    }
    for (size_t dropped = 1; dropped > 0;) {
        for (size_t far = 0; far <= farthest; far++)
            kept = keep_first(choice, far, kept, most);
        dropped = drop_lonely(choice);
        kept -= dropped;
    }
    picture->left_out = in - kept;
    picture->left_apart = tied - in;
    return kept > 0 || error_set(err, ERMINE_ENOTFOUND, "nothing to draw: no entity has a tie");
}

struct event {
    double money, weight;
    size_t tie;
};

/* Large sums first, then what weighs most. */
static int compare_events(const void *left, const void *right)
{
    const struct event *a = left, *b = right;
    if (a->money != b->money)
        return a->money > b->money ? -1 : 1;
    if (a->weight != b->weight)
        return a->weight > b->weight ? -1 : 1;
    return (a->tie > b->tie) - (a->tie < b->tie);
}

/* Of a timeline only the weightiest ties among the nodes kept; nodes that are in none of them go. */
static bool keep_events(struct picture *picture, struct choice *choice, bool *kept,
                        ermine_error *err)
{
    size_t ties = ermine_network_tie_count(choice->network), count = 0;
    size_t nodes = ermine_network_node_count(choice->network);
    struct event *events = ARENA_NEW(picture->arena, struct event, ties, err);
    bool *tied = ARENA_NEW(picture->arena, bool, nodes, err);
    if (events == NULL || tied == NULL)
        return false;
    for (size_t i = 0; i < ties; i++) {
        const ermine_tie *tie = ermine_network_tie(choice->network, i);
        if (choice->keep[tie->subject] && choice->keep[tie->object])
            events[count++] = (struct event){tie->amount_usd, tie->weight, i};
    }
    if (count > 0)
        qsort(events, count, sizeof *events, compare_events);
    for (size_t i = 0; i < count && i < readable_events; i++) {
        const ermine_tie *tie = ermine_network_tie(choice->network, events[i].tie);
        kept[events[i].tie] = tied[tie->subject] = tied[tie->object] = true;
    }
    picture->ties_lesser = count > readable_events ? count - readable_events : 0;
    for (size_t i = 0; i < nodes; i++) {
        picture->left_out += choice->keep[i] && !tied[i];
        choice->keep[i] = tied[i];
    }
    return true;
}

static bool take(struct picture *picture, struct choice *choice, const ermine_influence *influence,
                 ermine_error *err)
{
    size_t count = ermine_network_node_count(choice->network), shown = 0;
    bool *kept = NULL;
    if (picture->layout == LAYOUT_TIMELINE) {
        kept = ARENA_NEW(picture->arena, bool, ermine_network_tie_count(choice->network), err);
        if (kept == NULL || !keep_events(picture, choice, kept, err))
            return false;
    }
    picture->network = ermine_network_part(choice->network, choice->keep, kept, err);
    if (picture->network == NULL)
        return false;
    size_t ties = ermine_network_tie_count(picture->network);
    picture->influence = calloc(count + 1, sizeof *picture->influence);
    picture->nodes = ARENA_NEW(picture->arena, struct picture_node, count, err);
    picture->ties = ARENA_NEW(picture->arena, struct picture_tie, ties, err);
    if (picture->nodes == NULL || picture->ties == NULL)
        return false;
    if (picture->influence == NULL)
        return error_memory(err);
    for (size_t i = 0; i < count; i++) {
        if (!choice->keep[i])
            continue;
        picture->nodes[shown].focus = choice->focus[i];
        picture->influence[shown++] = influence[i];
    }
    for (size_t rank = 0; rank < count; rank++) {
        const char *id = ermine_network_node(choice->network, choice->order[rank])->id;
        size_t node = ermine_network_find_id(picture->network, id);
        if (node != ERMINE_NONE)
            picture->nodes[node].rank = rank + 1;
    }
    return true;
}

/* Ties a layout cannot place: a flow those no money flows along, a timeline those without a date. */
static bool is_useless(const struct picture *picture, const ermine_tie *tie)
{
    if (picture->layout == LAYOUT_FLOW)
        return picture_money(picture, tie) == 0;
    return picture->layout == LAYOUT_TIMELINE && tie->date == NULL && tie->first_seen == NULL;
}

/* The network without the ties that the layout or the backbone does without, or NULL. Owned. */
static ermine_network *thin_out(struct picture *picture, const ermine_network *network,
                                ermine_error *err)
{
    size_t nodes = ermine_network_node_count(network), ties = ermine_network_tie_count(network);
    bool *all = malloc(nodes + 1), *useful = malloc(ties + 1);
    ermine_network *part = NULL;
    if (all == NULL || useful == NULL)
        error_memory(err);
    for (size_t i = 0; all != NULL && i < nodes; i++)
        all[i] = true;
    for (size_t i = 0; useful != NULL && i < ties; i++) {
        useful[i] = !is_useless(picture, ermine_network_tie(network, i));
        picture->ties_useless += !useful[i];
    }
    if (all != NULL && useful != NULL)
        part = ermine_network_part(network, all, useful, err);
    free(all);
    free(useful);
    if (part == NULL || !(picture->options.backbone > 0))
        return part;
    ermine_network *backbone = ermine_network_backbone(part, picture->options.backbone, err);
    if (backbone != NULL)
        picture->ties_out = ermine_network_tie_count(part) - ermine_network_tie_count(backbone);
    ermine_network_free(part);
    return backbone;
}

bool picture_choose(struct picture *picture, const ermine_network *network, ermine_error *err)
{
    const char *by = picture->options.by == NULL ? "pagerank" : picture->options.by;
    size_t count = ermine_network_node_count(network);
    const char *const measures[] = {"pagerank", "betweenness", "strength", by, NULL};
    ermine_measuring measuring = {.measures = measures, .known = picture->known};
    ermine_influence *influence = ermine_network_measure(network, &measuring, err);
    ermine_network *thin = influence == NULL ? NULL : thin_out(picture, network, err);
    struct choice choice = {
        .network = thin,
        .order = thin == NULL ? NULL : ermine_influence_order(influence, count, by, err),
        .far = malloc((count + 1) * sizeof *choice.far),
        .keep = calloc(count + 1, sizeof *choice.keep),
        .focus = calloc(count + 1, sizeof *choice.focus)};
    bool ok = choice.order != NULL;
    if (ok && (choice.far == NULL || choice.keep == NULL || choice.focus == NULL))
        ok = error_memory(err);
    ok = ok && find_scope(picture, &choice, err) && keep_nodes(picture, &choice, err);
    ok = ok && take(picture, &choice, influence, err);
    free(choice.order);
    free(choice.far);
    free(choice.keep);
    free(choice.focus);
    ermine_network_free(thin);
    free(influence);
    return ok;
}
