/* betweenness.c - exact betweenness, a sweep from every node. */
#include "analyze/crew.h"
#include "analyze/sweep.h"
#include "base/error.h"

#include <stdlib.h>
#include <string.h>

enum { block_sources = 16 };

/* What a thread works with. */
struct room {
    struct sweep sweep;
    double *nodes, *arcs; /* sums of the block at hand */
};

struct job {
    const ermine_graph *graph;
    size_t arc_count;
    struct room *rooms;
    double *nodes, *arcs, *harmonic;
};

static void run(void *context, size_t thread, size_t block, struct crew *crew)
{
    struct job *job = context;
    struct room *room = &job->rooms[thread];
    const struct arcs *out = &job->graph->out;
    size_t end = (block + 1) * block_sources;
    for (size_t source = block * block_sources; source < end && source < job->graph->nodes;
         source++) {
        if (out->first[source] < out->first[source + 1]) {
            sweep_from(&room->sweep, (uint32_t)source, room->nodes, room->arcs);
            job->harmonic[source] = room->sweep.harmonic;
        }
        if (!crew_step(crew, thread, 1))
            return;
    }
}

static void drain(double *from, double *to, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        to[i] += from[i];
        from[i] = 0;
    }
}

static void merge(void *context, size_t thread, size_t block)
{
    (void)block;
    struct job *job = context;
    drain(job->rooms[thread].nodes, job->nodes, job->graph->nodes);
    if (job->arcs != NULL)
        drain(job->rooms[thread].arcs, job->arcs, job->arc_count);
}

static bool open_rooms(struct job *job, size_t threads, bool edges, const double *out_length,
                       const double *in_length, ermine_error *err)
{
    job->rooms = calloc(threads, sizeof *job->rooms);
    if (job->rooms == NULL)
        return error_memory(err);
    for (size_t i = 0; i < threads; i++) {
        struct room *room = &job->rooms[i];
        if (!sweep_init(&room->sweep, job->graph, out_length, in_length, err))
            return false;
        room->nodes = calloc((size_t)job->graph->nodes + 1, sizeof *room->nodes);
        if (edges)
            room->arcs = calloc(job->arc_count + 1, sizeof *room->arcs);
        if (room->nodes == NULL || (edges && room->arcs == NULL))
            return error_memory(err);
    }
    return true;
}

static void close_rooms(struct job *job, size_t threads)
{
    for (size_t i = 0; job->rooms != NULL && i < threads; i++) {
        sweep_free(&job->rooms[i].sweep);
        free(job->rooms[i].nodes);
        free(job->rooms[i].arcs);
    }
    free(job->rooms);
}

static bool hand_out(const struct job *job, double *values, double *edges, double *harmonic,
                     ermine_error *err)
{
    const ermine_graph *graph = job->graph;
    double halved = graph->directed ? 1 : 0.5; /* each pair was seen from both ends */
    for (uint32_t v = 0; v < graph->nodes; v++) {
        job->nodes[v] *= halved;
        job->harmonic[v] /= graph->nodes > 1 ? graph->nodes - 1 : 1;
    }
    for (size_t i = 0; edges != NULL && i < job->arc_count; i++)
        job->arcs[i] *= halved;
    graph_hand_out(graph, job->nodes, values);
    if (harmonic != NULL)
        graph_hand_out(graph, job->harmonic, harmonic);
    return edges == NULL || graph_hand_out_edges(graph, job->arcs, edges, err);
}

bool ermine_graph_betweenness(const ermine_graph *graph, bool hops, const ermine_work *work,
                              double *values, double *edges, double *harmonic, ermine_error *err)
{
    struct job job = {.graph = graph, .arc_count = graph->out.first[graph->nodes]};
    size_t blocks = ((size_t)graph->nodes + block_sources - 1) / block_sources;
    size_t threads = crew_threads(work, blocks);
    double *out_length = NULL, *in_length = NULL;
    job.nodes = calloc((size_t)graph->nodes + 1, sizeof *job.nodes);
    job.harmonic = calloc((size_t)graph->nodes + 1, sizeof *job.harmonic);
    if (edges != NULL)
        job.arcs = calloc(job.arc_count + 1, sizeof *job.arcs);
    bool ok = (job.nodes != NULL && job.harmonic != NULL && (edges == NULL || job.arcs != NULL)) ||
              error_memory(err);
    if (ok && !hops) {
        out_length = graph_lengths(graph, &graph->out, err);
        in_length = graph->directed ? graph_lengths(graph, &graph->in, err) : out_length;
        ok = out_length != NULL && in_length != NULL;
    }
    struct crew_task task = {
        .blocks = blocks, .steps = graph->nodes, .run = run, .merge = merge, .context = &job};
    ok = ok && open_rooms(&job, threads, edges != NULL, out_length, in_length, err) &&
         crew_run(work, &task, err) && hand_out(&job, values, edges, harmonic, err);
    close_rooms(&job, threads);
    free(job.nodes);
    free(job.harmonic);
    free(job.arcs);
    if (in_length != out_length)
        free(in_length);
    free(out_length);
    return ok;
}
