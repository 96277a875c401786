/* test_types.c - types of new names by a trained model. */
#include "support.h"

#include "extract/type_features.h"

#include <sys/stat.h>
#include <unistd.h>

/* A folder of knowledge with a model of types, and what that was trained from. */
struct fixture {
    char folder[64];
    ermine_knowledge *plain, *trained; /* without the model, and with it */
};

static const char *const parts[] = {"schema.json", "weights.json", "roles.json",
                                    "noise.json",  "language",     "registry"};

static void write_file(const char *folder, const char *name, const char *text)
{
    char path[200];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

/* Two trades that no cue word tells apart. */
static void write_documents(const char *folder)
{
    static const char *const names[] = {"Veltran", "Quorlix", "Brannok", "Tsevik",  "Lumbrex",
                                        "Orvanta", "Kestwin", "Pralode", "Zintara", "Murvell"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *name = names[i];
        char file[40], text[600];
        bool etches = i % 2 == 0;
        snprintf(text, sizeof text,
                 etches
                     ? "On Monday the engineers at %s etched wafers again. Wafers that %s etched "
                       "were thin. In May %s etched more wafers."
                     : "On Monday the partners at %s lent money again. Money that %s lent was "
                       "cheap. In May %s lent more money.",
                 name, name, name);
        snprintf(file, sizeof file, "d%zu.txt", i);
        write_file(folder, file, text);
        snprintf(text, sizeof text,
                 "{\"document\": \"d%zu\", \"language\": \"en\", \"entities\": [{\"id\": \"n%zu\", "
                 "\"name\": \"%s\", \"type\": \"%s\", \"mentions\": [\"%s\"]}], \"relations\": []}",
                 i, i, name, etches ? "chipmaker" : "investor", name);
        snprintf(file, sizeof file, "d%zu.json", i);
        write_file(folder, file, text);
    }
}

static void remove_all(const char *folder)
{
    char command[128];
    snprintf(command, sizeof command, "rm -r '%s'", folder);
    assert_int_equal(system(command), 0);
}

static ermine_knowledge *load(const char *folder, unsigned models)
{
    ermine_error err = {0};
    ermine_knowledge *known = ermine_knowledge_load(folder, models, &err);
    if (known == NULL)
        print_error("%s\n", err.message);
    return known;
}

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    char path[200], to[200];
    ermine_error err = {0};
    ermine_training training;
    strcpy(f->folder, "/tmp/ermine-types-XXXXXX");
    assert_non_null(mkdtemp(f->folder));
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        snprintf(path, sizeof path, "%s/%s", ERMINE_SOURCE_DATADIR, parts[i]);
        snprintf(to, sizeof to, "%s/%s", f->folder, parts[i]);
        assert_int_equal(symlink(path, to), 0);
    }
    snprintf(path, sizeof path, "%s/texts", f->folder);
    snprintf(to, sizeof to, "%s/models", f->folder);
    assert_int_equal(mkdir(path, 0700), 0);
    assert_int_equal(mkdir(to, 0700), 0);
    write_documents(path);
    f->plain = load(f->folder, ERMINE_MODELS_NONE);
    assert_non_null(f->plain);
    snprintf(to, sizeof to, "%s/models/types.bin", f->folder);
    const char *texts = path;
    if (!ermine_train_types(f->plain, &texts, 1, path, to, &training, &err))
        fail_msg("%s", err.message);
    assert_int_equal(training.documents, 10);
    assert_int_equal(training.pairs, 10);
    assert_int_equal(training.positive, 10);
    assert_int_equal(training.held_out_count, 1);
    assert_string_equal(training.held_out[0].language, "en");
    assert_int_equal(training.held_out[0].count, 10);
    assert_int_equal(training.held_out[0].right_before, 0);
    assert_int_equal(training.held_out[0].right, 10);
    f->trained = load(f->folder, ERMINE_MODELS_ALL);
    *state = f;
    return f->trained == NULL;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    ermine_knowledge_free(f->plain);
    ermine_knowledge_free(f->trained);
    remove_all(f->folder);
    free(f);
    return 0;
}

static void assert_type(const ermine_knowledge *known, const char *text, const char *id,
                        const char *type)
{
    ermine_error err = {0};
    ermine_document document = {
        .id = "t", .source = "t", .language = "en", .text = text, .length = strlen(text)};
    ermine_facts *facts = ermine_facts_extract(known, &document, &err);
    if (facts == NULL)
        fail_msg("%s", err.message);
    const ermine_entity *found = NULL;
    for (size_t i = 0; i < ermine_facts_entity_count(facts); i++)
        if (strcmp(ermine_facts_entity(facts, i)->id, id) == 0)
            found = ermine_facts_entity(facts, i);
    assert_non_null(found);
    assert_string_equal(found->type, type);
    ermine_facts_free(facts);
}

static const char etching[] =
    "In June the engineers at Drommel left. In May Drommel etched wafers.";

static void the_words_around_all_mentions_tell_the_type(void **state)
{
    const struct fixture *f = *state;
    assert_type(f->trained, etching, "drommel", "chipmaker");
    assert_type(f->trained, "In May Drommel lent more money. The partners at Drommel agreed.",
                "drommel", "investor");
}

static void without_the_model_the_type_is_a_guess_as_before(void **state)
{
    const struct fixture *f = *state;
    assert_type(f->plain, etching, "drommel", "company");
}

static void a_name_of_the_registry_keeps_its_type(void **state)
{
    const struct fixture *f = *state;
    assert_type(f->trained, "In May the engineers at SoftBank etched more wafers.", "softbank",
                "investor");
}

/* Writes `text` over the first bytes of the file that are `old`, which is as long. */
static void overwrite(const char *path, const char *old, const char *text)
{
    FILE *file = fopen(path, "r+");
    char head[1000];
    assert_non_null(file);
    size_t length = fread(head, 1, sizeof head, file);
    char *at = memmem(head, length, old, strlen(old));
    assert_non_null(at);
    assert_int_equal(fseek(file, at - head, SEEK_SET), 0);
    fputs(text, file);
    fclose(file);
}

static void a_model_of_other_types_is_refused(void **state)
{
    const struct fixture *f = *state;
    char path[200];
    snprintf(path, sizeof path, "%s/models/types.bin", f->folder);
    overwrite(path, "chipmaker", "shipmaker");
    ermine_error err = {0};
    assert_null(ermine_knowledge_load(f->folder, ERMINE_MODEL_TYPES, &err));
    assert_int_equal(err.code, ERMINE_EINPUT);
    assert_non_null(strstr(err.message, "types.bin"));
    ermine_knowledge *without = load(f->folder, ERMINE_MODELS_ALL & ~ERMINE_MODEL_TYPES);
    assert_non_null(without);
    ermine_knowledge_free(without);
    overwrite(path, "shipmaker", "chipmaker");
}

static struct type_guess choose(const ermine_knowledge *known, const char *type, double probability,
                                struct type_guess guess)
{
    double p[32] = {0};
    p[schema_type(&known->schema, type)] = probability;
    type_choose(&known->schema, p, &guess);
    return guess;
}

static void a_person_stays_one_unless_the_model_is_sure(void **state)
{
    const ermine_knowledge *known = ((struct fixture *)*state)->plain;
    uint8_t person = (uint8_t)schema_type(&known->schema, "person");
    uint8_t place = (uint8_t)schema_type(&known->schema, "place");
    struct type_guess guess = {person, 5};
    assert_int_equal(choose(known, "place", 0.45, guess).type, person);
    assert_int_equal(choose(known, "place", 0.45, guess).score, 5);
    assert_int_equal(choose(known, "place", 0.95, guess).type, place);
}

static void an_unsure_model_leaves_the_type_and_a_sure_one_scores_it(void **state)
{
    const ermine_knowledge *known = ((struct fixture *)*state)->plain;
    uint8_t company = (uint8_t)schema_type(&known->schema, "company");
    uint8_t lab = (uint8_t)schema_type(&known->schema, "lab");
    struct type_guess guess = {company, 3};
    assert_int_equal(choose(known, "lab", 0.2, guess).type, company);
    assert_int_equal(choose(known, "lab", 0.2, guess).score, 3);
    assert_int_equal(choose(known, "lab", 0.5, guess).type, lab);
    assert_int_equal(choose(known, "lab", 0.5, guess).score, 2);
    assert_int_equal(choose(known, "lab", 0.97, guess).score, 5);
}

/* Of a name met very often, features are as few as of one met eight times, and none stands twice. */
static void features_are_bounded_and_each_stands_once(void **state)
{
    const ermine_knowledge *known = ((struct fixture *)*state)->plain;
    char text[16000];
    size_t length = 0;
    for (int i = 0; i < 100; i++)
        length += (size_t)snprintf(text + length, sizeof text - length,
                                   "The makers, number %d, told Drommel, Intel, AMD and Nvidia "
                                   "that w%d x%d y%d came to Drommel q%d z%d v%d. ",
                                   i, i, i, i, i, i, i);
    ermine_document document = {
        .id = "t", .source = "t", .language = "en", .text = text, .length = length};
    ermine_error err = {0};
    struct mining m;
    assert_true(mining_open(&m, known, &document, &err));
    struct type_view *view = type_view_new(&m);
    assert_non_null(view);
    size_t open = 0;
    for (uint32_t e = 0; e < m.entity_count; e++) {
        uint32_t features[most_type_features];
        if (!type_is_open(view, e))
            continue;
        open++;
        size_t count = type_features(view, e, true, features);
        assert_in_range(count, 20, most_type_features);
        for (size_t i = 1; i < count; i++)
            assert_true(features[i - 1] < features[i]);
    }
    assert_int_equal(open, 1);
    mining_close(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_words_around_all_mentions_tell_the_type),
        cmocka_unit_test(without_the_model_the_type_is_a_guess_as_before),
        cmocka_unit_test(a_name_of_the_registry_keeps_its_type),
        cmocka_unit_test(a_model_of_other_types_is_refused),
        cmocka_unit_test(a_person_stays_one_unless_the_model_is_sure),
        cmocka_unit_test(an_unsure_model_leaves_the_type_and_a_sure_one_scores_it),
        cmocka_unit_test(features_are_bounded_and_each_stands_once),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
