/* export.c - ermine export INPUT… -o network.graphml: for other tools. */
#include "cli/cli.h"

#include <stdlib.h>
#include <string.h>

/* The format asked for, or what the suffix of the output file says; NULL when neither does. */
static const char *format_of(const struct options *options)
{
    if (options->format != NULL)
        return options->format;
    const char *suffix = options->output == NULL ? NULL : strrchr(options->output, '.');
    return suffix == NULL ? NULL : suffix + 1;
}

int run_export(const struct options *options)
{
    const char *format = format_of(options);
    bool found = false;
    for (const char *const *name = ermine_export_formats(); format != NULL && *name != NULL; name++)
        found = found || strcmp(*name, format) == 0;
    if (!found)
        return usage_error(
            "export to what? Give -o FILE that ends in .graphml, .json or .csv, or --format "
            "graphml, json, csv or csv-nodes");
    struct session session;
    ermine_sink *sink = NULL;
    size_t *communities = NULL, count = 0;
    double modularity = 0;
    if (session_open(&session, options, options->argument_count) &&
        session_influence(&session, NULL) &&
        (communities = ermine_network_communities(session.network, &count, &modularity,
                                                  &session.err)) != NULL &&
        (sink = output_open(options, &session.err)) != NULL) {
        ermine_export export = {
            .influence = session.influence, .communities = communities, .strict = options->strict};
        ermine_network_export(session.network, session.known, format, &export, sink, &session.err);
    }
    free(communities);
    return session_close(&session, sink);
}
