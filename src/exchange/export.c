/* export.c - formats as rows of a table. */
#include "base/error.h"
#include "exchange/formats.h"

#include <string.h>

static const struct {
    const char *name;
    bool (*write)(const struct outgoing *out, ermine_sink *sink);
} formats[] = {{"graphml", write_graphml},
               {"json", write_json_graph},
               {"csv", write_csv_edges},
               {"csv-nodes", write_csv_nodes}};

const char *const *ermine_export_formats(void)
{
    static const char *const names[] = {"graphml", "json", "csv", "csv-nodes", NULL};
    return names;
}

bool ermine_network_export(const ermine_network *network, const ermine_knowledge *known,
                           const char *format, const ermine_export *options, ermine_sink *sink,
                           ermine_error *err)
{
    struct outgoing out = {.network = network, .known = known};
    if (options != NULL)
        out.with = *options;
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        if (strcmp(formats[i].name, format) == 0) {
            return (formats[i].write(&out, sink) || error_memory(err)) &&
                   ermine_sink_flush(sink, err);
        }
    }
    return error_set(err, ERMINE_ENOTFOUND, "no export format \"%s\"", format);
}
