#include "analyze/twosided.h"

#include "analyze/random.h"
#include "analyze/sweep.h"
#include "base/array.h"
#include "base/error.h"

#include <math.h>
#include <stdlib.h>

bool twosided_init(struct twosided *search, const ermine_graph *graph, const double *out_length,
                   const double *in_length, ermine_error *err)
{
    size_t nodes = (size_t)graph->nodes + 1, arcs = graph->out.first[graph->nodes];
    *search = (struct twosided){.graph = graph, .hops = out_length == NULL};
    search->side[0] = (struct side){.ahead = &graph->out,
                                    .back = &graph->in,
                                    .ahead_length = out_length,
                                    .back_length = in_length};
    search->side[1] = (struct side){.ahead = &graph->in,
                                    .back = &graph->out,
                                    .ahead_length = in_length,
                                    .back_length = out_length};
    search->way = malloc(nodes * sizeof *search->way);
    for (int i = 0; i < 2; i++) {
        struct side *side = &search->side[i];
        side->queue = malloc(nodes * sizeof *side->queue);
        side->seen =
            i == 1 && search->hops ? search->side[0].seen : calloc(nodes, sizeof *side->seen);
        if (search->way == NULL || side->queue == NULL || side->seen == NULL)
            return error_memory(err);
        if (!search->hops && !front_init(&side->front, side->ahead_length, arcs, graph->nodes, err))
            return false;
    }
    return true;
}

void twosided_free(struct twosided *search)
{
    for (int i = 0; i < 2; i++) {
        free(search->side[i].queue);
        front_free(&search->side[i].front);
    }
    free(search->side[0].seen);
    if (search->side[1].seen != search->side[0].seen)
        free(search->side[1].seen);
    free(search->crossings);
    free(search->way);
    *search = (struct twosided){0};
}

static bool cross(struct twosided *search, uint32_t here, uint32_t there, double ways)
{
    double before =
        search->crossing_count == 0 ? 0 : search->crossings[search->crossing_count - 1].ways;
    struct crossing crossing = {here, there, before + ways};
    return ARRAY_PUSH(&search->crossings, &search->crossing_count, &search->crossing_capacity,
                      crossing, NULL);
}

/* Goes one level further on a side. Where it comes upon the other side, that side's last level is met: the levels
 * before it would have been met sooner. */
static bool expand(struct twosided *search, int number)
{
    struct side *side = &search->side[number];
    struct seen *seen = side->seen;
    uint32_t own = side->stamp, other = search->side[1 - number].stamp;
    size_t end = side->count;
    for (size_t at = side->frontier; at < end; at++) {
        uint32_t node = side->queue[at], level = seen[node].level + 1;
        double ways = seen[node].ways;
        for (uint32_t i = side->ahead->first[node]; i < side->ahead->first[node + 1]; i++) {
            uint32_t next = side->ahead->end[i];
            struct seen *it = &seen[next];
            if (it->stamp == own) {
                it->ways += it->level == level ? ways : 0;
            } else if (it->stamp == other) {
                if (!cross(search, number == 0 ? node : next, number == 0 ? next : node,
                           ways * it->ways))
                    return false;
            } else {
                *it = (struct seen){own, level, ways, 0};
                side->queue[side->count++] = next;
            }
        }
    }
    side->frontier = end;
    return true;
}

/* Arcs to look at for the next level. */
static size_t effort(const struct side *side)
{
    size_t sum = 0;
    for (size_t at = side->frontier; at < side->count; at++)
        sum += side->ahead->first[side->queue[at] + 1] - side->ahead->first[side->queue[at]];
    return sum;
}

static bool meet_by_hops(struct twosided *search)
{
    size_t work[2] = {effort(&search->side[0]), effort(&search->side[1])};
    while (search->crossing_count == 0 && work[0] > 0 && work[1] > 0) {
        int number = work[0] <= work[1] ? 0 : 1;
        if (!expand(search, number))
            return false;
        work[number] = effort(&search->side[number]);
    }
    return true;
}

static struct seen *look(const struct side *side, uint32_t node)
{
    struct seen *seen = &side->seen[node];
    if (seen->stamp != side->stamp)
        *seen = (struct seen){side->stamp, 0, 0, INFINITY};
    return seen;
}

static bool may_cross(struct twosided *search, uint32_t here, uint32_t there, double length)
{
    struct crossing crossing = {here, there, length};
    return ARRAY_PUSH(&search->crossings, &search->crossing_count, &search->crossing_capacity,
                      crossing, NULL);
}

/* Makes the next node of a side final; `shortest` becomes the length of the shortest way known. An arc whose ends are
 * both final, each on its side, was looked at from the later one: then it is noted if it may be a crossing. What is
 * further than the shortest way known is on none. */
static bool settle(struct twosided *search, int number, double *shortest)
{
    struct side *side = &search->side[number], *other = &search->side[1 - number];
    struct front_item item = front_pop(&side->front);
    struct seen *own = look(side, item.node);
    side->radius = front_reach(&side->front, &item);
    if (own->level > 0 || item.key > own->distance)
        return true;
    own->level = (uint32_t)++side->count;
    for (uint32_t i = side->ahead->first[item.node]; i < side->ahead->first[item.node + 1]; i++) {
        uint32_t next = side->ahead->end[i];
        double distance = item.key + side->ahead_length[i];
        if (!as_short(distance, *shortest))
            continue;
        struct seen *it = look(side, next);
        if (it->level == 0 && distance < it->distance) {
            it->distance = distance;
            front_push(&side->front, distance, next);
        }
        const struct seen *there = &other->seen[next];
        if (there->stamp != other->stamp)
            continue;
        *shortest = fmin(*shortest, distance + there->distance);
        if (there->level > 0 && as_short(distance + there->distance, *shortest) &&
            !may_cross(search, number == 0 ? item.node : next, number == 0 ? next : item.node,
                       side->ahead_length[i]))
            return false;
    }
    return true;
}

/* Whether a shortest way to `here` comes by way of `before`, the end of its arc `i`. */
static bool leads_back(const struct side *side, const struct seen *here, const struct seen *before,
                       uint32_t i)
{
    return before->stamp == side->stamp && before->level > 0 && before->level < here->level &&
           as_short(before->distance + side->back_length[i], here->distance);
}

/* Heapsort, as qsort() cannot see the levels. */
static void sort_by_level(const struct side *side, size_t count)
{
    uint32_t *heap = side->queue;
    for (size_t unsorted = count / 2, end = count; end > 1;) {
        uint32_t moving;
        if (unsorted > 0) {
            moving = heap[--unsorted];
        } else {
            moving = heap[--end];
            heap[end] = heap[0];
        }
        size_t at = unsorted;
        for (size_t child; (child = 2 * at + 1) < end; at = child) {
            child += child + 1 < end &&
                     side->seen[heap[child + 1]].level > side->seen[heap[child]].level;
            if (side->seen[heap[child]].level <= side->seen[moving].level)
                break;
            heap[at] = heap[child];
        }
        heap[at] = moving;
    }
}

/* Counts the shortest ways from the end to `node`, and to all that lie on them, which are gathered first and then
 * counted as they became final: those before a node are known by then. */
static double count_ways(const struct side *side, uint32_t node)
{
    size_t count = 0;
    if (side->seen[node].ways == 0)
        side->queue[count++] = node;
    for (size_t at = 0; at < count; at++) {
        uint32_t here = side->queue[at];
        for (uint32_t i = side->back->first[here]; i < side->back->first[here + 1]; i++) {
            struct seen *before = &side->seen[side->back->end[i]];
            if (before->ways == 0 && leads_back(side, &side->seen[here], before, i)) {
                before->ways = -1; /* it waits */
                side->queue[count++] = side->back->end[i];
            }
        }
    }
    sort_by_level(side, count);
    for (size_t at = 0; at < count; at++) {
        uint32_t here = side->queue[at];
        double ways = 0;
        for (uint32_t i = side->back->first[here]; i < side->back->first[here + 1]; i++) {
            const struct seen *before = &side->seen[side->back->end[i]];
            ways += leads_back(side, &side->seen[here], before, i) ? before->ways : 0;
        }
        side->seen[here].ways = ways;
    }
    return side->seen[node].ways;
}

/* Each shortest way has one last node within the radius of the first side, and the node behind it is final on the
 * other one. */
static void choose_crossings(struct twosided *search, double shortest)
{
    const struct side *side = &search->side[0], *other = &search->side[1];
    size_t kept = 0;
    double sum = 0;
    for (size_t i = 0; i < search->crossing_count; i++) {
        struct crossing crossing = search->crossings[i];
        double before = side->seen[crossing.here].distance, distance = before + crossing.ways;
        if (before >= side->radius || distance < side->radius ||
            !as_short(distance + other->seen[crossing.there].distance, shortest))
            continue;
        sum += count_ways(side, crossing.here) * count_ways(other, crossing.there);
        search->crossings[kept++] = (struct crossing){crossing.here, crossing.there, sum};
    }
    search->crossing_count = kept;
}

static bool meet_by_length(struct twosided *search)
{
    double shortest = INFINITY;
    struct side *side = search->side;
    while (side[0].front.count > 0 && side[1].front.count > 0 &&
           !(side[0].radius + side[1].radius > shortest * (1 + 1e-9)))
        if (!settle(search, side[0].count <= side[1].count ? 0 : 1, &shortest))
            return false;
    if (isinf(shortest))
        return true;
    /* Where a side ended because nothing was left to reach, the other may not have come far: its end alone is final
     * for certain. */
    if (side[0].front.count == 0)
        side[0].radius = shortest * (1 - 1e-9);
    else
        side[0].radius = fmax(side[0].radius, shortest * 1e-9);
    choose_crossings(search, shortest);
    return true;
}

/* From a node back to the end of its side, each way with the chance it has. The end itself and the other end are no
 * inner nodes. */
static void walk_back(struct twosided *search, int number, uint32_t node, uint64_t *random)
{
    const struct side *side = &search->side[number];
    while (side->seen[node].distance > 0 || (search->hops && side->seen[node].level > 0)) {
        const struct seen *here = &side->seen[node];
        search->way[search->way_length++] = node;
        double pick = random_share(random) * here->ways;
        uint32_t chosen = UINT32_MAX;
        for (uint32_t i = side->back->first[node]; i < side->back->first[node + 1] && pick >= 0;
             i++) {
            const struct seen *before = &side->seen[side->back->end[i]];
            if (search->hops ? before->stamp != side->stamp || before->level + 1 != here->level
                             : !leads_back(side, here, before, i))
                continue;
            chosen = side->back->end[i];
            pick -= before->ways;
        }
        if (chosen == UINT32_MAX)
            return;
        node = chosen;
    }
}

static void begin(struct twosided *search, int number, uint32_t end)
{
    struct side *side = &search->side[number];
    side->stamp = 2 * search->round + (uint32_t)number;
    side->radius = 0;
    side->frontier = 0;
    side->count = 0;
    side->seen[end] = (struct seen){side->stamp, 0, 1, 0};
    if (search->hops) {
        side->queue[side->count++] = end;
    } else {
        front_begin(&side->front);
        front_push(&side->front, 0, end);
    }
}

bool twosided_way(struct twosided *search, uint32_t from, uint32_t to, uint64_t *random)
{
    search->way_length = 0;
    search->crossing_count = 0;
    if (++search->round == UINT32_MAX / 2) { /* stamps come round */
        for (uint32_t v = 0; v < search->graph->nodes; v++)
            search->side[0].seen[v].stamp = search->side[1].seen[v].stamp = 0;
        search->round = 1;
    }
    if (from == to)
        return true;
    begin(search, 0, from);
    begin(search, 1, to);
    if (!(search->hops ? meet_by_hops(search) : meet_by_length(search)))
        return false;
    if (search->crossing_count == 0)
        return true;
    double pick = random_share(random) * search->crossings[search->crossing_count - 1].ways;
    size_t low = 0, high = search->crossing_count - 1;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (search->crossings[middle].ways > pick)
            high = middle;
        else
            low = middle + 1;
    }
    walk_back(search, 0, search->crossings[low].here, random);
    walk_back(search, 1, search->crossings[low].there, random);
    return true;
}
