/* path.c - ermine path INPUT… A B: how two entities are tied. */
#include "cli/print.h"

#include "base/json.h"

#include <stdlib.h>

enum { usual_longest = 4 };

static bool is_avoided(const struct options *options, const char *relation)
{
    return print_listed(options->avoid_relations, relation);
}

/* Whether the tie stands between the two nodes and counts, as it does for the path. */
static bool is_step(const struct options *options, const ermine_tie *tie, size_t a, size_t b)
{
    return ((tie->subject == a && tie->object == b) || (tie->subject == b && tie->object == a)) &&
           tie->counts && !is_avoided(options, tie->relation);
}

static void write_steps(const struct session *session, const ermine_path *path, bool json,
                        ermine_sink *sink)
{
    bool first = true;
    for (size_t step = 1; step < path->length; step++) {
        size_t count;
        const size_t *ties =
            ermine_network_ties_of(session->network, path->nodes[step - 1], &count);
        for (size_t i = 0; i < count; i++) {
            const ermine_tie *tie = ermine_network_tie(session->network, ties[i]);
            if (!is_step(session->options, tie, path->nodes[step - 1], path->nodes[step]))
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

static void write_nodes(const struct session *session, const ermine_path *path, bool json,
                        ermine_sink *sink)
{
    for (size_t i = 0; i < path->length; i++) {
        const ermine_node *node = ermine_network_node(session->network, path->nodes[i]);
        if (json) {
            ermine_sink_text(sink, i == 0 ? "" : ",");
            json_write_string(sink, node->id, false);
        } else {
            ermine_sink_format(sink, "%s%s", i == 0 ? "" : " — ",
                               node_name(node, session->options->language));
        }
    }
}

static void write_path(const struct session *session, const ermine_path *path, bool json,
                       ermine_sink *sink)
{
    if (json)
        ermine_sink_text(sink, "{\"path\":[");
    write_nodes(session, path, json, sink);
    if (json) {
        ermine_sink_text(sink, "],\"distance\":");
        json_write_number(sink, path->distance);
        ermine_sink_text(sink, ",\"weight\":");
        json_write_number(sink, path->weight);
    }
    ermine_sink_text(sink, json ? ",\"ties\":[" : "\n");
    write_steps(session, path, json, sink);
    if (json)
        ermine_sink_text(sink, "\n]}");
}

/* One path is written as it is, several as a list. */
static void write_paths(const struct session *session, const ermine_paths *paths, bool json,
                        ermine_sink *sink)
{
    const struct options *options = session->options;
    bool list = options->all_between || options->paths > 1;
    if (json && list)
        ermine_sink_text(sink, "{\"paths\":[");
    for (size_t i = 0; i < paths->count; i++) {
        if (list && json)
            ermine_sink_text(sink, i == 0 ? "\n" : ",\n");
        else if (list)
            ermine_sink_format(sink, "%s%zu. distance %.2f: ", i == 0 ? "" : "\n", i + 1,
                               paths->paths[i].distance);
        write_path(session, &paths->paths[i], json, sink);
    }
    if (json)
        ermine_sink_text(sink, list ? "\n]}\n" : "\n");
    else if (options->all_between && paths->more)
        ermine_sink_format(sink, "\nthe first %zu; --top N for more\n", paths->count);
}

/* The nodes of --avoid. */
static bool find_avoided(struct session *session, size_t avoid[most_listed],
                         ermine_path_options *with)
{
    const char *const *names = session->options->avoid;
    for (; names[with->avoid_count] != NULL; with->avoid_count++)
        if ((avoid[with->avoid_count] = session_find(session, names[with->avoid_count])) ==
            ERMINE_NONE)
            return false;
    with->avoid = avoid;
    return true;
}

static bool names_known(struct session *session)
{
    const struct options *options = session->options;
    if (options->through != NULL &&
        ermine_knowledge_find_type(session->known, options->through) == NULL) {
        usage_error("--through %s: no such type; schema.json in the knowledge folder lists them",
                    options->through);
        session->status = EXIT_USAGE;
        return false;
    }
    for (const char *const *name = options->avoid_relations; *name != NULL; name++) {
        if (ermine_knowledge_find_relation(session->known, *name) == NULL) {
            usage_error("--avoid-relation %s: no such relation; schema.json in the knowledge "
                        "folder lists them",
                        *name);
            session->status = EXIT_USAGE;
            return false;
        }
    }
    return true;
}

static ermine_paths *find_paths(struct session *session, size_t inputs)
{
    const struct options *options = session->options;
    size_t avoid[most_listed];
    ermine_path_options with = {.count = options->all_between ? options->top : options->paths,
                                .strongest = options->strongest,
                                .avoid_relations = options->avoid_relations,
                                .through = options->through};
    if (options->all_between)
        with.longest = options->longest > 0 ? options->longest : usual_longest;
    size_t a = session_find(session, options->arguments[inputs]);
    size_t b = a == ERMINE_NONE ? a : session_find(session, options->arguments[inputs + 1]);
    if (b == ERMINE_NONE || !find_avoided(session, avoid, &with))
        return NULL;
    return ermine_network_paths(session->network, a, b, &with, &session->err);
}

int run_path(const struct options *options)
{
    enum output_format format = output_format(options, false);
    if (format == OUTPUT_BAD)
        return EXIT_USAGE;
    struct session session;
    ermine_sink *sink = NULL;
    size_t inputs = options->argument_count - 2;
    ermine_paths *paths = NULL;
    if (session_open(&session, options, inputs) && names_known(&session) &&
        (paths = find_paths(&session, inputs)) != NULL &&
        (sink = output_open(options, &session.err)) != NULL)
        write_paths(&session, paths, format == OUTPUT_JSON, sink);
    ermine_paths_free(paths);
    return session_close(&session, sink);
}
