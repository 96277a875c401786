/* svg.c - a picture as SVG: groups and ties below, nodes and their names above, the legend under it all. */
#include "draw/svg.h"

#include "base/utf8.h"

#include <math.h>
#include <string.h>

static const double margin = 24, least_width = 740, legend_gap = 22;

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
    static const struct {
        const char *name;
        int corners;
        double turn;
    } polygons[] = {{"diamond", 4, 0},      {"pentagon", 5, -0.25}, {"hexagon", 6, 0},
                    {"octagon", 8, 0.0625}, {"triangle", 3, -0.25}, {"invtriangle", 3, 0.25}};
    for (size_t i = 0; i < sizeof polygons / sizeof *polygons; i++)
        if (strcmp(shape, polygons[i].name) == 0) {
            polygon(sink, x, y, radius, polygons[i].corners, polygons[i].turn);
            return;
        }
    double half = radius * 0.86; /* squares of about the area of the circle */
    if (strcmp(shape, "square") == 0 || strcmp(shape, "rounded") == 0)
        ermine_sink_format(
            sink, "<rect x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%.2f\" rx=\"%.2f\"/>",
            x - half, y - half, 2 * half, 2 * half,
            strcmp(shape, "rounded") == 0 ? half * 0.55 : 0);
    else if (strcmp(shape, "note") == 0)
        ermine_sink_format(sink, "<path d=\"M%.2f %.2fh%.2fl%.2f %.2fv%.2fh%.2fZ\"/>", x - half,
                           y - half, 1.3 * half, 0.7 * half, 0.7 * half, 1.3 * half, -2 * half);
    else if (strcmp(shape, "doublecircle") == 0) /* a ring around a dot */
        ermine_sink_format(sink,
                           "<path fill-rule=\"evenodd\" d=\"M%.2f %.2fa%.2f %.2f 0 1 0 %.2f "
                           "0a%.2f %.2f 0 1 0 %.2f 0ZM%.2f %.2fa%.2f %.2f 0 1 0 %.2f 0a%.2f %.2f 0 "
                           "1 0 %.2f 0Z\"/>",
                           x - radius, y, radius, radius, 2 * radius, radius, radius, -2 * radius,
                           x - radius / 2, y, radius / 2, radius / 2, radius, radius / 2,
                           radius / 2, -radius);
    else
        ermine_sink_format(sink, "<circle cx=\"%.2f\" cy=\"%.2f\" r=\"%.2f\"/>", x, y, radius);
}

void svg_curve(ermine_sink *sink, const struct curve *c)
{
    ermine_sink_format(sink, "d=\"M%.2f %.2fC%.2f %.2f %.2f %.2f %.2f %.2f\"", c->a.x, c->a.y,
                       c->c1.x, c->c1.y, c->c2.x, c->c2.y, c->b.x, c->b.y);
}

const char *svg_dashes(ermine_status status)
{
    switch (status) {
    case ERMINE_PLANNED:
        return "8 4";
    case ERMINE_REPORTED:
        return "1.5 3.5";
    default:
        return NULL;
    }
}

void svg_type_color(const struct picture *picture, const ermine_type *type, char out[8])
{
    color_readable(type == NULL ? picture->theme->rest : type->color, picture->theme->paper, 3,
                   out);
}

void svg_relation_color(const struct picture *picture, const ermine_relation_type *type, bool text,
                        char out[8])
{
    color_readable(type == NULL ? picture->theme->rest : type->color, picture->theme->paper,
                   text ? 4.6 : 3, out);
}

const char *svg_change_color(const struct picture *picture, enum change change)
{
    const struct theme *theme = picture->theme;
    const char *const colors[] = {theme->rest, theme->appeared, theme->gone, theme->changed};
    return colors[change];
}

void svg_arrowhead(ermine_sink *sink, struct point from, struct point at, double width,
                   const char *color)
{
    double length = point_distance(from, at);
    if (length < 1e-9)
        return;
    double dx = (at.x - from.x) / length, dy = (at.y - from.y) / length;
    double reach = 2 + 1.6 * width, half = 1.9 + 0.95 * width, back = 3;
    ermine_sink_format(sink,
                       "<path class=\"head\" d=\"M%.2f %.2fL%.2f %.2fL%.2f %.2fZ\" fill=\"%s\"/>",
                       at.x + dx * reach, at.y + dy * reach, at.x - dx * back - dy * half,
                       at.y - dy * back + dx * half, at.x - dx * back + dy * half,
                       at.y - dy * back - dx * half, color);
}

void svg_write_marks(const struct picture *picture, ermine_sink *sink)
{
    for (size_t i = 0; i < picture->mark_count; i++) {
        const struct picture_mark *mark = &picture->marks[i];
        const struct box *box = &mark->box;
        if (mark->kind == MARK_BAND)
            ermine_sink_format(sink,
                               "<rect class=\"band\" x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" "
                               "height=\"%.2f\" rx=\"6\" fill=\"%s\" fill-opacity=\"0.28\"/>\n",
                               box->left, box->top, box->right - box->left, box->bottom - box->top,
                               picture->theme->faint);
        else if (mark->kind == MARK_LINE)
            ermine_sink_format(sink,
                               "<path class=\"rule\" d=\"M%.2f %.2fL%.2f %.2f\" stroke=\"%s\"/>\n",
                               box->left, box->top, box->right, box->bottom, picture->theme->faint);
    }
    for (size_t i = 0; i < picture->mark_count; i++) {
        const struct picture_mark *mark = &picture->marks[i];
        if (mark->text == NULL)
            continue;
        bool head = mark->kind == MARK_HEAD;
        ermine_sink_format(sink,
                           "<text class=\"mark\" id=\"mark%zu\" x=\"%.2f\" y=\"%.2f\" "
                           "font-size=\"%.1f\" fill=\"%s\"%s>",
                           i, mark->box.left, mark->box.bottom, mark->box.bottom - mark->box.top,
                           head ? picture->theme->ink : picture->theme->quiet,
                           head ? " font-weight=\"700\"" : "");
        svg_escape(sink, mark->text);
        ermine_sink_text(sink, "</text>\n");
    }
}

static void write_head(const struct picture *picture, double width, double height,
                       ermine_sink *sink)
{
    const struct theme *theme = picture->theme;
    ermine_sink_format(
        sink,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" id=\"map\" class=\"%s\" viewBox=\"0 0 %.0f "
        "%.0f\" width=\"%.0f\" height=\"%.0f\" font-family=\"" LABEL_FONTS
        "\" fill=\"%s\"%s%s%s>\n",
        theme->name, width, height, width, height, theme->ink,
        picture->options.language == NULL ? "" : " xml:lang=\"",
        picture->options.language == NULL ? "" : picture->options.language,
        picture->options.language == NULL ? "" : "\"");
    ermine_sink_format(sink,
                       "<style>.tie path,.rule{fill:none}.tie "
                       ".head{stroke:none;fill:inherit}.name,.amount{paint-order:stroke;stroke:%s;"
                       "stroke-width:3px;stroke-linejoin:round}</style>\n",
                       theme->paper);
    ermine_sink_format(sink, "<rect class=\"paper\" width=\"%.0f\" height=\"%.0f\" fill=\"%s\"/>\n",
                       width, height, theme->paper);
}

double svg_body_width(const struct picture *picture, struct legend *legend)
{
    double body = fmax(picture->width, least_width);
    legend_measure(picture, body, legend);
    return fmax(body, legend->width);
}

void picture_write_svg(const struct picture *picture, ermine_sink *sink)
{
    struct legend legend;
    double body = svg_body_width(picture, &legend), head = picture->heading->height;
    double width = ceil(body + 2 * margin);
    double height = ceil(margin + head + picture->height + legend_gap + legend.height + margin);
    write_head(picture, width, height, sink);
    ermine_sink_format(sink, "<g id=\"heading\" transform=\"translate(%.0f %.0f)\">\n", margin,
                       margin);
    heading_write(picture, sink);
    ermine_sink_format(sink, "</g>\n<g id=\"graph\" transform=\"translate(%.1f %.1f)\">\n",
                       margin + (body - picture->width) / 2, margin + head);
    svg_write_marks(picture, sink);
    svg_write_hulls(picture, sink);
    ermine_sink_text(sink, "<g id=\"ties\">\n");
    for (size_t i = 0; i < ermine_network_tie_count(picture->network); i++)
        svg_write_tie(picture, i, sink);
    ermine_sink_text(sink, "</g>\n");
    svg_write_tie_texts(picture, sink);
    ermine_sink_text(sink, "<g id=\"nodes\">\n");
    for (size_t i = 0; i < ermine_network_node_count(picture->network); i++)
        svg_write_node(picture, i, sink);
    ermine_sink_text(sink, "</g>\n</g>\n");
    ermine_sink_format(sink, "<g id=\"legend\" transform=\"translate(%.0f %.1f)\">\n", margin,
                       margin + head + picture->height + legend_gap);
    legend_write(picture, &legend, sink);
    ermine_sink_text(sink, "</g>\n</svg>\n");
}
