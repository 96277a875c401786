/* rank_explain.c - ermine rank --explain NAME: which ties carry a rank. */
#include "cli/rank.h"

#include "base/json.h"

#include <stdlib.h>

enum { reasons_shown = 10, passages_shown = 2 };

struct explained {
    size_t node, rank;
    double value;
    const ermine_reason *reasons;
    size_t count;
};

static void write_text(struct session *session, const struct explained *it, ermine_sink *sink)
{
    const char *name =
        node_name(ermine_network_node(session->network, it->node), session->options->language);
    char text[80];
    rank_format(session, session->by, it->value, text, sizeof text);
    ermine_sink_format(sink, "%s: rank %zu by %s (%s), by %zu tie%s\n", name, it->rank, session->by,
                       text, session->influence[it->node].degree,
                       session->influence[it->node].degree == 1 ? "" : "s");
    for (size_t i = 0; i < it->count; i++) {
        const ermine_reason *reason = &it->reasons[i];
        rank_format(session, session->by, reason->without, text, sizeof text);
        ermine_sink_format(sink, "\nwithout this rank %zu (%s", reason->rank_without, text);
        if (it->value != 0)
            ermine_sink_format(sink, ", %+.0f%%", 100 * (reason->without - it->value) / it->value);
        ermine_sink_text(sink, "):\n");
        print_tie(sink, session, ermine_network_tie(session->network, reason->tie), passages_shown);
    }
}

static void write_json(struct session *session, const struct explained *it, ermine_sink *sink)
{
    const ermine_node *node = ermine_network_node(session->network, it->node);
    ermine_sink_text(sink, "{\"id\":");
    json_write_string(sink, node->id, false);
    print_member(sink, "name", node_name(node, session->options->language));
    print_member(sink, "measure", session->by);
    ermine_sink_format(sink, ",\"rank\":%zu,\"value\":", it->rank);
    json_write_number(sink, it->value);
    ermine_sink_text(sink, ",\"reasons\":[");
    for (size_t i = 0; i < it->count; i++) {
        ermine_sink_format(sink, "%s\n{\"rank_without\":%zu,\"value_without\":", i == 0 ? "" : ",",
                           it->reasons[i].rank_without);
        json_write_number(sink, it->reasons[i].without);
        ermine_sink_text(sink, ",\"tie\":");
        print_tie_json(sink, session, ermine_network_tie(session->network, it->reasons[i].tie));
        ermine_sink_text(sink, "}");
    }
    ermine_sink_text(sink, "\n]}\n");
}

void rank_explain(struct session *session, const char *name, enum output_format format,
                  ermine_sink *sink)
{
    struct explained it = {.node = session_find(session, name)};
    if (it.node == ERMINE_NONE)
        return;
    while (session->order[it.rank] != it.node)
        it.rank++;
    it.rank++;
    ermine_influence_value(&session->influence[it.node], session->by, &it.value);
    progress_begin(&session->progress, session->options, "explaining", &session->work);
    ermine_reason *reasons = ermine_network_reasons(session->network, it.node, session->by,
                                                    &session->measuring, &it.count, &session->err);
    progress_end(&session->progress);
    it.reasons = reasons;
    size_t shown = session->options->top > 0 ? session->options->top : reasons_shown;
    it.count = it.count < shown ? it.count : shown;
    if (reasons != NULL && format == OUTPUT_JSON)
        write_json(session, &it, sink);
    else if (reasons != NULL)
        write_text(session, &it, sink);
    free(reasons);
}
