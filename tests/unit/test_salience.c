/* What a sentence may speak of without naming it. */
#include "support.h"

#include "extract/salience.h"

/* The ids of what the last sentence may speak of, one behind another. */
static void assert_salient(const ermine_knowledge *known, const char *text, const char *wanted)
{
    ermine_error err = {0};
    ermine_document document = {
        .id = "d", .source = "d", .language = "en", .text = text, .length = strlen(text)};
    struct mining m;
    char ids[200] = "";
    assert_true(mining_open(&m, known, &document, &err));
    struct salience salience = {.m = &m, .focus = mining_focus(&m), .about = NONE};
    struct salient found[most_salient];
    size_t count = salience_enter(&salience, (uint32_t)m.tokens.sentence_count - 1, found);
    for (size_t i = 0; i < count; i++) {
        const struct mention *mention = &m.mentions[found[i].mention];
        assert_true(mention->known != NONE);
        size_t size = strlen(ids);
        snprintf(ids + size, sizeof ids - size, "%u %s ", found[i].rank,
                 known->registry.entities[mention->known].open.id);
    }
    mining_close(&m);
    assert_string_equal(ids, wanted);
}

static void what_was_spoken_of_stays_in_mind(void **state)
{
    assert_salient(*state, "Nvidia rose. Nvidia fell. Intel met AMD. Microsoft also has a stake.",
                   "0 nvidia 1 intel 2 amd ");
    assert_salient(*state, "Nvidia rose. Nvidia fell. Intel met AMD. Nvidia also has a stake.",
                   "1 intel 2 amd ");
    assert_salient(*state, "Nvidia rose.", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(what_was_spoken_of_stays_in_mind)};
    return cmocka_run_group_tests(tests, load_knowledge, free_knowledge);
}
