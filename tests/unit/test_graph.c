/* test_graph.c - measures of graphs, against plain ways to compute them and against igraph. */
#include "unit/random_graph.h"

#include <igraph/igraph.h>

enum { graphs_tried = 120 };

struct all_pairs {
    double distance[most_nodes][most_nodes], ways[most_nodes][most_nodes];
};

static bool alike(double a, double b)
{
    return isfinite(a) && isfinite(b) && fabs(a - b) <= 1e-9 * (a + b);
}

/* Distances by Floyd and Warshall; ways counted from near to far. */
static void measure_all_pairs(const struct random_graph *graph, bool hops, struct all_pairs *all)
{
    size_t n = graph->nodes;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < n; k++)
            all->distance[i][k] = i == k ? 0 : random_graph_length(graph, i, k, hops);
    for (size_t m = 0; m < n; m++)
        for (size_t i = 0; i < n; i++)
            for (size_t k = 0; k < n; k++)
                all->distance[i][k] =
                    fmin(all->distance[i][k], all->distance[i][m] + all->distance[m][k]);
    for (size_t i = 0; i < n; i++) {
        bool done[most_nodes] = {false};
        for (size_t step = 0; step < n; step++) {
            size_t next = n;
            for (size_t k = 0; k < n; k++)
                if (!done[k] && (next == n || all->distance[i][k] < all->distance[i][next]))
                    next = k;
            done[next] = true;
            all->ways[i][next] = next == i ? 1 : 0;
            for (size_t m = 0; m < n && isfinite(all->distance[i][next]); m++)
                if (m != next && isfinite(all->distance[i][m]) && done[m] &&
                    alike(all->distance[i][m] + random_graph_length(graph, m, next, hops),
                          all->distance[i][next]))
                    all->ways[i][next] += all->ways[i][m];
        }
    }
}

static void betweenness_and_closeness_agree_with_plain_ones(void **state)
{
    (void)state;
    for (unsigned seed = 1; seed <= graphs_tried; seed++) {
        static struct random_graph graph;
        static struct all_pairs all;
        random_graph_make(&graph, seed);
        ermine_graph *built = random_graph_build(&graph);
        size_t n = graph.nodes, edge_count = ermine_graph_edge_count(built);
        ermine_edge edges[most_edges];
        double values[most_nodes], harmonic[most_nodes], again[most_nodes], of_edges[most_edges];
        ermine_graph_edges(built, edges);
        for (int hops = 0; hops < 2; hops++) {
            measure_all_pairs(&graph, hops, &all);
            assert_true(
                ermine_graph_betweenness(built, hops, NULL, values, of_edges, harmonic, NULL));
            assert_true(ermine_graph_harmonic(built, hops, NULL, again, NULL));
            for (size_t v = 0; v < n; v++) {
                double between = 0, near = 0;
                for (size_t i = 0; i < n; i++) {
                    near += i != v ? 1 / all.distance[v][i] : 0;
                    for (size_t k = 0; k < n; k++)
                        if (i != v && k != v && i != k && isfinite(all.distance[i][k]) &&
                            alike(all.distance[i][v] + all.distance[v][k], all.distance[i][k]))
                            between += all.ways[i][v] * all.ways[v][k] / all.ways[i][k];
                }
                assert_close(values[v], graph.directed ? between : between / 2, 1e-6);
                assert_close(harmonic[v], near / (double)(n - 1), 1e-6);
                assert_close(again[v], harmonic[v], 1e-9);
            }
            for (size_t e = 0; e < edge_count; e++) {
                double between = 0;
                size_t from = edges[e].from, to = edges[e].to;
                double length = random_graph_length(&graph, from, to, hops);
                for (size_t i = 0; i < n; i++)
                    for (size_t k = 0; k < n; k++)
                        if (isfinite(all.distance[i][k]) && i != k &&
                            alike(all.distance[i][from] + length + all.distance[to][k],
                                  all.distance[i][k]))
                            between += all.ways[i][from] * all.ways[to][k] / all.ways[i][k];
                assert_close(of_edges[e], between, 1e-6);
            }
        }
        ermine_graph_free(built);
    }
}

/* x = damping (P'x + what is lost) + restart, by many rounds of a dense matrix. */
static void pagerank_agrees_with_a_plain_one(void **state)
{
    (void)state;
    for (unsigned seed = 1; seed <= graphs_tried; seed++) {
        static struct random_graph graph;
        random_graph_make(&graph, seed);
        ermine_graph *built = random_graph_build(&graph);
        size_t n = graph.nodes;
        double restart[most_nodes], x[most_nodes], values[most_nodes], sum = 0;
        for (size_t v = 0; v < n; v++)
            sum += restart[v] = seed % 5 == 0 ? (double)(v % 3) : 1;
        for (size_t v = 0; v < n; v++)
            x[v] = restart[v] / sum;
        for (int round = 0; round < 300; round++) {
            double next[most_nodes] = {0}, lost = 0;
            for (size_t i = 0; i < n; i++) {
                double out = 0;
                for (size_t k = 0; k < n; k++)
                    out += graph.weight[i][k];
                lost += out == 0 ? x[i] : 0;
                for (size_t k = 0; k < n && out > 0; k++)
                    next[k] += 0.85 * x[i] * graph.weight[i][k] / out;
            }
            for (size_t v = 0; v < n; v++)
                x[v] = next[v] + (0.15 + 0.85 * lost) * restart[v] / sum;
        }
        assert_true(
            ermine_graph_pagerank(built, 0.85, seed % 5 == 0 ? restart : NULL, NULL, values, NULL));
        for (size_t v = 0; v < n; v++)
            assert_close(values[v], x[v], 1e-9);
        ermine_graph_free(built);
    }
}

static void katz_solves_its_equation(void **state)
{
    (void)state;
    for (unsigned seed = 1; seed <= graphs_tried; seed++) {
        static struct random_graph graph;
        random_graph_make(&graph, seed);
        ermine_graph *built = random_graph_build(&graph);
        double x[most_nodes];
        assert_true(ermine_graph_katz(built, 0.005, NULL, x, NULL));
        for (size_t v = 0; v < graph.nodes; v++) {
            double sum = 1;
            for (size_t i = 0; i < graph.nodes; i++)
                sum += 0.005 * graph.weight[i][v] * x[i];
            assert_close(x[v], sum, 1e-9);
        }
        ermine_graph_free(built);
    }
}

static void too_large_an_attenuation_is_refused(void **state)
{
    (void)state;
    const ermine_edge edges[] = {{0, 1, 2}, {1, 2, 2}, {0, 2, 2}};
    ermine_graph *graph = ermine_graph_new(3, edges, 3, false, NULL);
    ermine_error err = {0};
    double values[3];
    assert_false(ermine_graph_katz(graph, 0.3, NULL, values, &err));
    assert_int_equal(err.code, ERMINE_EINPUT);
    assert_non_null(strstr(err.message, "0.25"));
    ermine_graph_free(graph);
}

/* Hubs and authorities, and the eigenvector of an undirected graph, stay what they are when multiplied on. */
static void spectral_measures_are_eigenvectors(void **state)
{
    (void)state;
    for (unsigned seed = 1; seed <= graphs_tried; seed++) {
        static struct random_graph graph;
        random_graph_make(&graph, seed);
        ermine_graph *built = random_graph_build(&graph);
        size_t n = graph.nodes;
        double hubs[most_nodes], authorities[most_nodes], next[most_nodes], most = 0;
        assert_true(ermine_graph_hits(built, NULL, hubs, authorities, NULL));
        for (size_t v = 0; v < n; v++) {
            next[v] = 0;
            for (size_t i = 0; i < n; i++)
                next[v] += graph.weight[i][v] * hubs[i];
            most = fmax(most, next[v]);
        }
        for (size_t v = 0; v < n && most > 0; v++)
            assert_close(next[v] / most, authorities[v], 1e-6);
        assert_true(ermine_graph_eigenvector(built, NULL, hubs, NULL));
        most = 0;
        for (size_t v = 0; v < n; v++) {
            next[v] = 0;
            for (size_t i = 0; i < n; i++)
                next[v] += graph.weight[i][v] * hubs[i];
            most = fmax(most, next[v]);
        }
        for (size_t v = 0; v < n && most > 0; v++)
            assert_close(next[v] / most, hubs[v], 1e-6);
        ermine_graph_free(built);
    }
}

static size_t component_size(const struct random_graph *graph, size_t from, size_t gone, bool *met)
{
    size_t stack[most_nodes], count = 0, size = 0;
    met[from] = true;
    for (stack[count++] = from; count > 0;) {
        size_t node = stack[--count];
        size++;
        for (size_t other = 0; other < graph->nodes; other++)
            if (!met[other] && other != gone &&
                (graph->weight[node][other] > 0 || graph->weight[other][node] > 0)) {
                met[other] = true;
                stack[count++] = other;
            }
    }
    return size;
}

static void what_is_cut_off_is_what_falls_apart(void **state)
{
    (void)state;
    for (unsigned seed = 1; seed <= graphs_tried; seed++) {
        static struct random_graph graph;
        random_graph_make(&graph, seed);
        ermine_graph *built = random_graph_build(&graph);
        uint32_t cut_off[most_nodes];
        bool bridges[most_edges];
        ermine_edge edges[most_edges];
        assert_true(ermine_graph_cuts(built, cut_off, bridges, NULL));
        ermine_graph_edges(built, edges);
        for (size_t v = 0; v < graph.nodes; v++) {
            bool met[most_nodes] = {false}, without[most_nodes] = {false};
            size_t whole = component_size(&graph, v, SIZE_MAX, met), largest = 0;
            for (size_t i = 0; i < graph.nodes; i++) {
                if (i == v || !met[i] || without[i])
                    continue;
                size_t size = component_size(&graph, i, v, without);
                largest = size > largest ? size : largest;
            }
            assert_int_equal(cut_off[v], whole - 1 - largest);
        }
        for (size_t e = 0; e < ermine_graph_edge_count(built); e++) {
            size_t a = edges[e].from, b = edges[e].to;
            double kept[2] = {graph.weight[a][b], graph.weight[b][a]};
            bool met[most_nodes] = {false};
            graph.weight[a][b] = graph.weight[b][a] = 0;
            component_size(&graph, a, SIZE_MAX, met);
            assert_int_equal(bridges[e], !met[b]);
            graph.weight[a][b] = kept[0];
            graph.weight[b][a] = kept[1];
        }
        ermine_graph_free(built);
    }
}

static void ignore_warning(const char *reason, const char *file, int line)
{
    (void)reason;
    (void)file;
    (void)line;
}

/* Cores, constraint, betweenness and PageRank as igraph sees them. */
static void igraph_finds_the_same(void **state)
{
    (void)state;
    igraph_set_warning_handler(ignore_warning);
    for (unsigned seed = 1; seed <= graphs_tried; seed++) {
        static struct random_graph graph;
        random_graph_make(&graph, seed);
        ermine_graph *built = random_graph_build(&graph);
        size_t count = ermine_graph_edge_count(built);
        ermine_edge edges[most_edges];
        ermine_graph_edges(built, edges);
        igraph_t peer;
        igraph_vector_int_t ends, cores;
        igraph_vector_t weight, length, values;
        igraph_vector_int_init(&ends, (igraph_integer_t)(2 * count));
        igraph_vector_init(&weight, (igraph_integer_t)count);
        igraph_vector_init(&length, (igraph_integer_t)count);
        igraph_vector_init(&values, 0);
        igraph_vector_int_init(&cores, 0);
        for (size_t i = 0; i < count; i++) {
            VECTOR(ends)[2 * i] = edges[i].from;
            VECTOR(ends)[2 * i + 1] = edges[i].to;
            VECTOR(weight)[i] = edges[i].weight;
            VECTOR(length)[i] = 1 / edges[i].weight;
        }
        igraph_create(&peer, &ends, (igraph_integer_t)graph.nodes, graph.directed);
        double own[most_nodes], constraint[most_nodes];
        uint32_t core[most_nodes];
        assert_true(ermine_graph_cores(built, core, NULL));
        igraph_coreness(&peer, &cores, IGRAPH_ALL);
        assert_true(ermine_graph_brokers(built, NULL, constraint, NULL, NULL));
        assert_true(ermine_graph_betweenness(built, false, NULL, own, NULL, NULL, NULL));
        igraph_betweenness(&peer, &values, igraph_vss_all(), graph.directed, &length);
        for (size_t v = 0; v < graph.nodes; v++) {
            assert_int_equal(core[v], VECTOR(cores)[v]);
            assert_close(own[v], VECTOR(values)[v], 1e-6);
        }
        igraph_constraint(&peer, &values, igraph_vss_all(), &weight);
        for (size_t v = 0; v < graph.nodes; v++)
            assert_true(isnan(constraint[v]) ? isnan(VECTOR(values)[v])
                                             : fabs(constraint[v] - VECTOR(values)[v]) < 1e-6);
        igraph_pagerank(&peer, IGRAPH_PAGERANK_ALGO_PRPACK, &values, NULL, igraph_vss_all(),
                        graph.directed, 0.85, &weight, NULL);
        assert_true(ermine_graph_pagerank(built, 0.85, NULL, NULL, own, NULL));
        for (size_t v = 0; v < graph.nodes; v++)
            assert_close(own[v], VECTOR(values)[v], 1e-6);
        igraph_destroy(&peer);
        igraph_vector_int_destroy(&ends);
        igraph_vector_int_destroy(&cores);
        igraph_vector_destroy(&weight);
        igraph_vector_destroy(&length);
        igraph_vector_destroy(&values);
        ermine_graph_free(built);
    }
}

static void effective_size_takes_away_what_is_redundant(void **state)
{
    (void)state;
    /* a square with a centre: each of the four others is tied to two others of them */
    const ermine_edge edges[] = {{0, 1, 1}, {0, 2, 1}, {0, 3, 1}, {0, 4, 1},
                                 {1, 2, 1}, {2, 3, 1}, {3, 4, 1}, {4, 1, 1}};
    ermine_graph *graph = ermine_graph_new(6, edges, 8, false, NULL);
    double effective[6];
    assert_true(ermine_graph_brokers(graph, NULL, NULL, effective, NULL));
    assert_close(effective[0], 4 - 2, 1e-12); /* degree less mean degree within (Borgatti 1997) */
    assert_close(effective[1], 3 - 4.0 / 3, 1e-12);
    assert_true(isnan(effective[5]));
    ermine_graph_free(graph);
}

/* A larger random graph: a ring with chords, of some weights. */
static ermine_graph *ring(uint32_t nodes, bool directed)
{
    static ermine_edge edges[6000];
    size_t count = 0;
    unsigned random = 5;
    for (uint32_t v = 0; v < nodes; v++) {
        edges[count++] = (ermine_edge){v, (v + 1) % nodes, 1 + v % 3};
        random = random * 1103515245u + 12345u;
        edges[count++] = (ermine_edge){v, (random >> 8) % nodes, 1 + (random >> 4) % 5};
        edges[count++] = (ermine_edge){v % 7, (random >> 9) % nodes, 1};
    }
    return ermine_graph_new(nodes, edges, count, directed, NULL);
}

static void any_number_of_threads_gives_the_same_bits(void **state)
{
    (void)state;
    enum { n = 1500 };
    static double one[n], many[n], more[n], other[n];
    for (int directed = 0; directed < 2; directed++) {
        ermine_graph *graph = ring(n, directed);
        for (int hops = 0; hops < 2; hops++) {
            for (size_t threads = 2; threads <= 5; threads += 3) {
                ermine_work work = {.threads = threads};
                ermine_sampling first = {.error = 0.05}, second = first;
                assert_true(ermine_graph_betweenness(graph, hops, NULL, one, NULL, more, NULL));
                assert_true(ermine_graph_betweenness(graph, hops, &work, many, NULL, other, NULL));
                assert_memory_equal(one, many, sizeof one);
                assert_memory_equal(more, other, sizeof one);
                assert_true(ermine_graph_betweenness_sampled(graph, hops, &first, NULL, one, NULL));
                assert_true(
                    ermine_graph_betweenness_sampled(graph, hops, &second, &work, many, NULL));
                assert_memory_equal(one, many, sizeof one);
                assert_int_equal(first.samples, second.samples);
                assert_true(ermine_graph_harmonic_sampled(graph, hops, &first, NULL, one, NULL));
                assert_true(ermine_graph_harmonic_sampled(graph, hops, &second, &work, many, NULL));
                assert_memory_equal(one, many, sizeof one);
            }
        }
        ermine_graph_free(graph);
    }
}

/* The rich get richer; no two weights are alike, so that ways are of many lengths. */
static ermine_graph *hubs(uint32_t nodes, bool directed)
{
    static ermine_edge edges[6000];
    size_t count = 0;
    unsigned random = 9;
    for (uint32_t v = 1; v < nodes; v++) {
        for (int k = 0; k < 4; k++) {
            random = random * 1103515245u + 12345u;
            const ermine_edge *rich = count == 0 ? NULL : &edges[(random >> 8) % count];
            uint32_t other = rich == NULL || rich->from == v || rich->to == v ? 0
                             : random >> 5 & 1                                ? rich->from
                                                                              : rich->to;
            bool turned = random >> 31;
            edges[count++] = turned && directed
                                 ? (ermine_edge){other, v, 1 + (random >> 10) % 97 / 9.7}
                                 : (ermine_edge){v, other, 1 + (random >> 10) % 97 / 9.7};
        }
    }
    return ermine_graph_new(nodes, edges, count, directed, NULL);
}

/* How far values lie from the truth, in the variance to be expected of so many samples: about 1 where nothing but chance
 * moves them. Of the nodes of more than 1 in 1,000. */
static double mean_square_of_deviations(const double *found, const double *truth, size_t count,
                                        double samples)
{
    double sum = 0;
    size_t taken = 0;
    for (size_t v = 0; v < count; v++) {
        if (truth[v] <= 1e-3)
            continue;
        sum +=
            (found[v] - truth[v]) * (found[v] - truth[v]) / (truth[v] * (1 - truth[v]) / samples);
        taken++;
    }
    assert_true(taken > 30);
    return sum / (double)taken;
}

static void samples_keep_their_bound_and_are_not_biased(void **state)
{
    (void)state;
    enum { n = 500, seeds = 2 };
    static double truth[n], near[n], sampled[n];
    for (int kind = 0; kind < 4; kind++) {
        bool directed = kind % 2, hops = kind / 2;
        ermine_graph *graph = hubs(n, directed);
        double pairs = (double)n * (n - 1) / (directed ? 1 : 2), samples = 0;
        double together[n] = {0};
        assert_true(ermine_graph_betweenness(graph, hops, NULL, truth, NULL, near, NULL));
        for (size_t v = 0; v < n; v++)
            truth[v] /= pairs;
        for (uint64_t seed = 1; seed <= seeds; seed++) {
            ermine_sampling sampling = {.error = 0.007, .confidence = 0.9, .seed = seed};
            assert_true(
                ermine_graph_betweenness_sampled(graph, hops, &sampling, NULL, sampled, NULL));
            assert_true(sampling.error_found <= 0.007 && sampling.samples > 100);
            for (size_t v = 0; v < n; v++) {
                assert_close(sampled[v], truth[v], sampling.error_found);
                together[v] += sampled[v] * (double)sampling.samples;
            }
            samples += (double)sampling.samples;
        }
        for (size_t v = 0; v < n; v++)
            together[v] /= samples;
        assert_close(mean_square_of_deviations(together, truth, n, samples), 1, 0.3);
        ermine_sampling sampling = {.error = 0.15, .seed = 9};
        assert_true(ermine_graph_harmonic_sampled(graph, hops, &sampling, NULL, sampled, NULL));
        assert_true(sampling.samples < n);
        for (size_t v = 0; v < n; v++)
            assert_close(sampled[v], near[v], sampling.error_found * (hops ? 1 : 11));
        ermine_graph_free(graph);
    }
}

static bool stop_at_once(void *context, double share)
{
    ++*(size_t *)context;
    return share > 2;
}

static void work_stops_when_it_is_asked_to(void **state)
{
    (void)state;
    enum { n = 1900 };
    static double values[n];
    size_t asked = 0;
    ermine_work work = {.threads = 2, .progress = stop_at_once, .context = &asked};
    ermine_graph *graph = ring(n, false);
    ermine_error err = {0};
    ermine_sampling sampling = {.error = 0.001};
    assert_false(ermine_graph_betweenness_sampled(graph, false, &sampling, &work, values, &err));
    assert_int_equal(err.code, ERMINE_ESTOPPED);
    assert_true(asked > 0);
    err = (ermine_error){0};
    assert_false(ermine_graph_pagerank(graph, 0.85, NULL, &work, values, &err));
    assert_int_equal(err.code, ERMINE_ESTOPPED);
    ermine_graph_free(graph);
}

static void empty_graphs_have_measures_too(void **state)
{
    (void)state;
    for (size_t n = 0; n <= 3; n++) {
        ermine_graph *graph = ermine_graph_new(n, NULL, 0, n % 2, NULL);
        double values[3], more[3];
        uint32_t whole[3];
        ermine_sampling sampling = {0};
        assert_non_null(graph);
        assert_true(ermine_graph_pagerank(graph, 0.85, NULL, NULL, values, NULL));
        for (size_t v = 0; v < n; v++)
            assert_close(values[v], 1.0 / (double)n, 1e-12);
        assert_true(ermine_graph_betweenness(graph, false, NULL, values, NULL, more, NULL));
        assert_true(ermine_graph_betweenness_sampled(graph, true, &sampling, NULL, values, NULL));
        assert_true(ermine_graph_harmonic(graph, true, NULL, values, NULL));
        assert_true(ermine_graph_eigenvector(graph, NULL, values, NULL));
        assert_true(ermine_graph_katz(graph, 0, NULL, values, NULL));
        assert_true(ermine_graph_hits(graph, NULL, values, more, NULL));
        assert_true(ermine_graph_cores(graph, whole, NULL));
        assert_true(ermine_graph_cuts(graph, whole, NULL, NULL));
        assert_true(ermine_graph_brokers(graph, NULL, values, more, NULL));
        ermine_graph_free(graph);
    }
}

/* Lengths of very different sizes are searched by a heap, alike ones by buckets: both find the same. */
static void a_heap_finds_what_buckets_find(void **state)
{
    (void)state;
    static ermine_edge edges[603];
    double plain[202], wide[202];
    size_t count = 0;
    unsigned random = 3;
    for (uint32_t v = 0; v < 200; v++)
        for (int k = 0; k < 3; k++) {
            random = random * 1103515245u + 12345u;
            edges[count++] = (ermine_edge){v, (random >> 8) % 200, 1 + (random >> 4) % 7};
        }
    ermine_graph *graph = ermine_graph_new(202, edges, count, true, NULL);
    assert_true(ermine_graph_betweenness(graph, false, NULL, plain, NULL, NULL, NULL));
    ermine_graph_free(graph);
    edges[count++] = (ermine_edge){200, 201, 1e9}; /* apart from the others */
    graph = ermine_graph_new(202, edges, count, true, NULL);
    assert_true(ermine_graph_betweenness(graph, false, NULL, wide, NULL, NULL, NULL));
    ermine_graph_free(graph);
    for (size_t v = 0; v < 202; v++)
        assert_close(plain[v], wide[v], 1e-9);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(betweenness_and_closeness_agree_with_plain_ones),
        cmocka_unit_test(pagerank_agrees_with_a_plain_one),
        cmocka_unit_test(katz_solves_its_equation),
        cmocka_unit_test(too_large_an_attenuation_is_refused),
        cmocka_unit_test(spectral_measures_are_eigenvectors),
        cmocka_unit_test(what_is_cut_off_is_what_falls_apart),
        cmocka_unit_test(igraph_finds_the_same),
        cmocka_unit_test(effective_size_takes_away_what_is_redundant),
        cmocka_unit_test(any_number_of_threads_gives_the_same_bits),
        cmocka_unit_test(samples_keep_their_bound_and_are_not_biased),
        cmocka_unit_test(work_stops_when_it_is_asked_to),
        cmocka_unit_test(empty_graphs_have_measures_too),
        cmocka_unit_test(a_heap_finds_what_buckets_find),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
