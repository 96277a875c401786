/* test_leiden.c - groups by the Leiden algorithm: that they hang together, are good, and the same every time. */
#include "unit/random_graph.h"

#include "analyze/graph.h"
#include "analyze/leiden.h"
#include "analyze/random.h"

#include <igraph/igraph.h>

enum { graphs_tried = 60, planted = 5, planted_size = 24, planted_nodes = planted * planted_size };

static void masses_of(const ermine_graph *graph, bool modularity, double *mass, double *sum)
{
    *sum = 0;
    for (uint32_t v = 0; v < graph->nodes; v++) {
        double strength = 0;
        for (uint32_t i = graph->out.first[v]; i < graph->out.first[v + 1]; i++)
            strength += graph->out.weight[i];
        mass[v] = modularity ? strength : 1;
        *sum += strength;
    }
}

static struct leiden problem_of(const ermine_graph *graph, bool modularity, double *mass)
{
    double sum;
    masses_of(graph, modularity, mass, &sum);
    /* of the Potts model half more than the density of the whole */
    double n = graph->nodes + 1.0;
    double resolution = modularity ? (sum > 0 ? 1 / sum : 1) : 1.5 * sum / (n * n);
    return (struct leiden){graph->nodes, graph->out.first, graph->out.end, graph->out.weight,
                           mass,         resolution};
}

/* Whether all members of the group of `start` are reached from it within the group. */
static bool hangs_together(const struct leiden *graph, const uint32_t *of, uint32_t start)
{
    bool seen[most_nodes] = {false};
    uint32_t waiting[most_nodes], count = 0, reached = 0, members = 0;
    waiting[count++] = start;
    seen[start] = true;
    while (count > 0) {
        uint32_t v = waiting[--count];
        reached++;
        for (uint32_t i = graph->first[v]; i < graph->first[v + 1]; i++) {
            uint32_t other = graph->end[i];
            if (of[other] == of[v] && !seen[other]) {
                seen[other] = true;
                waiting[count++] = other;
            }
        }
    }
    for (uint32_t v = 0; v < graph->nodes; v++)
        members += of[v] == of[start];
    return reached == members;
}

static ermine_graph *undirected(unsigned seed)
{
    static struct random_graph graph;
    random_graph_make(&graph, seed);
    graph.directed = false;
    return random_graph_build(&graph);
}

static void groups_hang_together_and_no_node_gains_by_leaving_alone(void **state)
{
    (void)state;
    for (unsigned seed = 1; seed <= graphs_tried; seed++) {
        ermine_graph *graph = undirected(seed);
        for (int modularity = 0; modularity < 2; modularity++) {
            double mass[most_nodes];
            uint32_t of[most_nodes], again[most_nodes];
            struct leiden problem = problem_of(graph, modularity, mass);
            assert_true(leiden_divide(&problem, seed, NULL, of, NULL));
            assert_true(leiden_divide(&problem, seed, NULL, again, NULL));
            assert_memory_equal(of, again, graph->nodes * sizeof *of);
            double quality = leiden_quality(&problem, of);
            for (uint32_t v = 0; v < graph->nodes; v++) {
                assert_true(of[v] < graph->nodes);
                assert_true(hangs_together(&problem, of, v));
                memcpy(again, of, sizeof again);
                uint32_t free_group = 0;
                for (uint32_t u = 0; u < graph->nodes; u++)
                    if (of[u] == free_group) {
                        free_group++;
                        u = UINT32_MAX; /* from the start */
                    }
                if (free_group >= graph->nodes)
                    continue;
                again[v] = free_group;
                assert_true(leiden_quality(&problem, again) <= quality + 1e-6 * fabs(quality));
            }
        }
        ermine_graph_free(graph);
    }
}

static ermine_graph *planted_graph(uint64_t seed, double inside, double outside, double weight)
{
    static ermine_edge edges[planted_nodes * planted_nodes];
    size_t count = 0;
    for (uint32_t a = 0; a < planted_nodes; a++)
        for (uint32_t b = a + 1; b < planted_nodes; b++)
            if (random_share(&seed) < (a % planted == b % planted ? inside : outside))
                edges[count++] = (ermine_edge){a, b, weight};
    ermine_graph *graph = ermine_graph_new(planted_nodes, edges, count, false, NULL);
    assert_non_null(graph);
    return graph;
}

static void planted_groups_are_found_whatever_weights_are_counted_in(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        uint32_t of[2][planted_nodes];
        for (int large = 0; large < 2; large++) {
            ermine_graph *graph = planted_graph(seed, 0.6, 0.05, large ? 1e9 : 1);
            double mass[planted_nodes];
            struct leiden problem = problem_of(graph, true, mass);
            assert_true(leiden_divide(&problem, seed, NULL, of[large], NULL));
            for (uint32_t a = 0; a < planted_nodes; a++)
                for (uint32_t b = 0; b < a; b++)
                    assert_int_equal(of[large][graph->inner[a]] == of[large][graph->inner[b]],
                                     a % planted == b % planted);
            ermine_graph_free(graph);
        }
    }
}

static double quality_of_igraph(const ermine_graph *graph, const struct leiden *problem)
{
    igraph_t peer;
    igraph_vector_t weight, mass;
    igraph_vector_int_t ends, membership;
    assert_int_equal(igraph_vector_init(&weight, 0), 0);
    assert_int_equal(igraph_vector_init(&mass, graph->nodes), 0);
    assert_int_equal(igraph_vector_int_init(&ends, 0), 0);
    assert_int_equal(igraph_vector_int_init(&membership, 0), 0);
    for (uint32_t v = 0; v < graph->nodes; v++) {
        VECTOR(mass)[v] = problem->mass[v];
        for (uint32_t i = problem->first[v]; i < problem->first[v + 1]; i++) {
            if (problem->end[i] < v)
                continue;
            igraph_vector_int_push_back(&ends, v);
            igraph_vector_int_push_back(&ends, problem->end[i]);
            igraph_vector_push_back(&weight, problem->weight[i]);
        }
    }
    igraph_rng_seed(igraph_rng_default(), 1);
    assert_int_equal(igraph_create(&peer, &ends, graph->nodes, IGRAPH_UNDIRECTED), 0);
    assert_int_equal(igraph_community_leiden(&peer, &weight, &mass, problem->resolution, 0.01,
                                             false, 2, &membership, NULL, NULL),
                     0);
    uint32_t of[planted_nodes];
    for (uint32_t v = 0; v < graph->nodes; v++)
        of[v] = (uint32_t)VECTOR(membership)[v];
    igraph_destroy(&peer);
    igraph_vector_destroy(&weight);
    igraph_vector_destroy(&mass);
    igraph_vector_int_destroy(&ends);
    igraph_vector_int_destroy(&membership);
    return leiden_quality(problem, of);
}

/* Faint groups, that no algorithm finds for sure: on the whole as good as the other one. */
static void groups_are_as_good_as_igraphs(void **state)
{
    (void)state;
    for (int modularity = 0; modularity < 2; modularity++) {
        double ours = 0, theirs = 0;
        for (uint64_t seed = 1; seed <= 40; seed++) {
            ermine_graph *graph = planted_graph(seed, 0.14, 0.05, 1);
            double mass[planted_nodes];
            uint32_t of[planted_nodes];
            struct leiden problem = problem_of(graph, modularity, mass);
            assert_true(leiden_divide(&problem, seed, NULL, of, NULL));
            ours += leiden_quality(&problem, of);
            theirs += quality_of_igraph(graph, &problem);
            ermine_graph_free(graph);
        }

        assert_true(ours > 0.995 * theirs);
    }
}

static void nothing_and_single_nodes_are_divided_too(void **state)
{
    (void)state;
    ermine_edge edge = {1, 2, 3};
    for (size_t nodes = 0; nodes <= 4; nodes++) {
        ermine_graph *graph = ermine_graph_new(nodes, &edge, nodes > 2, false, NULL);
        double mass[5];
        uint32_t of[5];
        struct leiden problem = problem_of(graph, true, mass);
        assert_true(leiden_divide(&problem, 1, NULL, of, NULL));
        for (uint32_t a = 0; a < nodes; a++)
            for (uint32_t b = 0; b < a; b++)
                assert_int_equal(of[graph->inner[a]] == of[graph->inner[b]],
                                 nodes > 2 && a == 2 && b == 1);
        ermine_graph_free(graph);
    }
}

static bool refuse(void *context, double share)
{
    (void)context;
    assert_close(share, -1, 0);
    return false;
}

static void it_stops_when_asked_to(void **state)
{
    (void)state;
    enum { nodes = 20000 };
    static ermine_edge ring[nodes];
    static uint32_t of[nodes];
    static double mass[nodes];
    ermine_error err = {0};
    for (uint32_t i = 0; i < nodes; i++)
        ring[i] = (ermine_edge){i, (i + 1) % nodes, 1};
    ermine_graph *graph = ermine_graph_new(nodes, ring, nodes, false, NULL);
    struct leiden problem = problem_of(graph, true, mass);
    assert_false(leiden_divide(&problem, 1, &(ermine_work){.progress = refuse}, of, &err));
    assert_int_equal(err.code, ERMINE_ESTOPPED);
    ermine_graph_free(graph);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(groups_hang_together_and_no_node_gains_by_leaving_alone),
        cmocka_unit_test(planted_groups_are_found_whatever_weights_are_counted_in),
        cmocka_unit_test(groups_are_as_good_as_igraphs),
        cmocka_unit_test(nothing_and_single_nodes_are_divided_too),
        cmocka_unit_test(it_stops_when_asked_to),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
