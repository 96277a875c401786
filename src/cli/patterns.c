/* patterns.c - ermine patterns INPUT…: constellations that matter in deals, each with its evidence. */
#include "cli/print.h"

#include "base/json.h"
#include "facts/amount.h"

#include <stdio.h>
#include <stdlib.h>

enum { nodes_shown = 12, ties_shown = 12, usual_top = 10 };

static const char *name_of(const struct session *session, size_t node)
{
    return node_name(ermine_network_node(session->network, node), session->options->language);
}

/* "A, B, C …", from the node at `first` on. */
static void write_names(const struct session *session, const ermine_pattern *it, size_t first,
                        const char *between, ermine_sink *sink)
{
    for (size_t i = first; i < it->node_count && i < first + nodes_shown; i++)
        ermine_sink_format(sink, "%s%s", i == first ? "" : between, name_of(session, it->nodes[i]));
    if (it->node_count > first + nodes_shown)
        ermine_sink_format(sink, " and %zu more", it->node_count - first - nodes_shown);
}

static void write_dollars(const struct session *session, double dollars, ermine_sink *sink)
{
    char text[64];
    amount_write(session->known, dollars, 0, "USD", session->options->language, text, sizeof text);
    ermine_sink_text(sink, text);
}

static void write_circle(const struct session *session, const ermine_pattern *it, ermine_sink *sink)
{
    write_names(session, it, 0, " → ", sink);
    ermine_sink_format(sink, " → %s", name_of(session, it->nodes[0]));
    if (it->least_usd > 0) {
        ermine_sink_text(sink, ": up to ");
        write_dollars(session, it->least_usd, sink);
        ermine_sink_text(sink, " can have gone round");
    }
    if (it->amount_usd > 0) {
        ermine_sink_text(sink, it->least_usd > 0 ? ", of " : ": ");
        write_dollars(session, it->amount_usd, sink);
        ermine_sink_text(sink, " in all");
    }
}

static void write_investors(const struct session *session, const ermine_pattern *it,
                            ermine_sink *sink)
{
    write_names(session, it, 2, ", ", sink);
    ermine_sink_format(sink,
                       it->node_count > 3 ? " are behind both %s and %s, which compete"
                                          : " is behind both %s and %s, which compete",
                       name_of(session, it->nodes[0]), name_of(session, it->nodes[1]));
}

static void write_boards(const struct session *session, const ermine_pattern *it, ermine_sink *sink)
{
    ermine_sink_format(sink, "%s has posts at ", name_of(session, it->nodes[0]));
    write_names(session, it, 1, ", ", sink);
}

static void write_chain(const struct session *session, const ermine_pattern *it, ermine_sink *sink)
{
    write_names(session, it, 0, " → ", sink);
    if (it->unknown + 1 == it->node_count)
        ermine_sink_text(sink, ": stakes not told");
    else if (it->unknown > 0)
        ermine_sink_format(sink, ": at most %.3g%% (%zu of %zu stakes not told)", 100 * it->stake,
                           it->unknown, it->node_count - 1);
    else
        ermine_sink_format(sink, ": %.3g%%", 100 * it->stake);
    if (it->total > it->stake * (1 + 1e-9) && it->unknown == 0)
        ermine_sink_format(sink, ", %.3g%% by all such chains", 100 * it->total);
}

static void write_cutoff(const struct session *session, const ermine_pattern *it, ermine_sink *sink)
{
    ermine_sink_format(sink,
                       "Without %s these lose all others (%zu): ", name_of(session, it->nodes[0]),
                       it->node_count - 1);
    write_names(session, it, 1, ", ", sink);
}

static const struct {
    const char *title;
    void (*write)(const struct session *session, const ermine_pattern *it, ermine_sink *sink);
} kinds[ERMINE_PATTERN_KINDS] = {
    [ERMINE_CIRCULAR] = {"Circular financing: each pays the next", write_circle},
    [ERMINE_INVESTORS] = {"Common investors in competitors", write_investors},
    [ERMINE_BOARDS] = {"Interlocking posts", write_boards},
    [ERMINE_CHAINS] = {"Chains of ownership: each owns the next", write_chain},
    [ERMINE_CUTOFFS] = {"Cut off, if one fell away", write_cutoff},
};

static void write_text(const struct session *session, const ermine_patterns *patterns,
                       ermine_sink *sink)
{
    size_t count = ermine_patterns_count(patterns), number = 0;
    for (size_t i = 0; i < count; i++) {
        const ermine_pattern *it = ermine_patterns_get(patterns, i);
        if (i == 0 || it->kind != ermine_patterns_get(patterns, i - 1)->kind) {
            ermine_sink_format(sink, "%s%s\n", i == 0 ? "" : "\n", kinds[it->kind].title);
            number = 0;
        }
        ermine_sink_format(sink, "\n%zu. ", ++number);
        kinds[it->kind].write(session, it, sink);
        if (it->kind != ERMINE_CUTOFFS)
            ermine_sink_format(sink, " (confidence %.2f)", it->confidence);
        ermine_sink_text(sink, "\n");
        for (size_t t = 0; t < it->tie_count && t < ties_shown; t++)
            print_tie(sink, session, ermine_network_tie(session->network, it->ties[t]), 1);
        if (it->tie_count > ties_shown)
            ermine_sink_format(sink, "  and %zu more ties (--format json lists all)\n",
                               it->tie_count - ties_shown);
        bool last = i + 1 == count || ermine_patterns_get(patterns, i + 1)->kind != it->kind;
        if (last && ermine_patterns_more(patterns, it->kind))
            ermine_sink_text(sink, "\nThere are more of these; --top N for more\n");
    }
}

static void write_number(ermine_sink *sink, const char *key, double value)
{
    ermine_sink_format(sink, ",\"%s\":", key);
    json_write_number(sink, value);
}

static void write_one_json(const struct session *session, const ermine_pattern *it,
                           ermine_sink *sink)
{
    ermine_sink_format(sink, "{\"kind\":\"%s\",\"entities\":[", ermine_pattern_name(it->kind));
    for (size_t i = 0; i < it->node_count; i++) {
        ermine_sink_text(sink, i == 0 ? "" : ",");
        json_write_string(sink, ermine_network_node(session->network, it->nodes[i])->id, false);
    }
    ermine_sink_text(sink, "]");
    write_number(sink, "confidence", it->confidence);
    if (it->kind == ERMINE_CIRCULAR) {
        write_number(sink, "amount_usd", it->amount_usd);
        write_number(sink, "least_usd", it->least_usd);
    }
    if (it->kind == ERMINE_CHAINS) {
        write_number(sink, "stake", it->stake);
        write_number(sink, "unknown_stakes", (double)it->unknown);
        write_number(sink, "stake_by_all_chains", it->total);
    }
    ermine_sink_text(sink, ",\"ties\":[");
    for (size_t t = 0; t < it->tie_count; t++) {
        ermine_sink_text(sink, t == 0 ? "\n" : ",\n");
        print_tie_json(sink, session, ermine_network_tie(session->network, it->ties[t]));
    }
    ermine_sink_text(sink, "]}");
}

static void write_json(const struct session *session, const ermine_patterns *patterns,
                       ermine_sink *sink)
{
    ermine_sink_text(sink, "{\"patterns\":[");
    for (size_t i = 0; i < ermine_patterns_count(patterns); i++) {
        ermine_sink_text(sink, i == 0 ? "\n" : ",\n");
        write_one_json(session, ermine_patterns_get(patterns, i), sink);
    }
    ermine_sink_text(sink, "\n]}\n");
}

static ermine_patterns *find_patterns(struct session *session, enum output_format format)
{
    const struct options *options = session->options;
    ermine_pattern_options with = {.kinds = options->kinds,
                                   .longest = options->longest,
                                   .most = options->top,
                                   .work = &session->work};
    if (with.most == 0 && format == OUTPUT_TABLE)
        with.most = usual_top;
    progress_begin(&session->progress, options, "looking for patterns", &session->work);
    ermine_patterns *patterns =
        ermine_network_patterns(session->network, session->known, &with, &session->err);
    progress_end(&session->progress);
    return patterns;
}

int run_patterns(const struct options *options)
{
    enum output_format format = output_format(options, false);
    if (format == OUTPUT_BAD)
        return EXIT_USAGE;
    struct session session;
    ermine_patterns *patterns = NULL;
    ermine_sink *sink = NULL;
    if (session_open(&session, options, options->argument_count) &&
        (patterns = find_patterns(&session, format)) != NULL &&
        (sink = output_open(options, &session.err)) != NULL) {
        if (format == OUTPUT_JSON)
            write_json(&session, patterns, sink);
        else
            write_text(&session, patterns, sink);
        if (ermine_patterns_count(patterns) == 0) {
            if (!options->quiet)
                fputs("ermine: no such pattern in this network\n", stderr);
            session.status = session.status == EXIT_DONE ? EXIT_NOT_FOUND : session.status;
        }
    }
    ermine_patterns_free(patterns);
    return session_close(&session, sink);
}
