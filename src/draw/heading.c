/* heading.c - title, what is shown, from what, and what is not. */
#include "draw/svg.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { line_size = 700 };
static const double title_size = 21, text_size = 11.5, after_title = 5, after_all = 16;

/* A line of parts with something between them; what does not fit is left out. */
struct line {
    char text[line_size];
    size_t length;
};

static void add(struct line *line, const char *between, const char *part)
{
    int written = snprintf(line->text + line->length, line_size - line->length, "%s%s",
                           line->length == 0 ? "" : between, part);
    if (written > 0 && line->length + (size_t)written < line_size)
        line->length += (size_t)written;
    line->text[line->length] = '\0';
}

static void add_phrase(const struct picture *picture, struct line *line, const char *between,
                       const char *key, const char *one, const char *two)
{
    char text[300];
    picture_fill(picture_phrase(picture, key), (const char *const[]){one, two, NULL}, text,
                 sizeof text);
    add(line, between, text);
}

static void add_count(const struct picture *picture, struct line *line, const char *key,
                      size_t count)
{
    char number[24];
    snprintf(number, sizeof number, "%zu", count);
    if (count > 0)
        add_phrase(picture, line, "; ", key, number, NULL);
}

static const char *name_of(const struct picture *picture, const char *name)
{
    size_t node = ermine_network_find(picture->network, name);
    return node == ERMINE_NONE ? name : picture_name(picture, node);
}

/* "Within 2 steps of OpenAI · Only invests in, acquires · from 2024". */
static void write_scope(const struct picture *picture, struct line *line)
{
    const ermine_map_options *options = &picture->options;
    const ermine_filter *filter = options->filter;
    char radius[24], number[24];
    snprintf(radius, sizeof radius, "%zu", options->radius);
    if (options->ego != NULL)
        add_phrase(picture, line, " · ", options->radius > 1 ? "ego" : "ego_one", radius,
                   name_of(picture, options->ego));
    if (options->between[0] != NULL)
        add_phrase(picture, line, " · ", "between", name_of(picture, options->between[0]),
                   name_of(picture, options->between[1]));
    if (options->community != NULL)
        add_phrase(picture, line, " · ", "community", name_of(picture, options->community), NULL);
    if (options->compared[0] != NULL)
        add_phrase(picture, line, " · ", "compare", options->compared[0], options->compared[1]);
    if (filter == NULL)
        return;
    struct line only = {.length = 0};
    const char *between =
        options->language != NULL && strcmp(options->language, "zh") == 0 ? "、" : ", ";
    for (const char *const *name = filter->relations; name != NULL && *name != NULL; name++) {
        const ermine_relation_type *type = ermine_knowledge_find_relation(picture->known, *name);
        add(&only, between, type == NULL ? *name : picture_relation_name(picture, type));
    }
    for (const char *const *name = filter->types; name != NULL && *name != NULL; name++) {
        const ermine_type *type = ermine_knowledge_find_type(picture->known, *name);
        add(&only, between, type == NULL ? *name : picture_type_name(picture, type));
    }
    for (const char *const *name = filter->statuses; name != NULL && *name != NULL; name++)
        add(&only, between, picture_phrase(picture, *name));
    if (only.length > 0)
        add_phrase(picture, line, " · ", "only", only.text, NULL);
    if (filter->since != NULL)
        add_phrase(picture, line, " · ", "since", filter->since, NULL);
    if (filter->until != NULL && options->compared[0] == NULL)
        add_phrase(picture, line, " · ", "until", filter->until, NULL);
    snprintf(number, sizeof number, "%.2g", filter->min_confidence);
    if (filter->min_confidence > 0)
        add_phrase(picture, line, " · ", "confident", number, NULL);
}

/* "119 entities, 346 ties from 28 documents · 2023-11-02 – 2025-10-06". */
static void write_summary(const struct picture *picture, struct line *line)
{
    char numbers[3][24], text[300];
    const size_t counts[3] = {ermine_network_node_count(picture->network),
                              ermine_network_tie_count(picture->network),
                              ermine_network_document_count(picture->network)};
    for (int i = 0; i < 3; i++)
        snprintf(numbers[i], sizeof numbers[i], "%zu", counts[i]);
    picture_fill(picture_phrase(picture, "summary"),
                 (const char *const[]){numbers[0], numbers[1], numbers[2]}, text, sizeof text);
    add(line, "", text);
    const char *first = NULL, *last = NULL;
    for (size_t i = 0; i < counts[1]; i++) {
        const ermine_tie *tie = ermine_network_tie(picture->network, i);
        if (tie->first_seen != NULL && (first == NULL || strcmp(tie->first_seen, first) < 0))
            first = tie->first_seen;
        if (tie->last_seen != NULL && (last == NULL || strcmp(tie->last_seen, last) > 0))
            last = tie->last_seen;
    }
    if (first == NULL || last == NULL)
        return;
    snprintf(text, sizeof text, "%.20s%s%.20s", first, strcmp(first, last) == 0 ? "" : " – ",
             strcmp(first, last) == 0 ? "" : last);
    add(line, " · ", text);
}

static void write_omissions(const struct picture *picture, struct line *line)
{
    struct line parts = {.length = 0};
    add_count(picture, &parts, "left_out", picture->left_out);
    add_count(picture, &parts, "left_apart", picture->left_apart);
    add_count(picture, &parts, "ties_out", picture->ties_out);
    add_count(picture, &parts, "lesser", picture->ties_lesser);
    add_count(picture, &parts, picture->layout == LAYOUT_FLOW ? "no_money" : "no_date",
              picture->ties_useless);
    if (parts.length > 0)
        add_phrase(picture, line, "", "not_shown", parts.text, NULL);
}

static void write_comparison(const struct picture *picture, struct line *line)
{
    char numbers[3][24], text[300];
    size_t counts[4] = {0};
    if (picture->options.before == NULL)
        return;
    for (size_t i = 0; i < ermine_network_tie_count(picture->network); i++)
        counts[picture->ties[i].change]++;
    for (int i = 0; i < 3; i++)
        snprintf(numbers[i], sizeof numbers[i], "%zu", counts[i + 1]);
    picture_fill(picture_phrase(picture, "compared"),
                 (const char *const[]){numbers[0], numbers[1], numbers[2]}, text, sizeof text);
    add(line, "", text);
}

bool heading_make(struct picture *picture, double width, ermine_error *err)
{
    static void (*const writers[])(const struct picture *picture, struct line *line) = {
        write_scope, write_comparison, write_summary, write_omissions};
    struct heading *heading = ARENA_NEW(picture->arena, struct heading, 1, err);
    if (heading == NULL)
        return false;
    if (picture->options.title != NULL) {
        if (!label_wrap(picture->options.title, width / title_size, true, picture->arena,
                        &heading->title, err))
            return false;
        heading->height += (double)heading->title.count * title_size * PICTURE_LINE + after_title;
    }
    for (size_t i = 0; i < sizeof writers / sizeof *writers; i++) {
        struct line line = {.length = 0};
        writers[i](picture, &line);
        if (line.length == 0)
            continue;
        struct label *label = &heading->lines[heading->count++];
        if (!label_wrap(line.text, width / text_size, false, picture->arena, label, err))
            return false;
        heading->height += (double)label->count * text_size * 1.35;
    }
    heading->height += after_all;
    picture->heading = heading;
    return true;
}

static void write_label(const struct label *label, double size, double step, double *y,
                        ermine_sink *sink)
{
    for (size_t i = 0; i < label->count; i++) {
        ermine_sink_format(sink, "<tspan x=\"0\" y=\"%.1f\">", *y + size * PICTURE_RISE);
        svg_escape(sink, label->lines[i]);
        ermine_sink_text(sink, "</tspan>");
        *y += step;
    }
}

void heading_write(const struct picture *picture, ermine_sink *sink)
{
    const struct heading *heading = picture->heading;
    double y = 0;
    if (heading->title.count > 0) {
        ermine_sink_format(sink,
                           "<text class=\"title\" id=\"title\" font-size=\"%.0f\" "
                           "font-weight=\"700\">",
                           title_size);
        write_label(&heading->title, title_size, title_size * PICTURE_LINE, &y, sink);
        ermine_sink_text(sink, "</text>\n");
        y += after_title;
    }
    for (size_t i = 0; i < heading->count; i++) {
        ermine_sink_format(
            sink, "<text class=\"summary\" id=\"summary%zu\" font-size=\"%.1f\" fill=\"%s\">", i,
            text_size, picture->theme->quiet);
        write_label(&heading->lines[i], text_size, text_size * 1.35, &y, sink);
        ermine_sink_text(sink, "</text>\n");
    }
}
