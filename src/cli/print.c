#include "cli/print.h"

#include "base/json.h"
#include "base/utf8.h"
#include "facts/amount.h"

#include <string.h>

const char *print_label(const struct session *session, const char *en, const char *ru,
                        const char *zh)
{
    const char *language = session->options->language;
    if (language != NULL && strcmp(language, "zh") == 0)
        return zh;
    return language != NULL && strcmp(language, "ru") == 0 ? ru : en;
}

const char *print_relation(const struct session *session, const char *relation)
{
    const ermine_relation_type *type = ermine_knowledge_find_relation(session->known, relation);
    return type == NULL ? relation
                        : print_label(session, type->label_en, type->label_ru, type->label_zh);
}

bool print_listed(const char *const *names, const char *name)
{
    for (; *names != NULL; names++)
        if (strcmp(*names, name) == 0)
            return true;
    return false;
}

/* Text of a document, with nothing in it that would move a terminal's cursor. */
static void print_line(ermine_sink *sink, const char *text)
{
    size_t length = strlen(text);
    for (size_t at = 0; at < length;) {
        size_t from = at;
        utf8_decode(text, length, &at);
        bool fits = utf8_is_line(text + from, at - from);
        ermine_sink_write(sink, fits ? text + from : " ", fits ? at - from : 1);
    }
}

/* "(planned, $100bn, chairman, 2025-01)", or nothing. */
static void print_attributes(ermine_sink *sink, const struct session *session,
                             const ermine_tie *tie)
{
    char amount[64];
    amount_write(session->known, tie->amount, tie->amount_low, tie->currency,
                 session->options->language, amount, sizeof amount);
    const char *const parts[] = {tie->status == ERMINE_CURRENT ? NULL
                                                               : ermine_status_name(tie->status),
                                 amount[0] == '\0' ? NULL : amount, tie->role, tie->date};
    bool first = true;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (parts[i] == NULL)
            continue;
        ermine_sink_text(sink, first ? " (" : ", ");
        print_line(sink, parts[i]);
        first = false;
    }
    if (!first)
        ermine_sink_text(sink, ")");
}

static void print_passage(ermine_sink *sink, const ermine_evidence *evidence)
{
    ermine_sink_text(sink, "    \"");
    print_line(sink, evidence->text);
    ermine_sink_text(sink, "\"\n      ");
    const char *const parts[] = {evidence->document, evidence->date, evidence->url};
    const char *before = "— ";
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (parts[i] == NULL)
            continue;
        ermine_sink_text(sink, before);
        print_line(sink, parts[i]);
        before = ", ";
    }
    ermine_sink_text(sink, "\n");
}

void print_tie(ermine_sink *sink, const struct session *session, const ermine_tie *tie,
               size_t passages)
{
    const char *language = session->options->language;
    ermine_sink_format(sink, "  %s — %s %s %s",
                       node_name(ermine_network_node(session->network, tie->subject), language),
                       print_relation(session, tie->relation), tie->symmetric ? "—" : "→",
                       node_name(ermine_network_node(session->network, tie->object), language));
    print_attributes(sink, session, tie);
    ermine_sink_format(sink, ": confidence %.2f, %zu document%s\n", tie->confidence, tie->sources,
                       tie->sources == 1 ? "" : "s");
    for (size_t i = 0; i < tie->evidence_count && i < passages; i++)
        print_passage(sink, &tie->evidence[i]);
}

void print_member(ermine_sink *sink, const char *key, const char *text)
{
    if (text == NULL)
        return;
    ermine_sink_format(sink, ",\"%s\":", key);
    json_write_string(sink, text, false);
}

static void print_number(ermine_sink *sink, const char *key, double value)
{
    ermine_sink_format(sink, ",\"%s\":", key);
    json_write_number(sink, value);
}

void print_tie_json(ermine_sink *sink, const struct session *session, const ermine_tie *tie)
{
    ermine_sink_text(sink, "{\"subject\":");
    json_write_string(sink, ermine_network_node(session->network, tie->subject)->id, false);
    print_member(sink, "relation", tie->relation);
    print_member(sink, "object", ermine_network_node(session->network, tie->object)->id);
    print_member(sink, "status", ermine_status_name(tie->status));
    if (tie->amount > 0) {
        ermine_sink_text(sink, ",\"amount\":{\"value\":");
        json_write_number(sink, tie->amount);
        if (tie->amount_low > 0)
            print_number(sink, "low", tie->amount_low);
        print_member(sink, "currency", tie->currency);
        ermine_sink_text(sink, "}");
    }
    print_member(sink, "role", tie->role);
    print_member(sink, "date", tie->date);
    print_number(sink, "confidence", tie->confidence);
    print_number(sink, "weight", tie->weight);
    ermine_sink_format(sink, ",\"sources\":%zu,\"evidence\":[", tie->sources);
    for (size_t i = 0; i < tie->evidence_count; i++) {
        const ermine_evidence *evidence = &tie->evidence[i];
        ermine_sink_text(sink, i == 0 ? "{\"text\":" : ",{\"text\":");
        json_write_string(sink, evidence->text, false);
        print_member(sink, "document", evidence->document);
        print_member(sink, "source", evidence->source);
        print_member(sink, "date", evidence->date);
        print_member(sink, "url", evidence->url);
        print_member(sink, "status", ermine_status_name(evidence->status));
        print_number(sink, "confidence", evidence->confidence);
        ermine_sink_text(sink, "}");
    }
    ermine_sink_text(sink, "]}");
}

enum output_format output_format(const struct options *options, bool csv)
{
    const char *name = options->format == NULL ? "table" : options->format;
    if (strcmp(name, "table") == 0)
        return OUTPUT_TABLE;
    if (strcmp(name, "json") == 0)
        return OUTPUT_JSON;
    if (csv && strcmp(name, "csv") == 0)
        return OUTPUT_CSV;
    usage_error("--format %s: must be table%s json", name, csv ? ", csv or" : " or");
    return OUTPUT_BAD;
}
