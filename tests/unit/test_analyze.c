/* test_analyze.c - influence, communities and paths. */
#include "support.h"

/* A network of the nodes n00, n01 ... and ties given as pairs. */
static ermine_network *network_of_pairs(const ermine_knowledge *known, size_t nodes,
                                        const size_t (*pairs)[2], const double *confidence,
                                        size_t count)
{
    static char line[65536];
    size_t at = (size_t)sprintf(line, "{\"document\":\"d\",\"entities\":[");
    for (size_t i = 0; i < nodes; i++)
        at +=
            (size_t)sprintf(line + at, "%s{\"id\":\"n%02zu\",\"name\":\"n%02zu\",\"type\":\"lab\"}",
                            i == 0 ? "" : ",", i, i);
    at += (size_t)sprintf(line + at, "],\"relations\":[");
    for (size_t i = 0; i < count; i++)
        at += (size_t)sprintf(
            line + at,
            "%s{\"subject\":\"n%02zu\",\"relation\":\"partners_with\",\"object\":\"n%02zu\","
            "\"confidence\":%g,\"evidence\":\"e%zu\"}",
            i == 0 ? "" : ",", pairs[i][0], pairs[i][1], confidence == NULL ? 0.5 : confidence[i],
            i);
    sprintf(line + at, "]}");
    return network_of(known, NULL, (const char *const[]){line, NULL});
}

static void the_centre_of_a_star_stands_on_every_path(void **state)
{
    const size_t pairs[][2] = {{0, 1}, {2, 0}, {0, 3}, {4, 0}};
    ermine_network *network = network_of_pairs(*state, 5, pairs, NULL, 4);
    ermine_influence *influence = ermine_network_influence(network, NULL);
    assert_non_null(influence);
    assert_close(influence[0].betweenness, 1, 1e-9);
    assert_close(influence[1].betweenness, 0, 1e-9);
    assert_close(influence[0].eigenvector, 1, 1e-9);
    assert_close(influence[0].strength, 4, 1e-9); /* 4 ties of weight 2, sure by half */
    assert_int_equal(influence[0].degree, 4);
    assert_int_equal(influence[0].core, 1);
    double sum = 0;
    for (size_t i = 0; i < 5; i++)
        sum += influence[i].pagerank;
    assert_close(sum, 1, 1e-9);
    size_t *order = ermine_influence_order(influence, 5, "betweenness", NULL);
    assert_non_null(order);
    assert_int_equal(order[0], 0);
    free(order);
    free(influence);
    ermine_network_free(network);
}

static void an_unknown_measure_is_refused(void **state)
{
    (void)state;
    ermine_influence none = {0};
    ermine_error err = {0};
    double value;
    assert_false(ermine_influence_value(&none, "fame", &value));
    assert_null(ermine_influence_order(&none, 1, "fame", &err));
    assert_int_equal(err.code, ERMINE_ENOTFOUND);
}

/* Core numbers by peeling, and betweenness of unweighted graphs by counting paths: slow and plain. */
static void measures_agree_with_plain_ones_on_random_graphs(void **state)
{
    unsigned random = 7;
    for (int round = 0; round < 20; round++) {
        enum { n = 12 };
        bool tied[n][n] = {{false}};
        size_t pairs[n * n][2], count = 0;
        for (size_t i = 0; i < n; i++) {
            for (size_t k = i + 1; k < n; k++) {
                random = random * 1103515245u + 12345u;
                if ((random >> 16) % 4 != 0)
                    continue;
                tied[i][k] = tied[k][i] = true;
                pairs[count][0] = i;
                pairs[count++][1] = k;
            }
        }
        ermine_network *network =
            network_of_pairs(*state, n, (const size_t(*)[2])pairs, NULL, count);
        ermine_influence *influence = ermine_network_influence(network, NULL);
        assert_non_null(influence);
        double distance[n][n], paths[n][n];
        for (size_t i = 0; i < n; i++)
            for (size_t k = 0; k < n; k++)
                distance[i][k] = i == k ? 0 : tied[i][k] ? 1 : INFINITY;
        for (size_t m = 0; m < n; m++)
            for (size_t i = 0; i < n; i++)
                for (size_t k = 0; k < n; k++)
                    distance[i][k] = fmin(distance[i][k], distance[i][m] + distance[m][k]);
        for (double d = 0; d < n; d++)
            for (size_t i = 0; i < n; i++)
                for (size_t k = 0; k < n; k++)
                    if (distance[i][k] == d || (d == 0 && distance[i][k] == INFINITY)) {
                        paths[i][k] = d == 0 ? (i == k) : 0;
                        for (size_t m = 0; d > 0 && m < n; m++)
                            if (tied[m][k] && distance[i][m] == d - 1)
                                paths[i][k] += paths[i][m];
                    }
        for (size_t v = 0; v < n; v++) {
            double between = 0, harmonic = 0;
            for (size_t i = 0; i < n; i++) {
                harmonic += v != i ? 1 / distance[v][i] : 0;
                for (size_t k = i + 1; k < n; k++)
                    if (i != v && k != v && distance[i][k] < INFINITY &&
                        distance[i][v] + distance[v][k] == distance[i][k])
                        between += paths[i][v] * paths[v][k] / paths[i][k];
            }
            assert_close(influence[v].betweenness, between / ((n - 1) * (n - 2) / 2.0), 1e-6);
            assert_close(influence[v].harmonic, harmonic / (n - 1), 1e-6);
        }
        size_t core[n] = {0};
        bool gone[n] = {false};
        for (size_t k = 1; k < n; k++) {
            for (bool again = true; again;) {
                again = false;
                for (size_t i = 0; i < n; i++) {
                    size_t degree = 0;
                    for (size_t m = 0; m < n; m++)
                        degree += tied[i][m] && !gone[m];
                    if (!gone[i] && degree < k)
                        gone[i] = again = true;
                }
            }
            for (size_t i = 0; i < n; i++)
                if (!gone[i])
                    core[i] = k;
        }
        for (size_t i = 0; i < n; i++)
            assert_int_equal(influence[i].core, core[i]);
        for (size_t b = 1; b < n; b++) {
            size_t length;
            size_t *path = ermine_network_path(network, 0, b, &length, NULL);
            assert_int_equal(path != NULL, distance[0][b] < INFINITY);
            if (path != NULL) {
                assert_int_equal(length, (size_t)distance[0][b] + 1);
                assert_int_equal(path[0], 0);
                assert_int_equal(path[length - 1], b);
                for (size_t i = 1; i < length; i++)
                    assert_true(tied[path[i - 1]][path[i]]);
            }
            free(path);
        }
        free(influence);
        ermine_network_free(network);
    }
}

static void two_cliques_are_two_communities(void **state)
{
    const size_t pairs[][2] = {{0, 1}, {0, 2}, {1, 2}, {3, 4}, {3, 5},
                               {4, 5}, {3, 6}, {4, 6}, {5, 6}, {2, 3}};
    ermine_network *network = network_of_pairs(*state, 8, pairs, NULL, 10);
    size_t count = 0;
    double modularity = 0;
    size_t *groups = ermine_network_communities(network, &count, &modularity, NULL);
    assert_non_null(groups);
    assert_int_equal(count, 2);
    assert_true(modularity > 0.3);
    for (size_t i = 0; i < 7; i++)
        assert_int_equal(groups[i], i < 3 ? 1 : 0); /* the larger one is first */
    assert_int_equal(groups[7], ERMINE_NONE);
    free(groups);
    ermine_network_free(network);
}

static void groups_tell_what_they_are(void **state)
{
    static const char *const lines[] = {
        "{'document':'d','entities':[{'id':'a','name':'A','type':'chipmaker'},{'id':'b','name':'B',"
        "'type':'chipmaker'},{'id':'c','name':'C','type':'chipmaker'},{'id':'x','name':'X','type':"
        "'person'},{'id':'y','name':'Y','type':'person'},{'id':'z','name':'Z','type':'lab'}],"
        "'relations':[{'subject':'a','relation':'competes_with','object':'b','evidence':'1'},"
        "{'subject':'b','relation':'competes_with','object':'c','evidence':'2'},"
        "{'subject':'a','relation':'competes_with','object':'c','evidence':'3'},"
        "{'subject':'x','relation':'leads','object':'z','evidence':'4'},"
        "{'subject':'y','relation':'leads','object':'z','evidence':'5'},"
        "{'subject':'a','relation':'supports','object':'z','status':'reported','evidence':'6'}]}",
        NULL};
    ermine_network *network = network_of(*state, NULL, lines);
    for (int method = 0; method < 3; method++) {
        ermine_grouping grouping = {.method = (ermine_grouping_method)method,
                                    .resolution = method == ERMINE_CPM ? 0.3 : 0};
        ermine_groups *groups = ermine_network_groups(network, &grouping, NULL);
        assert_non_null(groups);
        assert_int_equal(groups->count, 2);
        const ermine_group *rivals = &groups->groups[groups->of[find(network, "a")]];
        const ermine_group *leaders = &groups->groups[groups->of[find(network, "z")]];
        assert_int_equal(rivals->size, 3);
        assert_int_equal(rivals->inner_ties, 3);
        assert_int_equal(rivals->outer_ties, 1);
        assert_string_equal(rivals->relation, "competes_with");
        assert_string_equal(rivals->type, "chipmaker");
        assert_close(rivals->type_share, 1, 1e-9);
        assert_close(rivals->stability, 1, 1e-9);
        assert_string_equal(leaders->relation, "leads");
        assert_int_equal(leaders->leaders[0], find(network, "z"));
        assert_true(groups->type_agreement > 0.5 && groups->type_agreement < 1);
        ermine_groups_free(groups);
    }
    ermine_network_free(network);
}

static void among_shortest_paths_the_strongest_is_taken(void **state)
{
    const size_t pairs[][2] = {{0, 1}, {1, 3}, {0, 2}, {2, 3}};
    const double confidence[] = {0.5, 0.5, 0.9, 0.9};
    ermine_network *network = network_of_pairs(*state, 5, pairs, confidence, 4);
    size_t length;
    size_t *path = ermine_network_path(network, 0, 3, &length, NULL);
    assert_non_null(path);
    assert_int_equal(length, 3);
    assert_int_equal(path[1], 2);
    free(path);
    ermine_error err = {0};
    assert_null(ermine_network_path(network, 0, 4, &length, &err));
    assert_int_equal(err.code, ERMINE_ENOTFOUND);
    path = ermine_network_path(network, 4, 4, &length, NULL);
    assert_int_equal(length, 1);
    free(path);
    ermine_network_free(network);
}

static void denied_ties_raise_nobody(void **state)
{
    static const char *const lines[] = {"{'document':'d','entities':[{'id':'a','name':'a','type':'"
                                        "lab'},{'id':'b','name':'b','type':'lab'}],"
                                        "'relations':[{'subject':'a','relation':'owns','object':'b'"
                                        ",'status':'denied','evidence':'x'}]}",
                                        NULL};
    ermine_network *network = network_of(*state, NULL, lines);
    ermine_influence *influence = ermine_network_influence(network, NULL);
    assert_non_null(influence);
    assert_close(influence[0].strength, 0, 0);
    assert_int_equal(influence[0].degree, 0);
    free(influence);
    ermine_network_free(network);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_centre_of_a_star_stands_on_every_path),
        cmocka_unit_test(an_unknown_measure_is_refused),
        cmocka_unit_test(measures_agree_with_plain_ones_on_random_graphs),
        cmocka_unit_test(two_cliques_are_two_communities),
        cmocka_unit_test(groups_tell_what_they_are),
        cmocka_unit_test(among_shortest_paths_the_strongest_is_taken),
        cmocka_unit_test(denied_ties_raise_nobody),
    };
    return cmocka_run_group_tests(tests, load_knowledge, free_knowledge);
}
