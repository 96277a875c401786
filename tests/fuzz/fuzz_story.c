/* fuzz_story.c - any bytes as a story: steps whose nodes and ties are the network's, or an error that says why. */
#include "fuzz_file.h"

#include "draw/story.h"

static const char facts[] =
    "{\"document\":\"d\",\"entities\":[{\"id\":\"a\",\"name\":\"Arm\",\"type\":\"chipmaker\"},{"
    "\"id\":"
    "\"b\",\"name\":\"Bell\",\"type\":\"company\"}],\"relations\":[{\"subject\":\"a\",\"relation\":"
    "\"supplies\",\"object\":\"b\",\"confidence\":0.9,\"evidence\":{\"text\":\"x\"}}]}";

static ermine_network *small_network(void)
{
    ermine_knowledge *known = ermine_knowledge_load(ERMINE_SOURCE_DATADIR, ERMINE_MODELS_ALL, NULL);
    ermine_network_builder *builder = ermine_network_builder_new(known, NULL, NULL);
    ermine_facts *read = ermine_facts_read(facts, sizeof facts - 1, "fuzz", NULL);
    if (read == NULL || !ermine_network_builder_add(builder, read, NULL))
        abort();
    ermine_facts_free(read);
    ermine_network *network = ermine_network_builder_finish(builder, NULL);
    ermine_knowledge_free(known);
    return network;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    static ermine_network *network;
    if (network == NULL)
        network = small_network();
    char path[64];
    int file = fuzz_open(bytes, length, path);
    struct story story;
    ermine_error err = {0};
    struct arena *arena = arena_new(NULL);
    bool ok = story_read(&story, path, network, arena, &err);
    fuzz_expect(ok, &err);
    for (size_t i = 0; ok && i < story.count; i++) {
        const struct story_step *step = &story.steps[i];
        for (size_t k = 0; k < step->node_count; k++)
            if (step->nodes[k] >= ermine_network_node_count(network))
                abort();
        for (size_t k = 0; k < step->tie_count; k++)
            if (step->ties[k] >= ermine_network_tie_count(network))
                abort();
    }
    arena_free(arena);
    close(file);
    return 0;
}
