/* rank_ties.c - ermine rank --ties: the ties that most shortest ways take, and those that hold the network together. */
#include "cli/rank.h"

#include "base/csv.h"
#include "base/json.h"

#include <stdlib.h>

enum { rows_on_a_screen = 30 };

struct ranked_tie {
    size_t tie;
    ermine_tie_measure measure;
};

static int compare(const void *left, const void *right)
{
    const struct ranked_tie *a = left, *b = right;
    if (a->measure.betweenness != b->measure.betweenness)
        return a->measure.betweenness > b->measure.betweenness ? -1 : 1;
    return (a->tie > b->tie) - (a->tie < b->tie);
}

static void write_text(const struct session *session, const struct ranked_tie *ties, size_t count,
                       ermine_sink *sink)
{
    for (size_t i = 0; i < count; i++) {
        ermine_sink_format(sink, "%zu. betweenness %.4f%s\n", i + 1, ties[i].measure.betweenness,
                           ties[i].measure.bridge ? ", a bridge" : "");
        print_tie(sink, session, ermine_network_tie(session->network, ties[i].tie), 1);
    }
}

static void write_json(const struct session *session, const struct ranked_tie *ties, size_t count,
                       ermine_sink *sink)
{
    ermine_sink_text(sink, "{\"ties\":[");
    for (size_t i = 0; i < count; i++) {
        ermine_sink_format(sink, "%s\n{\"rank\":%zu,\"betweenness\":", i == 0 ? "" : ",", i + 1);
        json_write_number(sink, ties[i].measure.betweenness);
        ermine_sink_format(sink,
                           ",\"bridge\":%s,\"tie\":", ties[i].measure.bridge ? "true" : "false");
        print_tie_json(sink, session, ermine_network_tie(session->network, ties[i].tie));
        ermine_sink_text(sink, "}");
    }
    ermine_sink_text(sink, "\n]}\n");
}

static void write_csv(const struct session *session, const struct ranked_tie *ties, size_t count,
                      ermine_sink *sink)
{
    ermine_sink_text(sink, "rank,subject,relation,object,status,weight,betweenness,bridge\n");
    for (size_t i = 0; i < count; i++) {
        const ermine_tie *tie = ermine_network_tie(session->network, ties[i].tie);
        ermine_sink_format(sink, "%zu,", i + 1);
        csv_write_cell(sink, ermine_network_node(session->network, tie->subject)->id);
        ermine_sink_format(sink, ",%s,", tie->relation);
        csv_write_cell(sink, ermine_network_node(session->network, tie->object)->id);
        ermine_sink_format(sink, ",%s,", ermine_status_name(tie->status));
        json_write_number(sink, tie->weight);
        ermine_sink_text(sink, ",");
        json_write_number(sink, ties[i].measure.betweenness);
        ermine_sink_text(sink, ties[i].measure.bridge ? ",true\n" : ",false\n");
    }
}

void rank_ties(struct session *session, enum output_format format, ermine_sink *sink)
{
    size_t ties = ermine_network_tie_count(session->network), count = 0;
    progress_begin(&session->progress, session->options, "measuring", &session->work);
    ermine_tie_measure *measures =
        ermine_network_measure_ties(session->network, &session->measuring, &session->err);
    progress_end(&session->progress);
    struct ranked_tie *ranked = measures == NULL ? NULL : calloc(ties + 1, sizeof *ranked);
    if (ranked == NULL && measures != NULL)
        session->err = (ermine_error){.code = ERMINE_ENOMEM, .message = "out of memory"};
    for (size_t i = 0; ranked != NULL && i < ties; i++)
        if (ermine_network_tie(session->network, i)->counts)
            ranked[count++] = (struct ranked_tie){i, measures[i]};
    if (ranked != NULL) {
        qsort(ranked, count, sizeof *ranked, compare);
        size_t top = session->options->top;
        top = top == 0 && format == OUTPUT_TABLE ? rows_on_a_screen : top;
        count = top > 0 && top < count ? top : count;
        if (format == OUTPUT_JSON)
            write_json(session, ranked, count, sink);
        else if (format == OUTPUT_CSV)
            write_csv(session, ranked, count, sink);
        else
            write_text(session, ranked, count, sink);
    }
    free(ranked);
    free(measures);
}
