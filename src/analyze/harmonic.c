/* harmonic.c - harmonic closeness, exact and from a sample of the nodes that are reached. */
#include "analyze/crew.h"
#include "analyze/random.h"
#include "analyze/sweep.h"
#include "base/error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { words = 4, lanes = 64 * words };

/* By hops: which of the targets of a block a node leads to, one bit a target, and which it comes to lead to next. One
 * line of the cache. */
struct lead {
    _Alignas(64) uint64_t reach[words];
    uint64_t next[words];
};

struct room {
    struct lead *leads;
    uint64_t (*fresh)[words]; /* bits that came in the last step, in the order of `front` */
    uint32_t *front, *back;   /* nodes with fresh bits, and with bits that come next */
    bool *waits;              /* stands in `back` */
    struct sweep sweep;       /* by length */
    double *sums;             /* of the block */
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

static void spread(const struct arcs *in, struct room *room, uint32_t node, const uint64_t *bits,
                   size_t *next_count)
{
    for (uint32_t i = in->first[node]; i < in->first[node + 1]; i++) {
        uint32_t other = in->end[i];
        struct lead *lead = &room->leads[other];
        uint64_t any = 0;
        for (int w = 0; w < words; w++) {
            uint64_t more = bits[w] & ~lead->reach[w];
            lead->next[w] |= more;
            any |= more;
        }
        if (any != 0 && !room->waits[other]) {
            room->waits[other] = true;
            room->back[(*next_count)++] = other;
        }
    }
}

/* What comes next is there now. */
static void arrive(struct room *room, uint32_t node, size_t place, double level)
{
    struct lead *lead = &room->leads[node];
    int count = 0;
    for (int w = 0; w < words; w++) {
        uint64_t bits = lead->next[w];
        count += __builtin_popcountll(bits);
        lead->reach[w] |= bits;
        lead->next[w] = 0;
        room->fresh[place][w] = bits;
    }
    room->waits[node] = false;
    room->sums[node] += count / level;
}

/* Then et al. 2014, against the arcs: from each target to those that lead to it. */
static void run_by_hops(const struct job *job, struct room *room, size_t from, size_t end)
{
    size_t count = 0;
    for (size_t i = from; i < end; i++) {
        uint32_t target = job->targets[i];
        if (!room->waits[target]) {
            room->waits[target] = true;
            room->front[count++] = target;
        }
        room->leads[target].next[(i - from) / 64] |= (uint64_t)1 << (i - from) % 64;
    }
    for (size_t k = 0; k < count; k++)
        arrive(room, room->front[k], k, INFINITY); /* nobody is near to itself */
    for (double level = 1; count > 0; level++) {
        size_t next_count = 0;
        for (size_t k = 0; k < count; k++)
            spread(&job->graph->in, room, room->front[k], room->fresh[k], &next_count);
        for (size_t k = 0; k < next_count; k++)
            arrive(room, room->back[k], k, level);
        uint32_t *swap = room->front;
        room->front = room->back;
        room->back = swap;
        count = next_count;
    }
    memset(room->leads, 0, (size_t)job->graph->nodes * sizeof *room->leads);
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
    room->leads = aligned_alloc(64, nodes * sizeof *room->leads);
    room->fresh = malloc(nodes * sizeof *room->fresh);
    room->waits = calloc(nodes, sizeof *room->waits);
    room->front = malloc(nodes * sizeof *room->front);
    room->back = malloc(nodes * sizeof *room->back);
    if (room->leads == NULL || room->fresh == NULL || room->waits == NULL || room->front == NULL ||
        room->back == NULL)
        return error_memory(err);
    memset(room->leads, 0, nodes * sizeof *room->leads);
    return true;
}

static void close_rooms(struct job *job, size_t threads)
{
    for (size_t i = 0; job->rooms != NULL && i < threads; i++) {
        struct room *room = &job->rooms[i];
        free(room->leads);
        free(room->fresh);
        free(room->waits);
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
