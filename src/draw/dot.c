/* dot.c - a picture as a graph for Graphviz. */
#include "draw/svg.h"

#include "facts/amount.h"

#include <string.h>

/* In quotes. Graphviz knows two escapes: the quote, and the backslash that begins its own. */
static void write_quoted(ermine_sink *sink, const char *text)
{
    ermine_sink_text(sink, "\"");
    for (; *text != '\0'; text++) {
        if (*text == '"' || *text == '\\')
            ermine_sink_text(sink, "\\");
        ermine_sink_write(sink, text, 1);
    }
    ermine_sink_text(sink, "\"");
}

static void write_label(const struct label *label, ermine_sink *sink)
{
    ermine_sink_text(sink, "\"");
    for (size_t i = 0; i < label->count; i++) {
        if (i > 0)
            ermine_sink_text(sink, "\\n");
        for (const char *c = label->lines[i]; *c != '\0'; c++) {
            if (*c == '"' || *c == '\\')
                ermine_sink_text(sink, "\\");
            ermine_sink_write(sink, c, 1);
        }
    }
    ermine_sink_text(sink, "\"");
}

/* Graphviz's words for our shapes that it calls otherwise. */
static const char *shape_name(const char *shape)
{
    return strcmp(shape, "rounded") == 0 ? "box" : shape;
}

static const char *line_style(ermine_status status)
{
    static const char *const styles[] = {[ERMINE_CURRENT] = "solid",
                                         [ERMINE_PLANNED] = "dashed",
                                         [ERMINE_REPORTED] = "dotted",
                                         [ERMINE_DENIED] = "dotted",
                                         [ERMINE_ENDED] = "solid"};
    return styles[status];
}

static void write_node(const struct picture *picture, size_t index, ermine_sink *sink)
{
    const struct picture_node *node = &picture->nodes[index];
    const ermine_type *type = ermine_knowledge_find_type(
        picture->known, ermine_network_node(picture->network, index)->type);
    char color[8];
    svg_type_color(picture, type, color);
    ermine_sink_format(sink,
                       "  n%zu [shape=%s, style=\"filled%s\", fillcolor=\"%s22\", color=\"%s\", "
                       "fontsize=%.1f, label=",
                       index, type == NULL ? "ellipse" : shape_name(type->shape),
                       type != NULL && strcmp(type->shape, "rounded") == 0 ? ",rounded" : "", color,
                       color, node->font);
    write_label(&node->label, sink);
    ermine_sink_text(sink, "];\n");
}

static void write_tie(const struct picture *picture, size_t index, ermine_sink *sink)
{
    const ermine_tie *tie = ermine_network_tie(picture->network, index);
    const ermine_relation_type *type =
        ermine_knowledge_find_relation(picture->known, tie->relation);
    char amount[64], color[8];
    amount_write(picture->known, tie->amount, tie->amount_low, tie->currency,
                 picture->options.language, amount, sizeof amount);
    svg_relation_color(picture, type, false, color);
    ermine_sink_format(sink, "  n%zu -> n%zu [color=\"%s\", style=%s, penwidth=%.2f%s, label=",
                       tie->subject, tie->object, color, line_style(tie->status),
                       picture->ties[index].width, tie->symmetric ? ", dir=none" : "");
    write_quoted(sink, amount);
    ermine_sink_text(sink, ", tooltip=");
    write_quoted(sink, type == NULL ? tie->relation : picture_relation_name(picture, type));
    ermine_sink_text(sink, "];\n");
}

static const char *engine_of(const struct picture *picture)
{
    static const char *const engines[] = {[LAYOUT_FORCE] = "sfdp",
                                          [LAYOUT_FLOW] = "dot",
                                          [LAYOUT_CIRCULAR] = "circo",
                                          [LAYOUT_COLUMNS] = "dot",
                                          [LAYOUT_TIMELINE] = "dot"};
    return engines[picture->layout];
}

void picture_write_dot(const struct picture *picture, ermine_sink *sink)
{
    const char *fonts = "DejaVu Sans,WenQuanYi Zen Hei,Noto Sans CJK SC";
    ermine_sink_format(sink,
                       "digraph ermine {\n  graph [layout=%s, overlap=prism, overlap_scaling=-3, "
                       "sep=\"+6\", splines=true, rankdir=LR, ranksep=1.2, nodesep=0.2, K=0.9, "
                       "bgcolor=\"%s\", fontname=\"%s\"",
                       engine_of(picture), picture->theme->paper, fonts);
    if (picture->options.title != NULL) {
        ermine_sink_text(sink, ", labelloc=t, label=");
        write_quoted(sink, picture->options.title);
    }
    ermine_sink_format(sink,
                       "];\n  node [fontname=\"%s\", fontcolor=\"%s\"];\n  edge [fontname=\"%s\", "
                       "fontsize=9, fontcolor=\"%s\"];\n",
                       fonts, picture->theme->ink, fonts, picture->theme->ink);
    for (size_t i = 0; i < ermine_network_node_count(picture->network); i++)
        write_node(picture, i, sink);
    for (size_t i = 0; i < ermine_network_tie_count(picture->network); i++)
        write_tie(picture, i, sink);
    ermine_sink_text(sink, "}\n");
}
