/* test_patterns.c - constellations in deals: each kind found where it is, and not where it is not. */
#include "support.h"

#define ENTITY(id, type) "{'id':'" id "','name':'" id "','type':'" type "'},"
#define TIE(subject, relation, object, more)                                                       \
    "{'subject':'" subject "','relation':'" relation "','object':'" object                         \
    "','confidence':0.8,'evidence':'e'" more "},"
#define USD(sum) ",'amount':{'value':" sum ",'currency':'USD'}"
#define LAST_ENTITY "{'id':'last','name':'last','type':'place'}"
#define LAST_TIE                                                                                   \
    "{'subject':'last','relation':'located_in','object':'last','confidence':0.1,'evidence':'e'}"

static ermine_patterns *find_kind(const ermine_knowledge *known, const char *line,
                                  ermine_pattern_kind kind, ermine_network **network)
{
    *network = network_of(known, NULL, (const char *const[]){line, NULL});
    ermine_pattern_options options = {.kinds = 1u << kind};
    ermine_patterns *patterns = ermine_network_patterns(*network, known, &options, NULL);
    assert_non_null(patterns);
    return patterns;
}

static void assert_nodes(const ermine_network *network, const ermine_pattern *pattern,
                         const char *names)
{
    char joined[500] = "";
    for (size_t i = 0; i < pattern->node_count; i++) {
        strcat(joined, i == 0 ? "" : " ");
        strcat(joined, ermine_network_node(network, pattern->nodes[i])->id);
    }
    assert_string_equal(joined, names);
}

static void money_that_comes_back_is_a_circle(void **state)
{
    ermine_network *network;
    ermine_patterns *patterns =
        find_kind(*state,
                  "{'document':'d','entities':[" ENTITY("a", "investor") ENTITY("b", "lab")
                      ENTITY("c", "cloud") LAST_ENTITY
                  "],'relations':[" TIE("a", "invests_in", "b", USD("100"))
                      TIE("a", "supplies", "b", USD("60")) TIE("c", "supplies", "b", "")
                          TIE("a", "supplies", "c", USD("7"))
                              TIE("c", "invests_in", "a", ",'status':'denied'") LAST_TIE "]}",
                  ERMINE_CIRCULAR, &network);
    assert_int_equal(ermine_patterns_count(patterns), 2);
    const ermine_pattern *circle = ermine_patterns_get(patterns, 0);
    assert_nodes(network, circle, "a b"); /* a pays b by investing, b pays a for what it buys */
    assert_close(circle->least_usd, 60, 1e-9);
    assert_close(circle->amount_usd, 160, 1e-9);
    assert_close(circle->confidence, 0.64, 1e-9);
    assert_int_equal(circle->tie_count, 2);
    circle = ermine_patterns_get(patterns, 1);
    assert_nodes(network, circle, "a b c");
    assert_close(circle->least_usd, 0, 0);
    assert_close(circle->amount_usd, 107, 1e-9);
    ermine_patterns_free(patterns);
    ermine_network_free(network);
}

static void trade_alone_is_no_circular_financing(void **state)
{
    ermine_network *network;
    ermine_patterns *patterns = find_kind(
        *state,
        "{'document':'d','entities':[" ENTITY("a", "lab") ENTITY("b", "lab") LAST_ENTITY
        "],'relations':[" TIE("a", "supplies", "b", "") TIE("b", "supplies", "a", "") LAST_TIE "]}",
        ERMINE_CIRCULAR, &network);
    assert_int_equal(ermine_patterns_count(patterns), 0);
    ermine_patterns_free(patterns);
    ermine_network_free(network);
}

static void who_holds_both_rivals_is_named(void **state)
{
    ermine_network *network;
    ermine_patterns *patterns = find_kind(
        *state,
        "{'document':'d','entities':[" ENTITY("a", "investor") ENTITY("b", "lab") ENTITY("c", "lab")
            ENTITY("e", "investor") LAST_ENTITY "],'relations':[" TIE("b", "competes_with", "c", "")
                TIE("a", "invests_in", "b", "") TIE("a", "owns", "c", "")
                    TIE("e", "invests_in", "b", "") TIE("b", "owns", "c", "") LAST_TIE "]}",
        ERMINE_INVESTORS, &network);
    assert_int_equal(ermine_patterns_count(patterns), 1);
    assert_nodes(network, ermine_patterns_get(patterns, 0), "b c a");
    assert_int_equal(ermine_patterns_get(patterns, 0)->tie_count, 3);
    assert_close(ermine_patterns_get(patterns, 0)->confidence, 0.512, 1e-9);
    ermine_patterns_free(patterns);
    ermine_network_free(network);
}

static void two_posts_are_an_interlock(void **state)
{
    ermine_network *network;
    ermine_patterns *patterns = find_kind(
        *state,
        "{'document':'d','entities':[" ENTITY("p", "person") ENTITY("q", "person")
            ENTITY("b", "lab") ENTITY("c", "lab") ENTITY("x", "product") LAST_ENTITY
        "],'relations':[" TIE("p", "leads", "b", "") TIE("p", "works_for", "c", "")
            TIE("b", "competes_with", "c", "") TIE("q", "leads", "b", "") TIE("q", "leads", "x", "")
                TIE("q", "works_for", "c", ",'status':'ended'") LAST_TIE "]}",
        ERMINE_BOARDS, &network);
    assert_int_equal(ermine_patterns_count(patterns), 1);
    assert_nodes(network, ermine_patterns_get(patterns, 0), "p b c");
    assert_int_equal(ermine_patterns_get(patterns, 0)->tie_count, 3); /* their rivalry too */
    ermine_patterns_free(patterns);
    ermine_network_free(network);
}

static void stakes_of_a_chain_are_multiplied(void **state)
{
    ermine_network *network;
    ermine_patterns *patterns =
        find_kind(*state,
                  "{'document':'d','entities':[" ENTITY("a", "investor") ENTITY("b", "company")
                      ENTITY("c", "company") ENTITY("e", "company") LAST_ENTITY
                  "],'relations':["
                  "{'subject':'a','relation':'owns','object':'b','confidence':0.9,'evidence':'a "
                  "holds a 50% stake in b'},"
                  "{'subject':'b','relation':'owns','object':'c','confidence':0.9,'evidence':'"
                  "b持有c百分之20的股份'},"
                  "{'subject':'a','relation':'owns','object':'e','confidence':0.9,'evidence':'a "
                  "holds a 10 percent stake'},"
                  "{'subject':'e','relation':'owns','object':'c','confidence':0.9,'evidence':'доля "
                  "e в c — 40 процентов'},"
                  "{'subject':'c','relation':'owns','object':'a','status':'planned','confidence':0."
                  "9,'evidence':'e'}," LAST_TIE "]}",
                  ERMINE_CHAINS, &network);
    assert_int_equal(ermine_patterns_count(patterns), 2);
    const ermine_pattern *chain = ermine_patterns_get(patterns, 0);
    assert_nodes(network, chain, "a b c");
    assert_close(chain->stake, 0.1, 1e-12);
    assert_int_equal(chain->unknown, 0);
    assert_close(chain->total, 0.14, 1e-12);
    assert_close(ermine_patterns_get(patterns, 1)->stake, 0.04, 1e-12);
    ermine_patterns_free(patterns);
    ermine_network_free(network);
}

static void rings_of_owners_are_chains_too(void **state)
{
    ermine_network *network;
    ermine_patterns *patterns =
        find_kind(*state,
                  "{'document':'d','entities':[" ENTITY("a", "company") ENTITY("b", "company")
                      ENTITY("c", "company") LAST_ENTITY "],'relations':[" TIE("a", "owns", "b", "")
                          TIE("b", "owns", "c", "") TIE("c", "owns", "a", "") LAST_TIE "]}",
                  ERMINE_CHAINS, &network);
    assert_int_equal(ermine_patterns_count(patterns), 1);
    assert_nodes(network, ermine_patterns_get(patterns, 0), "a b c");
    assert_int_equal(ermine_patterns_get(patterns, 0)->unknown, 2);
    ermine_patterns_free(patterns);
    ermine_network_free(network);
}

static void who_hangs_on_one_is_cut_off(void **state)
{
    ermine_network *network;
    ermine_patterns *patterns = find_kind(
        *state,
        "{'document':'d','entities':[" ENTITY("a", "lab") ENTITY("b", "lab") ENTITY("c", "lab")
            ENTITY("e", "lab") ENTITY("f", "lab") LAST_ENTITY
        "],'relations':[" TIE("a", "partners_with", "b", "") TIE("b", "partners_with", "c", "")
            TIE("a", "partners_with", "c", "") TIE("c", "partners_with", "e", "")
                TIE("e", "partners_with", "f", "") LAST_TIE "]}",
        ERMINE_CUTOFFS, &network);
    assert_int_equal(ermine_patterns_count(patterns), 2);
    assert_nodes(network, ermine_patterns_get(patterns, 0), "c e f");
    assert_int_equal(ermine_patterns_get(patterns, 0)->tie_count, 1);
    assert_nodes(network, ermine_patterns_get(patterns, 1), "e f");
    ermine_patterns_free(patterns);
    ermine_network_free(network);
}

static void only_one_percentage_is_a_stake(void **state)
{
    static const struct {
        const char *passage;
        double stake;
    } cases[] = {
        {"SoftBank owns about 90% of Arm", 0.9},
        {"a 49 per cent stake", 0.49},
        {"a 49-percent stake", 0.49},
        {"компания купила 12,5% акций", 0.125},
        {"持有公司15.5%的股份", 0.155},
        {"raised its stake from 5% to 10%", 0},
        {"sales rose by 10%", 0},
        {"a stake of 120%", 0},
        {"a stake worth $5bn", 0},
        {"its 7% stake, 7% of all", 0.07},
        {"", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_close(ermine_stake_told(*state, cases[i].passage), cases[i].stake, 1e-12);
}

static void kinds_have_names(void **state)
{
    (void)state;
    ermine_pattern_kind kind;
    for (size_t i = 0; i < ERMINE_PATTERN_KINDS; i++) {
        assert_true(ermine_pattern_parse(ermine_pattern_name((ermine_pattern_kind)i), &kind));
        assert_int_equal(kind, i);
    }
    assert_false(ermine_pattern_parse("squares", &kind));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(money_that_comes_back_is_a_circle),
        cmocka_unit_test(trade_alone_is_no_circular_financing),
        cmocka_unit_test(who_holds_both_rivals_is_named),
        cmocka_unit_test(two_posts_are_an_interlock),
        cmocka_unit_test(stakes_of_a_chain_are_multiplied),
        cmocka_unit_test(rings_of_owners_are_chains_too),
        cmocka_unit_test(who_hangs_on_one_is_cut_off),
        cmocka_unit_test(only_one_percentage_is_a_stake),
        cmocka_unit_test(kinds_have_names),
    };
    return cmocka_run_group_tests(tests, load_knowledge, free_knowledge);
}
