/* influence.c - measures of every node. */
#include "analyze/measures.h"
#include "analyze/ties.h"
#include "base/error.h"
#include "knowledge/knowledge.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { usual_exact = 20000 };
static const double usual_betweenness_error = 0.003, usual_harmonic_error = 0.05;

/* What is made from the graph at hand when a measure is asked for, several measures at once. */
struct making {
    const ermine_network *network;
    const double *weights;
    ermine_measuring *with;
    ermine_graph *plain, *directed; /* without directions; with them, forward */
    ermine_graph *chosen;           /* the one of the direction asked for; may be another's */
    ermine_influence *influence;
    size_t nodes;
    double *values, *more; /* one a node */
    uint32_t *whole;
};

static ermine_graph *chosen_graph(struct making *making, ermine_error *err)
{
    if (making->with->direction == ERMINE_BOTH_WAYS)
        return making->plain;
    if (making->chosen == NULL)
        making->chosen = ties_graph(making->network, making->weights, making->with->direction, err);
    return making->chosen;
}

static ermine_graph *directed_graph(struct making *making, ermine_error *err)
{
    if (making->directed == NULL)
        making->directed = ties_graph(making->network, making->weights, ERMINE_FORWARD, err);
    return making->directed;
}

static double weight_of(const struct making *making, size_t index)
{
    const ermine_tie *tie = ermine_network_tie(making->network, index);
    return making->weights != NULL ? making->weights[index] : tie->counts ? tie->weight : 0;
}

static bool make_degree(struct making *making, ermine_error *err)
{
    (void)err;
    for (size_t i = 0; i < ermine_network_tie_count(making->network); i++) {
        const ermine_tie *tie = ermine_network_tie(making->network, i);
        double weight = weight_of(making, i);
        ermine_influence *subject = &making->influence[tie->subject];
        ermine_influence *object = &making->influence[tie->object];
        if (!(weight > 0))
            continue;
        subject->degree++;
        object->degree++;
        subject->strength += weight;
        object->strength += weight;
        subject->strength_out += weight;
        object->strength_in += weight;
        if (tie->symmetric) {
            subject->strength_in += weight;
            object->strength_out += weight;
        }
    }
    return true;
}

static bool make_pagerank(struct making *making, ermine_error *err)
{
    const ermine_graph *graph = chosen_graph(making, err);
    if (graph == NULL ||
        !ermine_graph_pagerank(graph, 0.85, NULL, making->with->work, making->values, err))
        return false;
    for (size_t i = 0; i < making->nodes; i++)
        making->influence[i].pagerank = making->values[i];
    return true;
}

static bool make_personal(struct making *making, ermine_error *err)
{
    const ermine_graph *graph = chosen_graph(making, err);
    if (making->with->from_count == 0)
        return error_set(err, ERMINE_EINPUT, "personal: from which nodes?");
    memset(making->more, 0, making->nodes * sizeof *making->more);
    for (size_t i = 0; i < making->with->from_count; i++)
        making->more[making->with->from[i]] = 1;
    if (graph == NULL ||
        !ermine_graph_pagerank(graph, 0.85, making->more, making->with->work, making->values, err))
        return false;
    for (size_t i = 0; i < making->nodes; i++)
        making->influence[i].personal = making->values[i];
    return true;
}

static bool make_hits(struct making *making, ermine_error *err)
{
    const ermine_graph *graph = directed_graph(making, err);
    if (graph == NULL ||
        !ermine_graph_hits(graph, making->with->work, making->values, making->more, err))
        return false;
    for (size_t i = 0; i < making->nodes; i++) {
        making->influence[i].hub = making->values[i];
        making->influence[i].authority = making->more[i];
    }
    return true;
}

static bool make_eigenvector(struct making *making, ermine_error *err)
{
    const ermine_graph *graph = chosen_graph(making, err);
    if (graph == NULL || !ermine_graph_eigenvector(graph, making->with->work, making->values, err))
        return false;
    for (size_t i = 0; i < making->nodes; i++)
        making->influence[i].eigenvector = making->values[i];
    return true;
}

static bool make_katz(struct making *making, ermine_error *err)
{
    const ermine_graph *graph = chosen_graph(making, err);
    if (graph == NULL || !ermine_graph_katz(graph, 0, making->with->work, making->values, err))
        return false;
    double most = 0;
    for (size_t i = 0; i < making->nodes; i++)
        most = fmax(most, making->values[i]);
    for (size_t i = 0; i < making->nodes; i++)
        making->influence[i].katz = making->values[i] / most;
    return true;
}

static ermine_sampling wanted_sample(double error)
{
    return (ermine_sampling){.error = error, .confidence = 0.9, .seed = 1};
}

static bool is_exact(const struct making *making)
{
    size_t limit = making->with->exact_up_to > 0 ? making->with->exact_up_to : usual_exact;
    return making->nodes <= limit;
}

static bool make_betweenness(struct making *making, ermine_error *err)
{
    const ermine_graph *graph = chosen_graph(making, err);
    const ermine_work *work = making->with->work;
    double nodes = (double)making->nodes, pairs = (nodes - 1) * (nodes - 2);
    bool exact = is_exact(making);
    double error = making->with->error > 0 ? making->with->error : usual_betweenness_error;
    making->with->betweenness = exact ? (ermine_sampling){0} : wanted_sample(error);
    if (graph == NULL ||
        !(exact ? ermine_graph_betweenness(graph, false, work, making->values, NULL, making->more,
                                           err)
                : ermine_graph_betweenness_sampled(graph, false, &making->with->betweenness, work,
                                                   making->values, err)))
        return false;
    /* Of ordered pairs without the node itself, or of half as many. */
    double scale = !exact ? nodes * (nodes - 1) / pairs
                          : (making->with->direction == ERMINE_BOTH_WAYS ? 2 : 1) / pairs;
    for (size_t i = 0; i < making->nodes; i++) {
        making->influence[i].betweenness = pairs > 0 ? making->values[i] * scale : 0;
        if (exact)
            making->influence[i].harmonic = making->more[i];
    }
    return true;
}

static bool make_harmonic(struct making *making, ermine_error *err)
{
    const ermine_graph *graph = chosen_graph(making, err);
    const ermine_work *work = making->with->work;
    bool exact = is_exact(making);
    /* Its values are larger, and each source costs a search of the whole graph. */
    double error = making->with->error > 0 ? 10 * making->with->error : usual_harmonic_error;
    making->with->harmonic = exact ? (ermine_sampling){0} : wanted_sample(error);
    if (graph == NULL ||
        !(exact ? ermine_graph_harmonic(graph, false, work, making->values, err)
                : ermine_graph_harmonic_sampled(graph, false, &making->with->harmonic, work,
                                                making->values, err)))
        return false;
    for (size_t i = 0; i < making->nodes; i++)
        making->influence[i].harmonic = making->values[i];
    return true;
}

static bool make_core(struct making *making, ermine_error *err)
{
    if (!ermine_graph_cores(making->plain, making->whole, err))
        return false;
    for (size_t i = 0; i < making->nodes; i++)
        making->influence[i].core = making->whole[i];
    return true;
}

static bool make_brokers(struct making *making, ermine_error *err)
{
    if (!ermine_graph_brokers(making->plain, making->with->work, making->values, making->more, err))
        return false;
    for (size_t i = 0; i < making->nodes; i++) {
        making->influence[i].constraint = making->values[i];
        making->influence[i].effective = making->more[i];
    }
    return true;
}

static bool make_cuts(struct making *making, ermine_error *err)
{
    if (!ermine_graph_cuts(making->plain, making->whole, NULL, err))
        return false;
    for (size_t i = 0; i < making->nodes; i++)
        making->influence[i].cut_off = making->whole[i];
    return true;
}

static bool make_capital(struct making *making, ermine_error *err)
{
    if (making->with->known == NULL)
        return error_set(err, ERMINE_EINPUT, "capital: the knowledge tells which ties move money");
    for (size_t i = 0; i < ermine_network_tie_count(making->network); i++) {
        const ermine_tie *tie = ermine_network_tie(making->network, i);
        unsigned roles = knowledge_roles(making->with->known, tie->relation);
        ermine_influence *subject = &making->influence[tie->subject];
        ermine_influence *object = &making->influence[tie->object];
        if (!(weight_of(making, i) > 0))
            continue;
        subject->given += roles & ROLE_SUBJECT_GIVES ? tie->amount_usd : 0;
        object->given += roles & ROLE_OBJECT_GIVES ? tie->amount_usd : 0;
        subject->received += roles & ROLE_SUBJECT_TAKES ? tie->amount_usd : 0;
        object->received += roles & ROLE_OBJECT_TAKES ? tie->amount_usd : 0;
    }
    for (size_t i = 0; i < making->nodes; i++)
        making->influence[i].net = making->influence[i].received - making->influence[i].given;
    return true;
}

enum kind { REAL, WHOLE };

static const struct measure {
    const char *name;
    enum kind kind;
    size_t offset;
    bool (*make)(struct making *making, ermine_error *err);
} table[] = {
    {"degree", WHOLE, offsetof(ermine_influence, degree), make_degree},
    {"strength", REAL, offsetof(ermine_influence, strength), make_degree},
    {"strength_in", REAL, offsetof(ermine_influence, strength_in), make_degree},
    {"strength_out", REAL, offsetof(ermine_influence, strength_out), make_degree},
    {"pagerank", REAL, offsetof(ermine_influence, pagerank), make_pagerank},
    {"personal", REAL, offsetof(ermine_influence, personal), make_personal},
    {"hub", REAL, offsetof(ermine_influence, hub), make_hits},
    {"authority", REAL, offsetof(ermine_influence, authority), make_hits},
    {"eigenvector", REAL, offsetof(ermine_influence, eigenvector), make_eigenvector},
    {"katz", REAL, offsetof(ermine_influence, katz), make_katz},
    {"betweenness", REAL, offsetof(ermine_influence, betweenness), make_betweenness},
    {"harmonic", REAL, offsetof(ermine_influence, harmonic), make_harmonic},
    {"core", WHOLE, offsetof(ermine_influence, core), make_core},
    {"constraint", REAL, offsetof(ermine_influence, constraint), make_brokers},
    {"effective", REAL, offsetof(ermine_influence, effective), make_brokers},
    {"cut_off", WHOLE, offsetof(ermine_influence, cut_off), make_cuts},
    {"given", REAL, offsetof(ermine_influence, given), make_capital},
    {"received", REAL, offsetof(ermine_influence, received), make_capital},
    {"net", REAL, offsetof(ermine_influence, net), make_capital},
};
enum { table_size = sizeof table / sizeof *table };

static const char *const names[] = {
    "degree",    "strength",    "strength_in", "strength_out", "pagerank", "personal", "hub",
    "authority", "eigenvector", "katz",        "betweenness",  "harmonic", "core",     "constraint",
    "effective", "cut_off",     "given",       "received",     "net",      NULL};

static const char *const usual[] = {"degree",   "pagerank", "betweenness", "eigenvector",
                                    "harmonic", "core",     NULL};

const char *const *ermine_measure_names(void)
{
    return names;
}

static const struct measure *find(const char *name)
{
    for (size_t i = 0; i < table_size; i++)
        if (strcmp(table[i].name, name) == 0)
            return &table[i];
    return NULL;
}

static bool not_found(const char *name, ermine_error *err)
{
    return error_set(err, ERMINE_ENOTFOUND, "no measure \"%s\"", name);
}

/* Every maker once, in the order of the table; exact betweenness makes harmonic closeness on its way. */
static bool make_all(struct making *making, ermine_error *err)
{
    const char *const *list = making->with->measures != NULL ? making->with->measures : usual;
    bool wanted[table_size] = {false};
    for (; *list != NULL; list++) {
        const struct measure *measure = find(*list);
        if (measure == NULL)
            return not_found(*list, err);
        wanted[measure - table] = true;
    }
    bool (*done)(struct making *, ermine_error *) = NULL;
    for (size_t i = 0; i < table_size; i++) {
        if (!wanted[i] || table[i].make == done ||
            (table[i].make == make_harmonic && done == make_betweenness && is_exact(making)))
            continue;
        done = table[i].make;
        if (!done(making, err))
            return false;
    }
    return true;
}

bool measures_take(const ermine_network *network, const double *weights,
                   ermine_measuring *measuring, ermine_influence *influence, ermine_error *err)
{
    struct making making = {.network = network,
                            .weights = weights,
                            .with = measuring,
                            .influence = influence,
                            .nodes = ermine_network_node_count(network)};
    making.values = calloc(making.nodes + 1, sizeof *making.values);
    making.more = calloc(making.nodes + 1, sizeof *making.more);
    making.whole = calloc(making.nodes + 1, sizeof *making.whole);
    making.plain = ties_graph(network, weights, ERMINE_BOTH_WAYS, err);
    bool ok = making.plain != NULL &&
              ((making.values != NULL && making.more != NULL && making.whole != NULL) ||
               error_memory(err));
    ok = ok && make_all(&making, err);
    ermine_graph_free(making.plain);
    ermine_graph_free(making.directed);
    ermine_graph_free(making.chosen);
    free(making.values);
    free(making.more);
    free(making.whole);
    return ok;
}

ermine_influence *ermine_network_measure(const ermine_network *network, ermine_measuring *measuring,
                                         ermine_error *err)
{
    ermine_measuring none = {0};
    ermine_influence *influence = calloc(ermine_network_node_count(network) + 1, sizeof *influence);
    if (influence == NULL) {
        error_memory(err);
        return NULL;
    }
    if (!measures_take(network, NULL, measuring == NULL ? &none : measuring, influence, err)) {
        free(influence);
        return NULL;
    }
    return influence;
}

ermine_influence *ermine_network_influence(const ermine_network *network, ermine_error *err)
{
    return ermine_network_measure(network, NULL, err);
}

bool ermine_influence_value(const ermine_influence *influence, const char *name, double *value)
{
    const struct measure *measure = find(name);
    if (measure == NULL)
        return false;
    const char *place = (const char *)influence + measure->offset;
    if (measure->kind == WHOLE)
        *value = (double)*(const size_t *)(const void *)place;
    else
        *value = *(const double *)(const void *)place;
    return true;
}

struct ranked {
    double value, second;
    size_t node;
};

/* Differences of rounding must not decide an order. */
static int compare_values(double a, double b)
{
    if (isnan(a) || isnan(b))
        return (int)isnan(a) - (int)isnan(b);
    if (fabs(a - b) <= 1e-12 * fmax(1, fmax(fabs(a), fabs(b))))
        return 0;
    return a > b ? -1 : 1;
}

static int compare_ranked(const void *left, const void *right)
{
    const struct ranked *a = left, *b = right;
    int order = compare_values(a->value, b->value);
    if (order == 0)
        order = compare_values(a->second, b->second);
    return order != 0 ? order : (a->node > b->node) - (a->node < b->node);
}

size_t *ermine_influence_order(const ermine_influence *influence, size_t count,
                               const char *measure_name, ermine_error *err)
{
    size_t *order = calloc(count + 1, sizeof *order);
    struct ranked *ranked = calloc(count + 1, sizeof *ranked);
    bool ok = order != NULL && ranked != NULL;
    if (!ok)
        error_memory(err);
    bool rising = strcmp(measure_name, "constraint") == 0;
    if (ok && find(measure_name) == NULL)
        ok = not_found(measure_name, err);
    for (size_t i = 0; ok && i < count; i++) {
        ranked[i] = (struct ranked){.second = influence[i].pagerank, .node = i};
        ermine_influence_value(&influence[i], measure_name, &ranked[i].value);
        if (rising)
            ranked[i].value = -ranked[i].value;
    }
    if (ok) {
        qsort(ranked, count, sizeof *ranked, compare_ranked);
        for (size_t i = 0; i < count; i++)
            order[i] = ranked[i].node;
    }
    free(ranked);
    if (!ok) {
        free(order);
        return NULL;
    }
    return order;
}
