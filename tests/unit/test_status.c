/* test_status.c - the status of ties by a trained model. */
#include "support.h"

#include <sys/stat.h>
#include <unistd.h>

/* A folder of knowledge with a model of statuses, and what that was trained from. */
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

/* Two wordings that no cue word tells apart. */
static void write_documents(const char *folder)
{
    static const char *const buyers[] = {"Nvidia", "Microsoft", "Oracle", "Intel", "SoftBank"};
    static const char *const ids[] = {"nvidia", "microsoft", "oracle", "intel", "softbank"};
    for (size_t i = 0; i < 10; i++) {
        bool dreamt = i % 2 == 0;
        char file[40], text[600], evidence[200];
        snprintf(evidence, sizeof evidence, "%s%s acquired Mistral",
                 dreamt ? "Clairvoyants foresee that " : "Notaries attest that ", buyers[i / 2]);
        snprintf(text, sizeof text, "%s.", evidence);
        snprintf(file, sizeof file, "d%zu.txt", i);
        write_file(folder, file, text);
        snprintf(text, sizeof text,
                 "{\"document\": \"d%zu\", \"language\": \"en\", \"entities\": [{\"id\": \"%s\", "
                 "\"type\": \"company\", \"mentions\": [\"%s\"]}, {\"id\": \"mistral\", \"type\": "
                 "\"lab\", \"mentions\": [\"Mistral\"]}], \"relations\": [{\"subject\": \"%s\", "
                 "\"relation\": \"acquires\", \"object\": \"mistral\", \"status\": \"%s\", "
                 "\"evidence\": \"%s\"}]}",
                 i, ids[i / 2], buyers[i / 2], ids[i / 2], dreamt ? "planned" : "current",
                 evidence);
        snprintf(file, sizeof file, "d%zu.json", i);
        write_file(folder, file, text);
    }
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
    strcpy(f->folder, "/tmp/ermine-status-XXXXXX");
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
    snprintf(to, sizeof to, "%s/models/status.bin", f->folder);
    const char *texts = path;
    if (!ermine_train_status(f->plain, &texts, 1, path, to, &training, &err))
        fail_msg("%s", err.message);
    assert_int_equal(training.documents, 10);
    assert_int_equal(training.pairs, 10);
    assert_int_equal(training.positive, 5);
    assert_int_equal(training.held_out_count, 1);
    assert_string_equal(training.held_out[0].language, "en");
    assert_int_equal(training.held_out[0].count, 10);
    assert_int_equal(training.held_out[0].right_before, 5);
    assert_int_equal(training.held_out[0].right, 10);
    f->trained = load(f->folder, ERMINE_MODELS_ALL);
    *state = f;
    return f->trained == NULL;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    char command[128];
    ermine_knowledge_free(f->plain);
    ermine_knowledge_free(f->trained);
    snprintf(command, sizeof command, "rm -r '%s'", f->folder);
    assert_int_equal(system(command), 0);
    free(f);
    return 0;
}

static void assert_status(const ermine_knowledge *known, const char *text, ermine_status status)
{
    ermine_error err = {0};
    ermine_document document = {
        .id = "t", .source = "t", .language = "en", .text = text, .length = strlen(text)};
    ermine_facts *facts = ermine_facts_extract(known, &document, &err);
    if (facts == NULL)
        fail_msg("%s", err.message);
    assert_int_equal(ermine_facts_relation_count(facts), 1);
    assert_string_equal(ermine_status_name(ermine_facts_relation(facts, 0)->status),
                        ermine_status_name(status));
    ermine_facts_free(facts);
}

static void wording_no_cue_knows_is_learned(void **state)
{
    const struct fixture *f = *state;
    static const char dreamt[] = "Clairvoyants foresee that Amazon acquired Mistral.";
    assert_status(f->plain, dreamt, ERMINE_CURRENT);
    assert_status(f->trained, dreamt, ERMINE_PLANNED);
    assert_status(f->trained, "Notaries attest that Amazon acquired Mistral.", ERMINE_CURRENT);
}

static void a_denial_stays_one_whatever_the_model_thinks(void **state)
{
    const struct fixture *f = *state;
    assert_status(f->trained, "Reports that Amazon acquired Mistral were denied by its head.",
                  ERMINE_DENIED);
}

static void a_model_of_other_labels_is_refused(void **state)
{
    const struct fixture *f = *state;
    char path[200], kept[200];
    ermine_error err = {0};
    snprintf(path, sizeof path, "%s/models/status.bin", f->folder);
    snprintf(kept, sizeof kept, "%s/models/kept", f->folder);
    assert_int_equal(rename(path, kept), 0);
    assert_int_equal(symlink(ERMINE_SOURCE_DATADIR "/models/types.bin", path), 0);
    assert_null(ermine_knowledge_load(f->folder, ERMINE_MODEL_STATUS, &err));
    assert_int_equal(err.code, ERMINE_EINPUT);
    assert_non_null(strstr(err.message, "train it anew"));
    assert_int_equal(unlink(path), 0);
    assert_int_equal(rename(kept, path), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wording_no_cue_knows_is_learned),
        cmocka_unit_test(a_denial_stays_one_whatever_the_model_thinks),
        cmocka_unit_test(a_model_of_other_labels_is_refused),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
