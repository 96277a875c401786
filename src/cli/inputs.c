/* inputs.c - INPUT…: stores, facts, GraphML and documents, gathered into one network. */
#include "cli/cli.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

enum { largest_graph = 1 << 30 };

static bool ends_with(const char *text, const char *end)
{
    size_t length = strlen(text), end_length = strlen(end);
    return length >= end_length && strcasecmp(text + length - end_length, end) == 0;
}

static void say(ermine_error *err, ermine_code code, const char *path, const char *what)
{
    err->code = code;
    snprintf(err->message, sizeof err->message, "%s: %s", path, what);
}

/* The bytes of a file, owned; NULL with `err`. */
static char *read_file(const char *path, size_t *length, ermine_error *err)
{
    FILE *file = fopen(path, "rb");
    struct stat info;
    char *bytes = NULL;
    if (file == NULL || fstat(fileno(file), &info) != 0) {
        say(err, ERMINE_EINPUT, path, strerror(errno));
    } else if (info.st_size > largest_graph) {
        say(err, ERMINE_EINPUT, path, "larger than 1 GiB; read the facts it was made from instead");
    } else if ((bytes = malloc((size_t)info.st_size + 1)) == NULL) {
        say(err, ERMINE_ENOMEM, path, "out of memory");
    } else {
        *length = fread(bytes, 1, (size_t)info.st_size, file);
        if (ferror(file)) {
            say(err, ERMINE_EINPUT, path, strerror(errno));
            free(bytes);
            bytes = NULL;
        }
    }
    if (file != NULL)
        fclose(file);
    return bytes;
}

static bool add_facts(void *context, const ermine_facts *facts, ermine_error *err)
{
    return ermine_network_builder_add(context, facts, err);
}

static bool add_mined(void *context, const ermine_raw *raw, const ermine_facts *facts,
                      ermine_error *err)
{
    (void)raw;
    return ermine_network_builder_add(context, facts, err);
}

static bool add_store(ermine_network_builder *builder, const char *path, ermine_error *err)
{
    ermine_store *store = ermine_store_open(path, false, err);
    bool ok = store != NULL && ermine_store_each(store, add_facts, builder, err);
    ermine_store_close(store);
    return ok;
}

static bool add_graph(ermine_network_builder *builder, const char *path, ermine_error *err)
{
    size_t length = 0;
    char *bytes = read_file(path, &length, err);
    bool ok =
        bytes != NULL && ermine_network_builder_add_graphml(builder, bytes, length, path, err);
    free(bytes);
    return ok;
}

/* The next `count` inputs are documents or facts. */
static bool add_documents(ermine_network_builder *builder, const struct options *options,
                          const ermine_knowledge *known, const char *const *paths, size_t count,
                          int *status, ermine_error *err)
{
    struct batch batch = {.known = known,
                          .paths = paths,
                          .path_count = count,
                          .threads = options->threads,
                          .quiet = options->quiet,
                          .verbose = options->verbose,
                          .each = add_mined,
                          .context = builder};
    if (!batch_run(&batch, err))
        return false;
    int batch_result = batch_status(&batch);
    if (batch_result != EXIT_DONE)
        *status = batch_result;
    return true;
}

static bool gather(ermine_network_builder *builder, const struct options *options,
                   const ermine_knowledge *known, const char *const *inputs, size_t count,
                   int *status, ermine_error *err)
{
    for (size_t i = 0, documents; i < count; i += documents) {
        for (documents = 0; i + documents < count && !ends_with(inputs[i + documents], ".ermine") &&
                            !ends_with(inputs[i + documents], ".graphml");)
            documents++;
        if (documents > 0) {
            if (!add_documents(builder, options, known, inputs + i, documents, status, err))
                return false;
            continue;
        }
        documents = 1;
        if (ends_with(inputs[i], ".ermine") ? !add_store(builder, inputs[i], err)
                                            : !add_graph(builder, inputs[i], err))
            return false;
    }
    return true;
}

ermine_network *network_open(const struct options *options, const ermine_knowledge *known,
                             const char *const *inputs, size_t count, int *status,
                             ermine_error *err)
{
    ermine_filter filter = {.since = options->since,
                            .until = options->until,
                            .types = options->types,
                            .relations = options->relations,
                            .statuses = options->statuses,
                            .min_confidence = options->min_confidence};
    ermine_weights *weights = ermine_weights_load(known, options->weights, err);
    filter.weights = weights;
    ermine_network_builder *builder =
        weights == NULL ? NULL : ermine_network_builder_new(known, &filter, err);
    ermine_network *network = NULL;
    if (builder != NULL && gather(builder, options, known, inputs, count, status, err))
        network = ermine_network_builder_finish(builder, err);
    else
        ermine_network_builder_free(builder);
    ermine_weights_free(weights);
    return network;
}
