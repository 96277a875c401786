/* timeline.c - dated ties in their order, from left to right; every entity has a line of its own, which begins where
 * it enters. A line is named before its beginning, where no earlier tie passes: all of these end above. */
#include "draw/picture.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double row = 21, least_column = 15, month_size = 9.5, head_room = 26;
static const double longest_name = 40; /* font sizes, in one line */

struct event {
    const char *date;
    size_t tie;
    double x, width; /* of its column, from the left */
    bool placed;
};

static const char *date_of(const ermine_tie *tie)
{
    return tie->date != NULL ? tie->date : tie->first_seen;
}

static int compare_events(const void *left, const void *right)
{
    const struct event *a = left, *b = right;
    int order = strcmp(a->date, b->date);
    return order != 0 ? order : (a->tie > b->tie) - (a->tie < b->tie);
}

/* What is known while events get columns and entities lines. */
struct lines {
    struct picture *picture;
    struct event *events;
    size_t count;        /* of lines so far */
    size_t *line;        /* of each node; ERMINE_NONE until it enters */
    double *begin, *end; /* x of each node's first and last tie */
    bool *taken;         /* lines that a tie of this column covers */
};

static void enter(struct lines *lines, size_t node, double x)
{
    if (lines->line[node] == ERMINE_NONE) {
        lines->line[node] = lines->count++;
        lines->begin[node] = x;
    }
    lines->end[node] = x;
}

/* Takes the event into the column at `x` when it covers no line that another one there does. */
static bool join(struct lines *lines, const struct event *event, double x)
{
    const ermine_tie *tie = ermine_network_tie(lines->picture->network, event->tie);
    size_t a = lines->line[tie->subject], b = lines->line[tie->object], next = lines->count;
    if (a == ERMINE_NONE)
        a = next++;
    if (b == ERMINE_NONE)
        b = next;
    size_t from = a < b ? a : b, to = a < b ? b : a;
    for (size_t i = from; i <= to; i++)
        if (lines->taken[i])
            return false;
    memset(lines->taken + from, true, to - from + 1);
    enter(lines, tie->subject, x);
    enter(lines, tie->object, x);
    return true;
}

/* Ties of one date fill one column after another. A column is full before the next begins, so that what enters there
 * is below all that came before. Returns where the next column begins. */
static double fill_columns(struct lines *lines, size_t first, size_t end, double x)
{
    size_t nodes = ermine_network_node_count(lines->picture->network);
    for (size_t left = end - first; left > 0;) {
        double width = least_column;
        memset(lines->taken, false, nodes);
        for (size_t i = first; i < end; i++) {
            struct event *event = &lines->events[i];
            if (event->placed || !join(lines, event, x))
                continue;
            event->placed = true;
            event->x = x;
            width = fmax(width, lines->picture->ties[event->tie].text_width + 8);
            left--;
        }
        for (size_t i = first; i < end; i++)
            if (lines->events[i].placed && lines->events[i].x == x)
                lines->events[i].width = width;
        x += width;
    }
    return x;
}

static void place_events(struct lines *lines, size_t count)
{
    double x = 0;
    for (size_t first = 0, end; first < count; first = end) {
        for (end = first + 1;
             end < count && strcmp(lines->events[first].date, lines->events[end].date) == 0;)
            end++;
        x = fill_columns(lines, first, end, x);
    }
    size_t nodes = ermine_network_node_count(lines->picture->network);
    for (size_t i = 0; i < nodes; i++) {
        if (lines->line[i] == ERMINE_NONE) /* asked for, but without a dated tie */
            lines->line[i] = lines->count++;
        lines->picture->nodes[i].y = (double)lines->line[i] * row;
    }
}

static bool add_lines(struct picture *picture, const double *begin, const double *end,
                      ermine_error *err)
{
    for (size_t i = 0; i < ermine_network_node_count(picture->network); i++) {
        struct picture_node *node = &picture->nodes[i];
        node->radius = fmin(4 + node->radius / 6, row / 2 - 2);
        node->font = fmin(node->font, 13);
        node->x = begin[i] - 8;
        node->side = SIDE_LEFT;
        if (!label_wrap(picture_name(picture, i), longest_name, node->label.bold, picture->arena,
                        &node->label, err))
            return false;
        struct picture_mark line = {.kind = MARK_LINE,
                                    .box = {node->x, node->y, end[i] + least_column, node->y}};
        if (!picture_add_mark(picture, line, err))
            return false;
    }
    return true;
}

/* The months, above and below. */
static bool add_dates(struct picture *picture, const struct event *events, size_t count,
                      double bottom, ermine_error *err)
{
    double free_from = -INFINITY;
    for (size_t i = 0; i < count; i++) {
        bool new_month = i == 0 || strncmp(events[i].date, events[i - 1].date, 7) != 0;
        if (!new_month)
            continue;
        double x = events[i].x;
        struct picture_mark rule = {.kind = MARK_LINE, .box = {x, -head_room, x, bottom}};
        if (!picture_add_mark(picture, rule, err))
            return false;
        const char *text = arena_copy(picture->arena, events[i].date,
                                      strlen(events[i].date) < 7 ? strlen(events[i].date) : 7, err);
        if (text == NULL)
            return false;
        double width = label_width(text, strlen(text), false) * month_size;
        if (x < free_from)
            continue;
        free_from = x + width + 12;
        for (int edge = 0; edge < 2; edge++) {
            double base = edge == 0 ? -head_room + month_size : bottom;
            struct picture_mark mark = {.kind = MARK_TEXT,
                                        .box = {x + 3, base - month_size, x + 3 + width, base},
                                        .text = text};
            if (!picture_add_mark(picture, mark, err))
                return false;
        }
    }
    return true;
}

/* Upright from line to line, an arrowhead's room before the end. */
static void stand(struct picture *picture, const struct event *event)
{
    const ermine_tie *tie = ermine_network_tie(picture->network, event->tie);
    struct picture_tie *drawn = &picture->ties[event->tie];
    double from = picture->nodes[tie->subject].y, to = picture->nodes[tie->object].y;
    double x = event->x + event->width / 2;
    if (!tie->symmetric)
        to += (from < to ? -1 : 1) * (2 + 1.6 * drawn->width);
    drawn->curve =
        (struct curve){{x, from}, {x, from + (to - from) / 3}, {x, to - (to - from) / 3}, {x, to}};
}

bool arrange_timeline(struct picture *picture, ermine_error *err)
{
    size_t count = ermine_network_tie_count(picture->network);
    size_t nodes = ermine_network_node_count(picture->network);
    struct lines lines = {.picture = picture,
                          .events = ARENA_NEW(picture->arena, struct event, count, err),
                          .line = ARENA_NEW(picture->arena, size_t, nodes, err),
                          .begin = ARENA_NEW(picture->arena, double, nodes, err),
                          .end = ARENA_NEW(picture->arena, double, nodes, err),
                          .taken = ARENA_NEW(picture->arena, bool, nodes + 1, err)};
    if (lines.events == NULL || lines.line == NULL || lines.begin == NULL || lines.end == NULL ||
        lines.taken == NULL)
        return false;
    for (size_t i = 0; i < nodes; i++)
        lines.line[i] = ERMINE_NONE;
    for (size_t i = 0; i < count; i++)
        lines.events[i] =
            (struct event){.date = date_of(ermine_network_tie(picture->network, i)), .tie = i};
    if (count > 0)
        qsort(lines.events, count, sizeof *lines.events, compare_events);
    place_events(&lines, count);
    if (!add_lines(picture, lines.begin, lines.end, err) ||
        !add_dates(picture, lines.events, count, (double)nodes * row + 10, err))
        return false;
    for (size_t i = 0; i < count; i++)
        stand(picture, &lines.events[i]);
    return true;
}
