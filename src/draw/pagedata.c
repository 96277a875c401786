#include "draw/pagedata.h"

#include "base/json.h"
#include "facts/amount.h"
#include "knowledge/knowledge.h"

#include <stdlib.h>

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

/* What a comparison says; without one, nothing. */
static void write_change(enum change change, ermine_sink *sink)
{
    static const char *const names[] = {NULL, "appeared", "went", "changed"};
    member(sink, "change", names[change]);
}

/* On a line of time ties stand where they belong, not between the centres of nodes. */
static void write_curve(const struct picture *picture, size_t index, ermine_sink *sink)
{
    const struct curve *curve = &picture->ties[index].curve;
    if (picture->layout == LAYOUT_TIMELINE)
        ermine_sink_format(sink, ",\"curve\":[%.2f,%.2f,%.2f,%.2f,%.2f,%.2f,%.2f,%.2f]", curve->a.x,
                           curve->a.y, curve->c1.x, curve->c1.y, curve->c2.x, curve->c2.y,
                           curve->b.x, curve->b.y);
}

/* Where the node stands, how large it is, and its label, line by line. */
static void write_place(const struct picture_node *node, ermine_sink *sink)
{
    ermine_sink_format(sink, ",\"x\":%.2f,\"y\":%.2f,\"r\":%.2f,\"font\":%.2f,\"lines\":[", node->x,
                       node->y, node->radius, node->font);
    for (size_t i = 0; i < node->label.count; i++) {
        ermine_sink_text(sink, i == 0 ? "" : ",");
        json_write_string(sink, node->label.lines[i], true);
    }
    ermine_sink_text(sink, "]");
    static const char *const sides[] = {NULL, "above", "right", "left", NULL};
    member(sink, "side", sides[node->side]);
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
    if (picture->nodes[index].rank_low > 0)
        ermine_sink_format(sink, ",\"rank_low\":%zu,\"rank_high\":%zu",
                           picture->nodes[index].rank_low, picture->nodes[index].rank_high);
    number(sink, "pagerank", influence->pagerank);
    number(sink, "betweenness", influence->betweenness);
    number(sink, "strength", influence->strength);
    if (community != ERMINE_NONE)
        ermine_sink_format(sink, ",\"community\":%zu", community + 1);
    member(sink, "first", node->first_seen);
    member(sink, "last", node->last_seen);
    write_place(&picture->nodes[index], sink);
    write_change(picture->nodes[index].change, sink);
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
    member(sink, "first", tie->first_seen);
    member(sink, "last", tie->last_seen);
    number(sink, "confidence", tie->confidence);
    number(sink, "weight", tie->weight);
    write_change(picture->ties[index].change, sink);
    write_curve(picture, index, sink);
    ermine_sink_format(sink, ",\"sources\":%zu,\"evidence\":[", tie->sources);
    for (size_t i = 0; i < tie->evidence_count; i++) {
        const ermine_evidence *evidence = &tie->evidence[i];
        ermine_sink_text(sink, i == 0 ? "{\"text\":" : ",{\"text\":");
        json_write_string(sink, evidence->text, true);
        member(sink, "title", evidence->title);
        member(sink, "document", evidence->document);
        member(sink, "date", evidence->date);
        member(sink, "url", evidence->url);
        member(sink, "status", ermine_status_name(evidence->status));
        ermine_sink_text(sink, "}");
    }
    ermine_sink_text(sink, "]}");
}

/* A type or a relation; `shape` is NULL for the latter. */
static void write_label(const char *name, const char *color, const char *shape, const char *en,
                        const char *ru, const char *zh, bool first, ermine_sink *sink)
{
    ermine_sink_text(sink, first ? "\n" : ",\n");
    json_write_string(sink, name, true);
    ermine_sink_text(sink, ":{\"color\":");
    json_write_string(sink, color, true);
    member(sink, "shape", shape);
    ermine_sink_text(sink, ",\"label\":{\"en\":");
    json_write_string(sink, en, true);
    member(sink, "ru", ru);
    member(sink, "zh", zh);
    ermine_sink_text(sink, "}}");
}

static void write_indexes(ermine_sink *sink, const char *key, const size_t *indexes, size_t count)
{
    ermine_sink_format(sink, ",\"%s\":[", key);
    for (size_t i = 0; i < count; i++)
        ermine_sink_format(sink, "%s%zu", i == 0 ? "" : ",", indexes[i]);
    ermine_sink_text(sink, "]");
}

static void write_story(const struct story *story, ermine_sink *sink)
{
    ermine_sink_text(sink, ",\"story\":{\"steps\":[");
    for (size_t i = 0; i < story->count; i++) {
        const struct story_step *step = &story->steps[i];
        ermine_sink_text(sink, i == 0 ? "\n{\"title\":" : ",\n{\"title\":");
        json_write_string(sink, step->title, true);
        member(sink, "text", step->text);
        write_indexes(sink, "nodes", step->nodes, step->node_count);
        write_indexes(sink, "ties", step->ties, step->tie_count);
        ermine_sink_text(sink, "}");
    }
    ermine_sink_text(sink, "]");
    member(sink, "title", story->title);
    ermine_sink_text(sink, "}");
}

static bool write_nodes(const struct picture *picture, ermine_sink *sink, ermine_error *err)
{
    size_t groups;
    double modularity;
    size_t *communities = ermine_network_communities(picture->network, &groups, &modularity, err);
    if (communities == NULL)
        return false;
    ermine_sink_text(sink, ",\"nodes\":[");
    for (size_t i = 0; i < ermine_network_node_count(picture->network); i++)
        write_node(picture, i, communities[i], sink);
    ermine_sink_text(sink, "]");
    free(communities);
    return true;
}

/* Names of columns, months and the like, and the lines between them. */
static void write_marks(const struct picture *picture, ermine_sink *sink)
{
    static const char *const kinds[] = {"text", "head", "line", "band"};
    ermine_sink_text(sink, ",\"marks\":[");
    for (size_t i = 0; i < picture->mark_count; i++) {
        const struct picture_mark *mark = &picture->marks[i];
        ermine_sink_format(sink, "%s\n{\"kind\":\"%s\",\"box\":[%.2f,%.2f,%.2f,%.2f]",
                           i == 0 ? "" : ",", kinds[mark->kind], mark->box.left, mark->box.top,
                           mark->box.right, mark->box.bottom);
        member(sink, "text", mark->text);
        ermine_sink_text(sink, "}");
    }
    ermine_sink_text(sink, "]");
}

static void write_words(const ermine_knowledge *known, ermine_sink *sink)
{
    ermine_sink_text(sink, ",\"types\":{");
    for (size_t i = 0; i < ermine_knowledge_type_count(known); i++) {
        const ermine_type *type = ermine_knowledge_type(known, i);
        write_label(type->name, type->color, type->shape, type->label_en, type->label_ru,
                    type->label_zh, i == 0, sink);
    }
    ermine_sink_text(sink, "},\"relations\":{");
    for (size_t i = 0; i < ermine_knowledge_relation_count(known); i++) {
        const ermine_relation_type *type = ermine_knowledge_relation(known, i);
        write_label(type->name, type->color, NULL, type->label_en, type->label_ru, type->label_zh,
                    i == 0, sink);
    }
    ermine_sink_text(sink, "}");
}

bool pagedata_write(const struct picture *picture, const struct story *story, ermine_sink *sink,
                    ermine_error *err)
{
    const char *language = picture->options.language;
    ermine_sink_text(sink, "{\"lang\":");
    json_write_string(sink, language == NULL ? "en" : language, true);
    if (!write_nodes(picture, sink, err))
        return false;
    ermine_sink_text(sink, ",\"ties\":[");
    for (size_t i = 0; i < ermine_network_tie_count(picture->network); i++)
        write_tie(picture, i, sink);
    ermine_sink_text(sink, "]");
    if (picture->mark_count > 0)
        write_marks(picture, sink);
    write_words(picture->known, sink);
    if (story != NULL)
        write_story(story, sink);
    ermine_sink_format(sink, ",\"documents\":%zu,\"omitted\":%zu,\"width\":%.2f,\"height\":%.2f}",
                       ermine_network_document_count(picture->network), picture->left_out,
                       picture->width, picture->height);
    return true;
}
