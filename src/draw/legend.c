/* legend.c - what colours, shapes and lines mean, as a band of columns. */
#include "draw/svg.h"

#include <math.h>
#include <string.h>

enum { TYPES, RELATIONS, STATUSES, CHANGES, GROUPS };
enum { most_groups = 8 };
static const double size = 10.5, row = 16, sample = 30, between_columns = 16, between_sections = 30;

static bool type_occurs(const struct picture *picture, const char *name)
{
    for (size_t i = 0; i < ermine_network_node_count(picture->network); i++)
        if (strcmp(ermine_network_node(picture->network, i)->type, name) == 0)
            return true;
    return false;
}

static bool relation_occurs(const struct picture *picture, const char *name)
{
    for (size_t i = 0; i < ermine_network_tie_count(picture->network); i++)
        if (strcmp(ermine_network_tie(picture->network, i)->relation, name) == 0)
            return true;
    return false;
}

static bool status_occurs(const struct picture *picture, ermine_status status)
{
    for (size_t i = 0; i < ermine_network_tie_count(picture->network); i++)
        if (ermine_network_tie(picture->network, i)->status == status)
            return true;
    return false;
}

static bool change_occurs(const struct picture *picture, enum change change)
{
    for (size_t i = 0; i < ermine_network_tie_count(picture->network); i++)
        if (picture->ties[i].change == change)
            return true;
    for (size_t i = 0; i < ermine_network_node_count(picture->network); i++)
        if (picture->nodes[i].change == change)
            return true;
    return false;
}

/* The most influential of a group, whose name it gets. */
static size_t leader_of(const struct picture *picture, size_t group, size_t *count)
{
    size_t leader = ERMINE_NONE;
    *count = 0;
    for (size_t i = 0; i < ermine_network_node_count(picture->network); i++) {
        if (picture->nodes[i].community != group)
            continue;
        ++*count;
        if (leader == ERMINE_NONE || picture->nodes[i].rank < picture->nodes[leader].rank)
            leader = i;
    }
    return leader;
}

static const char *change_name(const struct picture *picture, size_t change)
{
    static const char *const keys[] = {"same", "appeared", "gone", "changed"};
    return picture_phrase(picture, keys[change]);
}

static const char *item_name(const struct picture *picture, size_t section, size_t item)
{
    size_t count;
    switch (section) {
    case TYPES:
        return picture_type_name(picture, ermine_knowledge_type(picture->known, item));
    case RELATIONS:
        return picture_relation_name(picture, ermine_knowledge_relation(picture->known, item));
    case STATUSES:
        return picture_phrase(picture, ermine_status_name((ermine_status)item));
    case CHANGES:
        return change_name(picture, item);
    default:
        return picture_name(picture, leader_of(picture, item, &count));
    }
}

static void list(struct legend_section *section, size_t item, bool occurs)
{
    if (occurs && section->count < legend_most)
        section->items[section->count++] = item;
}

static void list_items(const struct picture *picture, struct legend *legend)
{
    struct legend_section *s = legend->sections;
    bool compares = picture->options.before != NULL;
    for (size_t i = 0; i < ermine_knowledge_type_count(picture->known); i++)
        list(&s[TYPES], i, type_occurs(picture, ermine_knowledge_type(picture->known, i)->name));
    for (size_t i = 0; i < ermine_knowledge_relation_count(picture->known) && !compares; i++)
        list(&s[RELATIONS], i,
             relation_occurs(picture, ermine_knowledge_relation(picture->known, i)->name));
    for (ermine_status status = ERMINE_CURRENT; status <= ERMINE_ENDED; status++)
        list(&s[STATUSES], status, status_occurs(picture, status));
    for (enum change change = CHANGE_NONE; change <= CHANGE_CHANGED && compares; change++)
        list(&s[CHANGES], change, change_occurs(picture, change));
    for (size_t group = 0, count; group < picture->group_count && group < most_groups; group++)
        list(&s[GROUPS], group,
             picture->options.hulls && leader_of(picture, group, &count) != ERMINE_NONE &&
                 count >= 3);
}

static double width_of(const char *text, bool bold)
{
    return label_width(text, strlen(text), bold) * size;
}

static double section_width(const struct legend_section *section)
{
    double columns =
        (double)section->columns * (section->column + between_columns) - between_columns;
    return fmax(columns, width_of(section->head, true));
}

static double width_in_rows(struct legend *legend, size_t rows)
{
    double width = -between_sections;
    for (size_t i = 0; i < legend_sections; i++) {
        struct legend_section *section = &legend->sections[i];
        section->columns = (section->count + rows - 1) / rows;
        if (section->count > 0)
            width += section_width(section) + between_sections;
    }
    return width;
}

void legend_measure(const struct picture *picture, double width, struct legend *legend)
{
    static const char *const heads[] = {"entities", "ties", "status", "changes", "groups"};
    *legend = (struct legend){.rows = 3};
    list_items(picture, legend);
    size_t most = 0;
    for (size_t i = 0; i < legend_sections; i++) {
        struct legend_section *section = &legend->sections[i];
        section->head = picture_phrase(picture, heads[i]);
        for (size_t k = 0; k < section->count; k++)
            section->column =
                fmax(section->column,
                     sample + width_of(item_name(picture, i, section->items[k]), false));
        most = section->count > most ? section->count : most;
    }
    while (legend->rows < most && width_in_rows(legend, legend->rows) > width)
        legend->rows++;
    legend->width = width_in_rows(legend, legend->rows);
    if (most < legend->rows)
        legend->rows = most;
    legend->height = (double)(legend->rows + 1) * row + 4;
}

static void write_line(double x, double y, const char *color, const char *dashes, double width,
                       ermine_sink *sink)
{
    ermine_sink_format(sink,
                       "<path d=\"M%.1f %.1fH%.1f\" fill=\"none\" stroke=\"%s\" "
                       "stroke-width=\"%.1f\"",
                       x, y, x + sample - 10, color, width);
    if (dashes != NULL)
        ermine_sink_format(sink, " stroke-dasharray=\"%s\"", dashes);
    ermine_sink_text(sink, "/>");
}

static void write_type(const struct picture *picture, size_t item, double x, double y,
                       ermine_sink *sink)
{
    const ermine_type *type = ermine_knowledge_type(picture->known, item);
    char color[8];
    svg_type_color(picture, type, color);
    if (picture->options.before != NULL)
        color_readable(picture->theme->rest, picture->theme->paper, 3, color);
    ermine_sink_format(sink, "<g fill=\"%s\">", color);
    svg_shape(sink, type->shape, x + 10, y, 6);
    ermine_sink_text(sink, "</g>");
}

static void write_relation(const struct picture *picture, size_t item, double x, double y,
                           ermine_sink *sink)
{
    const ermine_relation_type *type = ermine_knowledge_relation(picture->known, item);
    char color[8];
    svg_relation_color(picture, type, false, color);
    write_line(x, y, color, NULL, 2, sink);
    if (!type->symmetric)
        svg_arrowhead(sink, (struct point){x, y}, (struct point){x + sample - 10, y}, 2, color);
}

static void write_status(const struct picture *picture, size_t item, double x, double y,
                         ermine_sink *sink)
{
    const char *color = picture->theme->quiet;
    ermine_sink_text(sink, item == ERMINE_ENDED ? "<g opacity=\"0.38\">" : "<g>");
    write_line(x, y, color, svg_dashes((ermine_status)item), 1.8, sink);
    if (item == ERMINE_DENIED)
        svg_strike(sink, (struct point){x + 10, y}, (struct point){x + 11, y}, color);
    ermine_sink_text(sink, "</g>");
}

static void write_change(const struct picture *picture, size_t item, double x, double y,
                         ermine_sink *sink)
{
    write_line(x, y, svg_change_color(picture, (enum change)item),
               item == CHANGE_GONE ? "3 4" : NULL, 2.4, sink);
}

static void write_group(const struct picture *picture, size_t item, double x, double y,
                        ermine_sink *sink)
{
    size_t colors = 0;
    while (picture->theme->hulls[colors] != NULL)
        colors++;
    ermine_sink_format(sink,
                       "<rect x=\"%.1f\" y=\"%.1f\" width=\"20\" height=\"11\" rx=\"4\" "
                       "fill=\"%s\" fill-opacity=\"%.2f\"/>",
                       x, y - 5.5, picture->theme->hulls[item % colors],
                       picture->theme->hull_opacity * 2);
}

void legend_write(const struct picture *picture, const struct legend *legend, ermine_sink *sink)
{
    static void (*const samples[])(const struct picture *picture, size_t item, double x, double y,
                                   ermine_sink *sink) = {write_type, write_relation, write_status,
                                                         write_change, write_group};
    double left = 0;
    size_t number = 0;
    ermine_sink_format(sink, "<g font-size=\"%.1f\">\n", size);
    for (size_t i = 0; i < legend_sections; i++) {
        const struct legend_section *section = &legend->sections[i];
        if (section->count == 0)
            continue;
        ermine_sink_format(sink,
                           "<text id=\"legend%zu\" x=\"%.1f\" y=\"%.1f\" font-weight=\"700\">",
                           number++, left, size);
        svg_escape(sink, section->head);
        ermine_sink_text(sink, "</text>\n");
        for (size_t k = 0; k < section->count; k++) {
            size_t column = k / legend->rows;
            double x = left + (double)column * (section->column + between_columns);
            double y = size + (double)(k % legend->rows + 1) * row;
            samples[i](picture, section->items[k], x, y - size * 0.35, sink);
            ermine_sink_format(sink, "<text id=\"legend%zu\" x=\"%.1f\" y=\"%.1f\">", number++,
                               x + sample, y);
            svg_escape(sink, item_name(picture, i, section->items[k]));
            ermine_sink_text(sink, "</text>\n");
        }
        left += section_width(section) + between_sections;
    }
    ermine_sink_text(sink, "</g>\n");
}
