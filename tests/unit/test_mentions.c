/* The mention tagger: two-column files, training, evaluation, what becomes of a damaged model. */
#include "support.h"

#include "ermine/ermine.h"
#include "extract/tagging.h"
#include "knowledge/tagger.h"
#include "train/conll.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static char folder[] = "/tmp/ermine-mentions-XXXXXX";

static const char *path_of(const char *name)
{
    static char path[4][200];
    static int turn;
    turn = (turn + 1) % 4;
    snprintf(path[turn], sizeof path[turn], "%s/%s", folder, name);
    return path[turn];
}

static const char *write_file(const char *name, const char *text)
{
    const char *path = path_of(name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
    return path;
}

static const char *const people[] = {
    "Orla\tB-PER\nDempsey\tI-PER\n", "Tomas\tB-PER\nIlves\tI-PER\n",
    "Greta\tB-PER\nMoll\tI-PER\n",   "Pavel\tB-PER\nSykora\tI-PER\n",
    "Nadia\tB-PER\nRahal\tI-PER\n",  "Bruno\tB-PER\nCosta\tI-PER\n"};
static const char *const firms[] = {"Marnix\tB-ORG\nFoundry\tI-ORG\n",
                                    "Oskel\tB-ORG\nBank\tI-ORG\n", "Tarn\tB-ORG\nEnergy\tI-ORG\n",
                                    "Veltro\tB-ORG\n", "Quillon\tB-ORG\nLabs\tI-ORG\n"};
static const char *const towns[] = {"Porto\tB-LOC\n", "Gdansk\tB-LOC\n", "Aarhus\tB-LOC\n",
                                    "Leeds\tB-LOC\n"};

/* Sentences of the same make; those of which the number is `rest` modulo 3, or the others. */
static const char *write_sentences(const char *name, bool held_out)
{
    static char text[200000];
    size_t size = 0;
    unsigned number = 0;
    for (size_t p = 0; p < 6; p++)
        for (size_t f = 0; f < 5; f++)
            for (size_t t = 0; t < 4; t++)
                if ((++number % 3 == 0) == held_out)
                    size += (size_t)snprintf(text + size, sizeof text - size,
                                             "%ssaid\tO\non\tO\nMonday\tO\nthat\tO\n%"
                                             "swould\tO\nbuild\tO\na\tO\nplant\tO\n"
                                             "near\tO\n%s.\tO\n\n",
                                             people[p], firms[f], towns[t]);
    return write_file(name, text);
}

static bool train(const ermine_knowledge *known, const char *conll, const char *model,
                  ermine_error *err)
{
    ermine_training training;
    return ermine_train_mentions(known, "en", &conll, 1, NULL, 0, NULL, model, &training, err);
}

static void files_equal(const char *a, const char *b)
{
    FILE *x = fopen(a, "rb"), *y = fopen(b, "rb");
    assert_non_null(x);
    assert_non_null(y);
    int c, d;
    do {
        c = getc(x);
        d = getc(y);
        assert_int_equal(c, d);
    } while (c != EOF);
    fclose(x);
    fclose(y);
}

static void what_was_learned_is_found_in_other_sentences(void **state)
{
    ermine_error err = {0};
    const char *conll = write_sentences("train.conll", false);
    assert_true(train(*state, conll, path_of("a.bin"), &err));
    assert_true(train(*state, conll, path_of("b.bin"), &err));
    files_equal(path_of("a.bin"), path_of("b.bin"));

    char command[800];
    snprintf(command, sizeof command,
             "cd '%s' && mkdir data data/models && cp a.bin data/models/mentions-en.bin && "
             "cp -r '%s/language' '%s/registry' '%s/'*.json data",
             folder, ERMINE_SOURCE_DATADIR, ERMINE_SOURCE_DATADIR, ERMINE_SOURCE_DATADIR);
    assert_int_equal(system(command), 0);
    ermine_knowledge *known = ermine_knowledge_load(path_of("data"), ERMINE_MODELS_ALL, &err);
    assert_non_null(known);
    ermine_score scores[ERMINE_MENTION_LABELS];
    assert_true(
        ermine_evaluate_mentions(known, "en", write_sentences("test.conll", true), scores, &err));
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(scores[i].annotated, 40);
        assert_true(ermine_score_f1(&scores[i]) > 0.95);
    }
    ermine_knowledge_free(known);
}

/* Sixty sentences in the wording of a source, of two taken in turn when it is "mixed". */
static const char *write_source(const char *name, const char *wording)
{
    FILE *file = fopen(path_of(name), "w");
    assert_non_null(file);
    for (size_t i = 0; i < 60; i++) {
        bool wire = strcmp(wording, "wire") == 0 || (strcmp(wording, "mixed") == 0 && i % 2 == 0);
        const char *person = people[i % (sizeof people / sizeof *people)];
        const char *town = towns[i % (sizeof towns / sizeof *towns)];
        fprintf(file,
                wire ? "Shares\tO\nfell\tO\nafter\tO\n%sleft\tO\nfor\tO\n%stoday\tO\n.\tO\n\n"
                     : "born\tO\nin\tO\nthe\tO\ncentury\tO\n%sof\tO\n%swrote\tO\n!\tO\n\n",
                person, town);
    }
    assert_int_equal(fclose(file), 0);
    return path_of(name);
}

static uint32_t source_of(const ermine_knowledge *known, const char *text)
{
    ermine_error err = {0};
    ermine_document document = {
        .id = "x", .source = "x", .language = "en", .text = text, .length = strlen(text)};
    struct mining m;
    assert_true(mining_scan(&m, known, &document, true, &err));
    struct tag_view *view = tag_view_new(&m);
    assert_non_null(view);
    uint32_t source = tag_source(view, &m.pack->tagger);
    tag_view_set_source(view, any_source);
    uint32_t features[most_source_features];
    assert_int_equal(tag_source_features(view, 0, features), 0);
    tag_view_set_source(view, 1);
    assert_true(tag_source_features(view, 0, features) > 0);
    mining_close(&m);
    return source;
}

static void a_text_like_several_sources_is_in_the_manner_of_none(void **state)
{
    ermine_error err = {0};
    ermine_training training;
    char command[800];
    snprintf(command, sizeof command,
             "cd '%s' && mkdir -p wire page two/models && "
             "cp -r '%s/language' '%s/registry' '%s'/*.json two",
             folder, ERMINE_SOURCE_DATADIR, ERMINE_SOURCE_DATADIR, ERMINE_SOURCE_DATADIR);
    assert_int_equal(system(command), 0);
    char wire[200], page[200];
    snprintf(wire, sizeof wire, "%s", write_source("wire/train.conll", "wire"));
    snprintf(page, sizeof page, "%s", write_source("page/train.conll", "page"));
    const char *inputs[] = {wire, page};
    assert_true(ermine_train_mentions(*state, "en", inputs, 2, NULL, 0, NULL,
                                      path_of("two/models/mentions-en.bin"), &training, &err));
    ermine_knowledge *known = ermine_knowledge_load(path_of("two"), ERMINE_MODEL_MENTIONS, &err);
    assert_non_null(known);
    assert_int_equal(source_of(known, "Shares fell after Orla Dempsey left for Porto today."), 1);
    assert_int_equal(source_of(known, "born in the century Orla Dempsey of Porto wrote!"), 2);
    assert_int_equal(source_of(known, "Shares fell after Orla Dempsey left for Porto today.\n"
                                      "born in the century Orla Dempsey of Porto wrote!"),
                     any_source);
    ermine_score scores[ERMINE_MENTION_LABELS];
    assert_true(
        ermine_evaluate_mentions(known, "en", write_source("mixed.conll", "mixed"), scores, &err));
    assert_int_equal(scores[0].annotated, 60);
    assert_true(ermine_score_f1(&scores[0]) > 0.95);
    assert_true(ermine_score_f1(&scores[2]) > 0.95);
    ermine_knowledge_free(known);
}

static void a_language_without_model_is_said(void **state)
{
    (void)state;
    ermine_error err = {0};
    ermine_knowledge *known = ermine_knowledge_load(NULL, ERMINE_MODELS_NONE, &err);
    ermine_score scores[ERMINE_MENTION_LABELS];
    assert_false(
        ermine_evaluate_mentions(known, "en", write_sentences("none.conll", true), scores, &err));
    assert_non_null(strstr(err.message, "ermine train mentions"));
    ermine_knowledge_free(known);
}

static void a_bad_line_is_named(void **state)
{
    ermine_error err = {0};
    const char *conll = write_file("bad.conll", "Orla\tB-PER\nsaid O\n");
    assert_false(train(*state, conll, path_of("never.bin"), &err));
    assert_non_null(strstr(err.message, "bad.conll:2: "));
    assert_int_equal(access(path_of("never.bin"), F_OK), -1);
    err = (ermine_error){0};
    assert_false(
        train(*state, write_file("tag.conll", "Orla\tB-ANIMAL\n"), path_of("never.bin"), &err));
    assert_non_null(strstr(err.message, "tag.conll:1: "));
    err = (ermine_error){0};
    assert_false(train(*state, path_of("missing.conll"), path_of("never.bin"), &err));
    assert_non_null(strstr(err.message, "missing.conll"));
}

static void a_block_has_ordinary_spacing(void **state)
{
    (void)state;
    ermine_error err = {0};
    struct conll *conll = conll_open(
        write_file(
            "spaces.conll",
            "Oskel\tB-ORG\nBank\tI-ORG\n(\tO\nLeeds\tB-LOC\n)\tO\n.\tO\n\nVeltro\tB-ORG\n!\tO\n"),
        false, &err);
    struct block block = {0};
    assert_non_null(conll);
    assert_true(conll_next(conll, &block, &err));
    assert_string_equal(block.text, "Oskel Bank (Leeds).\nVeltro!");
    assert_int_equal(block.name_count, 3);
    assert_int_equal(block.names[0].start, 0);
    assert_int_equal(block.names[0].end, 10);
    assert_int_equal(block.names[1].class, CLASS_PLACE);
    assert_false(conll_next(conll, &block, &err));
    assert_int_equal(err.code, ERMINE_OK);
    assert_false(conll_marks_others(conll));
    block_free(&block);
    conll_close(conll);
}

static void a_cut_off_model_is_refused(void **state)
{
    (void)state;
    ermine_error err = {0};
    struct tagger tagger;
    assert_false(tagger_load(&tagger, write_file("cut.bin", TAGGER_MAGIC "abc"), &err));
    assert_non_null(strstr(err.message, "cut.bin"));
    assert_true(tagger_load(&tagger, path_of("nowhere.bin"), &err));
    assert_null(tagger.mapped);
}

static void tags_follow_one_another_as_names_do(void **state)
{
    (void)state;
    uint8_t first = tag_of(CLASS_PERSON, TAG_FIRST), last = tag_of(CLASS_PERSON, TAG_LAST);
    assert_true(tag_may_follow(tag_outside, first));
    assert_true(tag_may_follow(first, last));
    assert_false(tag_may_follow(first, tag_outside));
    assert_false(tag_may_follow(tag_outside, last));
    assert_false(tag_may_follow(first, tag_of(CLASS_PLACE, TAG_LAST)));
    assert_int_equal(tag_of(CLASS_OTHER, TAG_ONLY), tag_count - 1);
}

static int open_all(void **state)
{
    return mkdtemp(folder) == NULL ? -1 : load_knowledge(state);
}

static int close_all(void **state)
{
    char command[100];
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    return system(command) != 0 ? -1 : free_knowledge(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_learned_is_found_in_other_sentences),
        cmocka_unit_test(a_text_like_several_sources_is_in_the_manner_of_none),
        cmocka_unit_test(a_language_without_model_is_said),
        cmocka_unit_test(a_bad_line_is_named),
        cmocka_unit_test(a_block_has_ordinary_spacing),
        cmocka_unit_test(a_cut_off_model_is_refused),
        cmocka_unit_test(tags_follow_one_another_as_names_do),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
