/* graphml_write.c - GraphML that Gephi, Cytoscape, yEd, networkx and igraph read alike. */
#include "exchange/formats.h"

#include "base/json.h"
#include "base/utf8.h"

#include <string.h>

/* XML 1.0 has no place for most control characters: they are dropped. */
static void escape(ermine_sink *sink, const char *text)
{
    size_t length = strlen(text);
    for (size_t at = 0; at < length;) {
        char bytes[4];
        uint32_t code = utf8_decode(text, length, &at);
        switch (code) {
        case '<':
            ermine_sink_text(sink, "&lt;");
            break;
        case '>':
            ermine_sink_text(sink, "&gt;");
            break;
        case '&':
            ermine_sink_text(sink, "&amp;");
            break;
        case '"':
            ermine_sink_text(sink, "&quot;");
            break;
        case '\t':
            ermine_sink_text(sink, "&#9;");
            break;
        case '\n':
            ermine_sink_text(sink, "&#10;");
            break;
        case '\r':
            ermine_sink_text(sink, "&#13;");
            break;
        default:
            if (code >= 0x20 && code != 0xFFFE && code != 0xFFFF)
                ermine_sink_write(sink, bytes, utf8_encode(code, bytes));
        }
    }
}

static void write_keys(const struct attribute *attributes, const char *of, char prefix,
                       ermine_sink *sink)
{
    static const char *const types[] = {[VALUE_STRING] = "string",
                                        [VALUE_INTEGER] = "long",
                                        [VALUE_REAL] = "double",
                                        [VALUE_BOOLEAN] = "boolean"};
    for (; attributes->name != NULL; attributes++)
        ermine_sink_format(sink,
                           "<key id=\"%c_%s\" for=\"%s\" attr.name=\"%s\" attr.type=\"%s\"/>\n",
                           prefix, attributes->name, of, attributes->name, types[attributes->kind]);
}

struct place {
    ermine_sink *sink;
    char prefix;
};

static void write_data(void *context, const struct value *value)
{
    const struct place *place = context;
    ermine_sink_format(place->sink, "<data key=\"%c_%s\">", place->prefix, value->name);
    if (value->kind == VALUE_STRING)
        escape(place->sink, value->text);
    else if (value->kind == VALUE_BOOLEAN)
        ermine_sink_text(place->sink, value->number != 0 ? "true" : "false");
    else
        json_write_number(place->sink, value->number);
    ermine_sink_text(place->sink, "</data>\n");
}

bool write_graphml(const struct outgoing *out, ermine_sink *sink)
{
    ermine_sink_text(sink, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                           "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n");
    write_keys(node_attributes, "node", 'n', sink);
    write_keys(tie_attributes, "edge", 'e', sink);
    ermine_sink_text(sink, "<graph id=\"ermine\" edgedefault=\"directed\">\n");
    for (size_t i = 0; i < ermine_network_node_count(out->network); i++) {
        ermine_sink_text(sink, "<node id=\"");
        escape(sink, ermine_network_node(out->network, i)->id);
        ermine_sink_text(sink, "\">\n");
        if (!node_values(out, i, write_data, &(struct place){sink, 'n'}))
            return false;
        ermine_sink_text(sink, "</node>\n");
    }
    for (size_t i = 0; i < ermine_network_tie_count(out->network); i++) {
        const ermine_tie *tie = ermine_network_tie(out->network, i);
        ermine_sink_format(sink, "<edge id=\"e%zu\" source=\"", i);
        escape(sink, ermine_network_node(out->network, tie->subject)->id);
        ermine_sink_text(sink, "\" target=\"");
        escape(sink, ermine_network_node(out->network, tie->object)->id);
        ermine_sink_text(sink, "\"");
        if (!out->with.strict) { /* Gephi keeps parallel edges apart by it */
            ermine_sink_text(sink, " label=\"");
            escape(sink, tie->relation);
            ermine_sink_text(sink, "\"");
        }
        ermine_sink_text(sink, ">\n");
        tie_values(out, i, write_data, &(struct place){sink, 'e'});
        ermine_sink_text(sink, "</edge>\n");
    }
    ermine_sink_text(sink, "</graph>\n</graphml>\n");
    return true;
}
