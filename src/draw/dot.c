/* dot.c - a picture as a graph for Graphviz. */
#include "draw/picture.h"

#include "facts/amount.h"

#include <math.h>
#include <string.h>

static const double points_per_inch = 72;

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

static void write_styled_node(const struct picture *picture, size_t index, ermine_sink *sink)
{
    const struct picture_node *node = &picture->nodes[index];
    const ermine_type *type = ermine_knowledge_find_type(
        picture->known, ermine_network_node(picture->network, index)->type);
    ermine_sink_format(sink,
                       "  n%zu [shape=%s, style=\"filled%s\", fillcolor=\"%s22\", color=\"%s\", "
                       "fontsize=%.1f, label=",
                       index, type == NULL ? "ellipse" : shape_name(type->shape),
                       type != NULL && strcmp(type->shape, "rounded") == 0 ? ",rounded" : "",
                       type == NULL ? "#888888" : type->color,
                       type == NULL ? "#888888" : type->color, node->font);
    write_label(&node->label, sink);
    ermine_sink_text(sink, "];\n");
}

static void write_styled_tie(const struct picture *picture, const ermine_tie *tie,
                             ermine_sink *sink)
{
    const ermine_relation_type *type =
        ermine_knowledge_find_relation(picture->known, tie->relation);
    char amount[64];
    amount_write(picture->known, tie->amount, tie->amount_low, tie->currency,
                 picture->options.language, amount, sizeof amount);
    ermine_sink_format(
        sink, "  n%zu -> n%zu [color=\"%s\", style=%s, penwidth=%.2f%s, label=", tie->subject,
        tie->object, type == NULL ? "#888888" : type->color, line_style(tie->status),
        0.8 + log1p(tie->weight), tie->symmetric ? ", dir=none" : "");
    write_quoted(sink, amount);
    ermine_sink_text(sink, ", tooltip=");
    write_quoted(sink, type == NULL ? tie->relation : picture_relation_name(picture, type));
    ermine_sink_text(sink, "];\n");
}

void picture_write_dot(const struct picture *picture, bool styled, ermine_sink *sink)
{
    ermine_sink_format(sink,
                       "digraph ermine {\n"
                       "  graph [overlap=prism, overlap_scaling=-3, sep=\"+6\", splines=%s, "
                       "rankdir=LR, ranksep=1.2, nodesep=0.2, K=0.9, "
                       "fontname=\"DejaVu Sans,WenQuanYi Zen Hei,Noto Sans CJK SC\"",
                       styled ? "true" : "none");
    if (styled && picture->options.title != NULL) {
        ermine_sink_text(sink, ", labelloc=t, label=");
        write_quoted(sink, picture->options.title);
    }
    ermine_sink_text(
        sink,
        "];\n  node [fontname=\"DejaVu Sans,WenQuanYi Zen Hei,Noto Sans CJK SC\"];\n"
        "  edge [fontname=\"DejaVu Sans,WenQuanYi Zen Hei,Noto Sans CJK SC\", fontsize=9];\n");
    for (size_t i = 0; i < ermine_network_node_count(picture->network); i++) {
        const struct picture_node *node = &picture->nodes[i];
        if (styled)
            write_styled_node(picture, i, sink);
        else
            ermine_sink_format(
                sink, "  n%zu [shape=box, fixedsize=true, label=\"\", width=%.3f, height=%.3f];\n",
                i, node->width / points_per_inch, node->height / points_per_inch);
    }
    for (size_t i = 0; i < ermine_network_tie_count(picture->network); i++) {
        const ermine_tie *tie = ermine_network_tie(picture->network, i);
        if (styled)
            write_styled_tie(picture, tie, sink);
        else
            ermine_sink_format(sink, "  n%zu -> n%zu [weight=%d, len=1.6];\n", tie->subject,
                               tie->object, 1 + (int)fmin(tie->weight, 20));
    }
    ermine_sink_text(sink, "}\n");
}
