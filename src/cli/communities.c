/* communities.c - ermine communities INPUT…: groups and their leaders. */
#include "cli/print.h"

#include "base/csv.h"
#include "base/json.h"

#include <stdlib.h>

enum { leaders_shown = 8 };

struct groups {
    const size_t *of; /* group of each node */
    size_t count;
    double modularity;
};

static size_t size_of(const struct session *session, const struct groups *groups, size_t group)
{
    size_t size = 0;
    for (size_t i = 0; i < ermine_network_node_count(session->network); i++)
        size += groups->of[i] == group;
    return size;
}

/* Ties within the group, and those that leave it. */
static void count_ties(const struct session *session, const struct groups *groups, size_t group,
                       size_t *inner, size_t *outer)
{
    *inner = *outer = 0;
    for (size_t i = 0; i < ermine_network_tie_count(session->network); i++) {
        const ermine_tie *tie = ermine_network_tie(session->network, i);
        bool from = groups->of[tie->subject] == group, to = groups->of[tie->object] == group;
        *inner += from && to;
        *outer += from != to;
    }
}

static void write_text(const struct session *session, const struct groups *groups, size_t shown,
                       ermine_sink *sink)
{
    ermine_sink_format(sink, "%zu communities, modularity %.3f\n", groups->count,
                       groups->modularity);
    for (size_t group = 0; group < shown; group++) {
        size_t size = size_of(session, groups, group), inner, outer, listed = 0;
        count_ties(session, groups, group, &inner, &outer);
        ermine_sink_format(sink, "\n%zu. %zu entities, %zu ties within, %zu to others\n   ",
                           group + 1, size, inner, outer);
        for (size_t i = 0;
             i < ermine_network_node_count(session->network) && listed < leaders_shown; i++) {
            size_t node = session->order[i];
            if (groups->of[node] == group)
                ermine_sink_format(sink, "%s%s", listed++ == 0 ? "" : ", ",
                                   node_name(ermine_network_node(session->network, node),
                                             session->options->language));
        }
        ermine_sink_text(sink, size > listed ? " …\n" : "\n");
    }
}

static void write_json(const struct session *session, const struct groups *groups, size_t shown,
                       ermine_sink *sink)
{
    ermine_sink_text(sink, "{\"modularity\":");
    json_write_number(sink, groups->modularity);
    ermine_sink_text(sink, ",\"communities\":[");
    for (size_t group = 0; group < shown; group++) {
        size_t inner, outer;
        count_ties(session, groups, group, &inner, &outer);
        ermine_sink_format(
            sink, "%s\n{\"number\":%zu,\"inner_ties\":%zu,\"outer_ties\":%zu,\"members\":[",
            group == 0 ? "" : ",", group + 1, inner, outer);
        bool first = true;
        for (size_t i = 0; i < ermine_network_node_count(session->network); i++) {
            const ermine_node *node = ermine_network_node(session->network, session->order[i]);
            if (groups->of[session->order[i]] != group)
                continue;
            ermine_sink_text(sink, first ? "{\"id\":" : ",{\"id\":");
            json_write_string(sink, node->id, false);
            print_member(sink, "name", node_name(node, session->options->language));
            print_member(sink, "type", node->type);
            ermine_sink_text(sink, "}");
            first = false;
        }
        ermine_sink_text(sink, "]}");
    }
    ermine_sink_text(sink, "\n]}\n");
}

static void write_csv(const struct session *session, const struct groups *groups, size_t shown,
                      ermine_sink *sink)
{
    ermine_sink_text(sink, "community,id,name,type\n");
    for (size_t group = 0; group < shown; group++) {
        for (size_t i = 0; i < ermine_network_node_count(session->network); i++) {
            const ermine_node *node = ermine_network_node(session->network, session->order[i]);
            if (groups->of[session->order[i]] != group)
                continue;
            ermine_sink_format(sink, "%zu,", group + 1);
            csv_write_cell(sink, node->id);
            ermine_sink_text(sink, ",");
            csv_write_cell(sink, node_name(node, session->options->language));
            ermine_sink_format(sink, ",%s\n", node->type);
        }
    }
}

int run_communities(const struct options *options)
{
    enum output_format format = output_format(options, true);
    if (format == OUTPUT_BAD)
        return EXIT_USAGE;
    struct session session;
    struct groups groups = {0};
    size_t *of = NULL;
    ermine_sink *sink = NULL;
    if (!session_open(&session, options, options->argument_count) || !session_influence(&session) ||
        (of = ermine_network_communities(session.network, &groups.count, &groups.modularity,
                                         &session.err)) == NULL ||
        (sink = output_open(options, &session.err)) == NULL) {
        free(of);
        return session_close(&session, sink);
    }
    groups.of = of;
    size_t shown = options->top > 0 && options->top < groups.count ? options->top : groups.count;
    if (format == OUTPUT_JSON)
        write_json(&session, &groups, shown, sink);
    else if (format == OUTPUT_CSV)
        write_csv(&session, &groups, shown, sink);
    else
        write_text(&session, &groups, shown, sink);
    if (groups.count == 0)
        session_nothing(&session);
    free(of);
    return session_close(&session, sink);
}
