/* test_csv.c - tables for spreadsheets, and JSON Graph. */
#include "support.h"

#include <jansson.h>

static const char *const documents[] = {
    "{'document':'d1','date':'2024-02-18','entities':["
    "{'id':'softbank','name':'软银','type':'investor','mentions':['软银']},"
    "{'id':'a,b','name':'Acme, \\u0022Best\\u0022; Co.','type':'company','mentions':[]},"
    "{'id':'=1+1','name':'=HYPERLINK(1)','type':'company','mentions':['@x']}],"
    "'relations':[{'subject':'softbank','relation':'invests_in','object':'a,b','status':'planned',"
    "'amount':{'value':5500000000,'currency':'USD'},'confidence':0.5,"
    "'evidence':'one\\ntwo </script> \\u0001'},"
    "{'subject':'a,b','relation':'partners_with','object':'=1+1','confidence':0.25,"
    "'evidence':'x'}]}",
    NULL};

static char *export_as(const char *format, const char *const *lines, const ermine_knowledge *known,
                       const ermine_export *options)
{
    ermine_error err = {0};
    size_t length;
    ermine_network *network = network_of(known, NULL, lines);
    ermine_sink *sink = ermine_sink_memory(&err);
    assert_non_null(sink);
    if (!ermine_network_export(network, known, format, options, sink, &err))
        fail_msg("%s", err.message);
    char *bytes = strdup(ermine_sink_bytes(sink, &length));
    assert_non_null(bytes);
    ermine_sink_abandon(sink);
    ermine_network_free(network);
    return bytes;
}

/* Reads the cell at *at and steps behind it; quotes undone. Returns what ended it: ',' '\n' or NUL. */
static char read_cell(const char **at, char cell[400])
{
    size_t length = 0;
    bool quoted = **at == '"';
    for (*at += quoted; **at != '\0'; (*at)++) {
        if (quoted && (*at)[0] == '"' && (*at)[1] != '"') {
            (*at)++;
            break;
        }
        if (!quoted && (**at == ',' || **at == '\n'))
            break;
        *at += quoted && **at == '"';
        assert_true(length < 399);
        cell[length++] = **at;
    }
    cell[length] = '\0';
    char end = **at;
    if (end != ',' && end != '\n' && end != '\0')
        fail_msg("behind a cell comes \"%.20s\"", *at);
    *at += end != '\0';
    return end;
}

/* The cell in a row (the head is 0) and the column of that name; "" when it is empty. */
static const char *cell_of(const char *table, size_t row, const char *column, char cell[400])
{
    size_t index = 0;
    const char *at = table;
    while (read_cell(&at, cell) == ',' && strcmp(cell, column) != 0)
        index++;
    assert_string_equal(cell, column);
    at = table;
    for (size_t i = 0; i < row; i++)
        while (read_cell(&at, cell) == ',')
            ;
    for (size_t i = 0; i < index; i++)
        assert_int_equal(read_cell(&at, cell), ',');
    read_cell(&at, cell);
    return cell;
}

static void assert_rows_are_as_long_as_the_head(const char *table, size_t rows)
{
    char cell[400];
    size_t first = 0, count = 0, seen = 0;
    for (const char *at = table; *at != '\0';) {
        count++;
        if (read_cell(&at, cell) == ',')
            continue;
        if (seen++ == 0)
            first = count;
        assert_int_equal(count, first);
        count = 0;
    }
    assert_int_equal(seen, rows + 1);
}

static void each_row_of_a_table_has_all_columns(void **state)
{
    char *nodes = export_as("csv-nodes", documents, *state, NULL);
    assert_rows_are_as_long_as_the_head(nodes, 3);
    free(nodes);
    char *edges = export_as("csv", documents, *state, NULL);
    assert_rows_are_as_long_as_the_head(edges, 2);
    free(edges);
}

static void commas_quotes_and_line_feeds_are_quoted(void **state)
{
    char cell[400];
    char *nodes = export_as("csv-nodes", documents, *state, NULL);
    assert_string_equal(cell_of(nodes, 2, "Id", cell), "a,b");
    assert_string_equal(cell_of(nodes, 2, "Label", cell), "Acme, \"Best\"; Co.");
    free(nodes);
    char *edges = export_as("csv", documents, *state, NULL);
    assert_string_equal(cell_of(edges, 2, "Source", cell), "softbank");
    assert_string_equal(cell_of(edges, 2, "Target", cell), "a,b");
    assert_memory_equal(cell_of(edges, 2, "evidence", cell), "one\ntwo </script>", 17);
    free(edges);
}

static void what_a_spreadsheet_would_run_is_made_text(void **state)
{
    char cell[400];
    char *nodes = export_as("csv-nodes", documents, *state, NULL);
    assert_string_equal(cell_of(nodes, 1, "Label", cell), "'=HYPERLINK(1)");
    assert_null(strstr(nodes, "\n=1+1"));
    free(nodes);
}

static void numbers_and_names_stand_in_their_columns(void **state)
{
    char cell[400];
    char *edges = export_as("csv", documents, *state, NULL);
    assert_memory_equal(edges, "Source,Target,Type,Id,Kind,", 27);
    assert_string_equal(cell_of(edges, 2, "amount", cell), "5500000000");
    assert_string_equal(cell_of(edges, 2, "status", cell), "planned");
    assert_string_equal(cell_of(edges, 2, "confidence", cell), "0.5");
    assert_string_equal(cell_of(edges, 2, "Type", cell), "Directed");
    assert_string_equal(cell_of(edges, 1, "Type", cell), "Undirected");
    assert_string_equal(cell_of(edges, 1, "amount", cell), "");
    free(edges);
    char *nodes = export_as("csv-nodes", documents, *state, NULL);
    assert_string_equal(cell_of(nodes, 3, "name_zh", cell), "软银");
    assert_string_equal(cell_of(nodes, 3, "pagerank", cell), "");
    free(nodes);
}

static void measures_are_written_and_what_is_no_number_is_left_out(void **state)
{
    const ermine_influence influence[3] = {
        {.pagerank = 0.25}, {.pagerank = NAN}, {.pagerank = 1e-9}};
    const size_t groups[3] = {0, 1, ERMINE_NONE};
    char cell[400];
    char *nodes = export_as("csv-nodes", documents, *state,
                            &(ermine_export){.influence = influence, .communities = groups});
    assert_string_equal(cell_of(nodes, 1, "pagerank", cell), "0.25");
    assert_string_equal(cell_of(nodes, 2, "pagerank", cell), "");
    assert_close(strtod(cell_of(nodes, 3, "pagerank", cell), NULL), 1e-9, 0);
    assert_string_equal(cell_of(nodes, 1, "community", cell), "1");
    assert_string_equal(cell_of(nodes, 3, "community", cell), "");
    free(nodes);
}

static void json_graph_parses_and_holds_the_network(void **state)
{
    json_error_t why;
    char *bytes = export_as("json", documents, *state, NULL);
    json_t *root = json_loads(bytes, JSON_REJECT_DUPLICATES, &why);
    if (root == NULL)
        fail_msg("%d: %s", why.line, why.text);
    const json_t *graph = json_object_get(root, "graph"), *nodes = json_object_get(graph, "nodes");
    const json_t *edges = json_object_get(graph, "edges");
    assert_int_equal(json_object_size(nodes), 3);
    assert_int_equal(json_array_size(edges), 2);
    const json_t *node = json_object_get(nodes, "a,b"), *edge = json_array_get(edges, 1);
    assert_string_equal(json_string_value(json_object_get(node, "label")), "Acme, \"Best\"; Co.");
    assert_string_equal(json_string_value(json_object_get(edge, "relation")), "invests_in");
    assert_true(json_is_true(json_object_get(edge, "directed")));
    assert_true(json_is_false(json_object_get(json_array_get(edges, 0), "directed")));
    const json_t *more = json_object_get(edge, "metadata");
    assert_close(json_number_value(json_object_get(more, "amount")), 5.5e9, 0);
    assert_string_equal(json_string_value(json_object_get(more, "evidence")),
                        "one\ntwo </script> \x01");
    json_decref(root);
    free(bytes);
}

static void an_empty_network_is_valid_in_every_format(void **state)
{
    const char *const none[] = {NULL};
    char *bytes = export_as("json", none, *state, NULL);
    json_t *root = json_loads(bytes, 0, NULL);
    assert_non_null(root);
    json_decref(root);
    free(bytes);
    bytes = export_as("csv", none, *state, NULL);
    assert_rows_are_as_long_as_the_head(bytes, 0);
    free(bytes);
}

static void an_unknown_format_is_refused_by_name(void **state)
{
    ermine_error err = {0};
    ermine_network *network = network_of(*state, NULL, documents);
    ermine_sink *sink = ermine_sink_memory(NULL);
    assert_false(ermine_network_export(network, *state, "xlsx", NULL, sink, &err));
    assert_int_equal(err.code, ERMINE_ENOTFOUND);
    assert_non_null(strstr(err.message, "xlsx"));
    ermine_sink_abandon(sink);
    ermine_network_free(network);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_row_of_a_table_has_all_columns),
        cmocka_unit_test(commas_quotes_and_line_feeds_are_quoted),
        cmocka_unit_test(what_a_spreadsheet_would_run_is_made_text),
        cmocka_unit_test(numbers_and_names_stand_in_their_columns),
        cmocka_unit_test(measures_are_written_and_what_is_no_number_is_left_out),
        cmocka_unit_test(json_graph_parses_and_holds_the_network),
        cmocka_unit_test(an_empty_network_is_valid_in_every_format),
        cmocka_unit_test(an_unknown_format_is_refused_by_name),
    };
    return cmocka_run_group_tests(tests, load_knowledge, free_knowledge);
}
