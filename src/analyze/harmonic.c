/* harmonic.c - harmonic closeness, exact and from a sample of the nodes that are reached. */
#include "analyze/crew.h"
#include "analyze/random.h"
#include "analyze/sweep.h"
#include "base/error.h"

#include <math.h>
#include <stdlib.h>

enum { lanes = 64 };

/* By hops: which of the 64 targets of a block each node leads to, one bit a target. */
struct room {
    uint64_t *reach, *fresh, *next;
    uint32_t *front, *back; /* nodes with fresh bits, and with bits that come next */
    struct sweep sweep;     /* by length */
    double *sums;           /* of the block */
};

struct job {
    const ermine_graph *graph;
    ermine_graph turned; /* the same with its arcs the other way round; borrows them */
    bool hops;
    const uint32_t *targets;
    size_t target_count;
    struct room *rooms;
    double *sums;
};

/* Then et al. 2014, against the arcs: from each target to those that lead to it. */
static void run_by_hops(const struct job *job, struct room *room, size_t from, size_t end)
{
    const struct arcs *in = &job->graph->in;
    size_t count = 0;
    for (size_t i = from; i < end; i++) {
        uint32_t target = job->targets[i];
        if (room->fresh[target] == 0)
            room->front[count++] = target;
        room->fresh[target] |= (uint64_t)1 << (i - from);
        room->reach[target] |= (uint64_t)1 << (i - from);
    }
    for (double level = 1; count > 0; level++) {
        size_t next_count = 0;
        for (size_t k = 0; k < count; k++) {
            uint32_t node = room->front[k];
            uint64_t bits = room->fresh[node];
            room->fresh[node] = 0;
            for (uint32_t i = in->first[node]; i < in->first[node + 1]; i++) {
                uint32_t other = in->end[i];
                uint64_t more = bits & ~room->reach[other];
                room->back[next_count] = other;
                next_count += more != 0 && room->next[other] == 0;
                room->next[other] |= more;
            }
        }
        for (size_t k = 0; k < next_count; k++) {
            uint32_t node = room->back[k];
            uint64_t bits = room->next[node];
            room->next[node] = 0;
            room->reach[node] |= bits;
            room->fresh[node] = bits;
            room->sums[node] += (double)__builtin_popcountll(bits) / level;
        }
        uint32_t *swap = room->front;
        room->front = room->back;
        room->back = swap;
        count = next_count;
    }
    for (uint32_t v = 0; v < job->graph->nodes; v++)
        room->reach[v] = 0;
}

static void run(void *context, size_t thread, size_t block, struct crew *crew)
{
    struct job *job = context;
    struct room *room = &job->rooms[thread];
    size_t from = block * lanes, end = from + lanes;
    end = end < job->target_count ? end : job->target_count;
    if (job->hops) {
        run_by_hops(job, room, from, end);
        crew_step(crew, thread, end - from);
        return;
    }
    for (size_t i = from; i < end; i++) {
        sweep_harmonic(&room->sweep, job->targets[i], room->sums);
        if (!crew_step(crew, thread, 1))
            return;
    }
}

static void merge(void *context, size_t thread, size_t block)
{
    (void)block;
    struct job *job = context;
    double *sums = job->rooms[thread].sums;
    for (uint32_t v = 0; v < job->graph->nodes; v++) {
        job->sums[v] += sums[v];
        sums[v] = 0;
    }
}

static bool open_room(struct job *job, struct room *room, const double *out_length,
                      const double *in_length, ermine_error *err)
{
    size_t nodes = (size_t)job->graph->nodes + 1;
    room->sums = calloc(nodes, sizeof *room->sums);
    if (room->sums == NULL)
        return error_memory(err);
    if (!job->hops)
        return sweep_init(&room->sweep, &job->turned, in_length, out_length, err);
    room->reach = calloc(nodes, sizeof *room->reach);
    room->fresh = calloc(nodes, sizeof *room->fresh);
    room->next = calloc(nodes, sizeof *room->next);
    room->front = malloc(nodes * sizeof *room->front);
    room->back = malloc(nodes * sizeof *room->back);
    return (room->reach != NULL && room->fresh != NULL && room->next != NULL &&
            room->front != NULL && room->back != NULL) ||
           error_memory(err);
}

static void close_rooms(struct job *job, size_t threads)
{
    for (size_t i = 0; job->rooms != NULL && i < threads; i++) {
        struct room *room = &job->rooms[i];
        free(room->reach);
        free(room->fresh);
        free(room->next);
        free(room->front);
        free(room->back);
        free(room->sums);
        sweep_free(&room->sweep);
    }
    free(job->rooms);
    free(job->sums);
}

/* `scale` times the sum of 1 / distance to the targets, of each node. */
static bool reach_targets(const ermine_graph *graph, bool hops, const uint32_t *targets,
                          size_t count, double scale, const ermine_work *work, double *values,
                          ermine_error *err)
{
    struct job job = {
        .graph = graph, .turned = *graph, .hops = hops, .targets = targets, .target_count = count};
    job.turned.out = graph->in;
    job.turned.in = graph->out;
    size_t blocks = (count + lanes - 1) / lanes, threads = crew_threads(work, blocks);
    double *out_length = NULL, *in_length = NULL;
    job.rooms = calloc(threads, sizeof *job.rooms);
    job.sums = calloc((size_t)graph->nodes + 1, sizeof *job.sums);
    bool ok = (job.rooms != NULL && job.sums != NULL) || error_memory(err);
    if (ok && !hops) {
        out_length = graph_lengths(graph, &graph->out, err);
        in_length = graph->directed ? graph_lengths(graph, &graph->in, err) : out_length;
        ok = out_length != NULL && in_length != NULL;
    }
    for (size_t i = 0; ok && i < threads; i++)
        ok = open_room(&job, &job.rooms[i], out_length, in_length, err);
    struct crew_task task = {
        .blocks = blocks, .steps = count, .run = run, .merge = merge, .context = &job};
    ok = ok && crew_run(work, &task, err);
    for (uint32_t v = 0; ok && v < graph->nodes; v++)
        values[graph->outer[v]] = job.sums[v] * scale;
    close_rooms(&job, threads);
    if (in_length != out_length)
        free(in_length);
    free(out_length);
    return ok;
}

bool ermine_graph_harmonic(const ermine_graph *graph, bool hops, const ermine_work *work,
                           double *values, ermine_error *err)
{
    uint32_t *targets = malloc(((size_t)graph->nodes + 1) * sizeof *targets);
    if (targets == NULL)
        return error_memory(err);
    for (uint32_t v = 0; v < graph->nodes; v++)
        targets[v] = v;
    bool ok = reach_targets(graph, hops, targets, graph->nodes,
                            graph->nodes > 1 ? 1.0 / (graph->nodes - 1) : 0, work, values, err);
    free(targets);
    return ok;
}

/* Hoeffding's inequality for each node, the chance of failure shared out. */
static double sampling_error(double nodes, double failure, double count)
{
    return sqrt(log(2 * nodes / failure) / (2 * count));
}

bool ermine_graph_harmonic_sampled(const ermine_graph *graph, bool hops, ermine_sampling *sampling,
                                   const ermine_work *work, double *values, ermine_error *err)
{
    double nodes = graph->nodes;
    sampling->error = sampling->error > 0 ? sampling->error : 0.01;
    sampling->confidence = sampling->confidence > 0 ? sampling->confidence : 0.9;
    double failure = 1 - sampling->confidence;
    double wanted = ceil(log(2 * nodes / failure) / (2 * sampling->error * sampling->error));
    if (nodes < 2 || wanted >= nodes) {
        sampling->samples = graph->nodes;
        sampling->error_found = 0;
        return ermine_graph_harmonic(graph, hops, work, values, err);
    }
    size_t count = (size_t)wanted;
    uint32_t *targets = malloc(count * sizeof *targets);
    if (targets == NULL)
        return error_memory(err);
    uint64_t random = random_stream(sampling->seed, 0);
    for (size_t i = 0; i < count; i++)
        targets[i] = random_below(&random, graph->nodes);
    bool ok = reach_targets(graph, hops, targets, count, nodes / (nodes - 1) / (double)count, work,
                            values, err);
    sampling->samples = count;
    sampling->error_found = sampling_error(nodes, failure, (double)count);
    free(targets);
    return ok;
}
