/* jsongraph.c - JSON Graph Format, version 2. */
#include "exchange/formats.h"

#include "base/json.h"

#include <string.h>

struct place {
    ermine_sink *sink;
    const char *skip; /* attributes that stand elsewhere */
    bool first;
};

static void write_member(void *context, const struct value *value)
{
    struct place *place = context;
    if (strcmp(value->name, "label") == 0 || strcmp(value->name, place->skip) == 0)
        return;
    ermine_sink_format(place->sink, "%s\"%s\":", place->first ? "" : ",", value->name);
    place->first = false;
    if (value->kind == VALUE_STRING)
        json_write_string(place->sink, value->text, false);
    else if (value->kind == VALUE_BOOLEAN)
        ermine_sink_text(place->sink, value->number != 0 ? "true" : "false");
    else
        json_write_number(place->sink, value->number);
}

static bool write_node(const struct outgoing *out, size_t index, ermine_sink *sink)
{
    const ermine_node *node = ermine_network_node(out->network, index);
    ermine_sink_text(sink, index == 0 ? "\n" : ",\n");
    json_write_string(sink, node->id, false);
    ermine_sink_text(sink, ":{\"label\":");
    json_write_string(sink, node->label, false);
    ermine_sink_text(sink, ",\"metadata\":{");
    bool ok = node_values(out, index, write_member, &(struct place){sink, "", true});
    ermine_sink_text(sink, "}}");
    return ok;
}

static void write_tie(const struct outgoing *out, size_t index, ermine_sink *sink)
{
    const ermine_tie *tie = ermine_network_tie(out->network, index);
    const ermine_relation_type *type = ermine_knowledge_find_relation(out->known, tie->relation);
    ermine_sink_format(sink, "%s\n{\"id\":\"e%zu\",\"source\":", index == 0 ? "" : ",", index);
    json_write_string(sink, ermine_network_node(out->network, tie->subject)->id, false);
    ermine_sink_text(sink, ",\"target\":");
    json_write_string(sink, ermine_network_node(out->network, tie->object)->id, false);
    ermine_sink_text(sink, ",\"relation\":");
    json_write_string(sink, tie->relation, false);
    ermine_sink_format(sink, ",\"directed\":%s,\"label\":", tie->symmetric ? "false" : "true");
    json_write_string(sink, type == NULL ? tie->relation : type->label_en, false);
    ermine_sink_text(sink, ",\"metadata\":{");
    tie_values(out, index, write_member, &(struct place){sink, "relation", true});
    ermine_sink_text(sink, "}}");
}

bool write_json_graph(const struct outgoing *out, ermine_sink *sink)
{
    ermine_sink_format(
        sink,
        "{\"graph\":{\"directed\":true,\"type\":\"entity relations\",\"label\":\"ermine\","
        "\"metadata\":{\"documents\":%zu},\"nodes\":{",
        ermine_network_document_count(out->network));
    for (size_t i = 0; i < ermine_network_node_count(out->network); i++)
        if (!write_node(out, i, sink))
            return false;
    ermine_sink_text(sink, "\n},\"edges\":[");
    for (size_t i = 0; i < ermine_network_tie_count(out->network); i++)
        write_tie(out, i, sink);
    ermine_sink_text(sink, "\n]}}\n");
    return true;
}
