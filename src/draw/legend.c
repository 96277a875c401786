/* legend.c - what colours, shapes and lines mean. */
#include "draw/svg.h"

#include <math.h>
#include <string.h>

static const double size = 10.5, row = 16, head_gap = 8, sample = 30;

static const ermine_type *type_of(const struct picture *picture, size_t i)
{
    return ermine_knowledge_type(picture->known, i);
}

static void widen(struct legend *legend, const char *text, double indent)
{
    legend->width = fmax(legend->width, indent + label_width(text, strlen(text)) * size * 1.05);
}

struct legend legend_measure(const struct picture *picture)
{
    struct legend legend = {0};
    for (size_t n = 0; n < ermine_network_node_count(picture->network); n++)
        for (size_t i = 0; i < ermine_knowledge_type_count(picture->known) && i < 32; i++)
            if (strcmp(ermine_network_node(picture->network, n)->type, type_of(picture, i)->name) ==
                0)
                legend.types |= 1u << i;
    for (size_t t = 0; t < ermine_network_tie_count(picture->network); t++) {
        const ermine_tie *tie = ermine_network_tie(picture->network, t);
        legend.statuses |= 1u << tie->status;
        for (size_t i = 0; i < ermine_knowledge_relation_count(picture->known) && i < 32; i++)
            if (strcmp(tie->relation, ermine_knowledge_relation(picture->known, i)->name) == 0)
                legend.relations |= 1u << i;
    }
    int rows = 0;
    for (size_t i = 0; i < 32; i++) {
        if (legend.types >> i & 1)
            widen(&legend, picture_type_name(picture, type_of(picture, i)), sample);
        if (legend.relations >> i & 1)
            widen(&legend,
                  picture_relation_name(picture, ermine_knowledge_relation(picture->known, i)),
                  sample);
        if (legend.statuses >> i & 1)
            widen(&legend, picture_phrase(picture, ermine_status_name((ermine_status)i)), sample);
        rows += (int)(legend.types >> i & 1) + (int)(legend.relations >> i & 1) +
                (int)(legend.statuses >> i & 1);
    }
    static const char *const heads[] = {"entities", "ties", "status"};
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        widen(&legend, picture_phrase(picture, heads[i]), 0);
    legend.height = (rows + 3) * row + 2 * head_gap;
    return legend;
}

static void write_text(double x, double y, const char *text, bool head, ermine_sink *sink)
{
    ermine_sink_format(sink, "<text x=\"%.1f\" y=\"%.1f\"%s>", x, y,
                       head ? " font-weight=\"700\"" : "");
    svg_escape(sink, text);
    ermine_sink_text(sink, "</text>\n");
}

static void write_line(double y, const char *color, const char *dashes, bool arrow,
                       const char *name, ermine_sink *sink)
{
    ermine_sink_format(sink,
                       "<path d=\"M0 %.1fH%.1f\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.8\"",
                       y, sample - 10, color);
    if (dashes != NULL)
        ermine_sink_format(sink, " stroke-dasharray=\"%s\"", dashes);
    if (arrow)
        ermine_sink_format(sink, " marker-end=\"url(#arrow-%s)\"", name);
    ermine_sink_text(sink, "/>");
}

static double write_types(const struct picture *picture, const struct legend *legend, double y,
                          ermine_sink *sink)
{
    write_text(0, y, picture_phrase(picture, "entities"), true, sink);
    for (size_t i = 0; i < ermine_knowledge_type_count(picture->known) && i < 32; i++) {
        if (!(legend->types >> i & 1))
            continue;
        const ermine_type *type = type_of(picture, i);
        y += row;
        ermine_sink_format(sink, "<g fill=\"%s\">", type->color);
        svg_shape(sink, type->shape, sample / 2 - 4, y - size * 0.35, 6);
        ermine_sink_text(sink, "</g>");
        write_text(sample, y, picture_type_name(picture, type), false, sink);
    }
    return y + row + head_gap;
}

static double write_relations(const struct picture *picture, const struct legend *legend, double y,
                              ermine_sink *sink)
{
    write_text(0, y, picture_phrase(picture, "ties"), true, sink);
    for (size_t i = 0; i < ermine_knowledge_relation_count(picture->known) && i < 32; i++) {
        if (!(legend->relations >> i & 1))
            continue;
        const ermine_relation_type *type = ermine_knowledge_relation(picture->known, i);
        y += row;
        write_line(y - size * 0.35, type->color, NULL, !type->symmetric, type->name, sink);
        write_text(sample, y, picture_relation_name(picture, type), false, sink);
    }
    return y + row + head_gap;
}

static void write_statuses(const struct picture *picture, const struct legend *legend, double y,
                           ermine_sink *sink)
{
    write_text(0, y, picture_phrase(picture, "status"), true, sink);
    for (ermine_status status = ERMINE_CURRENT; status <= ERMINE_ENDED; status++) {
        if (!(legend->statuses >> status & 1))
            continue;
        y += row;
        double middle = y - size * 0.35;
        ermine_sink_text(sink, status == ERMINE_ENDED ? "<g opacity=\"0.4\">" : "<g>");
        write_line(middle, "#444444", svg_dashes(status), false, NULL, sink);
        if (status == ERMINE_DENIED)
            ermine_sink_format(
                sink,
                "<path d=\"M%.1f %.1fl7 7m0 -7l-7 7\" stroke=\"#444444\" stroke-width=\"1.8\"/>",
                sample / 2 - 8.5, middle - 3.5);
        ermine_sink_text(sink, "</g>");
        write_text(sample, y, picture_phrase(picture, ermine_status_name(status)), false, sink);
    }
}

void legend_write(const struct picture *picture, const struct legend *legend, ermine_sink *sink)
{
    ermine_sink_format(sink, "<g font-size=\"%.1f\">\n", size);
    double y = write_types(picture, legend, size, sink);
    y = write_relations(picture, legend, y, sink);
    write_statuses(picture, legend, y, sink);
    ermine_sink_text(sink, "</g>\n");
}
