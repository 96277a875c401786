/* Maps drawn by the program ermine-layout beside the tests' build. */
#include "support.h"

static ermine_network *ring(const ermine_knowledge *known, size_t count)
{
    ermine_error err = {0};
    ermine_network_builder *builder = ermine_network_builder_new(known, NULL, &err);
    assert_non_null(builder);
    for (size_t i = 0; i < count; i++) {
        char line[700];
        snprintf(line, sizeof line,
                 "{\"document\":\"d%zu\",\"entities\":[{\"id\":\"a%zu\",\"name\":\"Marimo "
                 "Holdings %zu\",\"type\":\"company\",\"mentions\":[]},{\"id\":\"a%zu\",\"name\":"
                 "\"Marimo Holdings %zu\",\"type\":\"company\",\"mentions\":[]}],\"relations\":[{"
                 "\"subject\":\"a%zu\",\"relation\":\"supplies\",\"object\":\"a%zu\",\"status\":"
                 "\"current\",\"confidence\":0.9,\"evidence\":{\"text\":\"x\"}}]}",
                 i, i, i, (i + 1) % count, (i + 1) % count, i, (i + 1) % count);
        ermine_facts *facts = ermine_facts_read(line, strlen(line), "test", &err);
        if (facts == NULL)
            fail_msg("%s", err.message);
        assert_true(ermine_network_builder_add(builder, facts, &err));
        ermine_facts_free(facts);
    }
    ermine_network *network = ermine_network_builder_finish(builder, &err);
    assert_non_null(network);
    return network;
}

static char *draw(const ermine_network *network, const ermine_knowledge *known, const char *format,
                  ermine_map_options options)
{
    ermine_error err = {0};
    ermine_sink *sink = ermine_sink_memory(&err);
    assert_non_null(sink);
    options.layout_program = getenv("ERMINE_LAYOUT");
    if (!ermine_network_map(network, known, format, &options, sink, &err))
        fail_msg("%s", err.message);
    char *text = strdup(ermine_sink_bytes(sink, NULL));
    assert_non_null(text);
    ermine_sink_abandon(sink);
    return text;
}

static size_t count_of(const char *text, const char *what)
{
    size_t count = 0;
    for (; (text = strstr(text, what)) != NULL; text += strlen(what))
        count++;
    return count;
}

static void every_node_stands_in_the_picture_once(void **state)
{
    ermine_network *network = ring(*state, 40);
    char *svg = draw(network, *state, "svg", (ermine_map_options){.title = "Ring"});
    assert_int_equal(count_of(svg, "data-node=\""), 40);
    assert_non_null(strstr(svg, "Ring"));
    free(svg);
    ermine_network_free(network);
}

/* The circles of the nodes, which hold their labels or stand above them, keep apart. */
static void nodes_do_not_lie_on_each_other(void **state)
{
    ermine_network *network = ring(*state, 40);
    char *svg = draw(network, *state, "svg", (ermine_map_options){0});
    double x[64], y[64], radius[64], width = 0, height = 0;
    size_t count = 0;
    const char *box = strstr(svg, "viewBox=\"0 0 ");
    assert_non_null(box);
    assert_int_equal(sscanf(box, "viewBox=\"0 0 %lf %lf", &width, &height), 2);
    const char *nodes = strstr(svg, "id=\"nodes\"");
    assert_non_null(nodes);
    for (const char *at = nodes; count < 64 && (at = strstr(at, "data-node=\"")) != NULL; at++) {
        const char *circle = strstr(at, "<circle cx=\"");
        if (circle != NULL && sscanf(circle, "<circle cx=\"%lf\" cy=\"%lf\" r=\"%lf\"", &x[count],
                                     &y[count], &radius[count]) == 3)
            count++;
    }
    for (size_t i = 0; i < count; i++) {
        assert_true(x[i] >= 0 && x[i] <= width && y[i] >= 0 && y[i] <= height);
        for (size_t j = i + 1; j < count; j++)
            if (x[i] != x[j] || y[i] != y[j])
                assert_true(hypot(x[i] - x[j], y[i] - y[j]) >= radius[i] + radius[j] - 0.02);
    }
    free(svg);
    ermine_network_free(network);
}

static void the_same_network_gives_the_same_bytes(void **state)
{
    ermine_network *network = ring(*state, 12);
    char *first = draw(network, *state, "svg", (ermine_map_options){0});
    char *second = draw(network, *state, "svg", (ermine_map_options){0});
    assert_string_equal(first, second);
    free(first);
    free(second);
    ermine_network_free(network);
}

static void what_was_left_out_is_said(void **state)
{
    ermine_network *network = ring(*state, 30);
    char *svg = draw(network, *state, "svg", (ermine_map_options){.top = 10});
    assert_int_equal(count_of(svg, "data-node=\""), 10);
    assert_non_null(strstr(svg, "20"));
    free(svg);
    ermine_network_free(network);
}

static void hostile_names_are_escaped(void **state)
{
    static const char *const lines[] = {
        "{'document':'d','entities':[{'id':'a','name':'<script>alert(1)</script>','type':'company',"
        "'mentions':[]},{'id':'b','name':'</script><b>&amp;','type':'company','mentions':[]}],"
        "'relations':[{'subject':'a','relation':'supplies','object':'b','status':'current',"
        "'confidence':0.9,'evidence':{'text':'</script><img src=x>'}}]}",
        NULL};
    ermine_network *network = network_of(*state, NULL, lines);
    char *svg = draw(network, *state, "svg", (ermine_map_options){0});
    assert_null(strstr(svg, "<script>alert"));
    assert_null(strstr(svg, "<b>"));
    char *html = draw(network, *state, "html", (ermine_map_options){0});
    assert_null(strstr(html, "<script>alert"));
    assert_null(strstr(html, "<img src=x>"));
    free(svg);
    free(html);
    ermine_network_free(network);
}

static void nothing_to_draw_is_an_error(void **state)
{
    static const char *const lines[] = {"{'document':'d','entities':[],'relations':[]}", NULL};
    ermine_error err = {0};
    ermine_network *network = network_of(*state, NULL, lines);
    ermine_sink *sink = ermine_sink_memory(&err);
    ermine_map_options options = {.layout_program = getenv("ERMINE_LAYOUT")};
    assert_false(ermine_network_map(network, *state, "svg", &options, sink, &err));
    assert_int_equal(err.code, ERMINE_ENOTFOUND);
    err = (ermine_error){0};
    assert_false(ermine_network_map(network, *state, "gif", &options, sink, &err));
    assert_int_equal(err.code, ERMINE_ENOTFOUND);
    ermine_sink_abandon(sink);
    ermine_network_free(network);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_node_stands_in_the_picture_once),
        cmocka_unit_test(nodes_do_not_lie_on_each_other),
        cmocka_unit_test(the_same_network_gives_the_same_bytes),
        cmocka_unit_test(what_was_left_out_is_said),
        cmocka_unit_test(hostile_names_are_escaped),
        cmocka_unit_test(nothing_to_draw_is_an_error),
    };
    return cmocka_run_group_tests(tests, load_knowledge, free_knowledge);
}
