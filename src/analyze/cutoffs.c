/* cutoffs.c - who would lose the others if one fell away. */
#include "analyze/patterns.h"
#include "analyze/ties.h"
#include "base/array.h"
#include "base/error.h"

#include <stdlib.h>
#include <string.h>

struct loss {
    uint32_t lost;
    size_t node;
};

static int by_loss(const void *left, const void *right)
{
    const struct loss *a = left, *b = right;
    if (a->lost != b->lost)
        return a->lost > b->lost ? -1 : 1;
    return (a->node > b->node) - (a->node < b->node);
}

struct rooms {
    uint32_t *part;      /* of each node, 0: not met yet */
    size_t *nodes;       /* met, one part behind another */
    size_t *lost, *ties; /* of the finding */
    size_t ties_room;
};

/* Gathers what can be reached from a node without the one that is gone. */
static size_t gather(const struct search *search, size_t gone, size_t from, uint32_t number,
                     struct rooms *rooms, size_t count)
{
    size_t head = count;
    rooms->part[from] = number;
    for (rooms->nodes[count++] = from; head < count; head++) {
        size_t ties_of;
        const size_t *ties = ermine_network_ties_of(search->network, rooms->nodes[head], &ties_of);
        for (size_t i = 0; i < ties_of; i++) {
            const ermine_tie *tie = ermine_network_tie(search->network, ties[i]);
            size_t other = tie->subject == rooms->nodes[head] ? tie->object : tie->subject;
            if (tie->counts && other != gone && rooms->part[other] == 0) {
                rooms->part[other] = number;
                rooms->nodes[count++] = other;
            }
        }
    }
    return count;
}

static int compare_nodes(const void *left, const void *right)
{
    size_t a = *(const size_t *)left, b = *(const size_t *)right;
    return (a > b) - (a < b);
}

/* All parts but the largest, the first of those that are as large. */
static bool look_at(struct search *search, size_t gone, struct rooms *rooms, ermine_error *err)
{
    size_t count = 0, largest = 0, ties_of, lost = 1, kept = 0;
    uint32_t number = 0, kept_part = 0;
    const size_t *ties = ermine_network_ties_of(search->network, gone, &ties_of);
    memset(rooms->part, 0, ermine_network_node_count(search->network) * sizeof *rooms->part);
    for (size_t i = 0; i < ties_of; i++) {
        const ermine_tie *tie = ermine_network_tie(search->network, ties[i]);
        size_t other = tie->subject == gone ? tie->object : tie->subject, before = count;
        if (!tie->counts || rooms->part[other] != 0)
            continue;
        count = gather(search, gone, other, ++number, rooms, count);
        if (count - before > largest) {
            largest = count - before;
            kept_part = number;
        }
    }
    rooms->lost[0] = gone;
    for (size_t i = 0; i < count; i++)
        if (rooms->part[rooms->nodes[i]] != kept_part)
            rooms->lost[lost++] = rooms->nodes[i];
    qsort(rooms->lost + 1, lost - 1, sizeof *rooms->lost, compare_nodes);
    for (size_t i = 0; i < ties_of; i++) {
        const ermine_tie *tie = ermine_network_tie(search->network, ties[i]);
        size_t other = tie->subject == gone ? tie->object : tie->subject;
        if (tie->counts && rooms->part[other] != kept_part &&
            !ARRAY_PUSH(&rooms->ties, &kept, &rooms->ties_room, ties[i], err))
            return false;
    }
    ermine_pattern pattern = {.kind = ERMINE_CUTOFFS,
                              .nodes = rooms->lost,
                              .node_count = lost,
                              .ties = rooms->ties,
                              .tie_count = kept,
                              .confidence = 1};
    return keep_finding(search, pattern, (double)lost, err);
}

bool find_cutoffs(struct search *search, ermine_error *err)
{
    size_t nodes = ermine_network_node_count(search->network), count = 0;
    size_t most = search->with->most > 0 ? search->with->most : 100;
    ermine_graph *graph = ties_graph(search->network, NULL, ERMINE_BOTH_WAYS, err);
    uint32_t *cut_off = calloc(nodes + 1, sizeof *cut_off);
    struct loss *losses = malloc((nodes + 1) * sizeof *losses);
    struct rooms rooms = {malloc((nodes + 1) * sizeof *rooms.part),
                          malloc((nodes + 1) * sizeof *rooms.nodes),
                          malloc((nodes + 1) * sizeof *rooms.lost), NULL, 0};
    bool ok = graph != NULL && ((cut_off != NULL && losses != NULL && rooms.part != NULL &&
                                 rooms.nodes != NULL && rooms.lost != NULL) ||
                                error_memory(err));
    ok = ok && ermine_graph_cuts(graph, cut_off, NULL, err);
    for (size_t i = 0; ok && i < nodes; i++)
        if (cut_off[i] > 0)
            losses[count++] = (struct loss){cut_off[i], i};
    if (ok && count > 0)
        qsort(losses, count, sizeof *losses, by_loss);
    for (size_t i = 0; ok && i < count && i < most; i++)
        ok = look_at(search, losses[i].node, &rooms, err);
    search->found->more[ERMINE_CUTOFFS] = count > most;
    ermine_graph_free(graph);
    free(cut_off);
    free(losses);
    free(rooms.part);
    free(rooms.nodes);
    free(rooms.lost);
    free(rooms.ties);
    return ok;
}
