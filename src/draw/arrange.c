/* arrange.c - places for the nodes, by the program ermine-layout. */
#include "draw/picture.h"

#include "base/error.h"
#include "base/place.h"
#include "draw/process.h"

#include <jansson.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { most_rounds = 200, most_arguments = 8 };
static const double margin = 6; /* between boxes */

/* Beside the program, or where it was installed with the library. */
static bool beside_us(char *path, size_t size)
{
    return (place_beside(path, size, "ermine-layout") && access(path, X_OK) == 0) ||
           (place_beside(path, size, "../bin/ermine-layout") && access(path, X_OK) == 0);
}

bool picture_run_layout(const struct picture *picture, const char *const *arguments,
                        const char *input, size_t length, ermine_sink *output, ermine_error *err)
{
    char path[PATH_MAX];
    const char *argv[most_arguments + 2] = {picture->options.layout_program};
    if (argv[0] == NULL)
        argv[0] = getenv("ERMINE_LAYOUT");
    if (argv[0] == NULL)
        argv[0] = beside_us(path, sizeof path) ? path : "ermine-layout";
    for (size_t i = 0; i < most_arguments && arguments[i] != NULL; i++)
        argv[i + 1] = arguments[i];
    struct process process = {.argv = argv,
                              .input = input,
                              .input_length = length,
                              .seconds = picture->options.time_limit,
                              .memory_limit = picture->options.memory_limit};
    return process_run(&process, output, err);
}

static const char *engine_of(const struct picture *picture)
{
    if (picture->options.engine != NULL)
        return picture->options.engine;
    return ermine_network_node_count(picture->network) <= 30 ? "neato" : "sfdp";
}

/* Places as ermine-layout prints them: names are "n0", "n1" .... They are those of boxes, not yet of shapes. */
static bool read_places(struct picture *picture, const char *text, size_t length, ermine_error *err)
{
    size_t count = ermine_network_node_count(picture->network), placed = 0, i;
    json_t *root = json_loadb(text, length, 0, NULL), *item;
    json_array_foreach(json_object_get(root, "nodes"), i, item)
    {
        const char *name = json_string_value(json_object_get(item, "name"));
        char *end = NULL;
        size_t index = name == NULL || name[0] != 'n' ? count : strtoul(name + 1, &end, 10);
        if (index >= count || *end != '\0')
            continue;
        picture->nodes[index].x = json_number_value(json_object_get(item, "x"));
        picture->nodes[index].y = json_number_value(json_object_get(item, "y"));
        placed++;
    }
    json_decref(root);
    return placed == count ||
           error_set(err, ERMINE_EIO, "ermine-layout placed %zu of %zu entities", placed, count);
}

/* How far two boxes reach into each other; false when they are apart. */
static bool overlap(const struct picture_node *a, const struct picture_node *b, double *x,
                    double *y)
{
    *x = (a->width + b->width) / 2 + margin - fabs(a->x - b->x);
    *y = (a->height + b->height) / 2 + margin - fabs(a->y - b->y);
    return *x > 0.01 && *y > 0.01;
}

/* Pushes boxes apart along the shorter way until none overlap: the layout has left few. */
static void separate(struct picture_node *nodes, size_t count)
{
    for (int round = 0; round < most_rounds; round++) {
        bool moved = false;
        for (size_t i = 0; i < count; i++) {
            for (size_t k = i + 1; k < count; k++) {
                double x, y;
                if (!overlap(&nodes[i], &nodes[k], &x, &y))
                    continue;
                moved = true;
                if (x < y) {
                    double step = nodes[i].x <= nodes[k].x ? x / 2 + 0.01 : -x / 2 - 0.01;
                    nodes[i].x -= step;
                    nodes[k].x += step;
                } else {
                    double step = nodes[i].y <= nodes[k].y ? y / 2 + 0.01 : -y / 2 - 0.01;
                    nodes[i].y -= step;
                    nodes[k].y += step;
                }
            }
        }
        if (!moved)
            return;
    }
}

/* Moves all to begin at 0, 0, and from the centres of boxes to those of shapes. */
static void settle(struct picture *picture)
{
    size_t count = ermine_network_node_count(picture->network);
    double left = INFINITY, top = INFINITY, right = -INFINITY, bottom = -INFINITY;
    for (size_t i = 0; i < count; i++) {
        const struct picture_node *node = &picture->nodes[i];
        left = fmin(left, node->x - node->width / 2);
        right = fmax(right, node->x + node->width / 2);
        top = fmin(top, node->y - node->height / 2);
        bottom = fmax(bottom, node->y + node->height / 2);
    }
    for (size_t i = 0; i < count; i++) {
        struct picture_node *node = &picture->nodes[i];
        double text = (double)node->label.count * node->font * PICTURE_LINE;
        node->x -= left;
        node->y -= top + text / 2;
    }
    picture->width = right - left;
    picture->height = bottom - top;
}

/* A tall picture is laid on its side: pages and screens are wide. */
static void lay_flat(struct picture *picture)
{
    size_t count = ermine_network_node_count(picture->network);
    double left = INFINITY, top = INFINITY, right = -INFINITY, bottom = -INFINITY;
    for (size_t i = 0; i < count; i++) {
        left = fmin(left, picture->nodes[i].x);
        right = fmax(right, picture->nodes[i].x);
        top = fmin(top, picture->nodes[i].y);
        bottom = fmax(bottom, picture->nodes[i].y);
    }
    if (bottom - top <= right - left)
        return;
    for (size_t i = 0; i < count; i++) {
        double x = picture->nodes[i].x;
        picture->nodes[i].x = picture->nodes[i].y;
        picture->nodes[i].y = x;
    }
}

bool picture_arrange(struct picture *picture, ermine_error *err)
{
    ermine_sink *dot = ermine_sink_memory(err), *places = ermine_sink_memory(err);
    bool ok = dot != NULL && places != NULL;
    if (ok) {
        size_t length = 0;
        const char *arguments[] = {"layout", engine_of(picture), NULL};
        picture_write_dot(picture, false, dot);
        const char *text = ermine_sink_bytes(dot, &length);
        ok = (text != NULL || error_memory(err)) &&
             picture_run_layout(picture, arguments, text, length, places, err);
        const char *answer = ok ? ermine_sink_bytes(places, &length) : NULL;
        ok = ok && (answer != NULL || error_memory(err)) &&
             read_places(picture, answer, length, err);
    }
    ermine_sink_abandon(dot);
    ermine_sink_abandon(places);
    if (!ok)
        return false;
    if (strcmp(engine_of(picture), "dot") != 0)
        lay_flat(picture);
    separate(picture->nodes, ermine_network_node_count(picture->network));
    settle(picture);
    return true;
}
