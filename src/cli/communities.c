/* communities.c - ermine communities INPUT…: groups, their leaders and what they are. */
#include "cli/print.h"

#include "base/csv.h"
#include "base/json.h"

#include <stdlib.h>

enum { members_shown = 8 };

/* "NVIDIA, TSMC, ASML": the leaders say what the group is about. */
static void write_name(const struct session *session, const ermine_group *group, ermine_sink *sink)
{
    for (size_t i = 0; i < 3 && group->leaders[i] != ERMINE_NONE; i++)
        ermine_sink_format(sink, "%s%s", i == 0 ? "" : ", ",
                           node_name(ermine_network_node(session->network, group->leaders[i]),
                                     session->options->language));
}

static const char *type_name(const struct session *session, const char *name)
{
    const ermine_type *type = ermine_knowledge_find_type(session->known, name);
    return type == NULL ? name
                        : print_label(session, type->label_en, type->label_ru, type->label_zh);
}

static void write_text(const struct session *session, const ermine_groups *groups, size_t shown,
                       ermine_sink *sink)
{
    ermine_sink_format(sink, "%zu communities, modularity %.3f, agreement with types %.2f\n",
                       groups->count, groups->modularity, groups->type_agreement);
    for (size_t number = 0; number < shown; number++) {
        const ermine_group *group = &groups->groups[number];
        size_t listed = 0;
        ermine_sink_format(sink, "\n%zu. ", number + 1);
        write_name(session, group, sink);
        ermine_sink_format(sink,
                           "\n   %zu entities, %zu ties within, %zu to others, stability %.2f\n   ",
                           group->size, group->inner_ties, group->outer_ties, group->stability);
        if (group->relation != NULL)
            ermine_sink_format(sink, "typical: %s (%.0f%%); ",
                               print_relation(session, group->relation),
                               100 * group->relation_share);
        ermine_sink_format(sink, "most are: %s (%.0f%%)\n   ", type_name(session, group->type),
                           100 * group->type_share);
        for (size_t i = 0;
             i < ermine_network_node_count(session->network) && listed < members_shown; i++) {
            size_t node = session->order[i];
            if (groups->of[node] == number)
                ermine_sink_format(sink, "%s%s", listed++ == 0 ? "" : ", ",
                                   node_name(ermine_network_node(session->network, node),
                                             session->options->language));
        }
        ermine_sink_text(sink, group->size > listed ? " …\n" : "\n");
    }
}

static void write_members(const struct session *session, const ermine_groups *groups, size_t number,
                          ermine_sink *sink)
{
    bool first = true;
    ermine_sink_text(sink, ",\"members\":[");
    for (size_t i = 0; i < ermine_network_node_count(session->network); i++) {
        const ermine_node *node = ermine_network_node(session->network, session->order[i]);
        if (groups->of[session->order[i]] != number)
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

static void write_group(const struct session *session, const ermine_group *group, ermine_sink *sink)
{
    ermine_sink_text(sink, ",\"leaders\":[");
    for (size_t i = 0; i < 3 && group->leaders[i] != ERMINE_NONE; i++) {
        ermine_sink_text(sink, i == 0 ? "" : ",");
        json_write_string(sink, ermine_network_node(session->network, group->leaders[i])->id,
                          false);
    }
    ermine_sink_format(sink,
                       "],\"inner_ties\":%zu,\"outer_ties\":%zu,\"stability\":", group->inner_ties,
                       group->outer_ties);
    json_write_number(sink, group->stability);
    print_member(sink, "relation", group->relation);
    ermine_sink_text(sink, ",\"relation_share\":");
    json_write_number(sink, group->relation_share);
    print_member(sink, "type", group->type);
    ermine_sink_text(sink, ",\"type_share\":");
    json_write_number(sink, group->type_share);
}

static void write_json(const struct session *session, const ermine_groups *groups, size_t shown,
                       ermine_sink *sink)
{
    ermine_sink_text(sink, "{\"modularity\":");
    json_write_number(sink, groups->modularity);
    ermine_sink_text(sink, ",\"type_agreement\":");
    json_write_number(sink, groups->type_agreement);
    ermine_sink_text(sink, ",\"communities\":[");
    for (size_t number = 0; number < shown; number++) {
        ermine_sink_format(sink, "%s\n{\"number\":%zu", number == 0 ? "" : ",", number + 1);
        write_group(session, &groups->groups[number], sink);
        write_members(session, groups, number, sink);
    }
    ermine_sink_text(sink, "\n]}\n");
}

static void write_csv(const struct session *session, const ermine_groups *groups, size_t shown,
                      ermine_sink *sink)
{
    ermine_sink_text(sink, "community,id,name,type\n");
    for (size_t number = 0; number < shown; number++) {
        for (size_t i = 0; i < ermine_network_node_count(session->network); i++) {
            const ermine_node *node = ermine_network_node(session->network, session->order[i]);
            if (groups->of[session->order[i]] != number)
                continue;
            ermine_sink_format(sink, "%zu,", number + 1);
            csv_write_cell(sink, node->id);
            ermine_sink_text(sink, ",");
            csv_write_cell(sink, node_name(node, session->options->language));
            ermine_sink_format(sink, ",%s\n", node->type);
        }
    }
}

static ermine_groups *find_groups(struct session *session)
{
    ermine_grouping grouping = {.method = session->options->method,
                                .resolution = session->options->resolution,
                                .work = &session->work};
    progress_begin(&session->progress, session->options, "grouping", &session->work);
    ermine_groups *groups = ermine_network_groups(session->network, &grouping, &session->err);
    progress_end(&session->progress);
    return groups;
}

int run_communities(const struct options *options)
{
    static const char *const measures[] = {NULL};
    enum output_format format = output_format(options, true);
    if (format == OUTPUT_BAD)
        return EXIT_USAGE;
    struct session session;
    ermine_groups *groups = NULL;
    ermine_sink *sink = NULL;
    if (session_open(&session, options, options->argument_count) &&
        session_influence(&session, measures) && (groups = find_groups(&session)) != NULL &&
        (sink = output_open(options, &session.err)) != NULL) {
        size_t shown =
            options->top > 0 && options->top < groups->count ? options->top : groups->count;
        if (format == OUTPUT_JSON)
            write_json(&session, groups, shown, sink);
        else if (format == OUTPUT_CSV)
            write_csv(&session, groups, shown, sink);
        else
            write_text(&session, groups, shown, sink);
        if (groups->count == 0)
            session_nothing(&session);
    }
    ermine_groups_free(groups);
    return session_close(&session, sink);
}
