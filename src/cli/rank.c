/* rank.c - ermine rank INPUT…: who matters, and how surely. */
#include "cli/rank.h"
#include "cli/table.h"

#include "base/csv.h"
#include "base/json.h"
#include "facts/amount.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { rows_on_a_screen = 30, most_columns = 24 };

/* What is shown, and of whom. */
struct ranking {
    struct session session;
    const char *measures[most_columns];
    size_t measure_count;
    ermine_interval *intervals; /* NULL: not asked for */
    size_t rows, tied;
};

static const struct {
    const char *name;
    int digits; /* -1: dollars */
} digits_of[] = {{"pagerank", 4},    {"personal", 4},  {"betweenness", 4},  {"strength", 2},
                 {"strength_in", 2}, {"core", 0},      {"strength_out", 2}, {"degree", 0},
                 {"cut_off", 0},     {"effective", 1}, {"given", -1},       {"received", -1},
                 {"net", -1}};

void rank_format(const struct session *session, const char *measure, double value, char *text,
                 size_t size)
{
    int digits = 3;
    for (size_t i = 0; i < sizeof digits_of / sizeof *digits_of; i++)
        if (strcmp(digits_of[i].name, measure) == 0)
            digits = digits_of[i].digits;
    if (isnan(value) || (digits < 0 && value == 0)) {
        snprintf(text, size, "–");
    } else if (digits < 0) {
        char amount[64];
        amount_write(session->known, fabs(value), 0, "USD", session->options->language, amount,
                     sizeof amount);
        snprintf(text, size, "%s%s", value < 0 ? "-" : "", amount);
    } else {
        snprintf(text, size, "%.*f", digits, value);
    }
}

static double value_of(const struct ranking *ranking, size_t node, size_t measure)
{
    double value = 0;
    ermine_influence_value(&ranking->session.influence[node], ranking->measures[measure], &value);
    return value;
}

static bool add_heads(const struct ranking *ranking, struct table *table, ermine_error *err)
{
    bool ok = table_add(table, err, "#") && table_add(table, err, "entity") &&
              table_add(table, err, "type");
    if (ranking->intervals != NULL)
        ok = ok && table_add(table, err, "90%%") && table_add(table, err, "worst");
    for (size_t m = 0; ok && m < ranking->measure_count; m++)
        ok = table_add(table, err, "%s", ranking->measures[m]);
    return ok && table_add(table, err, "ties");
}

/* "3=" for a rank that is shared. */
static bool add_rank(const struct ranking *ranking, size_t row, struct table *table,
                     ermine_error *err)
{
    const size_t *order = ranking->session.order;
    if (ranking->intervals == NULL)
        return table_add(table, err, "%zu", row + 1);
    size_t shared = ranking->intervals[order[row]].shared;
    bool alone = shared == row + 1 &&
                 (row + 1 == ranking->tied || ranking->intervals[order[row + 1]].shared != shared);
    return table_add(table, err, "%zu%s", shared, alone ? "" : "=");
}

static bool add_row(const struct ranking *ranking, size_t row, struct table *table,
                    ermine_error *err)
{
    const struct session *session = &ranking->session;
    size_t index = session->order[row];
    const ermine_node *node = ermine_network_node(session->network, index);
    bool ok = add_rank(ranking, row, table, err) &&
              table_add(table, err, "%s", node_name(node, session->options->language)) &&
              table_add(table, err, "%s", node->type);
    if (ok && ranking->intervals != NULL) {
        const ermine_interval *interval = &ranking->intervals[index];
        ok = table_add(table, err, "%zu-%zu", interval->low, interval->high) &&
             table_add(table, err, "%zu", interval->worst);
    }
    for (size_t m = 0; ok && m < ranking->measure_count; m++) {
        char text[80];
        rank_format(session, ranking->measures[m], value_of(ranking, index, m), text, sizeof text);
        ok = table_add(table, err, "%s", text);
    }
    return ok && table_add(table, err, "%zu", session->influence[index].degree);
}

/* What was sampled, and how far off it may be. */
static void tell_sampling(const struct session *session, ermine_sink *sink)
{
    const ermine_sampling *samples[] = {&session->measuring.betweenness,
                                        &session->measuring.harmonic};
    static const char *const what[] = {"betweenness sampled from %zu shortest ways",
                                       "harmonic sampled from %zu entities"};
    for (size_t i = 0; i < 2; i++) {
        if (samples[i]->samples == 0 || samples[i]->error_found == 0)
            continue;
        ermine_sink_format(sink, what[i], samples[i]->samples);
        ermine_sink_format(sink, ": each within %.2g of the truth, with a probability of %.0f%%\n",
                           samples[i]->error_found, 100 * samples[i]->confidence);
    }
}

static void write_table(struct ranking *ranking, ermine_sink *sink)
{
    struct session *session = &ranking->session;
    char align[most_columns + 8] = "rll";
    for (size_t i = 0; i < ranking->measure_count + (ranking->intervals != NULL ? 3 : 1); i++)
        strcat(align, "r");
    struct table table = {.align = align};
    bool ok = add_heads(ranking, &table, &session->err);
    for (size_t row = 0; ok && row < ranking->rows; row++)
        ok = add_row(ranking, row, &table, &session->err);
    if (ok) {
        table_write(&table, sink);
        ermine_sink_format(
            sink, "%zu of %zu entities with a tie (--top N for more); %zu ties in %zu documents\n",
            ranking->rows, ranking->tied, ermine_network_tie_count(session->network),
            ermine_network_document_count(session->network));
        tell_sampling(session, sink);
        if (ranking->intervals != NULL)
            ermine_sink_text(sink,
                             "=: shares its rank with those it cannot be told from; 90%: where the "
                             "rank lies when ties stand as surely as they are told and a document "
                             "is left out; worst: its rank without the document it needs most\n");
    }
    table_free(&table);
}

static void write_number(ermine_sink *sink, const char *key, size_t value)
{
    ermine_sink_format(sink, ",\"%s\":%zu", key, value);
}

static void write_json(const struct ranking *ranking, ermine_sink *sink)
{
    const struct session *session = &ranking->session;
    ermine_sink_format(sink, "{\"documents\":%zu,\"entities\":[",
                       ermine_network_document_count(session->network));
    for (size_t i = 0; i < ranking->rows; i++) {
        size_t index = session->order[i];
        const ermine_node *node = ermine_network_node(session->network, index);
        ermine_sink_format(sink, "%s\n{\"rank\":%zu", i == 0 ? "" : ",", i + 1);
        print_member(sink, "id", node->id);
        print_member(sink, "name", node_name(node, session->options->language));
        print_member(sink, "type", node->type);
        for (size_t m = 0; m < ranking->measure_count; m++) {
            ermine_sink_format(sink, ",\"%s\":", ranking->measures[m]);
            json_write_number(sink, value_of(ranking, index, m));
        }
        if (ranking->intervals != NULL) {
            const ermine_interval *interval = &ranking->intervals[index];
            write_number(sink, "rank_shared", interval->shared);
            write_number(sink, "rank_low", interval->low);
            write_number(sink, "rank_high", interval->high);
            write_number(sink, "rank_worst", interval->worst);
            print_member(sink, "worst_without", interval->worst_source);
        }
        write_number(sink, "ties", session->influence[index].degree);
        write_number(sink, "mentions", node->mentions);
        write_number(sink, "documents", node->documents);
        ermine_sink_text(sink, "}");
    }
    ermine_sink_text(sink, "\n]}\n");
}

static void write_csv(const struct ranking *ranking, ermine_sink *sink)
{
    const struct session *session = &ranking->session;
    ermine_sink_text(sink, "rank,id,name,type");
    for (size_t m = 0; m < ranking->measure_count; m++)
        ermine_sink_format(sink, ",%s", ranking->measures[m]);
    if (ranking->intervals != NULL)
        ermine_sink_text(sink, ",rank_shared,rank_low,rank_high,rank_worst,worst_without");
    ermine_sink_text(sink, ",ties,mentions,documents\n");
    for (size_t i = 0; i < ranking->rows; i++) {
        size_t index = session->order[i];
        const ermine_node *node = ermine_network_node(session->network, index);
        ermine_sink_format(sink, "%zu,", i + 1);
        csv_write_cell(sink, node->id);
        ermine_sink_text(sink, ",");
        csv_write_cell(sink, node_name(node, session->options->language));
        ermine_sink_format(sink, ",%s", node->type);
        for (size_t m = 0; m < ranking->measure_count; m++) {
            double value = value_of(ranking, index, m);
            ermine_sink_text(sink, ",");
            if (!isnan(value))
                json_write_number(sink, value);
        }
        if (ranking->intervals != NULL) {
            const ermine_interval *interval = &ranking->intervals[index];
            ermine_sink_format(sink, ",%zu,%zu,%zu,%zu,", interval->shared, interval->low,
                               interval->high, interval->worst);
            if (interval->worst_source != NULL)
                csv_write_cell(sink, interval->worst_source);
        }
        ermine_sink_format(sink, ",%zu,%zu,%zu\n", session->influence[index].degree, node->mentions,
                           node->documents);
    }
}

/* Puts entities without a tie behind all others, which any measure but PageRank does by itself; they have no influence
 * to rank. */
static void tied_first(struct ranking *ranking)
{
    struct session *session = &ranking->session;
    for (size_t i = 0; i < ermine_network_node_count(session->network); i++)
        if (session->influence[session->order[i]].degree > 0)
            session->order[ranking->tied++] = session->order[i];
}

static void add_measure(struct ranking *ranking, const char *name)
{
    for (size_t i = 0; i < ranking->measure_count; i++)
        if (strcmp(ranking->measures[i], name) == 0)
            return;
    if (ranking->measure_count + 1 < most_columns)
        ranking->measures[ranking->measure_count++] = name;
}

/* The measures shown: those asked for or the usual ones, and what orders. */
static void choose_measures(struct ranking *ranking, const struct options *options)
{
    static const char *const usual[] = {"pagerank", "betweenness", "strength", "eigenvector",
                                        "harmonic", "core",        NULL};
    bool all = options->measures[0] != NULL && strcmp(options->measures[0], "all") == 0;
    const char *const *list = all                            ? ermine_measure_names()
                              : options->measures[0] != NULL ? options->measures
                                                             : usual;
    if (options->by != NULL && strcmp(options->by, "degree") != 0)
        add_measure(ranking, options->by);
    if (options->from[0] != NULL)
        add_measure(ranking, "personal");
    for (; *list != NULL; list++)
        if (strcmp(*list, "degree") != 0 && /* the last column in any case */
            (strcmp(*list, "personal") != 0 || options->from[0] != NULL || !all))
            add_measure(ranking, *list);
}

static bool find_intervals(struct ranking *ranking)
{
    struct session *session = &ranking->session;
    if (!session->options->interval)
        return true;
    ranking->intervals = session_intervals(session);
    return ranking->intervals != NULL;
}

static void write_ranking(struct ranking *ranking, enum output_format format, ermine_sink *sink)
{
    const struct options *options = ranking->session.options;
    ranking->rows = ranking->tied;
    if (options->top > 0 && ranking->rows > options->top)
        ranking->rows = options->top;
    else if (options->top == 0 && format == OUTPUT_TABLE && ranking->rows > rows_on_a_screen)
        ranking->rows = rows_on_a_screen;
    if (format == OUTPUT_JSON)
        write_json(ranking, sink);
    else if (format == OUTPUT_CSV)
        write_csv(ranking, sink);
    else
        write_table(ranking, sink);
}

int run_rank(const struct options *options)
{
    enum output_format format = output_format(options, true);
    if (format == OUTPUT_BAD)
        return EXIT_USAGE;
    struct ranking ranking = {0};
    struct session *session = &ranking.session;
    ermine_sink *sink = NULL;
    choose_measures(&ranking, options);
    if (!session_open(session, options, options->argument_count))
        return session_close(session, sink);
    const char *const none[] = {NULL};
    bool table = options->explain == NULL && !options->ties;
    if (session_influence(session, table ? ranking.measures : none) &&
        (!table || find_intervals(&ranking)) &&
        (sink = output_open(options, &session->err)) != NULL) {
        tied_first(&ranking);
        if (options->explain != NULL)
            rank_explain(session, options->explain, format, sink);
        else if (options->ties)
            rank_ties(session, format, sink);
        else
            write_ranking(&ranking, format, sink);
        if (ranking.tied == 0)
            session_nothing(session);
    }
    free(ranking.intervals);
    return session_close(session, sink);
}
