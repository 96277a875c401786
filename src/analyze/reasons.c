/* reasons.c - which ties carry a rank: those it would lose most without. */
#include "analyze/crew.h"
#include "analyze/replicas.h"
#include "base/error.h"

#include <math.h>
#include <stdlib.h>

enum { most_tried = 64 };

struct job {
    struct replicas replicas;
    size_t node;
    ermine_reason *reasons;
};

static void value_now(struct job *job, size_t thread, double *value, size_t *rank)
{
    size_t *order = replicas_rank(&job->replicas, thread);
    *rank = 0;
    if (order == NULL)
        return;
    *value = replicas_value(&job->replicas, thread, job->node);
    while (order[(*rank)++] != job->node)
        continue;
    free(order);
}

static void run(void *context, size_t thread, size_t block, struct crew *crew)
{
    (void)crew;
    struct job *job = context;
    ermine_reason *reason = &job->reasons[block];
    double *weights = job->replicas.weights[thread], own = weights[reason->tie];
    weights[reason->tie] = 0;
    value_now(job, thread, &reason->without, &reason->rank_without);
    weights[reason->tie] = own;
}

struct tried {
    double key; /* the larger the sooner */
    ermine_reason reason;
};

static int compare_tried(const void *left, const void *right)
{
    const struct tried *a = left, *b = right;
    if (a->key != b->key)
        return a->key > b->key ? -1 : 1;
    return (a->reason.tie > b->reason.tie) - (a->reason.tie < b->reason.tie);
}

/* Sorts the reasons by key. */
static void sort_tried(struct tried *tried, size_t count, ermine_reason *reasons)
{
    if (count > 0)
        qsort(tried, count, sizeof *tried, compare_tried);
    for (size_t i = 0; i < count; i++)
        reasons[i] = tried[i].reason;
}

static size_t list_ties(const struct job *job, struct tried *tried)
{
    size_t count, kept = 0;
    const size_t *ties = ermine_network_ties_of(job->replicas.network, job->node, &count);
    for (size_t i = 0; i < count; i++) {
        const ermine_tie *tie = ermine_network_tie(job->replicas.network, ties[i]);
        if (tie->counts)
            tried[kept++] = (struct tried){tie->weight, {.tie = ties[i]}};
    }
    sort_tried(tried, kept, job->reasons);
    return kept < most_tried ? kept : most_tried;
}

/* Tries the ties, and puts those first without which the value is furthest from `now`. */
static bool try_ties(struct job *job, struct tried *tried, size_t count, double now,
                     const ermine_work *work, ermine_error *err)
{
    struct crew_task task = {.blocks = count, .run = run, .context = job};
    bool ok = crew_run(work, &task, err);
    if (!replicas_ok(&job->replicas, err) || !ok)
        return false;
    for (size_t i = 0; i < count; i++)
        tried[i] = (struct tried){fabs(now - job->reasons[i].without), job->reasons[i]};
    sort_tried(tried, count, job->reasons);
    return true;
}

ermine_reason *ermine_network_reasons(const ermine_network *network, size_t node,
                                      const char *measure, ermine_measuring *measuring,
                                      size_t *count, ermine_error *err)
{
    struct job job = {.replicas = {.network = network,
                                   .measure = {measure, NULL},
                                   .measuring = measuring,
                                   .nodes = ermine_network_node_count(network),
                                   .ties = ermine_network_tie_count(network)},
                      .node = node};
    size_t all, rank;
    double now = 0;
    ermine_network_ties_of(network, node, &all);
    job.reasons = calloc(all + 1, sizeof *job.reasons);
    struct tried *tried = calloc(all + 1, sizeof *tried);
    *count = 0;
    bool ok = ((job.reasons != NULL && tried != NULL) || error_memory(err)) &&
              replicas_open(&job.replicas, crew_threads(measuring->work, most_tried), err);
    if (ok) {
        value_now(&job, 0, &now, &rank);
        *count = list_ties(&job, tried);
        ok = replicas_ok(&job.replicas, err) &&
             try_ties(&job, tried, *count, now, measuring->work, err);
    }
    replicas_close(&job.replicas);
    free(tried);
    if (!ok) {
        free(job.reasons);
        return NULL;
    }
    return job.reasons;
}
