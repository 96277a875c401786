/* test_language.c - the language of a text, by its letters. */
#include "support.h"

#include "text/fold.h"
#include "text/language.h"

static void assert_language(const char *text, const char *wanted)
{
    const char *found = language_of(text, strlen(text));
    if (strcmp(found, wanted) != 0)
        fail_msg("\"%.80s\" is %s, not %s", text, found, wanted);
}

static void three_languages_are_told_apart(void **state)
{
    (void)state;
    assert_language("软银集团计划投资芯片项目。", "zh");
    assert_language("Сбербанк вложит деньги в чипы.", "ru");
    assert_language("SoftBank invests in chips.", "en");
}

static void traditional_chinese_is_chinese(void **state)
{
    (void)state;
    assert_language("台積電董事長魏哲家宣布，將在美國追加投資。", "zh");
}

static void latin_names_do_not_make_a_text_english(void **state)
{
    (void)state;
    assert_language("OpenAI、Microsoft、SoftBank与Oracle宣布合作建设Stargate数据中心", "zh");
    assert_language("OpenAI и Microsoft договорились с Oracle о строительстве Stargate", "ru");
}

static void names_in_other_scripts_do_not_make_an_english_text_foreign(void **state)
{
    (void)state;
    assert_language(
        "The Chinese chipmaker Cambricon (寒武纪) doubled its revenue in the first half "
        "of the year, the company said on Tuesday.",
        "en");
    assert_language("Yandex (Яндекс) sold its Russian business to a group of local investors, the "
                    "company said on Tuesday.",
                    "en");
}

static void a_chinese_name_does_not_make_a_russian_text_chinese(void **state)
{
    (void)state;
    assert_language("Китайская компания Huawei (华为) представила новый ускоритель для нейросетей, "
                    "сообщило агентство.",
                    "ru");
}

static void what_has_no_letters_is_english(void **state)
{
    (void)state;
    assert_language("", "en");
    assert_language("2024-02-18 … 100% — 5,375", "en");
}

static void an_ascii_text_of_addresses_before_the_prose_does_not_decide(void **state)
{
    (void)state;
    assert_language("https://example.org/a\n软银集团计划在今年向人工智能芯片项目投资三百亿美元",
                    "zh");
}

static void simplified_and_traditional_have_the_same_key(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {{"軟銀集團", "软银集团"},
                                           {"輝達", "辉达"},
                                           {"ＯｐｅｎＡＩ", "OpenAI"},
                                           {"Soft-Bank  Group", "softbankgroup"},
                                           {"Королёв", "КОРОЛЕВ"}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        char a[80], b[80];
        fold_key(pairs[i][0], strlen(pairs[i][0]), a, sizeof a);
        fold_key(pairs[i][1], strlen(pairs[i][1]), b, sizeof b);
        assert_string_equal(a, b);
    }
}

static void a_key_that_does_not_fit_is_cut_between_characters(void **state)
{
    (void)state;
    char key[8];
    assert_int_equal(fold_key("软银集团", strlen("软银集团"), key, sizeof key), 6);
    assert_string_equal(key, "软银");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(three_languages_are_told_apart),
        cmocka_unit_test(traditional_chinese_is_chinese),
        cmocka_unit_test(latin_names_do_not_make_a_text_english),
        cmocka_unit_test(names_in_other_scripts_do_not_make_an_english_text_foreign),
        cmocka_unit_test(a_chinese_name_does_not_make_a_russian_text_chinese),
        cmocka_unit_test(what_has_no_letters_is_english),
        cmocka_unit_test(an_ascii_text_of_addresses_before_the_prose_does_not_decide),
        cmocka_unit_test(simplified_and_traditional_have_the_same_key),
        cmocka_unit_test(a_key_that_does_not_fit_is_cut_between_characters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
