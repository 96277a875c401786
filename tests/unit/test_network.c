/* test_network.c - facts of several documents joined into one network. */
#include "support.h"

static const char *const documents[] = {
    "{'document':'d1','source':'d1.txt','language':'zh','date':'2024-02-18','entities':["
    "{'id':'softbank','name':'软银','type':'investor','mentions':['软银','软银集团']},"
    "{'id':'izanagi','name':'Izanagi','type':'project','mentions':['Izanagi']},"
    "{'id':'qux','name':'Qux','type':'lab','mentions':['Qux']}],"
    "'relations':[{'subject':'softbank','relation':'invests_in','object':'izanagi','status':'"
    "reported',"
    "'amount':{'value':30000000000,'currency':'USD'},'confidence':0.6,'evidence':'"
    "软银投入300亿美元'},"
    "{'subject':'softbank','relation':'invests_in','object':'izanagi','status':'reported','"
    "confidence':0.5,"
    "'evidence':'软银投入300亿美元'},"
    "{'subject':'qux','relation':'partners_with','object':'izanagi','confidence':0.5,'evidence':'x'"
    "}]}",
    "{'document':'d2','source':'d2.txt','language':'ru','date':'2025','entities':["
    "{'id':'softbank','name':'СофтБанк','type':'company','mentions':['СофтБанка']},"
    "{'id':'izanagi','name':'Izanagi','type':'project','mentions':[]}],"
    "'relations':[{'subject':'softbank','relation':'invests_in','object':'izanagi','status':'"
    "denied',"
    "'confidence':0.5,'evidence':'СофтБанк отрицает'}]}",
    NULL};

static void what_documents_say_alike_is_one_tie_with_all_the_evidence(void **state)
{
    ermine_network *network = network_of(*state, NULL, documents);
    assert_int_equal(ermine_network_node_count(network), 3);
    assert_int_equal(ermine_network_tie_count(network), 2);
    size_t count;
    const size_t *ties = ermine_network_ties_of(network, find(network, "softbank"), &count);
    assert_int_equal(count, 1);
    const ermine_tie *tie = ermine_network_tie(network, ties[0]);
    assert_int_equal(tie->evidence_count, 2); /* one passage stood twice */
    assert_int_equal(tie->sources, 2);
    assert_close(tie->confidence, 1 - 0.4 * 0.5, 1e-9);
    assert_close(tie->weight, 3.0 * 0.8 * (1 + log(2)), 1e-9);
    assert_close(tie->amount_usd, 3e10, 1);
    assert_int_equal(tie->status, ERMINE_DENIED); /* the latest word */
    assert_string_equal(tie->first_seen, "2024-02-18");
    assert_string_equal(tie->last_seen, "2025");
    assert_string_equal(tie->evidence[0].document, "d1");
    ermine_network_free(network);
}

static void names_in_any_language_find_the_node(void **state)
{
    ermine_network *network = network_of(*state, NULL, documents);
    size_t softbank = find(network, "SoftBank");
    assert_int_equal(find(network, "soft bank"), softbank);
    assert_int_equal(find(network, "軟銀集團"), softbank);
    assert_int_equal(find(network, "СОФТБАНКА"), softbank);
    assert_int_equal(ermine_network_find(network, "Nobody"), ERMINE_NONE);
    assert_int_equal(ermine_network_find(network, ""), ERMINE_NONE);
    const ermine_node *node = ermine_network_node(network, softbank);
    assert_string_equal(node->label, "SoftBank");
    assert_string_equal(node->type, "investor"); /* the registry knows better than one document */
    assert_int_equal(node->documents, 2);
    ermine_network_free(network);
}

static void the_order_of_documents_does_not_matter(void **state)
{
    const char *const turned[] = {documents[1], documents[0], NULL};
    ermine_network *a = network_of(*state, NULL, documents);
    ermine_network *b = network_of(*state, NULL, turned);
    for (size_t i = 0; i < ermine_network_tie_count(a); i++) {
        const ermine_tie *x = ermine_network_tie(a, i), *y = ermine_network_tie(b, i);
        assert_int_equal(x->subject, y->subject);
        assert_int_equal(x->object, y->object);
        assert_int_equal(x->status, y->status);
        for (size_t k = 0; k < x->evidence_count; k++)
            assert_string_equal(x->evidence[k].text, y->evidence[k].text);
    }
    ermine_network_free(a);
    ermine_network_free(b);
}

static void symmetric_ties_begin_at_the_first_id(void **state)
{
    ermine_network *network = network_of(*state, NULL, documents);
    size_t count;
    const size_t *ties = ermine_network_ties_of(network, find(network, "qux"), &count);
    const ermine_tie *tie = ermine_network_tie(network, ties[0]);
    assert_true(tie->symmetric);
    assert_int_equal(tie->subject, find(network, "izanagi"));
    ermine_network_free(network);
}

static void filters_choose_by_time_type_relation_and_status(void **state)
{
    const char *const investors[] = {"investor", "project", NULL};
    const char *const partners[] = {"partners_with", NULL}, *const denied[] = {"denied", NULL};
    ermine_network *network = network_of(*state, &(ermine_filter){.until = "2024"}, documents);
    assert_int_equal(ermine_network_document_count(network), 1);
    ermine_network_free(network);
    network = network_of(*state, &(ermine_filter){.types = investors}, documents);
    assert_int_equal(ermine_network_node_count(network), 2);
    assert_int_equal(ermine_network_tie_count(network), 1);
    ermine_network_free(network);
    network = network_of(*state, &(ermine_filter){.relations = partners}, documents);
    assert_int_equal(ermine_network_tie_count(network), 1);
    assert_int_equal(ermine_network_find(network, "softbank"), ERMINE_NONE);
    ermine_network_free(network);
    network = network_of(*state, &(ermine_filter){.statuses = denied}, documents);
    assert_int_equal(ermine_network_tie_count(network), 1);
    ermine_network_free(network);
    network = network_of(*state, &(ermine_filter){.min_confidence = 0.7}, documents);
    assert_int_equal(ermine_network_tie_count(network), 1);
    ermine_network_free(network);
}

static void a_subset_keeps_the_ties_among_its_nodes(void **state)
{
    ermine_network *network = network_of(*state, NULL, documents);
    bool keep[3] = {false};
    keep[find(network, "softbank")] = keep[find(network, "izanagi")] = true;
    ermine_network *part = ermine_network_subset(network, keep, NULL);
    ermine_network_free(network);
    assert_non_null(part);
    assert_int_equal(ermine_network_node_count(part), 2);
    assert_int_equal(ermine_network_tie_count(part), 1);
    assert_string_equal(ermine_network_node(part, find(part, "软银"))->id, "softbank");
    ermine_network_free(part);
}

static void no_facts_make_an_empty_network(void **state)
{
    ermine_network *network = network_of(*state, NULL, (const char *const[]){NULL});
    assert_int_equal(ermine_network_node_count(network), 0);
    assert_int_equal(ermine_network_find(network, "softbank"), ERMINE_NONE);
    ermine_network_free(network);
}

static void names_of_foreign_facts_become_one_line(void **state)
{
    static const char *const hostile[] = {
        "{'document':'d','entities':[{'id':'a','name':'\\u202eEvil\\n\\u0007 Corp\\t','type':'lab',"
        "'mentions':['Evil\\r\\nCorp','\\u0007']},{'id':'b','name':'\\u0007','type':'lab'}],"
        "'relations':[{'subject':'a','relation':'owns','object':'b'}]}",
        NULL};
    ermine_network *network = network_of(*state, NULL, hostile);
    const ermine_node *evil = ermine_network_node(network, find(network, "a"));
    assert_string_equal(evil->label, "Evil Corp");
    assert_string_equal(evil->aliases[0], "Evil Corp");
    assert_null(evil->aliases[1]);
    assert_string_equal(ermine_network_node(network, find(network, "b"))->label, "b");
    ermine_network_free(network);
}

/* Twelve weak links and a strong one, all of one hub; two of its ends are tied weakly to each other. */
static ermine_network *star(const ermine_knowledge *known)
{
    char line[8192];
    size_t length = (size_t)snprintf(line, sizeof line, "{'document':'d','entities':[");
    for (int i = 0; i <= 13; i++)
        length += (size_t)snprintf(line + length, sizeof line - length,
                                   "%s{'id':'n%02d','name':'N%02d','type':'lab'}",
                                   i == 0 ? "" : ",", i, i);
    length += (size_t)snprintf(line + length, sizeof line - length, "],'relations':[");
    for (int i = 1; i <= 13; i++)
        length += (size_t)snprintf(
            line + length, sizeof line - length,
            "%s{'subject':'n00','relation':'supplies','object':'n%02d','confidence':%s}",
            i == 1 ? "" : ",", i, i == 13 ? "1" : "0.5");
    snprintf(line + length, sizeof line - length,
             ",{'subject':'n00','relation':'acquires','object':'n13','confidence':1},"
             "{'subject':'n01','relation':'competes_with','object':'n02','confidence':0.05}]}");
    return network_of(known, NULL, (const char *const[]){line, NULL});
}

static void the_backbone_keeps_what_stands_out_and_a_tie_of_everyone(void **state)
{
    ermine_network *network = star(*state);
    ermine_network *backbone = ermine_network_backbone(network, 0.05, NULL);
    assert_non_null(backbone);
    assert_int_equal(ermine_network_node_count(backbone), 14);
    assert_int_equal(ermine_network_tie_count(network), 15);
    /* Everyone's strongest link leads to the hub; that of the two ends is nobody's. Both ties of the link of n13. */
    assert_int_equal(ermine_network_tie_count(backbone), 14);
    assert_null(ermine_network_find_tie(backbone, find(backbone, "n01"), "competes_with",
                                        find(backbone, "n02")));
    assert_non_null(ermine_network_find_tie(backbone, find(backbone, "n00"), "acquires",
                                            find(backbone, "n13")));
    ermine_network_free(backbone);
    backbone = ermine_network_backbone(network, 1, NULL);
    assert_non_null(backbone);
    assert_int_equal(ermine_network_tie_count(backbone), 15);
    ermine_network_free(backbone);
    ermine_network_free(network);
}

static void a_union_has_what_either_has_as_the_later_says_it(void **state)
{
    static const char *const early[] = {
        "{'document':'1','entities':[{'id':'a','name':'A','type':'lab'},{'id':'c','name':'C','type'"
        ":"
        "'lab'}],'relations':[{'subject':'c','relation':'partners_with','object':'a','status':"
        "'planned'},{'subject':'a','relation':'owns','object':'c'}]}",
        NULL};
    static const char *const late[] = {
        "{'document':'2','entities':[{'id':'c','name':'C','type':'lab'},{'id':'b','name':'B','type'"
        ":"
        "'lab'},{'id':'a','name':'A','type':'lab'}],'relations':[{'subject':'a','relation':"
        "'partners_with','object':'c','status':'current'},{'subject':'b','relation':'owns','object'"
        ":"
        "'c'}]}",
        NULL};
    ermine_network *before = network_of(*state, NULL, early),
                   *after = network_of(*state, NULL, late);
    ermine_network *both = ermine_network_union(before, after, NULL);
    ermine_network_free(before);
    ermine_network_free(after);
    assert_non_null(both);
    assert_int_equal(ermine_network_node_count(both), 3);
    assert_int_equal(ermine_network_tie_count(both), 3);
    size_t a = ermine_network_find_id(both, "a"), b = ermine_network_find_id(both, "b"),
           c = ermine_network_find_id(both, "c");
    assert_true(a == 0 && b == 1 && c == 2);
    assert_int_equal(ermine_network_find_tie(both, c, "partners_with", a)->status, ERMINE_CURRENT);
    assert_non_null(ermine_network_find_tie(both, a, "owns", c));
    assert_null(ermine_network_find_tie(both, c, "owns", a));
    assert_non_null(ermine_network_find_tie(both, b, "owns", c));
    assert_int_equal(ermine_network_find_id(both, "d"), ERMINE_NONE);
    ermine_network_free(both);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_documents_say_alike_is_one_tie_with_all_the_evidence),
        cmocka_unit_test(names_in_any_language_find_the_node),
        cmocka_unit_test(the_order_of_documents_does_not_matter),
        cmocka_unit_test(symmetric_ties_begin_at_the_first_id),
        cmocka_unit_test(filters_choose_by_time_type_relation_and_status),
        cmocka_unit_test(a_subset_keeps_the_ties_among_its_nodes),
        cmocka_unit_test(names_of_foreign_facts_become_one_line),
        cmocka_unit_test(the_backbone_keeps_what_stands_out_and_a_tie_of_everyone),
        cmocka_unit_test(a_union_has_what_either_has_as_the_later_says_it),
        cmocka_unit_test(no_facts_make_an_empty_network),
    };
    return cmocka_run_group_tests(tests, load_knowledge, free_knowledge);
}
