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

/* The square of a company around its centre. */
static bool read_square(const char *at, double *x, double *y, double *half)
{
    double width;
    const char *square = strstr(at, "<rect x=\"");
    if (square == NULL ||
        sscanf(square, "<rect x=\"%lf\" y=\"%lf\" width=\"%lf\"", x, y, &width) != 3)
        return false;
    *half = width / 2;
    *x += *half;
    *y += *half;
    return true;
}

static void nodes_do_not_lie_on_each_other(void **state)
{
    ermine_network *network = ring(*state, 40);
    char *svg = draw(network, *state, "svg", (ermine_map_options){0});
    double x[64], y[64], half[64], width = 0, height = 0;
    size_t count = 0;
    const char *box = strstr(svg, "viewBox=\"0 0 ");
    assert_non_null(box);
    assert_int_equal(sscanf(box, "viewBox=\"0 0 %lf %lf", &width, &height), 2);
    const char *nodes = strstr(svg, "id=\"nodes\"");
    assert_non_null(nodes);
    for (const char *at = nodes; count < 64 && (at = strstr(at, "data-node=\"")) != NULL; at++)
        count += read_square(at, &x[count], &y[count], &half[count]);
    assert_int_equal(count, 40);
    for (size_t i = 0; i < count; i++) {
        assert_true(x[i] >= 0 && x[i] <= width && y[i] >= 0 && y[i] <= height);
        for (size_t j = i + 1; j < count; j++)
            assert_true(fmax(fabs(x[i] - x[j]), fabs(y[i] - y[j])) >= half[i] + half[j]);
    }
    free(svg);
    ermine_network_free(network);
}

/* The centre of the square of an entity. */
static void place_of(const char *svg, const char *id, double *x, double *y)
{
    char mark[64];
    double half;
    snprintf(mark, sizeof mark, "data-id=\"%s\"", id);
    const char *at = strstr(svg, mark);
    assert_non_null(at);
    assert_true(read_square(at, x, y, &half));
}

struct kept {
    ermine_place places[64];
    char ids[64][16];
    size_t count, calls;
};

static bool keep(void *context, const ermine_place *places, size_t count, ermine_error *err)
{
    struct kept *kept = context;
    (void)err;
    kept->calls++;
    kept->count = count;
    for (size_t i = 0; i < count; i++) {
        kept->places[i] = places[i];
        snprintf(kept->ids[i], sizeof kept->ids[i], "%s", places[i].id);
        kept->places[i].id = kept->ids[i];
    }
    return true;
}

/* Of a ring that one more joins. */
static void an_old_node_keeps_its_place_when_a_new_one_comes(void **state)
{
    ermine_network *network = ring(*state, 20);
    struct kept kept = {.count = 0};
    ermine_map_options options = {.placed = keep, .context = &kept};
    char *first = draw(network, *state, "svg", options);
    assert_int_equal(kept.calls, 1);
    assert_int_equal(kept.count, 20);
    options.places = kept.places;
    options.place_count = kept.count;
    char *again = draw(network, *state, "svg", options);
    assert_string_equal(first, again);
    assert_int_equal(kept.calls, 1); /* nothing new to tell */
    ermine_network_free(network);
    network = ring(*state, 21);
    struct kept before = kept;
    for (size_t i = 0; i < before.count; i++)
        before.places[i].id = before.ids[i];
    options.places = before.places;
    char *more = draw(network, *state, "svg", options);
    assert_int_equal(kept.calls, 2);
    assert_int_equal(kept.count, 21);
    /* The picture as a whole may shift: by as much as most of its nodes do. */
    double x[20], y[20], least = INFINITY;
    for (size_t i = 0; i < 20; i++) {
        double u, v;
        place_of(first, before.ids[i], &x[i], &y[i]);
        place_of(more, before.ids[i], &u, &v);
        x[i] -= u;
        y[i] -= v;
    }
    for (size_t i = 0; i < 20; i++) {
        double far = 0;
        for (size_t k = 0; k < 20; k++)
            far += hypot(x[k] - x[i], y[k] - y[i]) / 20;
        least = fmin(least, far);
    }
    assert_true(least < 15); /* of a picture some hundreds wide */
    free(first);
    free(again);
    free(more);
    ermine_network_free(network);
}

static const char *const deals[] = {
    "{'document':'d1','date':'2024-01-05','entities':[{'id':'a','name':'Alder','type':'company'},{'"
    "id':"
    "'b','name':'Birch','type':'company'},{'id':'c','name':'Cedar','type':'company'},{'id':'e','"
    "name':"
    "'Elm','type':'company'}],'relations':[{'subject':'a','relation':'invests_in','object':'b',"
    "'amount':{'value':2000000000,'currency':'USD'},'confidence':0.9,'date':'2024-01','evidence':"
    "'Alder put 2bn into "
    "Birch.'},{'subject':'b','relation':'partners_with','object':'c','confidence':"
    "0.9,'status':'planned','date':'2024-03'},{'subject':'c','relation':'supplies','object':'e',"
    "'confidence':0.9,'status':'denied','date':'2024-02'}]}",
    NULL};

static void an_ego_map_shows_the_neighbours_within_the_radius(void **state)
{
    ermine_network *network = network_of(*state, NULL, deals);
    char *svg = draw(network, *state, "svg", (ermine_map_options){.ego = "Alder"});
    assert_int_equal(count_of(svg, "data-node=\""), 2);
    assert_int_equal(count_of(svg, "class=\"focus\""), 1);
    assert_non_null(strstr(svg, "2 entities beyond that"));
    free(svg);
    svg = draw(network, *state, "svg", (ermine_map_options){.ego = "Alder", .radius = 2});
    assert_int_equal(count_of(svg, "data-node=\""), 3);
    free(svg);
    svg = draw(network, *state, "svg", (ermine_map_options){.between = {"Alder", "Cedar"}});
    assert_int_equal(count_of(svg, "data-node=\""), 3);
    free(svg);
    ermine_error err = {0};
    ermine_sink *sink = ermine_sink_memory(&err);
    ermine_map_options options = {.ego = "Nobody", .layout_program = getenv("ERMINE_LAYOUT")};
    assert_false(ermine_network_map(network, *state, "svg", &options, sink, &err));
    assert_int_equal(err.code, ERMINE_ENOTFOUND);
    assert_non_null(strstr(err.message, "Nobody"));
    ermine_sink_abandon(sink);
    ermine_network_free(network);
}

static void ties_show_their_status_direction_sum_and_evidence(void **state)
{
    ermine_network *network = network_of(*state, NULL, deals);
    char *svg = draw(network, *state, "svg", (ermine_map_options){0});
    assert_non_null(strstr(svg, "invests in $2bn</text>"));
    assert_non_null(strstr(svg, "Alder put 2bn into Birch."));
    assert_non_null(strstr(svg, "stroke-dasharray=\"8 4\""));
    assert_non_null(strstr(svg, "text-decoration=\"line-through\""));
    /* Arrowheads of the two that have a direction, and of their lines in the legend. */
    assert_int_equal(count_of(svg, "class=\"head\""), 4);
    free(svg);
    ermine_network_free(network);
}

static void a_flow_leaves_out_ties_without_money(void **state)
{
    ermine_network *network = network_of(*state, NULL, deals);
    char *svg = draw(network, *state, "svg", (ermine_map_options){.layout = "flow"});
    assert_int_equal(count_of(svg, "class=\"tie "), 2);
    assert_non_null(strstr(svg, "1 tie along which no money flows"));
    double ax, ay, bx, by, cx, cy, ex, ey;
    place_of(svg, "a", &ax, &ay);
    place_of(svg, "b", &bx, &by);
    place_of(svg, "c", &cx, &cy);
    place_of(svg, "e", &ex, &ey);
    assert_true(ax < bx); /* the investor before what it invests in, */
    assert_true(ex < cx); /* the customer before its supplier */
    free(svg);
    ermine_network_free(network);
}

static void a_timeline_goes_by_date(void **state)
{
    ermine_network *network = network_of(*state, NULL, deals);
    char *svg = draw(network, *state, "svg", (ermine_map_options){.layout = "timeline"});
    double x[3] = {0};
    for (size_t i = 0; i < 3; i++) {
        char mark[32];
        snprintf(mark, sizeof mark, "id=\"t%zu\"", i);
        const char *line = strstr(svg, mark);
        assert_non_null(line);
        line = strstr(line, " d=\"M");
        assert_non_null(line);
        assert_int_equal(sscanf(line, " d=\"M%lf", &x[i]), 1);
    }
    assert_true(x[0] < x[2] &&
                x[2] < x[1]); /* January, March, February: ties are sorted by their ends */
    free(svg);
    ermine_network_free(network);
}

static void every_layout_and_theme_draws_all_there_is(void **state)
{
    ermine_network *network = ring(*state, 17);
    for (const char *const *layout = ermine_map_layouts(); *layout != NULL; layout++) {
        if (strcmp(*layout, "timeline") == 0) /* the ring has no dates */
            continue;
        for (const char *const *theme = ermine_map_themes(); *theme != NULL; theme++) {
            char *svg =
                draw(network, *state, "svg",
                     (ermine_map_options){.layout = *layout, .theme = *theme, .hulls = true});
            assert_int_equal(count_of(svg, "data-node=\""), 17);
            assert_int_equal(count_of(svg, "data-id=\""), 17);
            assert_null(strstr(svg, "nan"));
            assert_null(strstr(svg, "inf\""));
            free(svg);
        }
    }
    ermine_network_free(network);
}

static void a_comparison_tells_what_appeared_went_and_changed(void **state)
{
    static const char *const earlier[] = {
        "{'document':'d0','entities':[{'id':'a','name':'Alder','type':'company'},{'id':'b','name':"
        "'Birch','type':'company'},{'id':'f','name':'Fir','type':'company'}],'relations':[{'"
        "subject':"
        "'a','relation':'invests_in','object':'b','status':'planned','confidence':0.9},{'subject':'"
        "f',"
        "'relation':'owns','object':'a','confidence':0.9}]}",
        NULL};
    ermine_network *before = network_of(*state, NULL, earlier),
                   *after = network_of(*state, NULL, deals);
    char *svg = draw(after, *state, "svg",
                     (ermine_map_options){.before = before, .compared = {"spring", "autumn"}});
    assert_int_equal(count_of(svg, "data-node=\""), 5);
    assert_non_null(strstr(svg, "Appeared: 2, gone: 1, changed: 1"));
    assert_non_null(strstr(svg, "From spring to autumn"));
    assert_non_null(strstr(svg, "st-current changed\""));
    assert_int_equal(count_of(svg, " appeared\" id=\"n"), 2);
    assert_int_equal(count_of(svg, " gone\" id=\"n"), 1);
    free(svg);
    ermine_network_free(before);
    ermine_network_free(after);
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
        cmocka_unit_test(an_old_node_keeps_its_place_when_a_new_one_comes),
        cmocka_unit_test(an_ego_map_shows_the_neighbours_within_the_radius),
        cmocka_unit_test(ties_show_their_status_direction_sum_and_evidence),
        cmocka_unit_test(a_flow_leaves_out_ties_without_money),
        cmocka_unit_test(a_timeline_goes_by_date),
        cmocka_unit_test(every_layout_and_theme_draws_all_there_is),
        cmocka_unit_test(a_comparison_tells_what_appeared_went_and_changed),
        cmocka_unit_test(hostile_names_are_escaped),
        cmocka_unit_test(nothing_to_draw_is_an_error),
    };
    return cmocka_run_group_tests(tests, load_knowledge, free_knowledge);
}
