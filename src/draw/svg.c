/* svg.c - a picture as SVG: ties below, nodes and their names above, the legend beside them. */
#include "draw/svg.h"

#include "base/utf8.h"
#include "draw/curve.h"
#include "facts/amount.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double margin = 24, legend_gap = 28, title_size = 20, summary_size = 11;
static const double amount_size = 8.5;
static const char grey[] = "#888888";

void svg_escape(ermine_sink *sink, const char *text)
{
    size_t length = strlen(text);
    for (size_t at = 0; at < length;) {
        uint32_t code = utf8_decode(text, length, &at);
        char bytes[4];
        if (code == '<')
            ermine_sink_text(sink, "&lt;");
        else if (code == '>')
            ermine_sink_text(sink, "&gt;");
        else if (code == '&')
            ermine_sink_text(sink, "&amp;");
        else if (code == '"')
            ermine_sink_text(sink, "&quot;");
        else if (code == '\n' || code == '\t')
            ermine_sink_text(sink, " ");
        else if (code >= 0x20 && code != 0xFFFE && code != 0xFFFF && (code < 0x7F || code > 0x9F) &&
                 !(code >= 0x202A && code <= 0x202E) && !(code >= 0x2066 && code <= 0x2069))
            ermine_sink_write(sink, bytes, utf8_encode(code, bytes));
    }
}

/* A regular polygon in the circle, its first corner at `turn` (full turns, clockwise from the right). */
static void polygon(ermine_sink *sink, double x, double y, double radius, int corners, double turn)
{
    for (int i = 0; i < corners; i++) {
        double angle = 2 * M_PI * (turn + (double)i / corners);
        ermine_sink_format(sink, "%s%.2f %.2f", i == 0 ? "<path d=\"M" : "L",
                           x + radius * cos(angle), y + radius * sin(angle));
    }
    ermine_sink_text(sink, "Z\"/>");
}

void svg_shape(ermine_sink *sink, const char *shape, double x, double y, double radius)
{
    double half = radius * 0.86; /* squares of about the area of the circle */
    if (strcmp(shape, "square") == 0 || strcmp(shape, "rounded") == 0)
        ermine_sink_format(
            sink, "<rect x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%.2f\" rx=\"%.2f\"/>",
            x - half, y - half, 2 * half, 2 * half,
            strcmp(shape, "rounded") == 0 ? half * 0.55 : 0);
    else if (strcmp(shape, "diamond") == 0)
        polygon(sink, x, y, radius, 4, 0);
    else if (strcmp(shape, "hexagon") == 0)
        polygon(sink, x, y, radius, 6, 0);
    else if (strcmp(shape, "octagon") == 0)
        polygon(sink, x, y, radius, 8, 1.0 / 16);
    else if (strcmp(shape, "triangle") == 0)
        polygon(sink, x, y, radius, 3, -0.25);
    else if (strcmp(shape, "note") == 0)
        ermine_sink_format(sink, "<path d=\"M%.2f %.2fh%.2fl%.2f %.2fv%.2fh%.2fZ\"/>", x - half,
                           y - half, 1.3 * half, 0.7 * half, 0.7 * half, 1.3 * half, -2 * half);
    else
        ermine_sink_format(sink, "<circle cx=\"%.2f\" cy=\"%.2f\" r=\"%.2f\"/>", x, y, radius);
}

const char *svg_dashes(ermine_status status)
{
    switch (status) {
    case ERMINE_PLANNED:
        return "7 4";
    case ERMINE_REPORTED:
    case ERMINE_DENIED:
        return "1.5 3.5";
    default:
        return NULL;
    }
}

/* "SoftBank — invests in → Stargate (planned, $100bn)", then the strongest evidence. */
static void write_tooltip(const struct picture *picture, const ermine_tie *tie,
                          const char *relation, const char *amount, ermine_sink *sink)
{
    ermine_sink_text(sink, "<title>");
    svg_escape(sink, picture_name(picture, tie->subject));
    ermine_sink_text(sink, " — ");
    svg_escape(sink, relation);
    ermine_sink_text(sink, tie->symmetric ? " — " : " → ");
    svg_escape(sink, picture_name(picture, tie->object));
    const char *const parts[] = {tie->status == ERMINE_CURRENT
                                     ? NULL
                                     : picture_phrase(picture, ermine_status_name(tie->status)),
                                 *amount == '\0' ? NULL : amount, tie->role, tie->date};
    const char *before = " (";
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (parts[i] == NULL)
            continue;
        ermine_sink_text(sink, before);
        svg_escape(sink, parts[i]);
        before = ", ";
    }
    ermine_sink_text(sink, *before == ',' ? ")" : "");
    for (size_t i = 0; i < tie->evidence_count && i < 2; i++) {
        ermine_sink_text(sink, "&#10;“");
        svg_escape(sink, tie->evidence[i].text);
        ermine_sink_text(sink, "” — ");
        if (tie->evidence[i].document != NULL)
            svg_escape(sink, tie->evidence[i].document);
    }
    ermine_sink_text(sink, "</title>");
}

static double stroke_width(const ermine_tie *tie)
{
    return fmin(0.7 + 0.45 * log1p(tie->weight) + 0.35 * log1p(tie->amount_usd / 1e9), 5);
}

/* Ties that join the same two nodes, whichever way, and which of them this is. Ties of a pair stand in two runs
 * of the sorted ties at most, but a node has few: its list is searched. */
static void place_in_bundle(const struct picture *picture, size_t index, size_t *place,
                            size_t *count)
{
    const ermine_tie *tie = ermine_network_tie(picture->network, index);
    size_t near;
    const size_t *ties = ermine_network_ties_of(picture->network, tie->subject, &near);
    *place = *count = 0;
    for (size_t i = 0; i < near; i++) {
        const ermine_tie *other = ermine_network_tie(picture->network, ties[i]);
        if ((other->subject == tie->subject && other->object == tie->object) ||
            (other->subject == tie->object && other->object == tie->subject)) {
            *place += ties[i] < index;
            (*count)++;
        }
    }
}

static struct curve curve_of(const struct picture *picture, size_t index)
{
    const ermine_tie *tie = ermine_network_tie(picture->network, index);
    size_t place, count;
    place_in_bundle(picture, index, &place, &count);
    /* A bundle fans out the same way seen from either end. */
    if (tie->subject > tie->object)
        place = count - 1 - place;
    return curve_between(&picture->nodes[tie->subject], &picture->nodes[tie->object], place, count,
                         tie->symmetric ? 0 : 3 + stroke_width(tie));
}

static void write_cross(const struct curve *curve, const char *color, ermine_sink *sink)
{
    struct point p = curve_at(curve, 0.5);
    ermine_sink_format(sink,
                       "<path d=\"M%.2f %.2fl8 8m0 -8l-8 8\" stroke=\"%s\" stroke-width=\"2\"/>",
                       p.x - 4, p.y - 4, color);
}

static void write_tie(const struct picture *picture, size_t index, ermine_sink *sink)
{
    const ermine_tie *tie = ermine_network_tie(picture->network, index);
    const ermine_relation_type *type =
        ermine_knowledge_find_relation(picture->known, tie->relation);
    const char *color = type == NULL ? grey : type->color, *dashes = svg_dashes(tie->status);
    struct curve curve = curve_of(picture, index);
    char amount[64], path[160];
    amount_write(picture->known, tie->amount, tie->amount_low, tie->currency,
                 picture->options.language, amount, sizeof amount);
    snprintf(path, sizeof path, "M%.2f %.2fQ%.2f %.2f %.2f %.2f", curve.a.x, curve.a.y, curve.c.x,
             curve.c.y, curve.b.x, curve.b.y);
    ermine_sink_text(sink, "<g class=\"tie rel-");
    svg_escape(sink, tie->relation);
    ermine_sink_format(sink,
                       " st-%s\" id=\"t%zu\" data-tie=\"%zu\" data-a=\"%zu\" data-b=\"%zu\"%s>",
                       ermine_status_name(tie->status), index, index, tie->subject, tie->object,
                       tie->status == ERMINE_ENDED ? " opacity=\"0.4\"" : "");
    write_tooltip(picture, tie, type == NULL ? tie->relation : picture_relation_name(picture, type),
                  amount, sink);
    ermine_sink_format(
        sink,
        "<path class=\"hit\" d=\"%s\" stroke=\"#000\" stroke-opacity=\"0\" stroke-width=\"10\"/>",
        path);
    ermine_sink_format(sink, "<path class=\"line\" d=\"%s\" stroke=\"%s\" stroke-width=\"%.2f\"",
                       path, color, stroke_width(tie));
    if (dashes != NULL)
        ermine_sink_format(sink, " stroke-dasharray=\"%s\"", dashes);
    if (!tie->symmetric && type != NULL)
        ermine_sink_format(sink, " marker-end=\"url(#arrow-%s)\"", type->name);
    ermine_sink_text(sink, "/>");
    if (tie->status == ERMINE_DENIED)
        write_cross(&curve, color, sink);
    ermine_sink_text(sink, "</g>\n");
}

static void write_node(const struct picture *picture, size_t index, ermine_sink *sink)
{
    const struct picture_node *node = &picture->nodes[index];
    const ermine_node *entity = ermine_network_node(picture->network, index);
    const ermine_type *type = ermine_knowledge_find_type(picture->known, entity->type);
    ermine_sink_text(sink, "<g class=\"node type-");
    svg_escape(sink, entity->type);
    ermine_sink_format(sink, "\" id=\"n%zu\" data-node=\"%zu\" data-id=\"", index, index);
    svg_escape(sink, entity->id);
    ermine_sink_text(sink, "\"><title>");
    svg_escape(sink, picture_name(picture, index));
    ermine_sink_text(sink, " — ");
    svg_escape(sink, type == NULL ? entity->type : picture_type_name(picture, type));
    ermine_sink_format(sink,
                       ", #%zu</title><g fill=\"%s\" stroke=\"#ffffff\" stroke-width=\"1.5\">",
                       node->rank, type == NULL ? grey : type->color);
    svg_shape(sink, type == NULL ? "circle" : type->shape, node->x, node->y, node->radius);
    ermine_sink_format(sink,
                       "</g><text class=\"name\" font-size=\"%.2f\" text-anchor=\"middle\"%s>",
                       node->font, node->rank <= 10 ? " font-weight=\"600\"" : "");
    for (size_t i = 0; i < node->label.count; i++) {
        ermine_sink_format(sink, "<tspan x=\"%.2f\" y=\"%.2f\">", node->x,
                           node->y + node->radius + node->font * (0.98 + (double)i * PICTURE_LINE));
        svg_escape(sink, node->label.lines[i]);
        ermine_sink_text(sink, "</tspan>");
    }
    ermine_sink_text(sink, "</text></g>\n");
}

struct rectangle {
    double x, y, width, height; /* x, y: the centre */
};

static bool cut(const struct rectangle *a, const struct rectangle *b)
{
    return fabs(a->x - b->x) < (a->width + b->width) / 2 &&
           fabs(a->y - b->y) < (a->height + b->height) / 2;
}

static bool is_free(const struct picture *picture, const struct rectangle *box,
                    const struct rectangle *taken, size_t count)
{
    for (size_t i = 0; i < ermine_network_node_count(picture->network); i++) {
        const struct picture_node *node = &picture->nodes[i];
        double text = (double)node->label.count * node->font * PICTURE_LINE;
        struct rectangle other = {node->x, node->y + text / 2, node->width, node->height};
        if (cut(box, &other))
            return false;
    }
    for (size_t i = 0; i < count; i++)
        if (cut(box, &taken[i]))
            return false;
    return true;
}

/* Sums beside their ties, where they find room; all of them stand in the tooltips. */
static void write_amounts(const struct picture *picture, ermine_sink *sink)
{
    size_t ties = ermine_network_tie_count(picture->network), count = 0;
    struct rectangle *taken = calloc(ties + 1, sizeof *taken);
    if (taken == NULL)
        return;
    ermine_sink_format(sink, "<g id=\"amounts\" font-size=\"%.2f\" text-anchor=\"middle\">\n",
                       amount_size);
    static const double stations[] = {0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74};
    for (size_t i = 0; i < ties; i++) {
        const ermine_tie *tie = ermine_network_tie(picture->network, i);
        char amount[64];
        amount_write(picture->known, tie->amount, tie->amount_low, tie->currency,
                     picture->options.language, amount, sizeof amount);
        struct curve curve = curve_of(picture, i);
        for (size_t k = 0; amount[0] != '\0' && k < sizeof stations / sizeof *stations; k++) {
            struct point p = curve_at(&curve, stations[k]);
            struct rectangle box = {p.x, p.y, label_width(amount, strlen(amount)) * amount_size + 3,
                                    amount_size * 1.25};
            if (!is_free(picture, &box, taken, count))
                continue;
            taken[count++] = box;
            const ermine_relation_type *type =
                ermine_knowledge_find_relation(picture->known, tie->relation);
            ermine_sink_format(
                sink, "<text class=\"amount\" data-tie=\"%zu\" x=\"%.2f\" y=\"%.2f\" fill=\"%s\">",
                i, p.x, p.y + amount_size * 0.36, type == NULL ? grey : type->color);
            svg_escape(sink, amount);
            ermine_sink_text(sink, "</text>\n");
            break;
        }
    }
    ermine_sink_text(sink, "</g>\n");
    free(taken);
}

static void write_head(const struct picture *picture, double width, double height,
                       ermine_sink *sink)
{
    ermine_sink_format(
        sink,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" id=\"map\" viewBox=\"0 0 %.0f %.0f\" "
        "width=\"%.0f\" height=\"%.0f\" font-family=\"" LABEL_FONTS "\" fill=\"#222222\">\n",
        width, height, width, height);
    ermine_sink_text(sink,
                     "<style>.tie path{fill:none}.name,.amount{paint-order:stroke;stroke:#ffffff;"
                     "stroke-width:3px;stroke-linejoin:round}</style>\n<defs>\n");
    for (size_t i = 0; i < ermine_knowledge_relation_count(picture->known); i++) {
        const ermine_relation_type *type = ermine_knowledge_relation(picture->known, i);
        if (!type->symmetric)
            ermine_sink_format(
                sink,
                "<marker id=\"arrow-%s\" viewBox=\"0 0 8 8\" refX=\"3\" refY=\"4\" "
                "markerWidth=\"8\" "
                "markerHeight=\"8\" markerUnits=\"userSpaceOnUse\" orient=\"auto\"><path "
                "d=\"M0 0.6L7.5 4L0 7.4Z\" fill=\"%s\"/></marker>\n",
                type->name, type->color);
    }
    ermine_sink_format(
        sink, "</defs>\n<rect class=\"paper\" width=\"%.0f\" height=\"%.0f\" fill=\"#ffffff\"/>\n",
        width, height);
}

/* Title, what is shown, and what is not; returns the height it takes. */
static double write_heading(const struct picture *picture, ermine_sink *sink)
{
    double y = margin;
    char line[300];
    ermine_sink_text(sink, "<g id=\"heading\">\n");
    if (picture->options.title != NULL) {
        y += title_size;
        ermine_sink_format(
            sink,
            "<text class=\"title\" x=\"%.0f\" y=\"%.1f\" font-size=\"%.0f\" font-weight=\"700\">",
            margin, y, title_size);
        svg_escape(sink, picture->options.title);
        ermine_sink_text(sink, "</text>\n");
        y += 6;
    }
    size_t numbers[3] = {ermine_network_node_count(picture->network),
                         ermine_network_tie_count(picture->network),
                         ermine_network_document_count(picture->network)};
    picture_fill(picture_phrase(picture, "summary"), numbers, line, sizeof line);
    y += summary_size;
    ermine_sink_format(
        sink, "<text class=\"summary\" x=\"%.0f\" y=\"%.1f\" font-size=\"%.0f\" fill=\"#555555\">",
        margin, y, summary_size);
    svg_escape(sink, line);
    if (picture->left_out > 0) {
        numbers[0] = picture->left_out;
        picture_fill(picture_phrase(picture, "left_out"), numbers, line, sizeof line);
        svg_escape(sink, line);
    }
    ermine_sink_text(sink, "</text>\n</g>\n");
    return y + 14;
}

void picture_write_svg(const struct picture *picture, ermine_sink *sink)
{
    struct legend legend = legend_measure(picture);
    double heading =
        margin + summary_size + 14 + (picture->options.title != NULL ? title_size + 6 : 0);
    double body = fmax(picture->height, legend.height);
    double width = ceil(margin + picture->width + legend_gap + legend.width + margin);
    double height = ceil(heading + body + margin);
    write_head(picture, width, height, sink);
    write_heading(picture, sink);
    ermine_sink_format(sink,
                       "<g id=\"graph\" transform=\"translate(%.0f %.1f)\">\n<g id=\"ties\">\n",
                       margin, heading + (body - picture->height) / 2);
    for (size_t i = 0; i < ermine_network_tie_count(picture->network); i++)
        write_tie(picture, i, sink);
    ermine_sink_text(sink, "</g>\n");
    write_amounts(picture, sink);
    ermine_sink_text(sink, "<g id=\"nodes\">\n");
    for (size_t i = 0; i < ermine_network_node_count(picture->network); i++)
        write_node(picture, i, sink);
    ermine_sink_text(sink, "</g>\n</g>\n");
    ermine_sink_format(sink, "<g id=\"legend\" transform=\"translate(%.1f %.1f)\">\n",
                       margin + picture->width + legend_gap, heading);
    legend_write(picture, &legend, sink);
    ermine_sink_text(sink, "</g>\n</svg>\n");
}
