/* formats.h - the writers of each format, and what they share. */
#ifndef EXCHANGE_FORMATS_H
#define EXCHANGE_FORMATS_H

#include "ermine/exchange.h"

/* A network on its way out. */
struct outgoing {
    const ermine_network *network;
    const ermine_knowledge *known;
    ermine_export with;
};

/* False when out of memory. */
bool write_graphml(const struct outgoing *out, ermine_sink *sink);
bool write_json_graph(const struct outgoing *out, ermine_sink *sink);
bool write_csv_edges(const struct outgoing *out, ermine_sink *sink);
bool write_csv_nodes(const struct outgoing *out, ermine_sink *sink);

/* Attributes of nodes and ties, which every format writes, each in its own way: called once an attribute that
 * has a value, in a fixed order. `text` is NULL for numbers. */
enum value_kind { VALUE_STRING, VALUE_INTEGER, VALUE_REAL, VALUE_BOOLEAN };
struct value {
    const char *name;
    enum value_kind kind;
    const char *text;
    double number;
};
typedef void (*value_writer)(void *context, const struct value *value);
/* False when out of memory. */
bool node_values(const struct outgoing *out, size_t node, value_writer write, void *context);
void tie_values(const struct outgoing *out, size_t tie, value_writer write, void *context);

/* All attributes there are, with their kinds; ends with a NULL name. */
struct attribute {
    const char *name;
    enum value_kind kind;
};
extern const struct attribute node_attributes[], tie_attributes[];

#endif
