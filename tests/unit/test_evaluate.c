/* test_evaluate.c - facts against gold graphs. */
#include "support.h"

#include <unistd.h>

/* A folder of gold graphs and what is scored against it. */
struct fixture {
    char folder[64], path[128];
    ermine_evaluation *evaluation;
};

/* Single quotes for double ones. */
static char *quoted(const char *text)
{
    char *line = strdup(text);
    assert_non_null(line);
    for (char *c = line; *c != '\0'; c++)
        if (*c == '\'')
            *c = '"';
    return line;
}

static void write_gold(struct fixture *f, const char *gold)
{
    strcpy(f->folder, "/tmp/ermine-gold-XXXXXX");
    assert_non_null(mkdtemp(f->folder));
    snprintf(f->path, sizeof f->path, "%s/d.json", f->folder);
    FILE *file = fopen(f->path, "w");
    assert_non_null(file);
    char *line = quoted(gold);
    fputs(line, file);
    free(line);
    fclose(file);
}

static void remove_gold(const struct fixture *f)
{
    unlink(f->path);
    rmdir(f->folder);
}

static void add(struct fixture *f, const char *facts)
{
    ermine_error err = {0};
    char *line = quoted(facts);
    ermine_facts *read = ermine_facts_read(line, strlen(line), "test", &err);
    if (read == NULL)
        fail_msg("%s", err.message);
    assert_true(ermine_evaluation_add(f->evaluation, read, &err));
    ermine_facts_free(read);
    free(line);
}

/* Scores the facts of document d, NULL for none, against its gold graph; both the lists alone. */
static ermine_facts_score score(struct fixture *f, void **state, const char *gold,
                                const char *facts)
{
    char *line;
    ermine_error err = {0};
    assert_true(asprintf(&line, "{'document':'d','language':'en',%s}", gold) > 0);
    write_gold(f, line);
    free(line);
    f->evaluation = ermine_evaluation_new(*state, f->folder, &err);
    if (f->evaluation == NULL)
        fail_msg("%s", err.message);
    remove_gold(f);
    if (facts != NULL) {
        assert_true(asprintf(&line, "{'document':'d','language':'en',%s}", facts) > 0);
        add(f, line);
        free(line);
    }
    return ermine_evaluation_all(f->evaluation);
}

static void assert_score(ermine_score score, size_t annotated, size_t found, size_t right)
{
    if (score.annotated != annotated || score.found != found || score.right != right)
        fail_msg("%s: %zu annotated, %zu found, %zu right; not %zu, %zu, %zu", score.label,
                 score.annotated, score.found, score.right, annotated, found, right);
}

/* The misses there are, in order; ends with ERMINE_MISS_KINDS. */
static void assert_misses(const struct fixture *f, const ermine_miss_kind *kinds)
{
    size_t count = ermine_evaluation_miss_count(f->evaluation, 0), i = 0;
    for (; kinds[i] != ERMINE_MISS_KINDS; i++) {
        if (i >= count)
            fail_msg("no miss \"%s\"", ermine_miss_name(kinds[i]));
        ermine_miss_kind kind = ermine_evaluation_miss(f->evaluation, 0, i)->kind;
        if (kind != kinds[i])
            fail_msg("\"%s\", not \"%s\"", ermine_miss_name(kind), ermine_miss_name(kinds[i]));
    }
    assert_int_equal(count, i);
}
#define MISSES(...) ((const ermine_miss_kind[]){__VA_ARGS__ ERMINE_MISS_KINDS})

static void done(struct fixture *f)
{
    ermine_evaluation_free(f->evaluation);
}

/* Three entities, for relations between them. */
#define THREE                                                                                      \
    "'entities':[{'id':'a','name':'A','type':'lab'},{'id':'b','name':'B','type':'lab'},"           \
    "{'id':'c','name':'C','type':'lab'}]"
#define TIE(subject, relation, object, rest)                                                       \
    "{'subject':'" subject "','relation':'" relation "','object':'" object "'" rest "}"
#define WITH(ties) THREE ",'relations':[" ties "]"

static void names_are_the_same_but_for_case_width_and_punctuation(void **state)
{
    struct fixture f;
    ermine_facts_score all = score(
        &f, state,
        "'entities':[{'id':'x','name':'X-Five','type':'company','mentions':['Икс 5']},"
        "{'id':'f','name':'Fedor','type':'person','mentions':['Фёдор']},"
        "{'id':'o','name':'OpenAI','type':'lab','mentions':[{'text':'OpenAI'}]}]",
        "'entities':[{'id':'1','name':'«ИКС-5»','type':'company'},"
        "{'id':'2','name':'ФЕДОР','type':'person'},"
        "{'id':'3','name':'ＯｐｅｎＡＩ','type':'company'},{'id':'4','name':'…','type':'lab'}]");
    assert_score(all.entities, 3, 4, 3);
    assert_score(all.typed, 3, 4, 2);
    assert_misses(&f, MISSES(ERMINE_MISS_TYPE, ERMINE_MISS_ENTITY_SPURIOUS, ));
    done(&f);
}

static void entities_pair_by_most_shared_names_then_by_type(void **state)
{
    static const char gold[] =
        "'entities':[{'id':'a','name':'Jack Ma','type':'person','mentions':['Ma']},"
        "{'id':'b','name':'Ma Group','type':'company','mentions':['Ma']}]";
    struct fixture f;
    /* Types would have it the other way round, but the second shares two names with the first of the gold graph. */
    ermine_facts_score all =
        score(&f, state, gold,
              "'entities':[{'id':'1','name':'Ma','type':'person'},"
              "{'id':'2','name':'Jack Ma','type':'company','mentions':['Ma']}]");
    assert_score(all.entities, 2, 2, 2);
    assert_score(all.typed, 2, 2, 0);
    assert_misses(&f, MISSES(ERMINE_MISS_TYPE, ERMINE_MISS_TYPE, ));
    done(&f);
    all = score(&f, state, gold,
                "'entities':[{'id':'1','name':'Ma','type':'company'},"
                "{'id':'2','name':'MA','type':'person'}]");
    assert_score(all.typed, 2, 2, 2);
    done(&f);
}

static void merging_costs_an_entity(void **state)
{
    struct fixture f;
    ermine_facts_score all =
        score(&f, state, WITH(TIE("a", "owns", "b", "")),
              "'entities':[{'id':'1','name':'A','type':'lab','mentions':['B']}]");
    assert_score(all.entities, 3, 1, 1);
    assert_score(all.relations, 1, 0, 0);
    assert_misses(
        &f, MISSES(ERMINE_MISS_ENTITY_MERGED, ERMINE_MISS_ENTITY_MISSED, ERMINE_MISS_END_MISSED, ));
    assert_string_equal(ermine_evaluation_miss(f.evaluation, 0, 0)->wanted, "B (lab)");
    assert_string_equal(ermine_evaluation_miss(f.evaluation, 0, 0)->found, "A (lab)");
    done(&f);
}

static void splitting_costs_an_entity(void **state)
{
    struct fixture f;
    ermine_facts_score all = score(
        &f, state,
        "'entities':[{'id':'s','name':'SoftBank','type':'investor','mentions':['SoftBank Group']}]",
        "'entities':[{'id':'1','name':'SoftBank','type':'investor'},"
        "{'id':'2','name':'SoftBank Group','type':'investor'}]");
    assert_score(all.entities, 1, 2, 1);
    assert_misses(&f, MISSES(ERMINE_MISS_ENTITY_SPLIT, ));
    done(&f);
}

static void optional_entities_neither_help_nor_harm(void **state)
{
    static const char gold[] = "'entities':[{'id':'a','name':'A','type':'lab'},"
                               "{'id':'b','name':'B','type':'lab','optional':true}]";
    struct fixture f;
    ermine_facts_score found =
        score(&f, state, gold,
              "'entities':[{'id':'1','name':'A','type':'lab'},{'id':'2','name':'B','type':'x'}]");
    assert_score(found.entities, 1, 1, 1);
    assert_score(found.typed, 1, 1, 1);
    assert_misses(&f, MISSES());
    done(&f);
    ermine_facts_score missed =
        score(&f, state, gold, "'entities':[{'id':'1','name':'A','type':'lab'}]");
    assert_score(missed.entities, 1, 1, 1);
    assert_misses(&f, MISSES());
    done(&f);
}

static void optional_relations_neither_help_nor_harm(void **state)
{
    static const char gold[] =
        WITH(TIE("a", "owns", "b", ",'optional':true") "," TIE("b", "owns", "c", ""));
    struct fixture f;
    ermine_facts_score all =
        score(&f, state, gold, WITH(TIE("a", "owns", "b", "") "," TIE("b", "owns", "c", "")));
    assert_score(all.relations, 1, 1, 1);
    assert_score(all.pairs, 1, 1, 1);
    assert_misses(&f, MISSES());
    done(&f);
    /* Another relation of an optional pair is wrong, but not its pair. */
    all = score(&f, state, gold, WITH(TIE("a", "acquires", "b", "") "," TIE("b", "owns", "c", "")));
    assert_score(all.relations, 1, 2, 1);
    assert_score(all.pairs, 1, 1, 1);
    assert_misses(&f, MISSES(ERMINE_MISS_LABEL_SPURIOUS, ));
    done(&f);
}

static void only_symmetric_relations_may_be_turned(void **state)
{
    struct fixture f;
    ermine_facts_score all =
        score(&f, state, WITH(TIE("a", "partners_with", "b", "") "," TIE("b", "owns", "c", "")),
              WITH(TIE("b", "partners_with", "a", "") "," TIE("c", "owns", "b", "")));
    assert_score(all.relations, 2, 2, 1);
    assert_score(all.pairs, 2, 2, 2);
    assert_misses(&f, MISSES(ERMINE_MISS_DIRECTION, ));
    done(&f);
}

static void a_relation_counts_once_however_often_it_is_said(void **state)
{
    struct fixture f;
    ermine_facts_score all =
        score(&f, state, WITH(TIE("a", "competes_with", "b", "")),
              WITH(TIE("a", "competes_with", "b", "") "," TIE("b", "competes_with", "a", "")));
    assert_score(all.relations, 1, 1, 1);
    done(&f);
}

static void wrong_ties_are_sorted_by_kind(void **state)
{
    struct fixture f;
    ermine_facts_score all = score(
        &f, state,
        "'entities':[{'id':'a','name':'A','type':'lab'},{'id':'b','name':'B','type':'lab'},"
        "{'id':'c','name':'C','type':'lab'},{'id':'d','name':'D','type':'lab'}],"
        "'relations':[" TIE("a", "owns", "b", "") "," TIE("a", "supplies", "b", "") "," TIE(
            "a", "owns", "c", "") "," TIE("c", "owns", "b", "") "," TIE("d", "owns", "a", "") "]",
        "'entities':[{'id':'a','name':'A','type':'lab'},{'id':'b','name':'B','type':'lab'},"
        "{'id':'c','name':'C','type':'lab'},{'id':'x','name':'X','type':'lab'},"
        "{'id':'y','name':'X','type':'lab'}],"
        "'relations':[" TIE("a", "owns", "b", "") "," TIE("c", "acquires", "a", "") "," TIE(
            "x", "owns", "b", "") "," TIE("y", "owns", "b", "") "]");
    assert_score(all.relations, 5, 3, 1); /* two that are shown by one name are one end */
    assert_score(all.pairs, 4, 3, 2);
    assert_misses(&f, MISSES(ERMINE_MISS_ENTITY_MISSED, ERMINE_MISS_ENTITY_SPURIOUS,
                             ERMINE_MISS_ENTITY_SPURIOUS, ERMINE_MISS_LABEL,
                             ERMINE_MISS_LABEL_MISSED, ERMINE_MISS_PAIR_MISSED,
                             ERMINE_MISS_END_MISSED, ERMINE_MISS_END_SPURIOUS, ));
    const ermine_miss *label = ermine_evaluation_miss(f.evaluation, 0, 3);
    assert_string_equal(label->wanted, "A owns C [current]");
    assert_string_equal(label->found, "C acquires A [current] 1.00");
    done(&f);
    all = score(&f, state, WITH(""), WITH(TIE("a", "owns", "b", "")));
    assert_score(all.pairs, 0, 1, 0);
    assert_misses(&f, MISSES(ERMINE_MISS_PAIR_SPURIOUS, ));
    done(&f);
}

static void any_status_of_a_list_is_right(void **state)
{
    struct fixture f;
    ermine_facts_score all =
        score(&f, state,
              WITH(TIE("a", "owns", "b", ",'status':['planned','reported']") "," TIE(
                  "b", "owns", "c", ",'status':'ended'") "," TIE("a", "owns", "c", "")),
              WITH(TIE("a", "owns", "b", ",'status':'reported'") "," TIE(
                  "b", "owns", "c", ",'status':'current'") "," TIE("a", "owns", "c", "")));
    assert_score(all.relations, 3, 3, 3);
    assert_int_equal(all.statuses, 3);
    assert_int_equal(all.statuses_right, 2);
    assert_misses(&f, MISSES(ERMINE_MISS_STATUS, ));
    done(&f);
}

static void amounts_may_differ_by_a_hundredth(void **state)
{
#define AMOUNT(value, currency) ",'amount':{'value':" value ",'currency':'" currency "'}"
    struct fixture f;
    ermine_facts_score all = score(
        &f, state,
        WITH(TIE("a", "owns", "b", AMOUNT("1000", "USD")) "," TIE(
            "b", "owns", "c",
            AMOUNT("1000", "USD")) "," TIE("a", "owns", "c",
                                           AMOUNT("1000",
                                                  "USD")) "," TIE("c", "owns", "a",
                                                                  "") "," TIE("c", "owns", "b",
                                                                              AMOUNT("1000",
                                                                                     "USD"))),
        WITH(TIE("a", "owns", "b", AMOUNT("1010", "USD")) "," TIE(
            "b", "owns", "c",
            AMOUNT("1011",
                   "USD")) "," TIE("a", "owns", "c",
                                   AMOUNT("1000",
                                          "EUR")) "," TIE("c", "owns", "a",
                                                          AMOUNT("5", "USD")) "," TIE("c", "owns",
                                                                                      "b", "")));
    assert_score(all.relations, 5, 5, 5);
    assert_int_equal(all.amounts, 4);
    assert_int_equal(all.amounts_right, 1);
    assert_misses(&f, MISSES(ERMINE_MISS_AMOUNT, ERMINE_MISS_AMOUNT, ERMINE_MISS_AMOUNT, ));
    done(&f);
}

static void ties_are_counted_by_confidence(void **state)
{
    struct fixture f;
    ermine_facts_score all =
        score(&f, state, WITH(TIE("a", "owns", "b", "")),
              WITH(TIE("a", "owns", "b", ",'confidence':0.85") "," TIE(
                  "b", "owns", "c", ",'confidence':0.8") "," TIE("a", "owns", "c", "")));
    assert_int_equal(all.ties[8], 2);
    assert_int_equal(all.ties_right[8], 1);
    assert_int_equal(all.ties[9], 1); /* 1, when none is given */
    assert_int_equal(all.ties_right[9], 0);
    assert_int_equal(all.ties[0], 0);
    done(&f);
}

static void evidence_is_looked_for_in_the_text(void **state)
{
    struct fixture f;
    static const char text[] = "A\n bought\u3000B.";
    ermine_document document = {.id = "d", .text = text, .length = sizeof text - 1};
    score(&f, state, WITH(""), NULL);
    assert_true(ermine_evaluation_add_text(f.evaluation, &document, NULL));
    add(&f, "{'document':'d'," WITH(TIE("a", "owns", "b", ",'evidence':'A bought B'") "," TIE(
                "b", "owns", "c", ",'evidence':'A sold B'") "," TIE("a", "owns", "c", "")) "}");
    ermine_facts_score all = ermine_evaluation_all(f.evaluation);
    assert_int_equal(all.passages, 3);
    assert_int_equal(all.passages_right, 1);
    done(&f);
}

static void without_facts_all_is_missed(void **state)
{
    struct fixture f;
    ermine_facts_score all = score(&f, state, WITH(TIE("a", "owns", "b", "")), NULL);
    assert_score(all.entities, 3, 0, 0);
    assert_score(all.relations, 1, 0, 0);
    assert_close(ermine_score_f1(&all.relations), 0, 0);
    assert_int_equal(ermine_evaluation_empty_count(f.evaluation), 1);
    done(&f);
}

static void the_last_facts_of_a_document_count(void **state)
{
    struct fixture f;
    score(&f, state, WITH(""), "'entities':[]");
    add(&f, "{'document':'other',"
            "'entities':[{'id':'1','name':'A','type':'lab'}]}");
    assert_score(ermine_evaluation_all(f.evaluation).entities, 3, 0, 0);
    add(&f, "{'document':'news/d.txt',"
            "'entities':[{'id':'1','name':'A','type':'lab'}]}");
    assert_int_equal(ermine_evaluation_empty_count(f.evaluation), 0);
    assert_int_equal(ermine_evaluation_language_count(f.evaluation), 1);
    assert_score(ermine_evaluation_language(f.evaluation, 0).entities, 3, 1, 1);
    assert_string_equal(ermine_evaluation_document(f.evaluation, 0).label, "d");
    assert_int_equal(ermine_evaluation_miss_count(f.evaluation, 0), 2);
    done(&f);
}

static void refused(void **state, const char *gold, const char *why)
{
    struct fixture f;
    ermine_error err = {0};
    write_gold(&f, gold);
    assert_null(ermine_evaluation_new(*state, f.folder, &err));
    remove_gold(&f);
    assert_int_equal(err.code, ERMINE_EINPUT);
    assert_non_null(strstr(err.message, "d.json"));
    assert_non_null(strstr(err.message, why));
}

static void bad_gold_graphs_are_refused_with_their_place(void **state)
{
    refused(state, "{'document':'d',", "d.json:1");
    refused(state, "{'document':'d'}", "\"language\"");
    refused(state, "{'document':'d','language':'en','entities':[{'id':'a'}]}", "entities[0]");
    refused(state,
            "{'document':'d','language':'en','entities':[{'id':'a','type':'lab'},"
            "{'id':'a','type':'lab'}]}",
            "entities[1]");
    refused(state, "{'document':'d','language':'en','relations':[" TIE("a", "owns", "b", "") "]}",
            "relations[0]");
    ermine_error err = {0};
    assert_null(ermine_evaluation_new(*state, "/nowhere/gold", &err));
    assert_int_equal(err.code, ERMINE_EINPUT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_the_same_but_for_case_width_and_punctuation),
        cmocka_unit_test(entities_pair_by_most_shared_names_then_by_type),
        cmocka_unit_test(merging_costs_an_entity),
        cmocka_unit_test(splitting_costs_an_entity),
        cmocka_unit_test(optional_entities_neither_help_nor_harm),
        cmocka_unit_test(optional_relations_neither_help_nor_harm),
        cmocka_unit_test(only_symmetric_relations_may_be_turned),
        cmocka_unit_test(a_relation_counts_once_however_often_it_is_said),
        cmocka_unit_test(wrong_ties_are_sorted_by_kind),
        cmocka_unit_test(any_status_of_a_list_is_right),
        cmocka_unit_test(amounts_may_differ_by_a_hundredth),
        cmocka_unit_test(ties_are_counted_by_confidence),
        cmocka_unit_test(evidence_is_looked_for_in_the_text),
        cmocka_unit_test(without_facts_all_is_missed),
        cmocka_unit_test(the_last_facts_of_a_document_count),
        cmocka_unit_test(bad_gold_graphs_are_refused_with_their_place),
    };
    return cmocka_run_group_tests(tests, load_knowledge, free_knowledge);
}
