/* html.c - a picture as one page of HTML that needs nothing else: the SVG, all the ties with their evidence, and
 * the style and script of the knowledge folder's page/. */
#include "draw/picture.h"

#include "base/error.h"
#include "base/json.h"
#include "draw/svg.h"
#include "facts/amount.h"
#include "knowledge/knowledge.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { largest_part = 4 << 20 };

/* A file of page/, NUL-terminated and owned; NULL with `err`. */
static char *read_part(const struct picture *picture, const char *name, ermine_error *err)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/page/%s", knowledge_folder(picture->known), name);
    FILE *file = fopen(path, "rb");
    char *text = file == NULL ? NULL : malloc(largest_part + 1);
    if (file == NULL) {
        error_set(err, ERMINE_EINPUT, "%s: %s; it belongs to the installed data", path,
                  strerror(errno));
    } else if (text == NULL) {
        error_memory(err);
    } else {
        size_t length = fread(text, 1, largest_part, file);
        text[length] = '\0';
    }
    if (file != NULL)
        fclose(file);
    return text;
}

static void member(ermine_sink *sink, const char *key, const char *text)
{
    if (text == NULL)
        return;
    ermine_sink_format(sink, ",\"%s\":", key);
    json_write_string(sink, text, true);
}

static void number(ermine_sink *sink, const char *key, double value)
{
    ermine_sink_format(sink, ",\"%s\":", key);
    json_write_number(sink, value);
}

static void write_node(const struct picture *picture, size_t index, size_t community,
                       ermine_sink *sink)
{
    const ermine_node *node = ermine_network_node(picture->network, index);
    const ermine_influence *influence = &picture->influence[index];
    ermine_sink_text(sink, index == 0 ? "\n{\"id\":" : ",\n{\"id\":");
    json_write_string(sink, node->id, true);
    member(sink, "label", picture_name(picture, index));
    member(sink, "en", node->name_en);
    member(sink, "ru", node->name_ru);
    member(sink, "zh", node->name_zh);
    member(sink, "type", node->type);
    ermine_sink_text(sink, ",\"aliases\":[");
    for (size_t i = 0; node->aliases[i] != NULL; i++) {
        ermine_sink_text(sink, i == 0 ? "" : ",");
        json_write_string(sink, node->aliases[i], true);
    }
    ermine_sink_format(sink, "],\"mentions\":%zu,\"documents\":%zu,\"rank\":%zu", node->mentions,
                       node->documents, picture->nodes[index].rank);
    number(sink, "pagerank", influence->pagerank);
    number(sink, "betweenness", influence->betweenness);
    number(sink, "strength", influence->strength);
    if (community != ERMINE_NONE)
        ermine_sink_format(sink, ",\"community\":%zu", community + 1);
    ermine_sink_text(sink, "}");
}

static void write_tie(const struct picture *picture, size_t index, ermine_sink *sink)
{
    const ermine_tie *tie = ermine_network_tie(picture->network, index);
    char amount[64];
    amount_write(picture->known, tie->amount, tie->amount_low, tie->currency,
                 picture->options.language, amount, sizeof amount);
    ermine_sink_format(sink, "%s\n{\"a\":%zu,\"b\":%zu", index == 0 ? "" : ",", tie->subject,
                       tie->object);
    member(sink, "relation", tie->relation);
    ermine_sink_format(sink, ",\"symmetric\":%s", tie->symmetric ? "true" : "false");
    member(sink, "status", ermine_status_name(tie->status));
    member(sink, "amount", amount[0] == '\0' ? NULL : amount);
    if (tie->amount_usd > 0)
        number(sink, "usd", tie->amount_usd);
    member(sink, "role", tie->role);
    member(sink, "date", tie->date);
    number(sink, "confidence", tie->confidence);
    ermine_sink_format(sink, ",\"sources\":%zu,\"evidence\":[", tie->sources);
    for (size_t i = 0; i < tie->evidence_count; i++) {
        const ermine_evidence *evidence = &tie->evidence[i];
        ermine_sink_text(sink, i == 0 ? "{\"text\":" : ",{\"text\":");
        json_write_string(sink, evidence->text, true);
        member(sink, "title", evidence->title);
        member(sink, "document", evidence->document);
        member(sink, "date", evidence->date);
        member(sink, "url", evidence->url);
        ermine_sink_text(sink, "}");
    }
    ermine_sink_text(sink, "]}");
}

static void write_label(const char *name, const char *color, const char *en, const char *ru,
                        const char *zh, bool first, ermine_sink *sink)
{
    ermine_sink_text(sink, first ? "\n" : ",\n");
    json_write_string(sink, name, true);
    ermine_sink_text(sink, ":{\"color\":");
    json_write_string(sink, color, true);
    ermine_sink_text(sink, ",\"label\":{\"en\":");
    json_write_string(sink, en, true);
    member(sink, "ru", ru);
    member(sink, "zh", zh);
    ermine_sink_text(sink, "}}");
}

static bool write_data(const struct picture *picture, ermine_sink *sink, ermine_error *err)
{
    size_t groups;
    double modularity;
    size_t *communities = ermine_network_communities(picture->network, &groups, &modularity, err);
    if (communities == NULL)
        return false;
    ermine_sink_text(sink, "{\"lang\":");
    json_write_string(sink, picture->options.language == NULL ? "en" : picture->options.language,
                      true);
    ermine_sink_text(sink, ",\"nodes\":[");
    for (size_t i = 0; i < ermine_network_node_count(picture->network); i++)
        write_node(picture, i, communities[i], sink);
    free(communities);
    ermine_sink_text(sink, "],\"ties\":[");
    for (size_t i = 0; i < ermine_network_tie_count(picture->network); i++)
        write_tie(picture, i, sink);
    ermine_sink_text(sink, "],\"types\":{");
    for (size_t i = 0; i < ermine_knowledge_type_count(picture->known); i++) {
        const ermine_type *type = ermine_knowledge_type(picture->known, i);
        write_label(type->name, type->color, type->label_en, type->label_ru, type->label_zh, i == 0,
                    sink);
    }
    ermine_sink_text(sink, "},\"relations\":{");
    for (size_t i = 0; i < ermine_knowledge_relation_count(picture->known); i++) {
        const ermine_relation_type *type = ermine_knowledge_relation(picture->known, i);
        write_label(type->name, type->color, type->label_en, type->label_ru, type->label_zh, i == 0,
                    sink);
    }
    ermine_sink_format(sink, "},\"documents\":%zu,\"omitted\":%zu}",
                       ermine_network_document_count(picture->network), picture->left_out);
    return true;
}

static bool write_placeholder(const struct picture *picture, const char *name, size_t length,
                              ermine_sink *sink, ermine_error *err)
{
    char part[40];
    if (strncmp(name, "title", length) == 0) {
        svg_escape(sink, picture->options.title == NULL ? "ermine" : picture->options.title);
    } else if (strncmp(name, "lang", length) == 0) {
        ermine_sink_text(sink,
                         picture->options.language == NULL ? "en" : picture->options.language);
    } else if (strncmp(name, "svg", length) == 0) {
        picture_write_svg(picture, sink);
    } else if (strncmp(name, "data", length) == 0) {
        return write_data(picture, sink, err);
    } else { /* "css" and "js" are files */
        snprintf(part, sizeof part, "map.%.*s", (int)length, name);
        char *text = read_part(picture, part, err);
        if (text == NULL)
            return false;
        ermine_sink_text(sink, text);
        free(text);
    }
    return true;
}

bool picture_write_html(const struct picture *picture, ermine_sink *sink, ermine_error *err)
{
    char *page = read_part(picture, "map.html", err), *rest = page;
    bool ok = page != NULL;
    while (ok && rest != NULL) {
        char *open = strstr(rest, "{{"), *close = open == NULL ? NULL : strstr(open, "}}");
        if (close == NULL) {
            ermine_sink_text(sink, rest);
            break;
        }
        ermine_sink_write(sink, rest, (size_t)(open - rest));
        ok = write_placeholder(picture, open + 2, (size_t)(close - open - 2), sink, err);
        rest = close + 2;
    }
    free(page);
    return ok;
}
