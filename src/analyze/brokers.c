/* brokers.c - how much a node's neighbours are tied among themselves, and so can do without it (Burt 1992). */
#include "analyze/crew.h"
#include "analyze/graph.h"
#include "base/error.h"

#include <math.h>
#include <stdlib.h>

enum { block_nodes = 64 };

/* The ego network at hand. */
struct room {
    double *own;      /* p: share of the ego's weight that goes to each node, else 0 */
    double *indirect; /* sum over go-betweens of share x share */
};

struct job {
    const ermine_graph *graph; /* undirected */
    double *strength, *largest;
    struct room *rooms;
    double *constraint, *effective;
};

/* Arc `arc` leads from the go-between to another neighbour of the ego; returns what is redundant of it. */
static double share_with(const struct job *job, struct room *room, uint32_t between, uint32_t arc)
{
    const struct arcs *arcs = &job->graph->out;
    uint32_t other = arcs->end[arc];
    double share = room->own[between];
    room->indirect[other] += share * arcs->weight[arc] / job->strength[between];
    /* p of the go-between times what the other has in common with it */
    return share * arcs->weight[arc] / job->largest[other];
}

/* All that the ego and a neighbour of it are both tied to: by the shorter of their lists, the other one being looked up
 * in; hubs would take long for each of their many neighbours. */
static double look_between(const struct job *job, struct room *room, uint32_t ego, uint32_t between)
{
    const struct arcs *arcs = &job->graph->out;
    uint32_t own = arcs->first[ego], own_end = arcs->first[ego + 1];
    uint32_t from = arcs->first[between], end = arcs->first[between + 1];
    double redundancy = 0;
    if ((end - from) / 8 <= own_end - own) {
        for (uint32_t k = from; k < end; k++)
            if (room->own[arcs->end[k]] != 0)
                redundancy += share_with(job, room, between, k);
    } else {
        for (uint32_t i = own; i < own_end; i++) {
            uint32_t arc = graph_find_arc(arcs, between, arcs->end[i]);
            if (arcs->end[arc] == arcs->end[i])
                redundancy += share_with(job, room, between, arc);
        }
    }
    return redundancy;
}

static void look_at(struct job *job, struct room *room, uint32_t ego)
{
    const struct arcs *arcs = &job->graph->out;
    uint32_t from = arcs->first[ego], end = arcs->first[ego + 1];
    double constraint = 0, redundancy = 0;
    for (uint32_t i = from; i < end; i++)
        room->own[arcs->end[i]] = arcs->weight[i] / job->strength[ego];
    for (uint32_t i = from; i < end; i++)
        redundancy += look_between(job, room, ego, arcs->end[i]);
    for (uint32_t i = from; i < end; i++) {
        uint32_t other = arcs->end[i];
        double sum = room->own[other] + room->indirect[other];
        constraint += sum * sum;
        room->indirect[other] = 0;
        room->own[other] = 0;
    }
    job->constraint[ego] = from < end ? constraint : NAN;
    job->effective[ego] = from < end ? end - from - redundancy : NAN;
}

static void run(void *context, size_t thread, size_t block, struct crew *crew)
{
    struct job *job = context;
    uint32_t from = (uint32_t)(block * block_nodes), end = from + block_nodes;
    end = end < job->graph->nodes ? end : job->graph->nodes;
    for (uint32_t ego = from; ego < end && crew_step(crew, thread, 1); ego++)
        look_at(job, &job->rooms[thread], ego);
}

/* The same graph without directions. */
static ermine_graph *undirected(const ermine_graph *graph, ermine_error *err)
{
    ermine_edge *edges = malloc(((size_t)graph->edges + 1) * sizeof *edges);
    if (edges == NULL) {
        error_memory(err);
        return NULL;
    }
    ermine_graph_edges(graph, edges);
    ermine_graph *other = ermine_graph_new(graph->nodes, edges, graph->edges, false, err);
    free(edges);
    return other;
}

static bool open_rooms(struct job *job, size_t threads, ermine_error *err)
{
    size_t nodes = (size_t)job->graph->nodes + 1;
    const struct arcs *arcs = &job->graph->out;
    job->strength = calloc(nodes, sizeof(double));
    job->largest = calloc(nodes, sizeof(double));
    job->constraint = calloc(nodes, sizeof(double));
    job->effective = calloc(nodes, sizeof(double));
    job->rooms = calloc(threads, sizeof *job->rooms);
    if (job->strength == NULL || job->largest == NULL || job->constraint == NULL ||
        job->effective == NULL || job->rooms == NULL)
        return error_memory(err);
    for (uint32_t v = 0; v < job->graph->nodes; v++) {
        for (uint32_t i = arcs->first[v]; i < arcs->first[v + 1]; i++) {
            job->strength[v] += arcs->weight[i];
            job->largest[v] = fmax(job->largest[v], arcs->weight[i]);
        }
    }
    for (size_t i = 0; i < threads; i++) {
        job->rooms[i] = (struct room){calloc(nodes, sizeof(double)), calloc(nodes, sizeof(double))};
        if (job->rooms[i].own == NULL || job->rooms[i].indirect == NULL)
            return error_memory(err);
    }
    return true;
}

bool ermine_graph_brokers(const ermine_graph *graph, const ermine_work *work, double *constraint,
                          double *effective, ermine_error *err)
{
    ermine_graph *plain = graph->directed ? undirected(graph, err) : NULL;
    if (graph->directed && plain == NULL)
        return false;
    struct job job = {.graph = graph->directed ? plain : graph};
    size_t blocks = ((size_t)graph->nodes + block_nodes - 1) / block_nodes;
    size_t threads = crew_threads(work, blocks);
    struct crew_task task = {.blocks = blocks, .steps = graph->nodes, .run = run, .context = &job};
    bool ok = open_rooms(&job, threads, err) && crew_run(work, &task, err);
    if (ok && constraint != NULL)
        graph_hand_out(job.graph, job.constraint, constraint);
    if (ok && effective != NULL)
        graph_hand_out(job.graph, job.effective, effective);
    for (size_t i = 0; job.rooms != NULL && i < threads; i++) {
        free(job.rooms[i].own);
        free(job.rooms[i].indirect);
    }
    free(job.rooms);
    free(job.strength);
    free(job.largest);
    free(job.constraint);
    free(job.effective);
    ermine_graph_free(plain);
    return ok;
}
