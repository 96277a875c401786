/* csv.c - the two tables Gephi imports. */
#include "exchange/formats.h"

#include "base/csv.h"
#include "base/json.h"

#include <string.h>

/* A row of attributes: those without a value leave their cell empty. */
struct row {
    ermine_sink *sink;
    const struct attribute *next;
};

static void skip_to(struct row *row, const char *name)
{
    for (; row->next->name != NULL && (name == NULL || strcmp(row->next->name, name) != 0);
         row->next++)
        ermine_sink_text(row->sink, ",");
}

static void write_value(void *context, const struct value *value)
{
    struct row *row = context;
    skip_to(row, value->name);
    row->next++;
    ermine_sink_text(row->sink, ",");
    if (value->kind == VALUE_STRING)
        csv_write_cell(row->sink, value->text);
    else if (value->kind == VALUE_BOOLEAN)
        ermine_sink_text(row->sink, value->number != 0 ? "true" : "false");
    else
        json_write_number(row->sink, value->number);
}

/* Gephi knows some columns by names with a capital. */
static void write_head(const char *first, const struct attribute *attributes, ermine_sink *sink)
{
    ermine_sink_text(sink, first);
    for (; attributes->name != NULL; attributes++) {
        bool known =
            strcmp(attributes->name, "label") == 0 || strcmp(attributes->name, "weight") == 0;
        ermine_sink_text(sink, ",");
        ermine_sink_format(sink, "%c%s",
                           known ? attributes->name[0] - 'a' + 'A' : attributes->name[0],
                           attributes->name + 1);
    }
    ermine_sink_text(sink, "\n");
}

bool write_csv_nodes(const struct outgoing *out, ermine_sink *sink)
{
    write_head("Id", node_attributes, sink);
    for (size_t i = 0; i < ermine_network_node_count(out->network); i++) {
        struct row row = {sink, node_attributes};
        csv_write_cell(sink, ermine_network_node(out->network, i)->id);
        if (!node_values(out, i, write_value, &row))
            return false;
        skip_to(&row, NULL);
        ermine_sink_text(sink, "\n");
    }
    return true;
}

bool write_csv_edges(const struct outgoing *out, ermine_sink *sink)
{
    write_head("Source,Target,Type,Id,Kind", tie_attributes, sink);
    for (size_t i = 0; i < ermine_network_tie_count(out->network); i++) {
        const ermine_tie *tie = ermine_network_tie(out->network, i);
        struct row row = {sink, tie_attributes};
        csv_write_cell(sink, ermine_network_node(out->network, tie->subject)->id);
        ermine_sink_text(sink, ",");
        csv_write_cell(sink, ermine_network_node(out->network, tie->object)->id);
        ermine_sink_format(sink, ",%s,e%zu,", tie->symmetric ? "Undirected" : "Directed", i);
        csv_write_cell(sink, tie->relation);
        tie_values(out, i, write_value, &row);
        skip_to(&row, NULL);
        ermine_sink_text(sink, "\n");
    }
    return true;
}
