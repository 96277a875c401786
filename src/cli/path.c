/* path.c - ermine path INPUT… A B: how two entities are tied. */
#include "cli/print.h"

#include "base/json.h"

#include <stdlib.h>

/* Whether the tie stands between the two nodes and counts, as it does for the path. */
static bool is_step(const ermine_tie *tie, size_t a, size_t b)
{
    return ((tie->subject == a && tie->object == b) || (tie->subject == b && tie->object == a)) &&
           tie->status != ERMINE_DENIED && tie->status != ERMINE_ENDED;
}

static void write_steps(const struct session *session, const size_t *path, size_t length, bool json,
                        ermine_sink *sink)
{
    bool first = true;
    for (size_t step = 1; step < length; step++) {
        size_t count;
        const size_t *ties = ermine_network_ties_of(session->network, path[step - 1], &count);
        for (size_t i = 0; i < count; i++) {
            const ermine_tie *tie = ermine_network_tie(session->network, ties[i]);
            if (!is_step(tie, path[step - 1], path[step]))
                continue;
            if (json) {
                ermine_sink_text(sink, first ? "\n" : ",\n");
                print_tie_json(sink, session, tie);
            } else {
                print_tie(sink, session, tie, 1);
            }
            first = false;
        }
    }
}

static void write_path(const struct session *session, const size_t *path, size_t length, bool json,
                       ermine_sink *sink)
{
    if (json)
        ermine_sink_text(sink, "{\"path\":[");
    for (size_t i = 0; i < length; i++) {
        const ermine_node *node = ermine_network_node(session->network, path[i]);
        if (json) {
            ermine_sink_text(sink, i == 0 ? "" : ",");
            json_write_string(sink, node->id, false);
        } else {
            ermine_sink_format(sink, "%s%s", i == 0 ? "" : " — ",
                               node_name(node, session->options->language));
        }
    }
    ermine_sink_text(sink, json ? "],\"ties\":[" : "\n");
    write_steps(session, path, length, json, sink);
    if (json)
        ermine_sink_text(sink, "\n]}\n");
}

int run_path(const struct options *options)
{
    enum output_format format = output_format(options, false);
    if (format == OUTPUT_BAD)
        return EXIT_USAGE;
    struct session session;
    ermine_sink *sink = NULL;
    size_t inputs = options->argument_count - 2, length = 0;
    if (!session_open(&session, options, inputs))
        return session_close(&session, sink);
    size_t a = session_find(&session, options->arguments[inputs]);
    size_t b = a == ERMINE_NONE ? a : session_find(&session, options->arguments[inputs + 1]);
    size_t *path =
        b == ERMINE_NONE ? NULL : ermine_network_path(session.network, a, b, &length, &session.err);
    if (path != NULL && (sink = output_open(options, &session.err)) != NULL)
        write_path(&session, path, length, format == OUTPUT_JSON, sink);
    free(path);
    return session_close(&session, sink);
}
