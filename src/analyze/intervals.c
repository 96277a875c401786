/* intervals.c - how sure ranks are: documents left out, and ties that stand only as surely as they are told. */
#include "analyze/crew.h"
#include "analyze/measures.h"
#include "analyze/random.h"
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
    const ermine_network *network;
    const char *const measure[2]; /* its name, and NULL */
    const ermine_measuring *measuring;
    size_t nodes, ties, rounds;
    uint32_t *first_told, *told_by; /* of each tie: the documents of its evidence */
    struct document *documents;     /* those of most ties first */
    size_t document_count, left_out;
    double **weights; /* of each thread, one a tie */
    ermine_influence **influence;
    uint32_t *ranks; /* of each block one row, one a node */
    ermine_error *errors;
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
        evidence += ermine_network_tie(job->network, i)->evidence_count;
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
        const ermine_tie *tie = ermine_network_tie(job->network, i);
        for (size_t k = 0; ok && k < tie->evidence_count; k++) {
            const ermine_evidence *item = &tie->evidence[k];
            const char *name = item->document == NULL ? "" : item->document;
            uint64_t key[2] = {hash_bytes(FNV_START, name, strlen(name)), 0};
            if (item->source != NULL)
                key[1] = hash_bytes(FNV_START, item->source, strlen(item->source));
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
    const ermine_tie *tie = ermine_network_tie(job->network, index);
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

/* Ranks by falling value, equal ones alike. */
static void count_ranks(const struct job *job, const ermine_influence *influence,
                        const size_t *order, uint32_t *ranks)
{
    double last = NAN;
    uint32_t rank = 0;
    for (size_t i = 0; i < job->nodes; i++) {
        double value = 0;
        ermine_influence_value(&influence[order[i]], job->measure[0], &value);
        if (i == 0 || !(fabs(value - last) <= 1e-12 * fmax(1, fabs(last))))
            rank = (uint32_t)i + 1;
        ranks[order[i]] = rank;
        last = value;
    }
}

static bool rank_nodes(const struct job *job, const double *weights, ermine_influence *influence,
                       uint32_t *ranks, ermine_error *err)
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
    count_ranks(job, influence, order, ranks);
    free(order);
    return true;
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
    for (size_t i = 0; i < job->ties; i++) {
        double weight, confidence = without(job, i, document, &weight);
        double kept = chance ? (random_share(&random) < confidence ? 1 : 0) : confidence;
        job->weights[thread][i] = ermine_network_tie(job->network, i)->counts ? weight * kept : 0;
    }
    rank_nodes(job, job->weights[thread], job->influence[thread], job->ranks + block * job->nodes,
               &job->errors[thread]);
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

static bool sum_up(struct job *job, ermine_influence *influence, uint32_t *now,
                   ermine_interval *intervals, ermine_error *err)
{
    size_t *order = ermine_influence_order(influence, job->nodes, job->measure[0], err);
    uint32_t *column = malloc((job->rounds + 1) * sizeof *column);
    bool ok = order != NULL && (column != NULL || error_memory(err));
    for (size_t i = 0; ok && i < job->nodes; i++)
        sum_up_node(job, i, now, column, &intervals[i]);
    if (ok)
        share_ranks(job, order, intervals);
    free(column);
    free(order);
    return ok;
}

static bool open_rooms(struct job *job, size_t threads, ermine_error *err)
{
    job->weights = calloc(threads, sizeof *job->weights);
    job->influence = calloc(threads, sizeof *job->influence);
    job->errors = calloc(threads, sizeof *job->errors);
    if (job->nodes > 0 && job->rounds + job->left_out >= SIZE_MAX / sizeof(uint32_t) / job->nodes)
        return error_memory(err);
    job->ranks = malloc(((job->rounds + job->left_out) * job->nodes + 1) * sizeof *job->ranks);
    bool ok =
        job->weights != NULL && job->influence != NULL && job->errors != NULL && job->ranks != NULL;
    for (size_t i = 0; ok && i < threads; i++) {
        job->weights[i] = malloc((job->ties + 1) * sizeof **job->weights);
        job->influence[i] = malloc((job->nodes + 1) * sizeof **job->influence);
        ok = job->weights[i] != NULL && job->influence[i] != NULL;
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
    free(job->ranks);
    free(job->first_told);
    free(job->told_by);
    free(job->documents);
}

ermine_interval *ermine_network_intervals(const ermine_network *network, const char *measure,
                                          ermine_measuring *measuring, size_t rounds,
                                          ermine_error *err)
{
    struct job job = {.network = network,
                      .measure = {measure, NULL},
                      .measuring = measuring,
                      .nodes = ermine_network_node_count(network),
                      .ties = ermine_network_tie_count(network),
                      .rounds = rounds > 0 ? rounds : usual_rounds};
    ermine_interval *intervals = calloc(job.nodes + 1, sizeof *intervals);
    ermine_influence *influence = calloc(job.nodes + 1, sizeof *influence);
    uint32_t *now = calloc(job.nodes + 1, sizeof *now);
    bool ok = (intervals != NULL && influence != NULL && now != NULL) || error_memory(err);
    ok = ok && number_documents(&job, err) && rank_nodes(&job, NULL, influence, now, err);
    job.left_out = job.document_count < most_left_out ? job.document_count : most_left_out;
    size_t threads = crew_threads(measuring->work, job.rounds + job.left_out);
    struct crew_task task = {.blocks = job.rounds + job.left_out, .run = run, .context = &job};
    if (ok)
        ok = open_rooms(&job, threads, err) && crew_run(measuring->work, &task, err);
    for (size_t i = 0; ok && i < threads; i++)
        ok = job.errors[i].code == ERMINE_OK ||
             error_set(err, job.errors[i].code, "%s", job.errors[i].message);
    ok = ok && sum_up(&job, influence, now, intervals, err);
    close_rooms(&job, threads);
    free(influence);
    free(now);
    if (!ok) {
        free(intervals);
        return NULL;
    }
    return intervals;
}
