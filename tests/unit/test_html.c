/* test_html.c - the article of a web page, and what the page says of itself. */
#include "support.h"

#include "knowledge/noise.h"
#include "text/html.h"

#define PROSE                                                                                      \
    "<p>SoftBank plans to put $100 billion into a chip project, people familiar with it said.</p>" \
    "<p>The founder of the group declined to comment on the size of the project on Sunday.</p>"

static struct html_page read_page(void **state, const char *html)
{
    struct html_page page;
    ermine_error err = {0};
    if (!html_read(&page, *state, html, strlen(html), "test.html", &err))
        fail_msg("%s", err.message);
    return page;
}

static void assert_has(const struct html_page *page, const char *text)
{
    if (strstr(page->text, text) == NULL)
        fail_msg("no \"%s\" in \"%.400s\"", text, page->text);
}

static void assert_lacks(const struct html_page *page, const char *text)
{
    if (strstr(page->text, text) != NULL)
        fail_msg("\"%s\" in \"%.400s\"", text, page->text);
}

static void the_article_is_found_and_menus_asides_and_comments_are_left_out(void **state)
{
    struct html_page page = read_page(
        state,
        "<body><nav><a href=/>Home</a></nav><div class='top-menu'>All our markets</div>"
        "<div class=cookies-notification>Мы храним ваши данные, читайте правила Сбербанка.</div>"
        "<main><article><h1>Chips</h1>" PROSE "<figcaption>A hall of servers</figcaption>"
        "</article><aside>Apple buys Tesla, a rumour says, for a great deal of money.</aside>"
        "<section id=comments><p>reader1: Intel will surely acquire AMD before the year is "
        "out, mark my words.</p></section></main><footer>Imprint</footer></body>");
    assert_has(&page, "SoftBank plans");
    assert_has(&page, "The founder");
    assert_lacks(&page, "Home");
    assert_lacks(&page, "markets");
    assert_lacks(&page, "Сбербанка");
    assert_lacks(&page, "servers");
    assert_lacks(&page, "Tesla");
    assert_lacks(&page, "reader1");
    assert_lacks(&page, "Imprint");
    free(page.text);
}

static void a_page_without_any_article_mark_gives_its_prose(void **state)
{
    struct html_page page =
        read_page(state, "<table><tr><td><a href=1>Metals</a><br><a href=2>Grain</a></td><td>" PROSE
                         "</td></tr></table>");
    assert_has(&page, "SoftBank plans");
    assert_lacks(&page, "Metals");
    free(page.text);
}

static void scripts_and_styles_are_not_read(void **state)
{
    struct html_page page =
        read_page(state, "<article><style>p{color:red}</style><script>var a = '<p>Intel buys "
                         "AMD</p>';</script>" PROSE "<noscript>Enable it</noscript></article>");
    assert_lacks(&page, "color");
    assert_lacks(&page, "Intel");
    assert_lacks(&page, "Enable");
    free(page.text);
}

static void a_paragraph_is_a_line_and_inline_tags_do_not_break_it(void **state)
{
    struct html_page page = read_page(
        state, "<article><p>Soft<b>Bank</b> and\n  <a href=x>Open<i>AI</i></a>&nbsp;&amp; "
               "others build a very large data centre in Texas.</p>" PROSE "</article>");
    assert_has(&page, "SoftBank and OpenAI\u00A0& others build a very large data centre in Texas.\n"
                      "SoftBank plans");
    free(page.text);
}

static void title_date_address_and_language_come_from_the_metadata(void **state)
{
    struct html_page page = read_page(
        state,
        "<html lang=ru><head><title>Чипы | Газета</title>"
        "<meta property='og:title' content='Чипы за миллиард'>"
        "<meta property='article:published_time' content='2024-02-18T09:00:00+03:00'>"
        "<link rel=canonical href='https://example.org/chips'></head><body>" PROSE "</body>");
    assert_string_equal(page.title, "Чипы за миллиард");
    assert_string_equal(page.date, "2024-02-18");
    assert_string_equal(page.url, "https://example.org/chips");
    assert_string_equal(page.language, "ru");
    assert_memory_equal(page.text, "Чипы за миллиард\n", strlen("Чипы за миллиард\n"));
    free(page.text);
}

static void the_heading_is_a_better_title_than_that_of_the_window(void **state)
{
    struct html_page page =
        read_page(state, "<title>Chips | The Site</title><article><h1>Chips <em>"
                         "for</em> all</h1>" PROSE "</article>");
    assert_string_equal(page.title, "Chips for all");
    assert_lacks(&page, "The Site");
    assert_null(strstr(page.text + 1, "Chips for all")); /* once, on top */
    free(page.text);
}

static void linked_data_and_time_elements_tell_the_date(void **state)
{
    struct html_page page = read_page(
        state,
        "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\": \"Chips "
        "for all\",\"datePublished\":\"2025-09-26T08:30:00Z\"}</script>" PROSE);
    assert_string_equal(page.title, "Chips for all");
    assert_string_equal(page.date, "2025-09-26");
    free(page.text);
    page = read_page(state, "<article><time datetime='2023-11-05T10:00'>Sunday</time>" PROSE);
    assert_string_equal(page.date, "2023-11-05");
    free(page.text);
}

static void a_list_of_links_is_not_the_article(void **state)
{
    struct html_page page = read_page(
        state, "<div><ul><li><a href=1>Samsung and Micron raise their prices by a third, again</a>"
               "<li><a href=2>Foxconn builds another large plant in Mexico, officials say</a></ul>"
               "</div><div>" PROSE "</div>");
    assert_has(&page, "SoftBank plans");
    assert_lacks(&page, "Samsung");
    assert_lacks(&page, "Foxconn");
    free(page.text);
}

static char *nested(const char *inside, size_t depth, const char *open, const char *behind)
{
    size_t size = depth * strlen(open) + strlen(inside) + strlen(behind) + 1;
    char *html = malloc(size), *end = html;
    assert_non_null(html);
    for (size_t i = 0; i < depth; i++)
        end = stpcpy(end, open);
    stpcpy(stpcpy(end, inside), behind);
    return html;
}

static void elements_nested_100000_deep_are_read(void **state)
{
    const char *const tags[] = {"<div>", "<b>"};
    for (size_t i = 0; i < 2; i++) {
        char *html = nested(PROSE, 100000, tags[i], "");
        struct html_page page = read_page(state, html);
        free(html);
        assert_has(&page, "SoftBank plans");
        free(page.text);
    }
}

static void what_is_left_out_far_down_ends_where_its_element_ends(void **state)
{
    char *html =
        nested("<script>var a;</script><nav>Home</nav>" PROSE, 600, "<div>", "<p>The end.</p>");
    struct html_page page = read_page(state, html);
    free(html);
    assert_has(&page, "SoftBank plans");
    assert_lacks(&page, "Home");
    free(page.text);
}

static void broken_markup_keeps_the_text(void **state)
{
    struct html_page page = read_page(
        state, "<article><p>A < B and <b>C</i> agree to build data centres.<!-- a -->" PROSE
               "<p>Cut in the middle of a tag, this long sentence is still prose. <a hre");
    assert_has(&page, "A < B and C agree to build data centres.");
    assert_has(&page, "The founder");
    assert_has(&page, "Cut in the middle");
    free(page.text);
    page = read_page(state, "");
    assert_int_equal(page.length, 0);
    free(page.text);
}

static void end_tags_too_many_end_nothing(void **state)
{
    struct html_page page = read_page(state, "</div><article>" PROSE "</article>");
    assert_has(&page, "SoftBank plans");
    free(page.text);
    page = read_page(state, "<html><body><p>Menu</p></body></html><div>" PROSE "</div>");
    assert_has(&page, "SoftBank plans");
    free(page.text);
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
        cmocka_unit_test(the_article_is_found_and_menus_asides_and_comments_are_left_out),
        cmocka_unit_test(a_page_without_any_article_mark_gives_its_prose),
        cmocka_unit_test(scripts_and_styles_are_not_read),
        cmocka_unit_test(a_paragraph_is_a_line_and_inline_tags_do_not_break_it),
        cmocka_unit_test(title_date_address_and_language_come_from_the_metadata),
        cmocka_unit_test(the_heading_is_a_better_title_than_that_of_the_window),
        cmocka_unit_test(linked_data_and_time_elements_tell_the_date),
        cmocka_unit_test(a_list_of_links_is_not_the_article),
        cmocka_unit_test(elements_nested_100000_deep_are_read),
        cmocka_unit_test(what_is_left_out_far_down_ends_where_its_element_ends),
        cmocka_unit_test(broken_markup_keeps_the_text),
        cmocka_unit_test(end_tags_too_many_end_nothing),
    };
    return cmocka_run_group_tests(tests, load_rules, free_rules);
}
