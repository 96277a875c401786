/* analysis.c - the graph measures, timed: those of ermine and those of igraph's C, on the same edges.
 *
 *   analysis make ba|rmat NODES FILE [weighted] [directed]
 *   analysis ermine|igraph FILE FOLDER THREADS MEASURE...
 *
 * A file of edges holds uint32 nodes, directed, count, 0, then count x (uint32 from, uint32 to), then count x double
 * weight. For each measure one line of JSON tells the seconds; the values go to FOLDER/TOOL-MEASURE.bin as doubles. */
#include "analyze/partition.h"
#include "bench/generate.h"
#include "ermine/ermine.h"

#include <igraph/igraph.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct input {
    uint32_t nodes, directed, count, unused;
    ermine_edge *edges;
    bool weighted;
};

struct moment {
    double wall, processor;
};

static double read_clock(clockid_t clock)
{
    struct timespec time;
    clock_gettime(clock, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static struct moment now(void)
{
    return (struct moment){read_clock(CLOCK_MONOTONIC), read_clock(CLOCK_PROCESS_CPUTIME_ID)};
}

/* What getrusage() tells begins with what the process was forked from. */
static long peak(void)
{
    FILE *file = fopen("/proc/self/status", "r");
    char line[200];
    long kilobytes = 0;
    while (file != NULL && fgets(line, sizeof line, file) != NULL)
        if (strncmp(line, "VmHWM:", 6) == 0)
            kilobytes = strtol(line + 6, NULL, 10);
    if (file != NULL)
        fclose(file);
    return kilobytes / 1024;
}

static int make(int count, char **arguments)
{
    bool weighted = false, directed = false;
    for (int i = 3; i < count; i++) {
        weighted = weighted || strcmp(arguments[i], "weighted") == 0;
        directed = directed || strcmp(arguments[i], "directed") == 0;
    }
    size_t edges;
    uint32_t nodes = (uint32_t)strtoul(arguments[1], NULL, 10);
    struct pair *pairs = strcmp(arguments[0], "ba") == 0
                             ? generate_barabasi_albert(nodes, 5, 1, &edges)
                             : generate_rmat(nodes, 5, 1, &edges);
    FILE *file = fopen(arguments[2], "wb");
    if (pairs == NULL || file == NULL)
        return 4;
    uint32_t head[4] = {nodes, directed, (uint32_t)edges, 0}, random = 1;
    fwrite(head, sizeof head, 1, file);
    for (size_t i = 0; i < edges; i++) {
        random = random * 1664525u + 1013904223u;
        struct pair turned = {pairs[i].to, pairs[i].from};
        fwrite(directed && random >> 31 ? &turned : &pairs[i], sizeof turned, 1, file);
    }
    for (size_t i = 0; i < edges; i++) {
        random = random * 1664525u + 1013904223u;
        double weight = weighted ? 1 + (random >> 8) / 1677721.6 : 1; /* 1 to 11 */
        fwrite(&weight, sizeof weight, 1, file);
    }
    free(pairs);
    return fclose(file) == 0 ? 0 : 4;
}

static bool read_input(const char *path, struct input *input)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL || fread(input, 16, 1, file) != 1)
        return false;
    input->edges = malloc(((size_t)input->count + 1) * sizeof *input->edges);
    if (input->edges == NULL)
        return false;
    for (size_t i = 0; i < input->count; i++)
        if (fread(&input->edges[i], 8, 1, file) != 1)
            return false;
    for (size_t i = 0; i < input->count; i++) {
        if (fread(&input->edges[i].weight, 8, 1, file) != 1)
            return false;
        input->weighted = input->weighted || input->edges[i].weight != 1;
    }
    fclose(file);
    return true;
}

static void report(const char *folder, const char *tool, const char *measure, struct moment start,
                   const double *values, size_t count, const char *more)
{
    char path[1000];
    struct moment end = now();
    snprintf(path, sizeof path, "%s/%s-%s.bin", folder, tool, measure);
    FILE *file = fopen(path, "wb");
    if (file != NULL) {
        fwrite(values, sizeof *values, count, file);
        fclose(file);
    }
    printf("{\"measure\":\"%s\",\"seconds\":%.4f,\"processor\":%.4f,\"peak_mb\":%ld%s}\n", measure,
           end.wall - start.wall, end.processor - start.processor, peak(), more);
    fflush(stdout);
}

struct bench {
    struct input input;
    ermine_graph *graph;
    ermine_work work;
    double *values, *more;
    uint32_t *whole;
    char told[200];
};

static bool by_cores(struct bench *bench)
{
    bool ok = ermine_graph_cores(bench->graph, bench->whole, NULL);
    for (size_t v = 0; v < bench->input.nodes; v++)
        bench->values[v] = bench->whole[v];
    return ok;
}

static bool by_cuts(struct bench *bench)
{
    bool ok = ermine_graph_cuts(bench->graph, bench->whole, NULL, NULL);
    for (size_t v = 0; v < bench->input.nodes; v++)
        bench->values[v] = bench->whole[v] > 0;
    return ok;
}

static bool by_leiden(struct bench *bench)
{
    size_t *of = malloc(bench->input.nodes * sizeof *of);
    double *together = malloc((ermine_graph_edge_count(bench->graph) + 1) * sizeof *together);
    double modularity = 0;
    ermine_grouping grouping = {.runs = 1};
    bool ok = of != NULL && together != NULL &&
              partition_make(bench->graph, &grouping, of, together, &modularity, NULL);
    for (size_t v = 0; ok && v < bench->input.nodes; v++)
        bench->values[v] = (double)of[v];
    snprintf(bench->told, sizeof bench->told, ",\"modularity\":%.6f", modularity);
    free(of);
    free(together);
    return ok;
}

static bool sampled(struct bench *bench, double error, bool harmonic)
{
    bool hops = !bench->input.weighted;
    ermine_sampling sampling = {.error = error, .confidence = 0.9, .seed = 1};
    bool ok = harmonic ? ermine_graph_harmonic_sampled(bench->graph, hops, &sampling, &bench->work,
                                                       bench->values, NULL)
                       : ermine_graph_betweenness_sampled(bench->graph, hops, &sampling,
                                                          &bench->work, bench->values, NULL);
    snprintf(bench->told, sizeof bench->told, ",\"samples\":%zu,\"error\":%g", sampling.samples,
             sampling.error_found);
    return ok;
}

static bool measure_ermine(struct bench *bench, const char *measure)
{
    const ermine_graph *graph = bench->graph;
    const ermine_work *work = &bench->work;
    bool hops = !bench->input.weighted;
    bench->told[0] = '\0';
    if (strcmp(measure, "pagerank") == 0)
        return ermine_graph_pagerank(graph, 0.85, NULL, work, bench->values, NULL);
    if (strcmp(measure, "betweenness") == 0)
        return ermine_graph_betweenness(graph, hops, work, bench->values, NULL, NULL, NULL);
    if (strcmp(measure, "betweenness_sampled") == 0)
        return sampled(bench, 0.003, false);
    if (strcmp(measure, "harmonic") == 0)
        return ermine_graph_harmonic(graph, hops, work, bench->values, NULL);
    if (strcmp(measure, "harmonic_sampled") == 0)
        return sampled(bench, 0.05, true);
    if (strcmp(measure, "cores") == 0)
        return by_cores(bench);
    if (strcmp(measure, "articulation") == 0)
        return by_cuts(bench);
    if (strcmp(measure, "eigenvector") == 0)
        return ermine_graph_eigenvector(graph, work, bench->values, NULL);
    if (strcmp(measure, "hits") == 0)
        return ermine_graph_hits(graph, work, bench->more, bench->values, NULL);
    if (strcmp(measure, "katz") == 0)
        return ermine_graph_katz(graph, 0.001, work, bench->values, NULL);
    if (strcmp(measure, "constraint") == 0)
        return ermine_graph_brokers(graph, work, bench->values, NULL, NULL);
    if (strcmp(measure, "effective_size") == 0)
        return ermine_graph_brokers(graph, work, NULL, bench->values, NULL);
    return strcmp(measure, "leiden") == 0 && by_leiden(bench);
}

static int run_ermine(int count, char **arguments)
{
    struct bench bench = {.work = {.threads = strtoul(arguments[2], NULL, 10)}};
    if (!read_input(arguments[0], &bench.input))
        return 3;
    size_t nodes = bench.input.nodes;
    bench.values = calloc(nodes + 1, sizeof *bench.values);
    bench.more = calloc(nodes + 1, sizeof *bench.more);
    bench.whole = calloc(nodes + 1, sizeof *bench.whole);
    struct moment start = now();
    bench.graph =
        ermine_graph_new(nodes, bench.input.edges, bench.input.count, bench.input.directed, NULL);
    if (bench.graph == NULL || bench.values == NULL || bench.more == NULL || bench.whole == NULL)
        return 4;
    report(arguments[1], "ermine", "build", start, bench.values, 0, "");
    free(bench.input.edges);
    for (int i = 3; i < count; i++) {
        start = now();
        if (!measure_ermine(&bench, arguments[i]))
            return 4;
        report(arguments[1], "ermine", arguments[i], start, bench.values, nodes, bench.told);
    }
    ermine_graph_free(bench.graph);
    free(bench.values);
    free(bench.more);
    free(bench.whole);
    return 0;
}

struct peer_bench {
    igraph_t graph;
    igraph_vector_t weight, length, values, more;
    igraph_vector_int_t whole;
    bool directed, weighted;
    char told[200];
};

static void copy_whole(struct peer_bench *bench)
{
    igraph_vector_resize(&bench->values, igraph_vector_int_size(&bench->whole));
    for (igraph_integer_t i = 0; i < igraph_vector_int_size(&bench->whole); i++)
        VECTOR(bench->values)[i] = (double)VECTOR(bench->whole)[i];
}

static bool peer_leiden(struct peer_bench *bench)
{
    igraph_vector_t strength;
    igraph_real_t modularity;
    igraph_vector_init(&strength, 0);
    igraph_strength(&bench->graph, &strength, igraph_vss_all(), IGRAPH_ALL, 0, &bench->weight);
    igraph_rng_seed(igraph_rng_default(), 1);
    bool ok = igraph_community_leiden(&bench->graph, &bench->weight, &strength,
                                      1 / igraph_vector_sum(&strength), 0.01, false, 2,
                                      &bench->whole, NULL, NULL) == IGRAPH_SUCCESS;
    igraph_modularity(&bench->graph, &bench->whole, &bench->weight, 1, false, &modularity);
    copy_whole(bench);
    snprintf(bench->told, sizeof bench->told, ",\"modularity\":%.6f", modularity);
    igraph_vector_destroy(&strength);
    return ok;
}

static bool peer_articulation(struct peer_bench *bench)
{
    bool ok = igraph_articulation_points(&bench->graph, &bench->whole) == IGRAPH_SUCCESS;
    igraph_vector_resize(&bench->values, igraph_vcount(&bench->graph));
    igraph_vector_null(&bench->values);
    for (igraph_integer_t i = 0; i < igraph_vector_int_size(&bench->whole); i++)
        VECTOR(bench->values)[VECTOR(bench->whole)[i]] = 1;
    return ok;
}

static bool measure_igraph(struct peer_bench *bench, const char *measure)
{
    const igraph_vector_t *weight = bench->weighted ? &bench->weight : NULL;
    const igraph_vector_t *length = bench->weighted ? &bench->length : NULL;
    igraph_vs_t all = igraph_vss_all();
    igraph_arpack_options_t options;
    igraph_error_t code = IGRAPH_FAILURE;
    igraph_arpack_options_init(&options);
    bench->told[0] = '\0';
    if (strcmp(measure, "pagerank") == 0)
        code = igraph_pagerank(&bench->graph, IGRAPH_PAGERANK_ALGO_PRPACK, &bench->values, NULL,
                               all, bench->directed, 0.85, weight, NULL);
    else if (strcmp(measure, "betweenness") == 0)
        code = igraph_betweenness(&bench->graph, &bench->values, all, bench->directed, length);
    else if (strcmp(measure, "harmonic") == 0)
        code = igraph_harmonic_centrality(&bench->graph, &bench->values, all,
                                          bench->directed ? IGRAPH_OUT : IGRAPH_ALL, length, true);
    else if (strcmp(measure, "cores") == 0)
        code = igraph_coreness(&bench->graph, &bench->whole, IGRAPH_ALL);
    else if (strcmp(measure, "eigenvector") == 0)
        code = igraph_eigenvector_centrality(&bench->graph, &bench->values, NULL, bench->directed,
                                             true, weight, &options);
    else if (strcmp(measure, "hits") == 0)
        code = igraph_hub_and_authority_scores(&bench->graph, &bench->more, &bench->values, NULL,
                                               true, weight, &options);
    else if (strcmp(measure, "constraint") == 0)
        code = igraph_constraint(&bench->graph, &bench->values, all, weight);
    else if (strcmp(measure, "articulation") == 0)
        return peer_articulation(bench);
    else if (strcmp(measure, "leiden") == 0)
        return peer_leiden(bench);
    if (strcmp(measure, "cores") == 0)
        copy_whole(bench);
    return code == IGRAPH_SUCCESS;
}

static int run_igraph(int count, char **arguments)
{
    struct input input = {0};
    if (!read_input(arguments[0], &input))
        return 3;
    struct peer_bench bench = {.directed = input.directed, .weighted = input.weighted};
    igraph_integer_t edges = input.count;
    igraph_vector_int_t ends;
    igraph_vector_int_init(&ends, 2 * edges);
    igraph_vector_int_init(&bench.whole, 0);
    igraph_vector_init(&bench.weight, edges);
    igraph_vector_init(&bench.length, edges);
    igraph_vector_init(&bench.values, 0);
    igraph_vector_init(&bench.more, 0);
    for (igraph_integer_t i = 0; i < edges; i++) {
        VECTOR(ends)[2 * i] = input.edges[i].from;
        VECTOR(ends)[2 * i + 1] = input.edges[i].to;
        VECTOR(bench.weight)[i] = input.edges[i].weight;
        VECTOR(bench.length)[i] = 1 / input.edges[i].weight;
    }
    free(input.edges);
    struct moment start = now();
    igraph_create(&bench.graph, &ends, input.nodes, input.directed);
    report(arguments[1], "igraph", "build", start, NULL, 0, "");
    igraph_vector_int_destroy(&ends);
    for (int i = 3; i < count; i++) {
        start = now();
        if (!measure_igraph(&bench, arguments[i]))
            return 4;
        report(arguments[1], "igraph", arguments[i], start, VECTOR(bench.values),
               (size_t)igraph_vector_size(&bench.values), bench.told);
    }
    igraph_destroy(&bench.graph);
    igraph_vector_int_destroy(&bench.whole);
    igraph_vector_destroy(&bench.weight);
    igraph_vector_destroy(&bench.length);
    igraph_vector_destroy(&bench.values);
    igraph_vector_destroy(&bench.more);
    return 0;
}

int main(int count, char **arguments)
{
    if (count >= 5 && strcmp(arguments[1], "make") == 0)
        return make(count - 2, arguments + 2);
    if (count >= 6 && strcmp(arguments[1], "ermine") == 0)
        return run_ermine(count - 2, arguments + 2);
    if (count >= 6 && strcmp(arguments[1], "igraph") == 0)
        return run_igraph(count - 2, arguments + 2);
    fputs("usage: analysis make ba|rmat NODES FILE [weighted] [directed] | analysis "
          "ermine|igraph FILE FOLDER THREADS MEASURE...\n",
          stderr);
    return 2;
}
