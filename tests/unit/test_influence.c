/* test_influence.c - what is done with the ties of a network: weights, statuses, money, reasons, intervals. */
#include "support.h"

/* A line of facts: entities a, b, c ... (their types by letter) and relations. */
#define ENTITIES                                                                                   \
    "'entities':[{'id':'a','name':'A','type':'investor'},{'id':'b','name':'B','type':'lab'},"      \
    "{'id':'c','name':'C','type':'lab'},{'id':'d','name':'D','type':'chipmaker'},"                 \
    "{'id':'p','name':'P','type':'person'},{'id':'q','name':'Q','type':'person'}]"

static const ermine_tie *tie_of(const ermine_network *network, const char *relation)
{
    for (size_t i = 0; i < ermine_network_tie_count(network); i++)
        if (strcmp(ermine_network_tie(network, i)->relation, relation) == 0)
            return ermine_network_tie(network, i);
    fail_msg("no tie %s", relation);
    return NULL;
}

static const char *const statuses[] = {"{'document':'d'," ENTITIES ",'relations':["
                                       "{'subject':'a','relation':'owns','object':'b','status':'"
                                       "denied','confidence':0.9,'evidence':'1'},"
                                       "{'subject':'a','relation':'invests_in','object':'c','"
                                       "status':'ended','confidence':0.9,'evidence':'2'},"
                                       "{'subject':'a','relation':'acquires','object':'d','status':"
                                       "'reported','confidence':0.5,'evidence':'3'},"
                                       "{'subject':'p','relation':'leads','object':'d','status':'"
                                       "current','confidence':0.5,'evidence':'4'}]}",
                                       NULL};

static void denied_ties_never_count_and_ended_ones_when_asked_for(void **state)
{
    ermine_network *network = network_of(*state, NULL, statuses);
    assert_false(tie_of(network, "owns")->counts);
    assert_false(tie_of(network, "invests_in")->counts);
    assert_true(tie_of(network, "acquires")->counts);
    assert_close(tie_of(network, "acquires")->weight, 4 * 0.5 * 0.5, 1e-12);
    assert_close(tie_of(network, "leads")->weight, 3 * 0.5, 1e-12);
    ermine_influence *influence = ermine_network_influence(network, NULL);
    assert_int_equal(influence[find(network, "b")].degree, 0);
    assert_close(influence[find(network, "c")].strength, 0, 0);
    free(influence);
    ermine_network_free(network);
    ermine_filter filter = {.statuses = (const char *const[]){"ended", "denied", NULL}};
    network = network_of(*state, &filter, statuses);
    assert_true(tie_of(network, "invests_in")->counts);
    assert_false(tie_of(network, "owns")->counts);
    influence = ermine_network_influence(network, NULL);
    assert_int_equal(influence[find(network, "c")].degree, 1);
    assert_int_equal(influence[find(network, "b")].degree, 0);
    free(influence);
    ermine_network_free(network);
}

static char *write_file(const char *text)
{
    static char path[] = "/tmp/ermine-test-XXXXXX";
    strcpy(path + strlen(path) - 6, "XXXXXX");
    int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    FILE *file = fdopen(descriptor, "w");
    fputs(text, file);
    fclose(file);
    return path;
}

static void weights_of_a_file_replace_those_it_names(void **state)
{
    char *path = write_file("{\"relations\":{\"leads\":10},\"statuses\":{\"reported\":1}}");
    ermine_error err = {0};
    ermine_weights *weights = ermine_weights_load(*state, path, &err);
    assert_non_null(weights);
    ermine_filter filter = {.weights = weights};
    ermine_network *network = network_of(*state, &filter, statuses);
    assert_close(tie_of(network, "leads")->weight, 10 * 0.5, 1e-12);
    assert_close(tie_of(network, "acquires")->weight, 4 * 0.5, 1e-12);
    ermine_network_free(network);
    ermine_weights_free(weights);
    remove(path);
}

static void bad_weights_are_refused_by_name(void **state)
{
    static const char *const bad[][2] = {
        {"{\"relations\":{\"hugs\":1}}", "hugs"},
        {"{\"relations\":{\"owns\":-1}}", "owns"},
        {"{\"relations\":{\"owns\":\"much\"}}", "owns"},
        {"{\"statuses\":{\"denied\":1}}", "denied"},
        {"{\"statuses\":{\"current\":1},\"moods\":{}}", "moods"},
        {"[]", "object"},
        {"{", ":1:"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char *path = write_file(bad[i][0]);
        ermine_error err = {0};
        assert_null(ermine_weights_load(*state, path, &err));
        assert_int_equal(err.code, ERMINE_EINPUT);
        assert_non_null(strstr(err.message, path));
        assert_non_null(strstr(err.message, bad[i][1]));
        remove(path);
    }
}

static void money_is_counted_where_it_goes(void **state)
{
    static const char *const lines[] = {
        "{'document':'d'," ENTITIES ",'relations':["
        "{'subject':'a','relation':'invests_in','object':'b','amount':{'value':100,'currency':'USD'"
        "},'confidence':0.9,'evidence':'1'},"
        "{'subject':'d','relation':'supplies','object':'b','amount':{'value':30,'currency':'USD'},'"
        "confidence':0.9,'evidence':'2'},"
        "{'subject':'b','relation':'acquires','object':'c','amount':{'value':5,'currency':'USD'},'"
        "confidence':0.9,'evidence':'3'},"
        "{'subject':'a','relation':'invests_in','object':'c','amount':{'value':7,'currency':'USD'},"
        "'status':'denied','confidence':0.9,'evidence':'4'}]}",
        NULL};
    ermine_network *network = network_of(*state, NULL, lines);
    ermine_measuring measuring = {
        .measures = (const char *const[]){"given", "received", "net", NULL}, .known = *state};
    ermine_influence *influence = ermine_network_measure(network, &measuring, NULL);
    assert_non_null(influence);
    const ermine_influence *b = &influence[find(network, "b")];
    assert_close(b->received, 100, 1e-9);
    assert_close(b->given, 35, 1e-9);
    assert_close(b->net, 65, 1e-9);
    assert_close(influence[find(network, "a")].given, 100, 1e-9);
    assert_close(influence[find(network, "d")].received, 30, 1e-9);
    assert_close(influence[find(network, "c")].received, 0, 0); /* its sellers have the money */
    free(influence);
    ermine_network_free(network);
}

static const char *const chain[] = {
    "{'document':'one'," ENTITIES ",'relations':["
    "{'subject':'a','relation':'owns','object':'b','confidence':1,'evidence':'1'},"
    "{'subject':'b','relation':'owns','object':'c','confidence':1,'evidence':'2'}]}",
    "{'document':'two'," ENTITIES ",'relations':["
    "{'subject':'c','relation':'owns','object':'d','confidence':0.5,'evidence':'3'},"
    "{'subject':'p','relation':'leads','object':'b','confidence':0.9,'evidence':'4'}]}",
    NULL};

static void a_walker_from_one_node_stays_near_it(void **state)
{
    ermine_network *network = network_of(*state, NULL, chain);
    size_t from = find(network, "d");
    ermine_measuring measuring = {
        .measures = (const char *const[]){"personal", NULL}, .from = &from, .from_count = 1};
    ermine_influence *influence = ermine_network_measure(network, &measuring, NULL);
    assert_true(influence[from].personal > influence[find(network, "a")].personal);
    assert_true(influence[find(network, "c")].personal > influence[find(network, "a")].personal);
    assert_close(influence[find(network, "q")].personal, 0, 1e-12);
    free(influence);
    measuring.from_count = 0;
    ermine_error err = {0};
    assert_null(ermine_network_measure(network, &measuring, &err));
    assert_int_equal(err.code, ERMINE_EINPUT);
    ermine_network_free(network);
}

static void direction_tells_who_gains(void **state)
{
    ermine_network *network = network_of(*state, NULL, chain);
    ermine_measuring measuring = {.measures = (const char *const[]){"pagerank", NULL},
                                  .direction = ERMINE_FORWARD};
    ermine_influence *influence = ermine_network_measure(network, &measuring, NULL);
    assert_true(influence[find(network, "d")].pagerank > influence[find(network, "a")].pagerank);
    free(influence);
    measuring.direction = ERMINE_BACKWARD;
    influence = ermine_network_measure(network, &measuring, NULL);
    assert_true(influence[find(network, "d")].pagerank < influence[find(network, "a")].pagerank);
    free(influence);
    ermine_network_free(network);
}

static void every_measure_has_a_name_that_orders(void **state)
{
    ermine_network *network = network_of(*state, NULL, chain);
    size_t from = 0, nodes = ermine_network_node_count(network), count = 0;
    ermine_measuring measuring = {
        .measures = ermine_measure_names(), .known = *state, .from = &from, .from_count = 1};
    ermine_influence *influence = ermine_network_measure(network, &measuring, NULL);
    assert_non_null(influence);
    for (const char *const *name = ermine_measure_names(); *name != NULL; name++, count++) {
        size_t *order = ermine_influence_order(influence, nodes, *name, NULL);
        assert_non_null(order);
        bool rising = strcmp(*name, "constraint") == 0;
        for (size_t i = 1; i < nodes; i++) {
            double before = 0, here = 0;
            assert_true(ermine_influence_value(&influence[order[i - 1]], *name, &before));
            assert_true(ermine_influence_value(&influence[order[i]], *name, &here));
            assert_true(isnan(here) || (rising ? before <= here + 1e-9 : before >= here - 1e-9));
        }
        free(order);
    }
    assert_int_equal(count, 19);
    free(influence);
    ermine_network_free(network);
}

static void a_reason_is_what_would_be_without(void **state)
{
    ermine_network *network = network_of(*state, NULL, chain);
    size_t node = find(network, "c"), count = 0;
    ermine_measuring measuring = {0};
    ermine_reason *reasons =
        ermine_network_reasons(network, node, "strength", &measuring, &count, NULL);
    assert_non_null(reasons);
    assert_int_equal(count, 2);
    assert_close(reasons[0].without, 4 * 0.5, 1e-9); /* without the surer one of both */
    assert_close(reasons[1].without, 4, 1e-9);
    assert_int_equal(ermine_network_tie(network, reasons[0].tie)->subject, find(network, "b"));
    free(reasons);
    ermine_network_free(network);
}

static void what_is_certain_has_no_interval_and_what_is_not_has_one(void **state)
{
    static const char *const lines[] = {
        "{'document':'one'," ENTITIES ",'relations':["
        "{'subject':'a','relation':'owns','object':'b','confidence':1,'evidence':'1'},"
        "{'subject':'a','relation':'owns','object':'c','confidence':1,'evidence':'2'},"
        "{'subject':'a','relation':'owns','object':'d','confidence':0.5,'evidence':'3'},"
        "{'subject':'p','relation':'leads','object':'b','confidence':0.5,'evidence':'4'}]}",
        "{'document':'two'," ENTITIES ",'relations':["
        "{'subject':'a','relation':'owns','object':'b','confidence':1,'evidence':'5'},"
        "{'subject':'a','relation':'owns','object':'c','confidence':1,'evidence':'6'}]}",
        "{'document':'three'," ENTITIES ",'relations':["
        "{'subject':'q','relation':'leads','object':'c','confidence':1,'evidence':'7'}]}",
        NULL};
    ermine_network *network = network_of(*state, NULL, lines);
    ermine_measuring measuring = {0};
    ermine_interval *one = ermine_network_intervals(network, "strength", &measuring, 100, NULL);
    assert_non_null(one);
    const ermine_interval *a = &one[find(network, "a")], *d = &one[find(network, "d")];
    assert_int_equal(a->low, 1);
    assert_int_equal(a->high, 1);
    assert_int_equal(a->shared, 1);
    assert_true(d->low < d->high);
    /* c is before b by what document three alone tells */
    assert_int_equal(one[find(network, "c")].worst, 3);
    assert_string_equal(one[find(network, "c")].worst_source, "three");
    assert_null(a->worst_source);
    /* q and d and p cannot be told apart */
    assert_int_equal(one[find(network, "p")].shared, d->shared);
    ermine_work work = {.threads = 3};
    measuring.work = &work;
    ermine_interval *other = ermine_network_intervals(network, "strength", &measuring, 100, NULL);
    assert_memory_equal(one, other, ermine_network_node_count(network) * sizeof *one);
    free(other);
    free(one);
    ermine_network_free(network);
}

static void bridges_and_busy_ties_are_told(void **state)
{
    ermine_network *network = network_of(*state, NULL, chain);
    ermine_tie_measure *measures = ermine_network_measure_ties(network, NULL, NULL);
    assert_non_null(measures);
    size_t busiest = 0;
    for (size_t i = 0; i < ermine_network_tie_count(network); i++) {
        assert_true(measures[i].bridge);
        busiest = measures[i].betweenness > measures[busiest].betweenness ? i : busiest;
    }
    /* a and p with b on one side, c and d on the other: 6 of the 15 pairs of all six nodes */
    assert_int_equal(ermine_network_tie(network, busiest)->subject, find(network, "b"));
    assert_close(measures[busiest].betweenness, 6.0 / 15, 1e-9);
    free(measures);
    ermine_network_free(network);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(denied_ties_never_count_and_ended_ones_when_asked_for),
        cmocka_unit_test(weights_of_a_file_replace_those_it_names),
        cmocka_unit_test(bad_weights_are_refused_by_name),
        cmocka_unit_test(money_is_counted_where_it_goes),
        cmocka_unit_test(a_walker_from_one_node_stays_near_it),
        cmocka_unit_test(direction_tells_who_gains),
        cmocka_unit_test(every_measure_has_a_name_that_orders),
        cmocka_unit_test(a_reason_is_what_would_be_without),
        cmocka_unit_test(what_is_certain_has_no_interval_and_what_is_not_has_one),
        cmocka_unit_test(bridges_and_busy_ties_are_told),
    };
    return cmocka_run_group_tests(tests, load_knowledge, free_knowledge);
}
