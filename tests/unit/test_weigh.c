/* What the sentences of a document say of a tie, gathered before it is judged. */
#include "support.h"

#include "extract/weigh.h"

struct gathering {
    struct mining mining;
    struct weighing weighing;
    struct relation_class classes[model_most_classes];
    size_t class_count;
    size_t
        relation; /* all pairs are said to be tied by it, each a little more than the one before */
    double probability;
    struct proposal found[64];
    size_t statements[64], count;
};

static bool say(void *context, const struct pair *pair)
{
    struct gathering *g = context;
    double p[model_most_classes] = {0};
    for (size_t k = 1; g->probability > 0 && k < g->class_count; k++)
        if (g->classes[k].relation == g->relation && g->classes[k].first_is_subject)
            p[k] = g->probability += 0.05;
    p[0] = 1 - g->probability;
    return weigh_meeting(&g->weighing, pair) && weigh_pair(&g->weighing, pair, p);
}

static bool keep(void *context, const struct proposal *proposal)
{
    struct gathering *g = context;
    assert_true(g->count < 64);
    assert_true(proposal->count > 0);
    assert_in_range(proposal->feature_count, 1, weigh_most_features);
    for (size_t i = 1; i < proposal->count; i++)
        assert_true(proposal->statements[i].probability <= proposal->statements[i - 1].probability);
    g->statements[g->count] = proposal->count;
    g->found[g->count++] = *proposal;
    return true;
}

static struct gathering *gather(const ermine_knowledge *known, const char *text,
                                const char *relation, double probability)
{
    ermine_error err = {0};
    ermine_document document = {
        .id = "test", .language = "en", .text = text, .length = strlen(text)};
    struct gathering *g = calloc(1, sizeof *g);
    assert_non_null(g);
    assert_true(mining_open(&g->mining, known, &document, &err));
    g->class_count = relation_classes(&known->schema, g->classes);
    g->relation = schema_relation(&known->schema, relation);
    g->probability = probability;
    g->weighing =
        (struct weighing){.m = &g->mining, .classes = g->classes, .class_count = g->class_count};
    assert_true(pairs_visit(&g->mining, NULL, say, g));
    assert_true(weigh_all(&g->weighing, keep, g));
    return g;
}

static void let_go(struct gathering *g)
{
    weigh_free(&g->weighing);
    mining_close(&g->mining);
    free(g);
}

static size_t count_of(const struct gathering *g, const char *relation, size_t *statements)
{
    size_t count = 0, wanted = schema_relation(&g->mining.known->schema, relation);
    *statements = 0;
    for (size_t i = 0; i < g->count; i++)
        if (g->found[i].statements->relation == wanted) {
            count++;
            *statements += g->statements[i];
        }
    return count;
}

static const struct proposal *first_of(const struct gathering *g, const char *relation)
{
    size_t wanted = schema_relation(&g->mining.known->schema, relation);
    for (size_t i = 0; i < g->count; i++)
        if (g->found[i].statements->relation == wanted)
            return &g->found[i];
    fail_msg("no proposal of %s", relation);
    return NULL;
}

static void two_orders_of_a_symmetric_tie_are_one_proposal(void **state)
{
    size_t statements;
    struct gathering *g = gather(*state, "Microsoft met Intel. Later Intel called Microsoft again.",
                                 "partners_with", 0.3);
    assert_int_equal(count_of(g, "partners_with", &statements), 1);
    assert_int_equal(statements, 2);
    let_go(g);
}

static void a_directed_tie_and_its_reverse_are_two(void **state)
{
    size_t statements;
    struct gathering *g =
        gather(*state, "Microsoft met Intel. Later Intel called Microsoft again.", "supplies", 0.3);
    assert_int_equal(count_of(g, "supplies", &statements), 2);
    let_go(g);
}

static void a_tie_of_a_pattern_is_proposed_though_no_model_holds_it_likely(void **state)
{
    struct gathering *g = gather(*state, "Microsoft acquired GitHub in 2018.", "acquires", 0);
    size_t statements;
    assert_int_equal(count_of(g, "acquires", &statements), 1);
    assert_int_equal(g->found[0].statements->tie, 0);
    assert_close((double)g->found[0].statements->probability, 0, 0);
    let_go(g);
}

static void what_else_the_document_says_changes_the_features_of_a_proposal(void **state)
{
    struct gathering *alone = gather(*state, "Microsoft met Intel.", "partners_with", 0.3);
    struct gathering *more =
        gather(*state, "Microsoft met Intel. Microsoft met Nvidia.", "partners_with", 0.3);
    struct gathering *again = gather(*state, "Microsoft met Intel.", "partners_with", 0.3);
    const struct proposal *a = first_of(alone, "partners_with"),
                          *b = first_of(more, "partners_with"),
                          *c = first_of(again, "partners_with");
    assert_int_equal(a->feature_count, c->feature_count);
    assert_memory_equal(a->features, c->features, a->feature_count * sizeof *a->features);
    assert_memory_not_equal(a->features, b->features, a->feature_count * sizeof *a->features);
    let_go(alone);
    let_go(more);
    let_go(again);
}

static int load_rules(void **state)
{
    *state = ermine_knowledge_load(ERMINE_SOURCE_DATADIR, ERMINE_MODELS_NONE, NULL);
    return *state == NULL;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_orders_of_a_symmetric_tie_are_one_proposal),
        cmocka_unit_test(a_directed_tie_and_its_reverse_are_two),
        cmocka_unit_test(a_tie_of_a_pattern_is_proposed_though_no_model_holds_it_likely),
        cmocka_unit_test(what_else_the_document_says_changes_the_features_of_a_proposal)};
    return cmocka_run_group_tests(tests, load_rules, free_knowledge);
}
