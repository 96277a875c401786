#include "analyze/sweep.h"

#include "base/error.h"

#include <math.h>
#include <stdlib.h>

bool sweep_init(struct sweep *sweep, const ermine_graph *graph, const double *out_length,
                const double *in_length, ermine_error *err)
{
    size_t nodes = (size_t)graph->nodes + 1, arcs = (size_t)graph->out.first[graph->nodes] + 1;
    *sweep = (struct sweep){.graph = graph, .out_length = out_length, .in_length = in_length};
    sweep->queue = malloc(nodes * sizeof *sweep->queue);
    sweep->ways = malloc(nodes * sizeof *sweep->ways);
    sweep->share = malloc(nodes * sizeof *sweep->share);
    sweep->link = malloc(arcs * sizeof *sweep->link);
    sweep->first_link = malloc((nodes + 1) * sizeof *sweep->first_link);
    if (out_length == NULL)
        sweep->met = malloc(nodes * sizeof *sweep->met);
    else
        sweep->reached = malloc(nodes * sizeof *sweep->reached);
    sweep->nearer = malloc(nodes * sizeof *sweep->nearer);
    if (sweep->queue == NULL || sweep->ways == NULL || sweep->share == NULL ||
        sweep->link == NULL || sweep->first_link == NULL ||
        (sweep->met == NULL && sweep->reached == NULL) || sweep->nearer == NULL)
        return error_memory(err);
    for (size_t v = 0; v < nodes; v++) {
        if (out_length == NULL)
            sweep->met[v] = UINT32_MAX;
        else
            sweep->reached[v] = (struct reached){INFINITY, UINT32_MAX};
    }
    return out_length == NULL || front_init(&sweep->front, out_length, arcs - 1, graph->nodes, err);
}

void sweep_free(struct sweep *sweep)
{
    free(sweep->met);
    free(sweep->queue);
    free(sweep->reached);
    free(sweep->nearer);
    free(sweep->ways);
    free(sweep->share);
    free(sweep->link);
    free(sweep->first_link);
    front_free(&sweep->front);
    *sweep = (struct sweep){0};
}

/* Breadth first. Whether an arc leads to an unknown node, or to the next level at all, is not to be foretold, so it
 * moves the end of a list instead of being asked. */
static void forward_by_hops(struct sweep *sweep, uint32_t source)
{
    const uint32_t *first = sweep->graph->out.first, *end = sweep->graph->out.end;
    uint32_t *met = sweep->met, *queue = sweep->queue, *link = sweep->link;
    double *ways = sweep->ways;
    uint32_t tail = 1, links = 0, level = 0;
    met[source] = 0;
    queue[0] = source;
    ways[0] = 1;
    sweep->harmonic = 0;
    for (uint32_t at = 0; at < tail; level++) {
        uint32_t level_end = tail;
        if (level > 0)
            sweep->harmonic += (double)(level_end - at) / level;
        for (; at < level_end; at++) {
            uint32_t node = queue[at], from = links;
            sweep->first_link[at] = links;
            for (uint32_t i = first[node]; i < first[node + 1]; i++) {
                uint32_t other = end[i], place = met[other];
                bool unknown = place == UINT32_MAX;
                place = unknown ? tail : place;
                met[other] = place;
                queue[tail] = other; /* counts once the tail moves on */
                ways[tail] = 0;
                tail += unknown;
                link[links] = place;
                links += place >= level_end;
            }
            for (uint32_t i = from; i < links; i++)
                ways[link[i]] += ways[at];
        }
    }
    sweep->first_link[tail] = links;
    sweep->count = tail;
}

static void backward_by_hops(struct sweep *sweep, double *nodes)
{
    const uint32_t *link = sweep->link, *first_link = sweep->first_link;
    double *share = sweep->share;
    for (size_t at = sweep->count; at-- > 1;) {
        double sum = 0;
        for (uint32_t i = first_link[at]; i < first_link[at + 1]; i++)
            sum += share[link[i]];
        nodes[sweep->queue[at]] += sum * sweep->ways[at];
        share[at] = sum + 1 / sweep->ways[at];
    }
}

/* The arcs of a place that lead on are those whose ends are linked, in the order of the links. */
static void arcs_by_hops(const struct sweep *sweep, double *arcs)
{
    const struct arcs *out = &sweep->graph->out;
    for (size_t at = 0; at < sweep->count; at++) {
        uint32_t next = sweep->first_link[at], last = sweep->first_link[at + 1];
        for (uint32_t i = out->first[sweep->queue[at]]; next < last; i++) {
            if (sweep->met[out->end[i]] == sweep->link[next])
                arcs[i] += sweep->ways[at] * sweep->share[sweep->link[next++]];
        }
    }
}

/* Brings the other ends of a row nearer, by way of a node at this distance. Those that are final are not further away
 * than that, and need not be told apart. */
static void relax(struct sweep *sweep, const struct arcs *arcs, const double *length, uint32_t node,
                  double distance)
{
    struct reached *reached = sweep->reached;
    uint32_t *nearer = sweep->nearer;
    size_t count = 0;
    for (uint32_t i = arcs->first[node]; i < arcs->first[node + 1]; i++) {
        nearer[count] = i;
        count += distance + length[i] < reached[arcs->end[i]].distance;
    }
    for (size_t k = 0; k < count; k++) {
        uint32_t other = arcs->end[nearer[k]];
        double sum = distance + length[nearer[k]];
        reached[other].distance = sum;
        front_push(&sweep->front, sum, other);
    }
}

/* Meets a node: its distance is final, and so are those of all it can be reached by. As in a search by hops, lists grow
 * by no branch; which arcs they take is not to be foretold. */
static uint32_t meet(struct sweep *sweep, uint32_t node, uint32_t links)
{
    const struct arcs *in = &sweep->graph->in;
    struct reached *reached = sweep->reached;
    double distance = reached[node].distance, ways = 0;
    uint32_t place = (uint32_t)sweep->count++, from = links;
    sweep->queue[place] = node;
    sweep->first_link[place] = links;
    for (uint32_t i = in->first[node]; i < in->first[node + 1]; i++) {
        const struct reached *other = &reached[in->end[i]];
        sweep->link[links] = other->met;
        /* both are to be asked, without a branch */
        links += (uint32_t)(as_short(other->distance + sweep->in_length[i], distance) &
                            (other->met != UINT32_MAX));
    }
    for (uint32_t i = from; i < links; i++)
        ways += sweep->ways[sweep->link[i]];
    relax(sweep, &sweep->graph->out, sweep->out_length, node, distance);
    reached[node].met = place;
    sweep->ways[place] = place == 0 ? 1 : ways;
    sweep->share[place] = 0;
    return links;
}

static void forward_by_length(struct sweep *sweep, uint32_t source)
{
    uint32_t links = 0;
    sweep->count = 0;
    sweep->harmonic = 0;
    sweep->reached[source].distance = 0;
    front_begin(&sweep->front);
    front_push(&sweep->front, 0, source);
    while (sweep->front.count > 0) {
        struct front_item item = front_pop(&sweep->front);
        const struct reached *it = &sweep->reached[item.node];
        if (it->met != UINT32_MAX || item.key > it->distance)
            continue;
        if (item.node != source)
            sweep->harmonic += 1 / item.key;
        links = meet(sweep, item.node, links);
    }
    sweep->first_link[sweep->count] = links;
}

/* Here the links of a place lead back, and `share` gathers the sum before it is what its name says. */
static void backward_by_length(struct sweep *sweep, double *nodes)
{
    for (size_t at = sweep->count; at-- > 1;) {
        double sum = sweep->share[at];
        nodes[sweep->queue[at]] += sum * sweep->ways[at];
        sweep->share[at] = sum + 1 / sweep->ways[at];
        for (uint32_t i = sweep->first_link[at]; i < sweep->first_link[at + 1]; i++)
            sweep->share[sweep->link[i]] += sweep->share[at];
    }
}

static void arcs_by_length(const struct sweep *sweep, double *arcs)
{
    for (size_t at = 1; at < sweep->count; at++) {
        for (uint32_t i = sweep->first_link[at]; i < sweep->first_link[at + 1]; i++) {
            uint32_t before = sweep->link[i];
            arcs[graph_find_arc(&sweep->graph->out, sweep->queue[before], sweep->queue[at])] +=
                sweep->ways[before] * sweep->share[at];
        }
    }
}

static void forget(struct sweep *sweep)
{
    for (size_t at = 0; at < sweep->count; at++) {
        if (sweep->met != NULL)
            sweep->met[sweep->queue[at]] = UINT32_MAX;
        else
            sweep->reached[sweep->queue[at]] = (struct reached){INFINITY, UINT32_MAX};
    }
}

void sweep_from(struct sweep *sweep, uint32_t source, double *nodes, double *arcs)
{
    bool by_hops = sweep->out_length == NULL;
    if (by_hops)
        forward_by_hops(sweep, source);
    else
        forward_by_length(sweep, source);
    if (nodes != NULL) {
        if (by_hops)
            backward_by_hops(sweep, nodes);
        else
            backward_by_length(sweep, nodes);
    }
    if (arcs != NULL) {
        if (by_hops)
            arcs_by_hops(sweep, arcs);
        else
            arcs_by_length(sweep, arcs);
    }
    forget(sweep);
}

double sweep_harmonic(struct sweep *sweep, uint32_t source, double *nodes)
{
    forward_by_length(sweep, source);
    for (size_t at = 1; nodes != NULL && at < sweep->count; at++)
        nodes[sweep->queue[at]] += 1 / sweep->reached[sweep->queue[at]].distance;
    forget(sweep);
    return sweep->harmonic;
}
