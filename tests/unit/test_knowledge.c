/* test_knowledge.c - names, relations and words known before reading. */
#include "support.h"

#include "knowledge/knowledge.h"

#include <sys/stat.h>
#include <unistd.h>

/* The longest name of the registry at the beginning of `text`; NULL when there is none. */
static const struct known_name *name_at_start(const ermine_knowledge *known, const char *text)
{
    struct tokens tokens = {0};
    struct lexicon_words words = {0};
    struct lexicon_hit hits[32];
    assert_true(tokens_split(&tokens, text, strlen(text), NULL, false, NULL));
    assert_true(lexicon_look_up(known->lexicon, text, &tokens, &words, NULL));
    size_t count = lexicon_match(known->lexicon, &tokens, &words, 0, tokens.count, hits, 32);
    const struct lexicon_hit *best = NULL;
    for (size_t i = 0; i < count; i++)
        if (!(hits[i].payload & PAYLOAD_CUE) && (best == NULL || hits[i].end > best->end))
            best = &hits[i];
    const struct known_name *name = best == NULL ? NULL : &known->registry.names[best->payload];
    lexicon_words_free(&words);
    tokens_free(&tokens);
    return name;
}

static void assert_known(const ermine_knowledge *known, const char *text, const char *id)
{
    const struct known_name *name = name_at_start(known, text);
    if (name == NULL)
        fail_msg("no name in \"%s\"", text);
    else if (strcmp(known->registry.entities[name->entity].open.id, id) != 0)
        fail_msg("\"%s\" is %s", text, known->registry.entities[name->entity].open.id);
}

static void names_are_found_in_every_script_and_spelling(void **state)
{
    static const char *const names[][2] = {
        {"NVIDIA", "nvidia"},          {"Nvidia", "nvidia"},         {"Нвидиа", "nvidia"},
        {"英伟达", "nvidia"},          {"輝達", "nvidia"},           {"軟銀集團", "softbank"},
        {"Soft Bank", "softbank"},     {"СофтБанк", "softbank"},     {"ＯｐｅｎＡＩ", "openai"},
        {"Open-AI", "openai"},         {"台積電公司", "tsmc"},       {"RainAI", "rain-ai"},
        {"萨姆•奥特曼", "sam-altman"}, {"SAM ALTMAN", "sam-altman"}, {"Сэм Альтман", "sam-altman"}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        assert_known(*state, names[i][0], names[i][1]);
}

static void russian_names_are_found_in_all_cases(void **state)
{
    static const char *const names[][2] = {
        {"Сбербанка", "sberbank"},       {"СБЕРБАНКОМ", "sberbank"},       {"Сберу", "sberbank"},
        {"Яндексе", "yandex"},           {"Группой Яндекс", "yandex"},     {"Хуавэя", "huawei"},
        {"Сэму Альтману", "sam-altman"}, {"Сэмом Альтманом", "sam-altman"}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        assert_known(*state, names[i][0], names[i][1]);
}

static void part_of_a_word_is_no_name(void **state)
{
    assert_null(name_at_start(*state, "Intelligence"));
    assert_null(name_at_start(*state, "Metaphor"));
    assert_null(name_at_start(*state, "Сбербанкомат"));
    assert_null(name_at_start(*state, ""));
}

static void the_longest_name_wins(void **state)
{
    assert_string_equal(name_at_start(*state, "Rain AI raised money")->text, "Rain AI");
    assert_string_equal(name_at_start(*state, "软银集团投资")->text, "软银集团");
    assert_string_equal(name_at_start(*state, "Rain fell")->text, "Rain");
}

static void names_that_are_ordinary_words_are_marked(void **state)
{
    assert_true(name_at_start(*state, "Rain")->flags & NAME_COMMON);
    assert_true(name_at_start(*state, "苹果")->flags & NAME_COMMON);
    assert_false(name_at_start(*state, "Rain AI")->flags & NAME_COMMON);
    assert_false(name_at_start(*state, "苹果公司")->flags & NAME_COMMON);
    assert_true(name_at_start(*state, "ADI")->flags & NAME_ABBREVIATION);
}

static void the_registry_tells_of_an_entity_by_its_id(void **state)
{
    const ermine_known_entity *entity = ermine_knowledge_find(*state, "softbank");
    assert_non_null(entity);
    assert_string_equal(entity->type, "investor");
    assert_string_equal(entity->en, "SoftBank");
    assert_string_equal(entity->zh, "软银");
    assert_null(ermine_knowledge_find(*state, "SoftBank"));
    assert_true(ermine_knowledge_entity_count(*state) > 100);
}

static bool allows(const ermine_knowledge *known, const char *subject, const char *relation,
                   const char *object)
{
    const struct schema *schema = &known->schema;
    const struct relation_ends *ends = &schema->ends[schema_relation(schema, relation)];
    return (ends->subject >> schema_type(schema, subject) & 1) &&
           (ends->object >> schema_type(schema, object) & 1);
}

static void the_schema_says_what_a_relation_may_tie(void **state)
{
    assert_true(allows(*state, "person", "leads", "lab"));
    assert_false(allows(*state, "lab", "leads", "person"));
    assert_true(allows(*state, "investor", "invests_in", "chipmaker"));
    assert_false(allows(*state, "investor", "invests_in", "place"));
    assert_true(allows(*state, "government", "regulates", "chipmaker"));
    assert_false(allows(*state, "company", "regulates", "chipmaker"));
    assert_true(allows(*state, "person", "relative_of", "person"));
}

static void types_relations_and_currencies_are_found_by_name(void **state)
{
    assert_string_equal(ermine_knowledge_find_type(*state, "lab")->label_zh, "AI实验室");
    assert_null(ermine_knowledge_find_type(*state, "starship"));
    assert_true(ermine_knowledge_find_relation(*state, "partners_with")->symmetric);
    assert_false(ermine_knowledge_find_relation(*state, "invests_in")->symmetric);
    assert_null(ermine_knowledge_find_relation(*state, ""));
    assert_close(ermine_knowledge_usd_rate(*state, "USD"), 1, 0);
    assert_close(ermine_knowledge_usd_rate(*state, "XXX"), 0, 0);
}

/* Loads the repository's knowledge with `text` for its file `name` and expects a message that holds both
 * that name and `why`. */
static void assert_broken(const char *name, const char *text, const char *why)
{
    static const char *const parts[] = {"schema.json", "weights.json", "roles.json",
                                        "noise.json",  "language",     "registry"};
    enum { part_count = sizeof parts / sizeof *parts };
    char folder[] = "/tmp/ermine-knowledge-XXXXXX", path[200];
    assert_non_null(mkdtemp(folder));
    for (size_t i = 0; i < part_count; i++) {
        size_t size = strlen(parts[i]);
        char *dot = strchr(parts[i], '.');
        snprintf(path, sizeof path, "%s/%s", folder, parts[i]);
        if (strncmp(name, parts[i], size) != 0) {
            char target[300];
            snprintf(target, sizeof target, "%s/%s", ERMINE_SOURCE_DATADIR, parts[i]);
            assert_int_equal(symlink(target, path), 0);
        } else if (dot == NULL) {
            assert_int_equal(mkdir(path, 0700), 0);
        }
    }
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
    ermine_error err = {0};
    ermine_knowledge *known = ermine_knowledge_load(folder, ERMINE_MODELS_ALL, &err);
    remove(path);
    for (size_t i = 0; i < part_count; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, parts[i]);
        remove(path);
    }
    assert_int_equal(rmdir(folder), 0);
    assert_null(known);
    assert_int_equal(err.code, ERMINE_EINPUT);
    if (strstr(err.message, name) == NULL || strstr(err.message, why) == NULL)
        fail_msg("\"%s\" is without %s or %s", err.message, name, why);
}

static void broken_knowledge_is_refused_with_file_and_place(void **state)
{
    (void)state;
    assert_broken("registry/x.json", "[\n{\"id\": \"a\",\n", "x.json:3");
    assert_broken("registry/x.json", "[{\"id\":\"a\",\"type\":\"starship\",\"en\":\"A\"}]",
                  "starship");
    assert_broken("registry/x.json", "[{\"id\":\"a\",\"en\":\"A\"}]", "\"type\"");
    assert_broken("registry/x.json", "[7]", "entry 1");
    assert_broken("registry/x.json",
                  "[{\"id\":\"a\",\"type\":\"lab\",\"en\":\"A\"},{\"id\":\"a\",\"type\":\"lab\","
                  "\"en\":\"B\"}]",
                  "entry 2");
    assert_broken("language/xx.json",
                  "{\"language\":\"xx\",\"coreference\":{\"anaphor\":{\"persons\":[\"he\"]}}}",
                  "coreference.anaphor.persons");
    assert_broken("language/xx.json",
                  "{\"language\":\"xx\",\"coreference\":{\"anaphor\":{\"person\":\"he\"}}}",
                  "coreference.anaphor.person");
    assert_broken("language/xx.json",
                  "{\"language\":\"xx\",\"coreference\":{\"endings\":{\"lead\":[7]}}}",
                  "coreference.endings.lead");
    assert_broken("language/xx.json", "{\"language\":", "xx.json:1");
    assert_broken("noise.json", "{\"lines\": 7}", "lines");
    assert_broken("schema.json", "{\"types\": []}", "types");
    assert_broken("schema.json", "[]", "types");
    assert_broken("weights.json", "{\"relations\":{},\"statuses\":{}}", "relations");
    assert_broken("weights.json", "{\"relations\":{\"owns\":-1}}", "owns");
    assert_broken("roles.json", "{\"posts\":[\"leads\"]}", "financing");
    assert_broken("roles.json", "{\"money\":{\"owns\":{\"gives\":\"all\"}}}", "owns");
    assert_broken("roles.json", "{\"money\":{\"hugs\":{\"gives\":\"subject\"}}}", "hugs");
}

static void a_missing_folder_is_named(void **state)
{
    (void)state;
    ermine_error err = {0};
    assert_null(ermine_knowledge_load("/nowhere/graphs", ERMINE_MODELS_ALL, &err));
    assert_int_equal(err.code, ERMINE_EINPUT);
    assert_non_null(strstr(err.message, "/nowhere/graphs"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_found_in_every_script_and_spelling),
        cmocka_unit_test(russian_names_are_found_in_all_cases),
        cmocka_unit_test(part_of_a_word_is_no_name),
        cmocka_unit_test(the_longest_name_wins),
        cmocka_unit_test(names_that_are_ordinary_words_are_marked),
        cmocka_unit_test(the_registry_tells_of_an_entity_by_its_id),
        cmocka_unit_test(the_schema_says_what_a_relation_may_tie),
        cmocka_unit_test(types_relations_and_currencies_are_found_by_name),
        cmocka_unit_test(broken_knowledge_is_refused_with_file_and_place),
        cmocka_unit_test(a_missing_folder_is_named),
    };
    return cmocka_run_group_tests(tests, load_knowledge, free_knowledge);
}
