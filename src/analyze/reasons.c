/* reasons.c - which ties carry a rank: those it would lose most without. */
#include "analyze/crew.h"
#include "analyze/measures.h"
#include "base/error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { most_tried = 64 };

struct job {
    const ermine_network *network;
    const char *const measure[2];
    const ermine_measuring *measuring;
    size_t node, nodes, ties;
    ermine_reason *reasons;
    double **weights; /* of each thread, one a tie */
    ermine_influence **influence;
    ermine_error *errors;
};

static bool value_of(const struct job *job, const double *weights, ermine_influence *influence,
                     double *value, size_t *rank, ermine_error *err)
{
    ermine_measuring measuring = *job->measuring;
    measuring.measures = job->measure;
    measuring.work = NULL;
    memset(influence, 0, job->nodes * sizeof *influence);
    if (!measures_take(job->network, weights, &measuring, influence, err))
        return false;
    size_t *order = ermine_influence_order(influence, job->nodes, job->measure[0], err);
    if (order == NULL)
        return false;
    ermine_influence_value(&influence[job->node], job->measure[0], value);
    for (*rank = 0; order[*rank] != job->node;)
        ++*rank;
    ++*rank;
    free(order);
    return true;
}

static void run(void *context, size_t thread, size_t block, struct crew *crew)
{
    (void)crew;
    struct job *job = context;
    ermine_reason *reason = &job->reasons[block];
    double *weights = job->weights[thread], own = weights[reason->tie];
    weights[reason->tie] = 0;
    value_of(job, weights, job->influence[thread], &reason->without, &reason->rank_without,
             &job->errors[thread]);
    weights[reason->tie] = own;
}

static bool open_rooms(struct job *job, size_t threads, ermine_error *err)
{
    job->weights = calloc(threads, sizeof *job->weights);
    job->influence = calloc(threads, sizeof *job->influence);
    job->errors = calloc(threads, sizeof *job->errors);
    bool ok = job->weights != NULL && job->influence != NULL && job->errors != NULL;
    for (size_t i = 0; ok && i < threads; i++) {
        job->weights[i] = malloc((job->ties + 1) * sizeof **job->weights);
        job->influence[i] = malloc((job->nodes + 1) * sizeof **job->influence);
        ok = job->weights[i] != NULL && job->influence[i] != NULL;
        for (size_t t = 0; ok && t < job->ties; t++) {
            const ermine_tie *tie = ermine_network_tie(job->network, t);
            job->weights[i][t] = tie->counts ? tie->weight : 0;
        }
    }
    return ok || error_memory(err);
}

static void close_rooms(struct job *job, size_t threads)
{
    for (size_t i = 0; i < threads; i++) {
        if (job->weights != NULL)
            free(job->weights[i]);
        if (job->influence != NULL)
            free(job->influence[i]);
    }
    free(job->weights);
    free(job->influence);
    free(job->errors);
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
    const size_t *ties = ermine_network_ties_of(job->network, job->node, &count);
    for (size_t i = 0; i < count; i++) {
        const ermine_tie *tie = ermine_network_tie(job->network, ties[i]);
        if (tie->counts)
            tried[kept++] = (struct tried){tie->weight, {.tie = ties[i]}};
    }
    sort_tried(tried, kept, job->reasons);
    return kept < most_tried ? kept : most_tried;
}

ermine_reason *ermine_network_reasons(const ermine_network *network, size_t node,
                                      const char *measure, ermine_measuring *measuring,
                                      size_t *count, ermine_error *err)
{
    struct job job = {.network = network,
                      .measure = {measure, NULL},
                      .measuring = measuring,
                      .node = node,
                      .nodes = ermine_network_node_count(network),
                      .ties = ermine_network_tie_count(network)};
    size_t all, threads = crew_threads(measuring->work, most_tried), rank;
    ermine_network_ties_of(network, node, &all);
    job.reasons = calloc(all + 1, sizeof *job.reasons);
    struct tried *tried = calloc(all + 1, sizeof *tried);
    bool ok = (job.reasons != NULL && tried != NULL) || error_memory(err);
    double now = 0;
    *count = 0;
    if (ok && open_rooms(&job, threads, err) &&
        value_of(&job, job.weights[0], job.influence[0], &now, &rank, err)) {
        *count = list_ties(&job, tried);
        struct crew_task task = {.blocks = *count, .run = run, .context = &job};
        ok = crew_run(measuring->work, &task, err);
    } else {
        ok = false;
    }
    for (size_t i = 0; ok && i < threads; i++)
        ok = job.errors[i].code == ERMINE_OK ||
             error_set(err, job.errors[i].code, "%s", job.errors[i].message);
    for (size_t i = 0; ok && i < *count; i++)
        tried[i] = (struct tried){fabs(now - job.reasons[i].without), job.reasons[i]};
    if (ok)
        sort_tried(tried, *count, job.reasons);
    close_rooms(&job, threads);
    free(tried);
    if (!ok) {
        free(job.reasons);
        return NULL;
    }
    return job.reasons;
}
