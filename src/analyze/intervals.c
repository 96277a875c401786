/* intervals.c - how sure ranks are: documents left out, and ties that stand only as surely as they are told. */
#include "analyze/crew.h"
#include "analyze/random.h"
#include "analyze/replicas.h"
#include "base/error.h"
#include "base/map.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { usual_rounds = 200, most_left_out = 200, longest_key = 2048 };
static const double sure = 0.9;

struct document {
    const char *name;
    uint32_t number, ties;
};

struct job {
    struct replicas replicas;
    size_t nodes, ties, rounds;
    uint32_t *first_told, *told_by; /* of each tie: the documents of its evidence */
    struct document *documents;     /* those of most ties first */
    size_t document_count, left_out;
    uint32_t *ranks; /* of each block one row, one a node */
};

static int by_ties(const void *left, const void *right)
{
    const struct document *a = left, *b = right;
    if (a->ties != b->ties)
        return a->ties > b->ties ? -1 : 1;
    int order = strcmp(a->name, b->name);
    return order != 0 ? order : (a->number > b->number) - (a->number < b->number);
}

/* Numbers the documents of all evidence. */
static bool number_documents(struct job *job, ermine_error *err)
{
    size_t evidence = 0;
    for (size_t i = 0; i < job->ties; i++)
        evidence += ermine_network_tie(job->replicas.network, i)->evidence_count;
    job->first_told = calloc(job->ties + 1, sizeof *job->first_told);
    job->told_by = calloc(evidence + 1, sizeof *job->told_by);
    job->documents = calloc(evidence + 1, sizeof *job->documents);
    struct map *numbers = map_new(err);
    bool ok = job->first_told != NULL && job->told_by != NULL && job->documents != NULL;
    if (!ok)
        error_memory(err);
    ok = ok && numbers != NULL;
    size_t at = 0;
    for (size_t i = 0; ok && i < job->ties; i++) {
        const ermine_tie *tie = ermine_network_tie(job->replicas.network, i);
        for (size_t k = 0; ok && k < tie->evidence_count; k++) {
            const ermine_evidence *item = &tie->evidence[k];
            const char *name = item->document == NULL ? "" : item->document;
            uint64_t key[2] = {hash_bytes(name, strlen(name)), 0};
            if (item->source != NULL)
                key[1] = hash_bytes(item->source, strlen(item->source));
            uint32_t number = map_get(numbers, (const char *)key, sizeof key);
            if (number == MAP_NONE) {
                number = (uint32_t)job->document_count++;
                job->documents[number] = (struct document){name, number, 0};
                ok = map_put(numbers, (const char *)key, sizeof key, number, err);
            }
            job->documents[number].ties += tie->counts;
            job->told_by[at++] = number;
        }
        job->first_told[i + 1] = (uint32_t)at;
    }
    map_free(numbers);
    if (ok && job->document_count > 0)
        qsort(job->documents, job->document_count, sizeof *job->documents, by_ties);
    return ok;
}

/* The confidence of a tie, and its weight if it is certain, without what a document says of it. */
static double without(const struct job *job, size_t index, uint32_t document, double *weight)
{
    const ermine_tie *tie = ermine_network_tie(job->replicas.network, index);
    const uint32_t *told = job->told_by + job->first_told[index];
    double sources = (double)(tie->sources > 0 ? tie->sources : 1), doubt = 1;
    double certain = tie->weight / (tie->confidence > 0 ? tie->confidence : 0.01);
    bool tells = false;
    for (size_t i = 0; i < tie->evidence_count; i++) {
        bool again = false;
        for (size_t k = 0; k < i && !again; k++)
            again = told[k] == told[i];
        tells |= told[i] == document;
        if (!again && told[i] != document)
            doubt *= 1 - tie->evidence[i].confidence;
    }
    *weight = certain;
    if (!tells)
        return tie->confidence;
    if (sources < 2)
        return 0;
    *weight = certain / (1 + log(sources)) * (1 + log(sources - 1));
    return 1 - doubt;
}

/* Ranks by falling value, equal ones alike, with the thread's weights. */
static void count_ranks(struct job *job, size_t thread, uint32_t *ranks)
{
    double last = NAN;
    uint32_t rank = 0;
    size_t *order = replicas_rank(&job->replicas, thread);
    for (size_t i = 0; order != NULL && i < job->nodes; i++) {
        double value = replicas_value(&job->replicas, thread, order[i]);
        if (i == 0 || !(fabs(value - last) <= 1e-12 * fmax(1, fabs(last))))
            rank = (uint32_t)i + 1;
        ranks[order[i]] = rank;
        last = value;
    }
    free(order);
}

/* The first blocks are rounds of chance, those behind leave one document out, certain of all else. */
static void run(void *context, size_t thread, size_t block, struct crew *crew)
{
    (void)crew;
    struct job *job = context;
    bool chance = block < job->rounds;
    uint64_t random = random_stream(1, block);
    uint32_t document = UINT32_MAX;
    if (job->document_count > 0)
        document = chance ? (uint32_t)(random_next(&random) % job->document_count)
                          : job->documents[block - job->rounds].number;
    double *weights = job->replicas.weights[thread];
    for (size_t i = 0; i < job->ties; i++) {
        double weight, confidence = without(job, i, document, &weight);
        double kept = chance ? (random_share(&random) < confidence ? 1 : 0) : confidence;
        weights[i] = ermine_network_tie(job->replicas.network, i)->counts ? weight * kept : 0;
    }
    count_ranks(job, thread, job->ranks + block * job->nodes);
}

static int compare_ranks(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

static void sum_up_node(const struct job *job, size_t node, const uint32_t *now, uint32_t *column,
                        ermine_interval *interval)
{
    for (size_t r = 0; r < job->rounds; r++)
        column[r] = job->ranks[r * job->nodes + node];
    qsort(column, job->rounds, sizeof *column, compare_ranks);
    size_t cut = (size_t)floor((1 - sure) / 2 * (double)job->rounds);
    interval->low = column[cut] < now[node] ? column[cut] : now[node];
    interval->high =
        column[job->rounds - 1 - cut] > now[node] ? column[job->rounds - 1 - cut] : now[node];
    interval->worst = now[node];
    for (size_t d = 0; d < job->left_out; d++) {
        uint32_t rank = job->ranks[(job->rounds + d) * job->nodes + node];
        if (rank > interval->worst) {
            interval->worst = rank;
            interval->worst_source = job->documents[d].name;
        }
    }
}

/* Who cannot be told from the first of a group shares its rank. */
static void share_ranks(const struct job *job, const size_t *order, ermine_interval *intervals)
{
    size_t leader = 0;
    for (size_t i = 0; i < job->nodes; i++) {
        size_t before = 0;
        for (size_t r = 0; r < job->rounds; r++) {
            const uint32_t *row = job->ranks + r * job->nodes;
            before += row[order[leader]] < row[order[i]];
        }
        if ((double)before >= sure * (double)job->rounds)
            leader = i;
        intervals[order[i]].shared = leader + 1;
    }
}

/* `order` is that of the network as it is. */
static bool sum_up(struct job *job, const size_t *order, ermine_interval *intervals,
                   ermine_error *err)
{
    uint32_t *now = malloc((job->nodes + 1) * sizeof *now);
    uint32_t *column = malloc((job->rounds + 1) * sizeof *column);
    bool ok = (now != NULL && column != NULL) || error_memory(err);
    for (size_t i = 0; ok && i < job->nodes; i++)
        now[order[i]] = (uint32_t)i + 1; /* where it stands, also among equals */
    for (size_t i = 0; ok && i < job->nodes; i++)
        sum_up_node(job, i, now, column, &intervals[i]);
    if (ok)
        share_ranks(job, order, intervals);
    free(column);
    free(now);
    return ok;
}

static bool make_rounds(struct job *job, const ermine_work *work, ermine_interval *intervals,
                        ermine_error *err)
{
    size_t blocks = job->rounds + job->left_out;
    if (job->nodes > 0 && blocks >= SIZE_MAX / sizeof *job->ranks / job->nodes)
        return error_memory(err);
    job->ranks = malloc((blocks * job->nodes + 1) * sizeof *job->ranks);
    if (job->ranks == NULL)
        return error_memory(err);
    struct crew_task task = {.blocks = blocks, .run = run, .context = job};
    size_t *order = replicas_rank(&job->replicas, 0);
    bool ok = order != NULL && crew_run(work, &task, err);
    ok = replicas_ok(&job->replicas, err) && ok && sum_up(job, order, intervals, err);
    free(order);
    return ok;
}

ermine_interval *ermine_network_intervals(const ermine_network *network, const char *measure,
                                          ermine_measuring *measuring, size_t rounds,
                                          ermine_error *err)
{
    struct job job = {.replicas = {.network = network,
                                   .measure = {measure, NULL},
                                   .measuring = measuring,
                                   .nodes = ermine_network_node_count(network),
                                   .ties = ermine_network_tie_count(network)},
                      .nodes = ermine_network_node_count(network),
                      .ties = ermine_network_tie_count(network),
                      .rounds = rounds > 0 ? rounds : usual_rounds};
    ermine_interval *intervals = calloc(job.nodes + 1, sizeof *intervals);
    bool ok = (intervals != NULL || error_memory(err)) && number_documents(&job, err);
    job.left_out = job.document_count < most_left_out ? job.document_count : most_left_out;
    size_t threads = crew_threads(measuring->work, job.rounds + job.left_out);
    ok = ok && replicas_open(&job.replicas, threads, err) &&
         make_rounds(&job, measuring->work, intervals, err);
    replicas_close(&job.replicas);
    free(job.ranks);
    free(job.first_told);
    free(job.told_by);
    free(job.documents);
    if (!ok) {
        free(intervals);
        return NULL;
    }
    return intervals;
}
