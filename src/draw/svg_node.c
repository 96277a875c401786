/* svg_node.c - an entity as SVG, and the backgrounds of groups. */
#include "draw/svg.h"

#include <math.h>
#include <stdlib.h>

/* Where a line of the label begins, ends or has its middle, by the side it stands on. */
static void write_lines(const struct picture_node *node, ermine_sink *sink)
{
    static const char *const anchors[] = {[SIDE_BELOW] = "middle",
                                          [SIDE_ABOVE] = "middle",
                                          [SIDE_RIGHT] = "start",
                                          [SIDE_LEFT] = "end"};
    struct box box = picture_label_box(node, node->side);
    double x = node->side == SIDE_RIGHT  ? box.left
               : node->side == SIDE_LEFT ? box.right
                                         : (box.left + box.right) / 2;
    ermine_sink_format(sink, " text-anchor=\"%s\">", anchors[node->side]);
    for (size_t i = 0; i < node->label.count; i++) {
        ermine_sink_format(sink, "<tspan x=\"%.2f\" y=\"%.2f\">", x,
                           box.top + node->font * (PICTURE_RISE + (double)i * PICTURE_LINE));
        svg_escape(sink, node->label.lines[i]);
        ermine_sink_text(sink, "</tspan>");
    }
}

/* Along the ray from the circle's centre, turned around where it would read upside down. */
static void write_outward(const struct picture_node *node, ermine_sink *sink)
{
    double angle = node->turn * M_PI / 180;
    bool back = cos(angle) < 0;
    double x = node->x + (back ? -1 : 1) * (picture_reach(node) + 4);
    ermine_sink_format(sink, " text-anchor=\"%s\" transform=\"rotate(%.2f %.2f %.2f)\">",
                       back ? "end" : "start", back ? node->turn + 180 : node->turn, node->x,
                       node->y);
    for (size_t i = 0; i < node->label.count; i++) {
        double line = (double)i - (double)(node->label.count - 1) / 2;
        ermine_sink_format(sink, "<tspan x=\"%.2f\" y=\"%.2f\">", x,
                           node->y + node->font * (0.36 + line * PICTURE_LINE));
        svg_escape(sink, node->label.lines[i]);
        ermine_sink_text(sink, "</tspan>");
    }
}

static void write_shape(const struct picture *picture, size_t index, const ermine_type *type,
                        ermine_sink *sink)
{
    const struct picture_node *node = &picture->nodes[index];
    char color[8];
    bool gone = node->change == CHANGE_GONE;
    if (picture->options.before == NULL)
        svg_type_color(picture, type, color);
    else
        color_readable(svg_change_color(picture, node->change), picture->theme->paper, 3, color);
    if (node->focus)
        ermine_sink_format(sink,
                           "<circle class=\"focus\" cx=\"%.2f\" cy=\"%.2f\" r=\"%.2f\" "
                           "fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\"/>",
                           node->x, node->y, node->radius + PICTURE_RING, picture->theme->ink);
    ermine_sink_format(sink, "<g id=\"s%zu\" fill=\"%s\" stroke=\"%s\" stroke-width=\"%.1f\"%s>",
                       index, gone ? picture->theme->paper : color,
                       gone ? color : picture->theme->paper, gone ? 2.0 : 1.2,
                       gone ? " stroke-dasharray=\"3 2\"" : "");
    svg_shape(sink, type == NULL ? "circle" : type->shape, node->x, node->y, node->radius);
    ermine_sink_text(sink, "</g>");
}

void svg_write_node(const struct picture *picture, size_t index, ermine_sink *sink)
{
    static const char *const changes[] = {"", " appeared", " gone", " changed"};
    const struct picture_node *node = &picture->nodes[index];
    const ermine_node *entity = ermine_network_node(picture->network, index);
    const ermine_type *type = ermine_knowledge_find_type(picture->known, entity->type);
    bool rest = picture->options.before != NULL && node->change == CHANGE_NONE;
    ermine_sink_text(sink, "<g class=\"node type-");
    svg_escape(sink, entity->type);
    ermine_sink_format(sink, "%s\" id=\"n%zu\" data-node=\"%zu\" data-id=\"", changes[node->change],
                       index, index);
    svg_escape(sink, entity->id);
    ermine_sink_text(sink, "\"><title>");
    svg_escape(sink, picture_name(picture, index));
    ermine_sink_text(sink, " — ");
    svg_escape(sink, type == NULL ? entity->type : picture_type_name(picture, type));
    ermine_sink_format(sink, ", #%zu</title>", node->rank);
    write_shape(picture, index, type, sink);
    ermine_sink_format(
        sink, "<text class=\"name\" id=\"l%zu\" data-width=\"%.1f\" font-size=\"%.2f\"%s", index,
        node->label.width * node->font, node->font, node->label.bold ? " font-weight=\"700\"" : "");
    if (rest)
        ermine_sink_format(sink, " fill=\"%s\"", picture->theme->quiet);
    if (node->side == SIDE_OUTWARD)
        write_outward(node, sink);
    else
        write_lines(node, sink);
    ermine_sink_text(sink, "</text></g>\n");
}

/* The shortest lines that join a group (Prim 1957), so that the background reaches from member to member and covers
 * few others. */
static void write_tree(const struct picture *picture, const size_t *members, size_t count,
                       bool *joined, double *nearest, size_t *through, ermine_sink *sink)
{
    for (size_t i = 0; i < count; i++) {
        joined[i] = i == 0;
        through[i] = 0;
        const struct picture_node *a = &picture->nodes[members[0]],
                                  *b = &picture->nodes[members[i]];
        nearest[i] = hypot(a->x - b->x, a->y - b->y);
    }
    for (size_t step = 1; step < count; step++) {
        size_t best = 0;
        for (size_t i = 1; i < count; i++)
            if (!joined[i] && (best == 0 || nearest[i] < nearest[best]))
                best = i;
        const struct picture_node *from = &picture->nodes[members[through[best]]],
                                  *to = &picture->nodes[members[best]];
        ermine_sink_format(sink, "<path d=\"M%.2f %.2fL%.2f %.2f\" stroke-width=\"26\"/>", from->x,
                           from->y, to->x, to->y);
        joined[best] = true;
        for (size_t i = 1; i < count; i++) {
            const struct picture_node *other = &picture->nodes[members[i]];
            double far = hypot(other->x - to->x, other->y - to->y);
            if (!joined[i] && far < nearest[i]) {
                nearest[i] = far;
                through[i] = best;
            }
        }
    }
}

void svg_write_hulls(const struct picture *picture, ermine_sink *sink)
{
    size_t nodes = ermine_network_node_count(picture->network), colors = 0;
    if (!picture->options.hulls)
        return;
    while (picture->theme->hulls[colors] != NULL)
        colors++;
    size_t *members = calloc(nodes + 1, sizeof *members),
           *through = calloc(nodes + 1, sizeof *through);
    double *nearest = calloc(nodes + 1, sizeof *nearest);
    bool *joined = calloc(nodes + 1, sizeof *joined);
    bool ok = members != NULL && through != NULL && nearest != NULL && joined != NULL;
    ermine_sink_text(sink, "<g id=\"hulls\" stroke-linecap=\"round\">\n");
    for (size_t g = 0; ok && g < picture->group_count; g++) {
        size_t count = 0;
        for (size_t i = 0; i < nodes; i++)
            if (picture->nodes[i].community == g)
                members[count++] = i;
        if (count < 3)
            continue;
        const char *color = picture->theme->hulls[g % colors];
        ermine_sink_format(sink,
                           "<g class=\"hull\" data-community=\"%zu\" opacity=\"%.2f\" fill=\"%s\" "
                           "stroke=\"%s\">",
                           g + 1, picture->theme->hull_opacity, color, color);
        write_tree(picture, members, count, joined, nearest, through, sink);
        for (size_t i = 0; i < count; i++) {
            const struct picture_node *node = &picture->nodes[members[i]];
            struct box box = picture_label_box(node, node->side), shape = picture_shape_box(node);
            box_add(&box, &shape);
            box_grow(&box, 9);
            ermine_sink_format(sink,
                               "<rect x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%.2f\" "
                               "rx=\"14\" stroke=\"none\"/>",
                               box.left, box.top, box.right - box.left, box.bottom - box.top);
        }
        ermine_sink_text(sink, "</g>\n");
    }
    ermine_sink_text(sink, "</g>\n");
    free(members);
    free(through);
    free(nearest);
    free(joined);
}
