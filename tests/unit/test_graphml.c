/* test_graphml.c - a network goes out as GraphML and comes back the same. */
#include "support.h"

#include <libxml/parser.h>

static const char *const documents[] = {
    "{'document':'d1','source':'d1.txt','language':'zh','date':'2024-02-18','entities':["
    "{'id':'softbank','name':'软银','type':'investor','mentions':['软银','软银集团']},"
    "{'id':'izanagi','name':'Izanagi','type':'project','mentions':['Izanagi']},"
    "{'id':'qux','name':'Qux','type':'lab','mentions':['Qux']}],"
    "'relations':[{'subject':'softbank','relation':'invests_in','object':'izanagi','status':"
    "'reported','role':'sponsor','date':'2025-01',"
    "'amount':{'value':30000000000,'low':25000000000,'currency':'JPY'},'confidence':0.6,"
    "'evidence':'软银投入300亿'},"
    "{'subject':'qux','relation':'partners_with','object':'izanagi','confidence':0.37,"
    "'evidence':'x'}]}",
    "{'document':'d2','source':'d2.txt','language':'ru','date':'2025','entities':["
    "{'id':'softbank','name':'СофтБанк','type':'company','mentions':['СофтБанка']},"
    "{'id':'izanagi','name':'Izanagi','type':'project','mentions':[]}],"
    "'relations':[{'subject':'softbank','relation':'invests_in','object':'izanagi','status':"
    "'denied','confidence':0.5,'evidence':'СофтБанк отрицает'}]}",
    NULL};

/* What XML, or a list of aliases, could stumble over. */
static const char *const hostile[] = {
    "{'document':'d<&>','entities':[{'id':'a<b>','name':'<script>alert(1)</script>','type':"
    "'lab','mentions':['R&D "
    "]]>','x|y']},{'id':'b\\'c','name':'\\u0001\\u001bBell\\ttab\\nline','type':"
    "'company','mentions':['&#0;&lt;']}],'relations':[{'subject':'a<b>','relation':"
    "'invests_in','object':'b\\'c','confidence':0.5,'role':'<!--\\'&','evidence':"
    "' ]]><![CDATA[ <?xml \\uFFFF \\r\\n '}]}",
    NULL};

static char *export_network(const ermine_network *network, const ermine_knowledge *known,
                            const ermine_export *options, size_t *length)
{
    ermine_error err = {0};
    ermine_sink *sink = ermine_sink_memory(&err);
    assert_non_null(sink);
    if (!ermine_network_export(network, known, "graphml", options, sink, &err))
        fail_msg("%s", err.message);
    char *bytes = strdup(ermine_sink_bytes(sink, length));
    assert_non_null(bytes);
    ermine_sink_abandon(sink);
    return bytes;
}

/* NULL, with `err`, when the file is refused. */
static ermine_network *import_network(const ermine_knowledge *known, const char *bytes,
                                      ermine_error *err)
{
    ermine_network_builder *builder = ermine_network_builder_new(known, NULL, err);
    assert_non_null(builder);
    if (ermine_network_builder_add_graphml(builder, bytes, strlen(bytes), "in.graphml", err))
        return ermine_network_builder_finish(builder, err);
    ermine_network_builder_free(builder);
    return NULL;
}

static void assert_same(const char *a, const char *b)
{
    assert_string_equal(a == NULL ? "(none)" : a, b == NULL ? "(none)" : b);
}

static void assert_equal_nodes(const ermine_network *a, const ermine_network *b)
{
    assert_int_equal(ermine_network_node_count(a), ermine_network_node_count(b));
    for (size_t i = 0; i < ermine_network_node_count(a); i++) {
        const ermine_node *x = ermine_network_node(a, i), *y = ermine_network_node(b, i);
        assert_same(x->id, y->id);
        assert_same(x->type, y->type);
        assert_same(x->label, y->label);
        assert_same(x->name_ru, y->name_ru);
        assert_same(x->name_zh, y->name_zh);
        for (size_t k = 0; x->aliases[k] != NULL || y->aliases[k] != NULL; k++)
            assert_same(x->aliases[k], y->aliases[k]);
        assert_int_equal(x->mentions, y->mentions);
        assert_int_equal(x->documents, y->documents);
        assert_same(x->first_seen, y->first_seen);
        assert_same(x->last_seen, y->last_seen);
    }
}

static void assert_equal_ties(const ermine_network *a, const ermine_network *b)
{
    assert_int_equal(ermine_network_tie_count(a), ermine_network_tie_count(b));
    for (size_t i = 0; i < ermine_network_tie_count(a); i++) {
        const ermine_tie *x = ermine_network_tie(a, i), *y = ermine_network_tie(b, i);
        assert_int_equal(x->subject, y->subject);
        assert_int_equal(x->object, y->object);
        assert_same(x->relation, y->relation);
        assert_close(x->weight, y->weight, 0);
        assert_close(x->confidence, y->confidence, 0);
        assert_int_equal(x->status, y->status);
        assert_int_equal(x->sources, y->sources);
        assert_close(x->amount, y->amount, 0);
        assert_close(x->amount_low, y->amount_low, 0);
        assert_close(x->amount_usd, y->amount_usd, 0);
        assert_same(x->currency, y->currency);
        assert_same(x->role, y->role);
        assert_same(x->date, y->date);
        assert_same(x->first_seen, y->first_seen);
        assert_same(x->last_seen, y->last_seen);
        assert_same(x->evidence[0].text, y->evidence[0].text);
        assert_same(x->evidence[0].document, y->evidence[0].document);
    }
}

static void what_is_written_is_read_back_equal(void **state)
{
    ermine_error err = {0};
    size_t length, again_length;
    ermine_network *network = network_of(*state, NULL, documents);
    char *bytes = export_network(network, *state, NULL, &length);
    ermine_network *back = import_network(*state, bytes, &err);
    if (back == NULL)
        fail_msg("%s", err.message);
    assert_equal_nodes(network, back);
    assert_equal_ties(network, back);
    char *again = export_network(back, *state, NULL, &again_length);
    assert_string_equal(again, bytes);
    free(again);
    free(bytes);
    ermine_network_free(back);
    ermine_network_free(network);
}

static void hostile_names_are_escaped(void **state)
{
    ermine_error err = {0};
    size_t length;
    ermine_network *network = network_of(*state, NULL, hostile);
    char *bytes = export_network(network, *state, NULL, &length);
    xmlDocPtr parsed = xmlReadMemory(bytes, (int)length, "out", NULL, XML_PARSE_NOERROR);
    assert_non_null(parsed);
    xmlFreeDoc(parsed);
    assert_null(strstr(bytes, "<script"));
    ermine_network *back = import_network(*state, bytes, &err);
    if (back == NULL)
        fail_msg("%s", err.message);
    assert_int_equal(ermine_network_tie_count(back), 1);
    const ermine_node *node = ermine_network_node(back, 0);
    assert_string_equal(node->id, "a<b>");
    assert_string_equal(node->label, "<script>alert(1)</script>");
    assert_string_equal(ermine_network_node(back, 1)->label, "Bell tab line");
    assert_string_equal(ermine_network_tie(back, 0)->role, "<!--\"&");
    free(bytes);
    ermine_network_free(back);
    ermine_network_free(network);
}

static void ids_with_an_ampersand_come_back(void **state)
{
    ermine_network *network = import_network(
        *state, "<graphml><graph><node id='AT&amp;T'/><node id='S&#38;P'/></graph></graphml>",
        NULL);
    assert_non_null(network);
    assert_string_equal(ermine_network_node(network, 0)->id, "AT&T");
    assert_string_equal(ermine_network_node(network, 1)->id, "S&P");
    ermine_network_free(network);
}

static void strict_graphml_has_no_label_on_its_edges(void **state)
{
    size_t length;
    ermine_network *network = network_of(*state, NULL, documents);
    char *bytes = export_network(network, *state, NULL, &length);
    assert_non_null(strstr(bytes, " label=\"invests_in\""));
    free(bytes);
    bytes = export_network(network, *state, &(ermine_export){.strict = true}, &length);
    assert_null(strstr(bytes, " label="));
    free(bytes);
    ermine_network_free(network);
}

#define HEAD "<graphml><graph edgedefault=\"undirected\">"
#define TAIL "</graph></graphml>"

static void a_graph_of_another_tool_gets_types_and_relations(void **state)
{
    ermine_network *network = import_network(
        *state, HEAD "<edge source='n1' target='n2'/><node id='n1'/><node id='n2'/>" TAIL, NULL);
    assert_non_null(network);
    assert_int_equal(ermine_network_node_count(network), 2);
    assert_string_equal(ermine_network_node(network, 0)->type, "organization");
    assert_string_equal(ermine_network_tie(network, 0)->relation, "partners_with");
    ermine_network_free(network);
}

static void broken_files_are_refused_with_their_line(void **state)
{
    static const char *const files[][2] = {
        {HEAD "\n<node>" TAIL, "in.graphml:2: "},
        {HEAD "<node/>" TAIL, "in.graphml:1: a <node> without id"},
        {HEAD "\n\n<edge source='a'/>" TAIL, "in.graphml:3: an <edge> without"},
        {HEAD "<node id='a'/>", "in.graphml:1: not well-formed"},
        {"<html/>", "no <graph>"},
        {"", "in.graphml"}};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        ermine_error err = {0};
        assert_null(import_network(*state, files[i][0], &err));
        assert_int_equal(err.code, ERMINE_EINPUT);
        if (strstr(err.message, files[i][1]) == NULL)
            fail_msg("no \"%s\" in \"%s\"", files[i][1], err.message);
    }
}

static void entities_of_a_file_do_not_reach_out_or_grow(void **state)
{
    ermine_error err = {0};
    ermine_network *network = import_network(
        *state,
        "<!DOCTYPE g [<!ENTITY f SYSTEM 'file:///etc/passwd'><!ENTITY a 'xxxxxxxxxxxxxxxx'>"
        "<!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;'>]>"
        "<graphml><key id='l' attr.name='label'/><graph><node id='n'><data key='l'>N&f;&c;</data>"
        "</node></graph></graphml>",
        &err);
    if (network != NULL)
        assert_true(strlen(ermine_network_node(network, 0)->label) < 32);
    else
        assert_int_equal(err.code, ERMINE_EINPUT);
    ermine_network_free(network);
}

static void counts_beyond_all_bounds_are_no_counts(void **state)
{
    ermine_network *network = import_network(
        *state,
        "<graphml><key id='s' for='edge' attr.name='sources' attr.type='double'/>"
        "<key id='m' for='node' attr.name='mentions' attr.type='double'/>"
        "<graph edgedefault='directed'><node id='a'><data key='m'>1e20</data></node>"
        "<edge source='a' target='b'><data key='s'>1e20</data></edge></graph></graphml>",
        NULL);
    assert_non_null(network);
    assert_int_equal(ermine_network_node(network, find(network, "a"))->mentions, 0);
    assert_int_equal(ermine_network_tie(network, 0)->sources, 1);
    ermine_network_free(network);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_is_read_back_equal),
        cmocka_unit_test(hostile_names_are_escaped),
        cmocka_unit_test(ids_with_an_ampersand_come_back),
        cmocka_unit_test(strict_graphml_has_no_label_on_its_edges),
        cmocka_unit_test(a_graph_of_another_tool_gets_types_and_relations),
        cmocka_unit_test(broken_files_are_refused_with_their_line),
        cmocka_unit_test(counts_beyond_all_bounds_are_no_counts),
        cmocka_unit_test(entities_of_a_file_do_not_reach_out_or_grow),
    };
    return cmocka_run_group_tests(tests, load_knowledge, free_knowledge);
}
