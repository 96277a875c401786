/* sampled.c - betweenness from random shortest ways, and how far off it may be. */
#include "analyze/crew.h"
#include "analyze/random.h"
#include "analyze/twosided.h"
#include "base/error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { block_ways = 64 };

/* The inner nodes of the ways of a block. */
struct room {
    struct twosided search;
    uint32_t *found;
    size_t count, capacity;
    bool failed;
};

struct job {
    const ermine_graph *graph;
    struct room *rooms;
    uint32_t *passed; /* ways through each node */
    uint64_t seed;
    size_t first_block;
    bool failed;
};

/* Chances are shared out evenly: each node may fail on either side with `chance`. */
struct bound {
    double chance, most; /* the number of ways that is always enough: omega */
};

static bool keep(struct room *room)
{
    size_t wanted = room->count + room->search.way_length;
    if (wanted > room->capacity) {
        size_t capacity = 2 * wanted + 64;
        uint32_t *bigger = realloc(room->found, capacity * sizeof *bigger);
        if (bigger == NULL)
            return false;
        room->found = bigger;
        room->capacity = capacity;
    }
    if (room->search.way_length > 0)
        memcpy(room->found + room->count, room->search.way,
               room->search.way_length * sizeof *room->found);
    room->count = wanted;
    return true;
}

static void run(void *context, size_t thread, size_t block, struct crew *crew)
{
    struct job *job = context;
    struct room *room = &job->rooms[thread];
    uint64_t random = random_stream(job->seed, job->first_block + block);
    room->count = 0;
    for (int i = 0; i < block_ways; i++) {
        uint32_t from = random_below(&random, job->graph->nodes);
        uint32_t to = random_below(&random, job->graph->nodes - 1);
        to += to >= from;
        if (!twosided_way(&room->search, from, to, &random) || !keep(room))
            room->failed = true;
        if (room->failed || !crew_step(crew, thread, 1))
            return;
    }
}

static void merge(void *context, size_t thread, size_t block)
{
    (void)block;
    struct job *job = context;
    struct room *room = &job->rooms[thread];
    for (size_t i = 0; i < room->count; i++)
        job->passed[room->found[i]]++;
    job->failed = job->failed || room->failed;
}

/* Nodes on the longest shortest way, or more: twice the height of a tree of shortest ways, of the highest component;
 * where directions or lengths count, the size of the largest. */
static uint32_t longest_way(const ermine_graph *graph, bool hops, uint32_t *height, uint32_t *queue)
{
    uint32_t most = 2;
    memset(height, 0xff, (size_t)graph->nodes * sizeof *height);
    for (uint32_t root = 0; root < graph->nodes; root++) {
        if (height[root] != UINT32_MAX)
            continue;
        uint32_t head = 0, tail = 1;
        height[root] = 0;
        queue[0] = root;
        for (; head < tail; head++) {
            const struct arcs *both[2] = {&graph->out, &graph->in};
            for (int k = 0; k < (graph->directed ? 2 : 1); k++) {
                for (uint32_t i = both[k]->first[queue[head]]; i < both[k]->first[queue[head] + 1];
                     i++) {
                    uint32_t other = both[k]->end[i];
                    if (height[other] != UINT32_MAX)
                        continue;
                    height[other] = height[queue[head]] + 1;
                    queue[tail++] = other;
                }
            }
        }
        uint32_t nodes = hops && !graph->directed ? 2 * height[queue[tail - 1]] + 1 : tail;
        nodes = nodes < tail ? nodes : tail;
        most = nodes > most ? nodes : most;
    }
    return most;
}

/* How far above (`sign` 1) or below (-1) the truth lies at most, but for the chance (Borassi & Natale 2019, theorem
 * 4.2, with all chances alike). */
static double deviation(const struct bound *bound, double value, double ways, double sign)
{
    double log_chance = log(1 / bound->chance), part = 1.0 / 3 + sign * bound->most / ways;
    return log_chance / ways * (part + sqrt(part * part + 2 * value * bound->most / log_chance));
}

static int falling(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return (a < b) - (a > b);
}

/* The largest possible error now; `apart` tells whether the `top` first nodes are sure to be the first. */
static double error_now(const struct job *job, const struct bound *bound, double ways, size_t top,
                        uint32_t *sorted, bool *apart)
{
    uint32_t nodes = job->graph->nodes, largest = 0;
    for (uint32_t v = 0; v < nodes; v++)
        largest = job->passed[v] > largest ? job->passed[v] : largest;
    double value = largest / ways;
    *apart = false;
    if (top > 0 && top < nodes) {
        memcpy(sorted, job->passed, nodes * sizeof *sorted);
        qsort(sorted, nodes, sizeof *sorted, falling);
        double last = sorted[top - 1] / ways, next = sorted[top] / ways;
        *apart = last - deviation(bound, last, ways, -1) > next + deviation(bound, next, ways, 1);
    }
    /* Both grow with the value, and past the number that is always enough they are no longer needed. */
    return fmax(deviation(bound, value, ways, -1), deviation(bound, value, ways, 1));
}

static bool open_rooms(struct job *job, size_t threads, const double *out_length,
                       const double *in_length, ermine_error *err)
{
    job->rooms = calloc(threads, sizeof *job->rooms);
    if (job->rooms == NULL)
        return error_memory(err);
    for (size_t i = 0; i < threads; i++)
        if (!twosided_init(&job->rooms[i].search, job->graph, out_length, in_length, err))
            return false;
    return true;
}

static void close_rooms(struct job *job, size_t threads)
{
    for (size_t i = 0; job->rooms != NULL && i < threads; i++) {
        twosided_free(&job->rooms[i].search);
        free(job->rooms[i].found);
    }
    free(job->rooms);
}

/* The share that is done, of all rounds together. */
struct rounds {
    const ermine_work *work;
    double from, share;
};

static bool part_of_rounds(void *context, double share)
{
    const struct rounds *rounds = context;
    return rounds->work->progress(rounds->work->context, rounds->from + share * rounds->share);
}

/* Draws until the bound is kept, in rounds that grow, so that asking costs little. */
static bool draw(struct job *job, const struct bound *bound, ermine_sampling *sampling,
                 const ermine_work *work, uint32_t *sorted, ermine_error *err)
{
    double most = ceil(bound->most), wanted = fmax(1024, most / 64);
    struct rounds rounds = {.work = work};
    ermine_work inner = work == NULL ? (ermine_work){0} : *work;
    if (inner.progress != NULL) {
        inner.progress = part_of_rounds;
        inner.context = &rounds;
    }
    for (bool enough = false; !enough; wanted *= 1.25) {
        double total = fmin(wanted, most);
        size_t blocks = (size_t)ceil(total / block_ways) - job->first_block;
        struct crew_task task = {.blocks = blocks,
                                 .steps = blocks * block_ways,
                                 .run = run,
                                 .merge = merge,
                                 .context = job};
        rounds.from = (double)sampling->samples / most;
        rounds.share = (double)(blocks * block_ways) / most;
        if (!crew_run(&inner, &task, err))
            return false;
        if (job->failed)
            return error_memory(err);
        job->first_block += blocks;
        sampling->samples = job->first_block * block_ways;
        bool apart;
        double ways = (double)sampling->samples;
        double error = error_now(job, bound, ways, sampling->top, sorted, &apart);
        sampling->error_found = ways >= most ? fmin(error, sampling->error) : error;
        enough = apart || sampling->error_found <= sampling->error;
    }
    return true;
}

bool ermine_graph_betweenness_sampled(const ermine_graph *graph, bool hops,
                                      ermine_sampling *sampling, const ermine_work *work,
                                      double *values, ermine_error *err)
{
    uint32_t nodes = graph->nodes;
    struct job job = {.graph = graph, .seed = sampling->seed};
    sampling->error = sampling->error > 0 ? sampling->error : 0.01;
    sampling->confidence = sampling->confidence > 0 ? sampling->confidence : 0.9;
    sampling->samples = 0;
    sampling->error_found = 0;
    for (uint32_t v = 0; v < nodes; v++)
        values[v] = 0;
    if (nodes < 3)
        return true;
    double *out_length = NULL, *in_length = NULL;
    size_t threads = crew_threads(work, nodes);
    uint32_t *room = malloc(2 * (size_t)nodes * sizeof *room);
    job.passed = calloc(nodes, sizeof *job.passed);
    bool ok = (room != NULL && job.passed != NULL) || error_memory(err);
    if (ok && !hops) {
        out_length = graph_lengths(graph, &graph->out, err);
        in_length = graph->directed ? graph_lengths(graph, &graph->in, err) : out_length;
        ok = out_length != NULL && in_length != NULL;
    }
    if (ok && open_rooms(&job, threads, out_length, in_length, err)) {
        double failure = 1 - sampling->confidence;
        double inner = fmax(1, longest_way(graph, hops, room, room + nodes) - 2.0);
        /* Half of the chance of failure is for stopping early, half for the number that is always enough. */
        struct bound bound = {.chance = failure / 4 / nodes,
                              .most = 0.5 / (sampling->error * sampling->error) *
                                      (floor(log2(inner)) + 1 + log(2 / failure))};
        ok = draw(&job, &bound, sampling, work, room, err);
        for (uint32_t v = 0; v < nodes; v++)
            values[graph->outer[v]] = job.passed[v] / fmax(1, (double)sampling->samples);
    } else {
        ok = false;
    }
    close_rooms(&job, threads);
    if (in_length != out_length)
        free(in_length);
    free(out_length);
    free(job.passed);
    free(room);
    return ok;
}
