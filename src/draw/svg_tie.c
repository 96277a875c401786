/* svg_tie.c - a tie as SVG: its line, what is written beside it, and its evidence as a tooltip. */
#include "draw/svg.h"

#include "facts/amount.h"

#include <math.h>

enum { crowded = 200 }; /* ties, from which on lesser ones step back */

static void write_amount(const struct picture *picture, const ermine_tie *tie, char out[64])
{
    amount_write(picture->known, tie->amount, tie->amount_low, tie->currency,
                 picture->options.language, out, 64);
}

/* " (planned, $100bn, chairman, 2025-01)", of what is known. */
static void write_details(const struct picture *picture, const ermine_tie *tie, ermine_sink *sink)
{
    char amount[64];
    write_amount(picture, tie, amount);
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
}

static void write_evidence(const ermine_tie *tie, size_t most, ermine_sink *sink)
{
    for (size_t i = 0; i < tie->evidence_count && i < most; i++) {
        const ermine_evidence *evidence = &tie->evidence[i];
        ermine_sink_text(sink, "&#10;“");
        svg_escape(sink, evidence->text == NULL ? "" : evidence->text);
        ermine_sink_text(sink, "”");
        const char *const from[] = {evidence->document, evidence->date};
        for (size_t k = 0; k < sizeof from / sizeof *from; k++)
            if (from[k] != NULL) {
                ermine_sink_text(sink, k == 0 ? " — " : ", ");
                svg_escape(sink, from[k]);
            }
    }
}

/* "SoftBank — invests in → Stargate (planned, $100bn)", then the strongest evidence. */
static void write_tooltip(const struct picture *picture, const ermine_tie *tie,
                          const struct picture_tie *drawn, const char *relation, ermine_sink *sink)
{
    ermine_sink_text(sink, "<title>");
    svg_escape(sink, picture_name(picture, tie->subject));
    ermine_sink_text(sink, " — ");
    svg_escape(sink, relation);
    ermine_sink_text(sink, tie->symmetric ? " — " : " → ");
    svg_escape(sink, picture_name(picture, tie->object));
    write_details(picture, tie, sink);
    write_evidence(tie, 2, sink);
    if (drawn->before != NULL) {
        ermine_sink_text(sink, "&#10;");
        svg_escape(sink, picture_phrase(picture, "was"));
        ermine_sink_text(sink, ": ");
        svg_escape(sink, picture_phrase(picture, ermine_status_name(drawn->before->status)));
        write_details(picture, drawn->before, sink);
        write_evidence(drawn->before, 1, sink);
    }
    ermine_sink_text(sink, "</title>");
}

void svg_strike(ermine_sink *sink, struct point p, struct point next, const char *color)
{
    double length = fmax(point_distance(p, next), 1e-9);
    double dx = (next.x - p.x) / length, dy = (next.y - p.y) / length;
    for (int i = 0; i < 2; i++) {
        double along = i == 0 ? -2 : 2, lean = 2.4, across = 5.5;
        ermine_sink_format(
            sink, "<path d=\"M%.2f %.2fL%.2f %.2f\" stroke=\"%s\" stroke-width=\"1.8\"/>",
            p.x + dx * (along - lean) - dy * across, p.y + dy * (along - lean) + dx * across,
            p.x + dx * (along + lean) + dy * across, p.y + dy * (along + lean) - dx * across,
            color);
    }
}

static double opacity_of(const struct picture *picture, size_t index)
{
    const ermine_tie *tie = ermine_network_tie(picture->network, index);
    const struct picture_tie *drawn = &picture->ties[index];
    if (picture->options.before != NULL)
        return drawn->change == CHANGE_NONE ? 0.45 : 1;
    if (tie->status == ERMINE_ENDED)
        return 0.38;
    if (picture->options.ego != NULL && !picture_in_focus(picture, index))
        return 0.45;
    if (ermine_network_tie_count(picture->network) < crowded)
        return 0.9;
    return fmin(0.55 + 0.15 * (drawn->width - 0.9), 0.9);
}

static void color_of(const struct picture *picture, const ermine_tie *tie,
                     const struct picture_tie *drawn, bool text, char out[8])
{
    if (picture->options.before != NULL)
        color_readable(svg_change_color(picture, drawn->change), picture->theme->paper,
                       text ? 4.6 : 3, out);
    else
        svg_relation_color(picture, ermine_knowledge_find_relation(picture->known, tie->relation),
                           text, out);
}

/* Where a tie of a timeline leaves its lines. */
static void write_dots(const struct curve *curve, bool both, ermine_sink *sink)
{
    const struct point ends[] = {curve->a, curve->b};
    for (int i = 0; i <= (int)both; i++)
        ermine_sink_format(sink, "<circle cx=\"%.2f\" cy=\"%.2f\" r=\"2.2\"/>", ends[i].x,
                           ends[i].y);
}

void svg_write_tie(const struct picture *picture, size_t index, ermine_sink *sink)
{
    static const char *const changes[] = {"", " appeared", " gone", " changed"};
    const ermine_tie *tie = ermine_network_tie(picture->network, index);
    const struct picture_tie *drawn = &picture->ties[index];
    const ermine_relation_type *type =
        ermine_knowledge_find_relation(picture->known, tie->relation);
    const char *dashes = drawn->change == CHANGE_GONE ? "3 4" : svg_dashes(tie->status);
    /* Of what is painted: a group's own opacity costs a renderer a canvas for each tie. */
    double opacity = opacity_of(picture, index);
    char color[8];
    color_of(picture, tie, drawn, false, color);
    ermine_sink_text(sink, "<g class=\"tie rel-");
    svg_escape(sink, tie->relation);
    ermine_sink_format(sink,
                       " st-%s%s\" id=\"t%zu\" data-tie=\"%zu\" data-a=\"%zu\" data-b=\"%zu\" "
                       "stroke-opacity=\"%.2f\" fill-opacity=\"%.2f\" fill=\"%s\">",
                       ermine_status_name(tie->status), changes[drawn->change], index, index,
                       tie->subject, tie->object, opacity, opacity, color);
    write_tooltip(picture, tie, drawn,
                  type == NULL ? tie->relation : picture_relation_name(picture, type), sink);
    ermine_sink_format(sink, "<path class=\"line\" stroke=\"%s\" stroke-width=\"%.2f\" ", color,
                       drawn->width);
    svg_curve(sink, &drawn->curve);
    if (dashes != NULL)
        ermine_sink_format(sink, " stroke-dasharray=\"%s\"", dashes);
    ermine_sink_text(sink, "/>");
    if (picture->layout == LAYOUT_TIMELINE)
        write_dots(&drawn->curve, tie->symmetric, sink);
    if (!tie->symmetric)
        svg_arrowhead(sink, drawn->curve.c2, drawn->curve.b, drawn->width, color);
    if (tie->status == ERMINE_DENIED)
        svg_strike(sink, curve_at(&drawn->curve, 0.24), curve_at(&drawn->curve, 0.26), color);
    ermine_sink_text(sink, "</g>\n");
}

void svg_write_tie_texts(const struct picture *picture, ermine_sink *sink)
{
    ermine_sink_format(sink, "<g id=\"amounts\" font-size=\"%.1f\" text-anchor=\"middle\">\n",
                       PICTURE_TIE_FONT);
    for (size_t i = 0; i < ermine_network_tie_count(picture->network); i++) {
        const ermine_tie *tie = ermine_network_tie(picture->network, i);
        const struct picture_tie *drawn = &picture->ties[i];
        if (!drawn->text_shown)
            continue;
        char color[8];
        color_of(picture, tie, drawn, true, color);
        ermine_sink_format(sink,
                           "<text class=\"amount\" id=\"a%zu\" data-width=\"%.1f\" "
                           "data-tie=\"%zu\" x=\"%.2f\" y=\"%.2f\" "
                           "fill=\"%s\"%s>",
                           i, drawn->text_width, i, drawn->text_at.x,
                           drawn->text_at.y + PICTURE_TIE_FONT * 0.36, color,
                           tie->status == ERMINE_DENIED ? " text-decoration=\"line-through\"" : "");
        svg_escape(sink, drawn->text);
        ermine_sink_text(sink, "</text>\n");
    }
    ermine_sink_text(sink, "</g>\n");
}
