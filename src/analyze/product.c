#include "analyze/product.h"

#include "analyze/crew.h"

enum { parts = 64, worth_threads = 100000 };

struct job {
    const struct arcs *arcs;
    const double *from;
    double *to;
    uint32_t nodes;
    bool uniform;
};

/* The first node of a part; parts have about as many arcs each. */
static uint32_t part_start(const struct job *job, size_t part)
{
    size_t wanted = ((size_t)job->arcs->first[job->nodes] + job->nodes) * part / parts;
    uint32_t low = 0, high = job->nodes;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if ((size_t)job->arcs->first[middle] + middle < wanted)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void run(void *context, size_t thread, size_t part, struct crew *crew)
{
    (void)thread;
    (void)crew;
    const struct job *job = context;
    const uint32_t *end = job->arcs->end;
    const double *weight = job->arcs->weight, *from = job->from;
    uint32_t last = part_start(job, part + 1);
    for (uint32_t v = part_start(job, part); v < last; v++) {
        double sum = 0;
        uint32_t i = job->arcs->first[v], stop = job->arcs->first[v + 1];
        if (job->uniform) {
            for (; i < stop; i++)
                sum += from[end[i]];
            sum *= job->arcs->first[v] < stop ? weight[0] : 0;
        } else {
            for (; i < stop; i++)
                sum += weight[i] * from[end[i]];
        }
        job->to[v] = sum;
    }
}

bool product(const ermine_graph *graph, const struct arcs *arcs, const double *from,
             const ermine_work *work, double *to, ermine_error *err)
{
    struct job job = {arcs, from, to, graph->nodes, graph->uniform};
    struct crew_task task = {.blocks = parts, .run = run, .context = &job};
    /* Whoever multiplies again and again tells the progress himself. */
    ermine_work quiet = {.threads = work == NULL ? 1 : work->threads};
    if (arcs->first[graph->nodes] < worth_threads)
        quiet.threads = 1;
    return crew_run(&quiet, &task, err);
}
