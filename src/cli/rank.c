/* rank.c - ermine rank INPUT…: who matters. */
#include "cli/print.h"
#include "cli/table.h"

#include "base/csv.h"
#include "base/json.h"

enum { rows_on_a_screen = 30 };

static const char *const measures[] = {"pagerank",    "betweenness", "strength",
                                       "eigenvector", "harmonic",    "core"};
enum { measure_count = sizeof measures / sizeof *measures };

static double value_of(const struct session *session, size_t node, size_t measure)
{
    double value = 0;
    ermine_influence_value(&session->influence[node], measures[measure], &value);
    return value;
}

static bool write_table(const struct session *session, size_t rows, ermine_sink *sink,
                        ermine_error *err)
{
    struct table table = {.align = "rllrrrrrrr"};
    static const char *const heads[] = {"#",           "entity",   "type",        "pagerank",
                                        "betweenness", "strength", "eigenvector", "harmonic",
                                        "core",        "ties"};
    static const int digits[measure_count] = {4, 4, 2, 3, 3, 0};
    bool ok = true;
    for (size_t i = 0; ok && i < sizeof heads / sizeof *heads; i++)
        ok = table_add(&table, err, "%s", heads[i]);
    for (size_t i = 0; ok && i < rows; i++) {
        size_t index = session->order[i];
        const ermine_node *node = ermine_network_node(session->network, index);
        ok = table_add(&table, err, "%zu", i + 1) &&
             table_add(&table, err, "%s", node_name(node, session->options->language)) &&
             table_add(&table, err, "%s", node->type);
        for (size_t m = 0; ok && m < measure_count; m++)
            ok = table_add(&table, err, "%.*f", digits[m], value_of(session, index, m));
        ok = ok && table_add(&table, err, "%zu", session->influence[index].degree);
    }
    if (ok)
        table_write(&table, sink);
    table_free(&table);
    return ok;
}

static void write_json(const struct session *session, size_t rows, ermine_sink *sink)
{
    ermine_sink_format(sink, "{\"documents\":%zu,\"entities\":[",
                       ermine_network_document_count(session->network));
    for (size_t i = 0; i < rows; i++) {
        size_t index = session->order[i];
        const ermine_node *node = ermine_network_node(session->network, index);
        ermine_sink_format(sink, "%s\n{\"rank\":%zu", i == 0 ? "" : ",", i + 1);
        print_member(sink, "id", node->id);
        print_member(sink, "name", node_name(node, session->options->language));
        print_member(sink, "type", node->type);
        for (size_t m = 0; m < measure_count; m++) {
            ermine_sink_format(sink, ",\"%s\":", measures[m]);
            json_write_number(sink, value_of(session, index, m));
        }
        ermine_sink_format(sink, ",\"ties\":%zu,\"mentions\":%zu,\"documents\":%zu}",
                           session->influence[index].degree, node->mentions, node->documents);
    }
    ermine_sink_text(sink, "\n]}\n");
}

static void write_csv(const struct session *session, size_t rows, ermine_sink *sink)
{
    ermine_sink_text(
        sink, "rank,id,name,type,pagerank,betweenness,strength,eigenvector,harmonic,core,ties,"
              "mentions,documents\n");
    for (size_t i = 0; i < rows; i++) {
        size_t index = session->order[i];
        const ermine_node *node = ermine_network_node(session->network, index);
        ermine_sink_format(sink, "%zu,", i + 1);
        csv_write_cell(sink, node->id);
        ermine_sink_text(sink, ",");
        csv_write_cell(sink, node_name(node, session->options->language));
        ermine_sink_format(sink, ",%s", node->type);
        for (size_t m = 0; m < measure_count; m++) {
            ermine_sink_text(sink, ",");
            json_write_number(sink, value_of(session, index, m));
        }
        ermine_sink_format(sink, ",%zu,%zu,%zu\n", session->influence[index].degree, node->mentions,
                           node->documents);
    }
}

/* Entities with a tie, which come first: those without one have no influence to rank. */
static size_t count_tied(const struct session *session)
{
    size_t count = 0;
    for (size_t i = 0; i < ermine_network_node_count(session->network); i++)
        count += session->influence[i].degree > 0;
    return count;
}

/* Puts entities without a tie behind all others, which any measure but PageRank does by itself. */
static void tied_first(struct session *session, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (session->influence[session->order[i]].degree > 0)
            session->order[kept++] = session->order[i];
}

int run_rank(const struct options *options)
{
    enum output_format format = output_format(options, true);
    if (format == OUTPUT_BAD)
        return EXIT_USAGE;
    struct session session;
    ermine_sink *sink = NULL;
    if (!session_open(&session, options, options->argument_count) || !session_influence(&session) ||
        (sink = output_open(options, &session.err)) == NULL)
        return session_close(&session, sink);
    size_t tied = count_tied(&session), rows = tied;
    tied_first(&session, ermine_network_node_count(session.network));
    if (options->top > 0 && rows > options->top)
        rows = options->top;
    else if (options->top == 0 && format == OUTPUT_TABLE && rows > rows_on_a_screen)
        rows = rows_on_a_screen;
    if (format == OUTPUT_JSON) {
        write_json(&session, rows, sink);
    } else if (format == OUTPUT_CSV) {
        write_csv(&session, rows, sink);
    } else if (write_table(&session, rows, sink, &session.err)) {
        ermine_sink_format(
            sink, "%zu of %zu entities with a tie (--top N for more); %zu ties in %zu documents\n",
            rows, tied, ermine_network_tie_count(session.network),
            ermine_network_document_count(session.network));
    }
    if (tied == 0)
        session_nothing(&session);
    return session_close(&session, sink);
}
