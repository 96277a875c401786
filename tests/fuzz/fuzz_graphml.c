/* fuzz_graphml.c - any bytes as GraphML: a network or an error; what was read is written and read again. */
#include "ermine/ermine.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static ermine_network *read_graph(const ermine_knowledge *known, const char *bytes, size_t length)
{
    ermine_network_builder *builder = ermine_network_builder_new(known, NULL, NULL);
    if (builder == NULL)
        abort();
    if (!ermine_network_builder_add_graphml(builder, bytes, length, "fuzz", NULL)) {
        ermine_network_builder_free(builder);
        return NULL;
    }
    return ermine_network_builder_finish(builder, NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    static ermine_knowledge *known;
    if (known == NULL)
        known = ermine_knowledge_load(ERMINE_SOURCE_DATADIR, ERMINE_MODELS_ALL, NULL);
    ermine_network *network = read_graph(known, (const char *)bytes, length);
    if (network != NULL) {
        ermine_sink *sink = ermine_sink_memory(NULL);
        size_t written = 0;
        if (!ermine_network_export(network, known, "graphml", NULL, sink, NULL))
            abort();
        const char *text = ermine_sink_bytes(sink, &written);
        ermine_network *again = read_graph(known, text, written);
        if (again == NULL || ermine_network_tie_count(again) != ermine_network_tie_count(network))
            abort();
        ermine_network_free(again);
        ermine_sink_abandon(sink);
        ermine_network_free(network);
    }
    return 0;
}
