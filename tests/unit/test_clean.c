/* test_clean.c - page noise is cut from plain text, and nothing else. */
#include "support.h"

#include "base/utf8.h"
#include "knowledge/noise.h"
#include "text/clean.h"

static struct clean_text clean(void **state, const char *text, const char *title, const char *date)
{
    struct clean_text out;
    ermine_error err = {0};
    if (!clean_text(&out, *state, text, strlen(text), title, date, &err))
        fail_msg("%s", err.message);
    assert_int_equal(out.length, strlen(out.text));
    assert_int_equal(utf8_check(out.text, out.length), ERMINE_NONE);
    return out;
}

static void assert_cleans(void **state, const char *text, const char *wanted)
{
    struct clean_text out = clean(state, text, NULL, NULL);
    assert_string_equal(out.text, wanted);
    free(out.text);
}

static void prose_stays_verbatim(void **state)
{
    assert_cleans(
        state,
        "Chips for all\nSoftBank invests $5.5bn; see U.S. rules | page 3.\nA > B, he said.\n",
        "Chips for all\nSoftBank invests $5.5bn; see U.S. rules | page 3.\nA > B, he said.\n");
}

static void menu_lines_and_share_bars_go(void **state)
{
    assert_cleans(state,
                  "软银投资芯片\n首页 | 财经 | 科技 | 房产\n分享\n软银计划投资芯片项目。\n"
                  "次阅读\n",
                  "软银投资芯片\n软银计划投资芯片项目。\n");
    assert_cleans(state, "Сделка\nПоделиться\nСбербанк купил долю.\nРеклама\nЦена не названа.\n",
                  "Сделка\nСбербанк купил долю.\nЦена не названа.\n");
    assert_cleans(state, "The deal\nHome > Markets > Chips > Asia\nShare\nSoftBank buys Ampere.\n",
                  "The deal\nSoftBank buys Ampere.\n");
}

static void bylines_and_credits_go(void **state)
{
    assert_cleans(state, "软银投资芯片\n编辑：王五\n图片来源：视觉中国\n软银计划投资。\n",
                  "软银投资芯片\n软银计划投资。\n");
}

static void a_long_paragraph_that_begins_like_a_byline_stays(void **state)
{
    const char *text =
        "软银投资芯片\n"
        "作者王五在书中写道，软银集团创始人孙正义计划在未来几年内向人工智能芯片项目投资一千亿美元，"
        "希望与英伟达竞争，并与旗下的芯片设计公司安谋一起建立新的公司，为人工智能提供关键的半导体产"
        "品，"
        "这将成为人工智能领域最大的投资之一。\n";
    assert_cleans(state, text, text);
}

static void what_follows_the_end_of_the_article_goes(void **state)
{
    assert_cleans(state,
                  "The deal\nSoftBank buys Ampere.\nThe price is high.\nRelated articles\n"
                  "Intel buys AMD.\nOracle buys IBM.\n",
                  "The deal\nSoftBank buys Ampere.\nThe price is high.\n");
}

/* "By " was once found in "ByteDance", and the line was a byline. */
static void sentences_that_begin_like_noise_stay(void **state)
{
    const char *text = "Chip news of the day\nByteDance bought a stake in Nvidia.\n"
                       "By Monday, Nvidia had bought 5% of OpenAI.\n"
                       "Credit Suisse invested $50m in Graphcore.\nPhotonics draws investors\n"
                       "References to OpenAI were removed.\nComments were sought from Intel.\n"
                       "Источник Reuters сообщил, что Nvidia купит Arm.\n"
                       "Авторы сделки — Сбербанк и Яндекс.\n报道称，软银将收购安谋。\n"
                       "微软转发了OpenAI的声明。\n";
    assert_cleans(state, text, text);
    assert_cleans(state, "The deal\nBy Jane Doe\nPhoto： AP\nAuthors agree\nSource: Reuters\n",
                  "The deal\nAuthors agree\n");
}

static void a_teaser_amid_an_article_goes_alone(void **state)
{
    assert_cleans(state,
                  "Сделка\nЯндекс купил долю в Nebius.\nЧитайте также: Apple купила Tesla\n\n"
                  "Ранее NVIDIA вложила в Nebius 700 млн долларов.\n",
                  "Сделка\nЯндекс купил долю в Nebius.\n"
                  "Ранее NVIDIA вложила в Nebius 700 млн долларов.\n");
    assert_cleans(state,
                  "The deal\nSoftBank buys Ampere.\nThe price is high.\nRelated: Intel buys AMD\n"
                  "Oracle buys IBM\n",
                  "The deal\nSoftBank buys Ampere.\nThe price is high.\n");
}

static void a_list_of_references_goes_with_its_addresses(void **state)
{
    assert_cleans(state,
                  "软银投资芯片\n软银计划投资芯片项目。参考资料：https://example.org/a\n"
                  "https://example.org/b\n英特尔收购超微。\n",
                  "软银投资芯片\n软银计划投资芯片项目。\n");
    assert_cleans(state, "The deal\nhttps://example.org/only\nSoftBank buys Ampere.\n",
                  "The deal\nSoftBank buys Ampere.\n");
}

static void an_address_within_a_sentence_stays(void **state)
{
    const char *text = "The deal\nAs the site https://example.org wrote, SoftBank buys Ampere.\n";
    assert_cleans(state, text, text);
}

static void white_space_of_all_kinds_becomes_single_spaces(void **state)
{
    assert_cleans(state, "The deal\r\n\r\n\t SoftBank  buys\u00A0\u3000Ampere. \r\n \t\n",
                  "The deal\nSoftBank buys Ampere.\n");
}

static void the_first_line_is_the_title_and_a_date_line_the_date(void **state)
{
    struct clean_text out =
        clean(state, "\nChips for all\nFeb 9, 2024\nSoftBank buys Ampere.\n", NULL, NULL);
    assert_string_equal(out.title, "Chips for all");
    assert_string_equal(out.date, "2024-02-09");
    assert_string_equal(out.text, "Chips for all\nSoftBank buys Ampere.\n");
    free(out.text);
}

static void title_and_date_that_are_known_are_kept(void **state)
{
    struct clean_text out = clean(state, "SoftBank plans\n2023-01-01\nIt buys Ampere.\n",
                                  "Chips for all", "2024-02-18");
    assert_string_equal(out.title, "Chips for all");
    assert_string_equal(out.date, "2024-02-18");
    free(out.text);
}

static void a_title_that_comes_again_is_dropped(void **state)
{
    const char *title = "SoftBank invests in chips for the third time";
    char text[300];
    snprintf(text, sizeof text, "%s\n%s\nIt buys the firm %s Ampere for cash.\n", title, title,
             title);
    struct clean_text out = clean(state, text, NULL, NULL);
    assert_string_equal(out.text, "SoftBank invests in chips for the third time\nIt buys the firm\n"
                                  "Ampere for cash.\n");
    free(out.text);
}

/* A line that is just a date goes; a sentence that tells one is news. */
static void a_short_sentence_with_a_date_stays(void **state)
{
    const char *text = "The deal\nOn Feb 9, 2024, SoftBank bought Ampere.\n"
                       "2024年2月18日，软银收购安谋。\n18 февраля 2024 Сбер купил Рамблер.\n";
    assert_cleans(state, text, text);
}

/* Dates come from JSON of others in any form; half a character of them would spoil all output. */
static void a_long_date_is_not_cut_within_a_character(void **state)
{
    struct clean_text out = clean(state, "The deal\nA word.\n", NULL, "2024年2月18日");
    assert_int_equal(utf8_check(out.date, strlen(out.date)), ERMINE_NONE);
    free(out.text);
}

static void dates_are_read_in_the_ways_of_three_languages(void **state)
{
    static const char *const lines[][2] = {
        {"Published 2024-02-18 09:00", "2024-02-18"}, {"发布于2024年2月8日 星期日", "2024-02-08"},
        {"2025/03/05 05:30", "2025-03-05"},           {"18.02.2024, 12:30", "2024-02-18"},
        {"18 февраля 2024 г.", "2024-02-18"},         {"Feb. 9, 2024", "2024-02-09"},
        {"9 September 2023", "2023-09-09"},           {"May 1, 2026 | Reuters", "2026-05-01"}};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        char date[16] = "";
        if (!clean_date(*state, lines[i][0], strlen(lines[i][0]), date))
            fail_msg("no date in \"%s\"", lines[i][0]);
        assert_string_equal(date, lines[i][1]);
    }
}

static void numbers_that_are_no_date_are_not_taken_for_one(void **state)
{
    static const char *const lines[] = {"SoftBank invests 100 billion",
                                        "call 555-12-1999x",
                                        "2024-13-18",
                                        "32 мая 2024",
                                        "1024-02-18",
                                        "9 of 10 start-ups of 2024"};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        char date[16] = "";
        if (clean_date(*state, lines[i], strlen(lines[i]), date))
            fail_msg("\"%s\" gives %s", lines[i], date);
    }
}

static int load_rules(void **state)
{
    ermine_error err = {0};
    *state = noise_load(ERMINE_SOURCE_DATADIR "/noise.json", &err);
    return *state == NULL;
}

static int free_rules(void **state)
{
    noise_free(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(prose_stays_verbatim),
        cmocka_unit_test(menu_lines_and_share_bars_go),
        cmocka_unit_test(bylines_and_credits_go),
        cmocka_unit_test(a_long_paragraph_that_begins_like_a_byline_stays),
        cmocka_unit_test(what_follows_the_end_of_the_article_goes),
        cmocka_unit_test(sentences_that_begin_like_noise_stay),
        cmocka_unit_test(a_teaser_amid_an_article_goes_alone),
        cmocka_unit_test(a_list_of_references_goes_with_its_addresses),
        cmocka_unit_test(an_address_within_a_sentence_stays),
        cmocka_unit_test(white_space_of_all_kinds_becomes_single_spaces),
        cmocka_unit_test(the_first_line_is_the_title_and_a_date_line_the_date),
        cmocka_unit_test(title_and_date_that_are_known_are_kept),
        cmocka_unit_test(a_title_that_comes_again_is_dropped),
        cmocka_unit_test(a_short_sentence_with_a_date_stays),
        cmocka_unit_test(a_long_date_is_not_cut_within_a_character),
        cmocka_unit_test(dates_are_read_in_the_ways_of_three_languages),
        cmocka_unit_test(numbers_that_are_no_date_are_not_taken_for_one),
    };
    return cmocka_run_group_tests(tests, load_rules, free_rules);
}
