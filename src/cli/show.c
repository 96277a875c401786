/* show.c - ermine show INPUT… NAME: one entity, its names, ties and sources. */
#include "cli/print.h"

#include "base/json.h"

#include <stdlib.h>

enum { passages_shown = 3 };

static size_t rank_of(const struct session *session, size_t node)
{
    size_t rank = 0;
    while (session->order[rank] != node)
        rank++;
    return rank + 1;
}

static void write_names(const struct session *session, size_t index, ermine_sink *sink)
{
    const ermine_node *node = ermine_network_node(session->network, index);
    const ermine_influence *influence = &session->influence[index];
    ermine_sink_format(sink, "%s (%s)\n", node_name(node, session->options->language), node->type);
    const char *const names[][2] = {
        {"English", node->name_en}, {"Russian", node->name_ru}, {"Chinese", node->name_zh}};
    for (size_t i = 0; i < 3; i++)
        if (names[i][1] != NULL)
            ermine_sink_format(sink, "  %s: %s\n", names[i][0], names[i][1]);
    ermine_sink_text(sink, "  also: ");
    for (size_t i = 0; node->aliases[i] != NULL; i++)
        ermine_sink_format(sink, "%s%s", i == 0 ? "" : ", ", node->aliases[i]);
    ermine_sink_format(sink, "\n  id: %s\n  %zu mentions in %zu documents", node->id,
                       node->mentions, node->documents);
    if (node->first_seen != NULL)
        ermine_sink_format(sink, ", %s to %s", node->first_seen, node->last_seen);
    ermine_sink_format(
        sink,
        "\n  rank %zu of %zu by %s: pagerank %.4f, betweenness %.4f, strength %.2f, core %zu\n",
        rank_of(session, index), ermine_network_node_count(session->network), session->by,
        influence->pagerank, influence->betweenness, influence->strength, influence->core);
}

static int compare_ties(const void *left, const void *right)
{
    const ermine_tie *a = *(const ermine_tie *const *)left, *b = *(const ermine_tie *const *)right;
    if (a->weight != b->weight)
        return a->weight > b->weight ? -1 : 1;
    return a < b ? -1 : a > b; /* both stand in the network's one array */
}

/* The ties of a node, the heaviest first; owned, NULL when out of memory. */
static const ermine_tie **ties_of(struct session *session, size_t node, size_t *count)
{
    const size_t *indexes = ermine_network_ties_of(session->network, node, count);
    const ermine_tie **ties = malloc((*count + 1) * sizeof *ties);
    if (ties == NULL) {
        session->err = (ermine_error){.code = ERMINE_ENOMEM, .message = "out of memory"};
        return NULL;
    }
    for (size_t i = 0; i < *count; i++)
        ties[i] = ermine_network_tie(session->network, indexes[i]);
    qsort(ties, *count, sizeof *ties, compare_ties);
    return ties;
}

static void write_text(const struct session *session, size_t node, const ermine_tie **ties,
                       size_t count, ermine_sink *sink)
{
    write_names(session, node, sink);
    ermine_sink_format(sink, "\n%zu tie%s\n", count, count == 1 ? "" : "s");
    for (size_t i = 0; i < count; i++)
        print_tie(sink, session, ties[i], passages_shown);
}

static void write_json(const struct session *session, size_t index, const ermine_tie **ties,
                       size_t count, ermine_sink *sink)
{
    const ermine_node *node = ermine_network_node(session->network, index);
    ermine_sink_text(sink, "{\"id\":");
    json_write_string(sink, node->id, false);
    print_member(sink, "type", node->type);
    print_member(sink, "label", node->label);
    print_member(sink, "name_en", node->name_en);
    print_member(sink, "name_ru", node->name_ru);
    print_member(sink, "name_zh", node->name_zh);
    ermine_sink_text(sink, ",\"aliases\":[");
    for (size_t i = 0; node->aliases[i] != NULL; i++) {
        ermine_sink_text(sink, i == 0 ? "" : ",");
        json_write_string(sink, node->aliases[i], false);
    }
    ermine_sink_format(sink, "],\"mentions\":%zu,\"documents\":%zu", node->mentions,
                       node->documents);
    print_member(sink, "first_seen", node->first_seen);
    print_member(sink, "last_seen", node->last_seen);
    ermine_sink_format(sink, ",\"rank\":%zu,\"pagerank\":", rank_of(session, index));
    json_write_number(sink, session->influence[index].pagerank);
    ermine_sink_text(sink, ",\"ties\":[");
    for (size_t i = 0; i < count; i++) {
        ermine_sink_text(sink, i == 0 ? "\n" : ",\n");
        print_tie_json(sink, session, ties[i]);
    }
    ermine_sink_text(sink, "\n]}\n");
}

int run_show(const struct options *options)
{
    enum output_format format = output_format(options, false);
    if (format == OUTPUT_BAD)
        return EXIT_USAGE;
    struct session session;
    ermine_sink *sink = NULL;
    size_t inputs = options->argument_count - 1, node, count = 0;
    const ermine_tie **ties = NULL;
    if (session_open(&session, options, inputs) && session_influence(&session, NULL) &&
        (node = session_find(&session, options->arguments[inputs])) != ERMINE_NONE &&
        (ties = ties_of(&session, node, &count)) != NULL &&
        (sink = output_open(options, &session.err)) != NULL) {
        if (format == OUTPUT_JSON)
            write_json(&session, node, ties, count, sink);
        else
            write_text(&session, node, ties, count, sink);
    }
    free(ties);
    return session_close(&session, sink);
}
