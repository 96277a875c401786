/* graph_place.c - places for nodes, by the program ermine-layout. */
#include "draw/graph.h"

#include "base/error.h"
#include "base/place.h"
#include "draw/process.h"

#include <jansson.h>
#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

enum { most_arguments = 8 };
static const double points_per_inch = 72;

/* Beside the program, or where it was installed with the library. */
static bool beside_us(char *path, size_t size)
{
    return (place_beside(path, size, "ermine-layout") && access(path, X_OK) == 0) ||
           (place_beside(path, size, "../bin/ermine-layout") && access(path, X_OK) == 0);
}

bool graph_run_layout(const struct picture *picture, const char *const *arguments,
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

/* The middle of a box is where Graphviz thinks the node is. */
static double middle(const struct graph *graph, size_t i, bool sized)
{
    return sized ? graph->height[i] / 2 - graph->radius[i] : 0;
}

static void write_dot(const struct graph *graph, const struct graph_task *task, ermine_sink *sink)
{
    ermine_sink_format(sink,
                       "digraph g {\n  graph [%s];\n  node [shape=box, fixedsize=true, label=\"\", "
                       "width=0.1, height=0.1];\n",
                       task->attributes);
    for (size_t i = 0; i < graph->count; i++) {
        ermine_sink_format(sink, "  n%zu [", i);
        if (task->sized)
            ermine_sink_format(sink, "width=%.3f, height=%.3f, ", graph->width[i] / points_per_inch,
                               graph->height[i] / points_per_inch);
        if (task->started)
            ermine_sink_format(sink, "pos=\"%.3f,%.3f\"", graph->at[i].x,
                               -(graph->at[i].y + middle(graph, i, task->sized)));
        ermine_sink_text(sink, "];\n");
    }
    for (size_t i = 0; i < graph->link_count; i++) {
        const struct link *link = &graph->links[i];
        bool forward = task->directions == NULL || task->directions[i] >= 0;
        ermine_sink_format(sink, "  n%zu -> n%zu [weight=%d", forward ? link->a : link->b,
                           forward ? link->b : link->a,
                           1 + (int)(link->weight < 8 ? link->weight : 8));
        if (task->lengths != NULL)
            ermine_sink_format(sink, ", len=%.3f", task->lengths[i]);
        ermine_sink_text(sink, "];\n");
    }
    ermine_sink_text(sink, "}\n");
}

/* Places as ermine-layout prints them: names are "n0", "n1" .... */
static bool read_places(const struct graph *graph, const struct graph_task *task, const char *text,
                        size_t length, struct point *at, ermine_error *err)
{
    size_t placed = 0, i;
    json_t *root = json_loadb(text, length, 0, NULL), *item;
    json_array_foreach(json_object_get(root, "nodes"), i, item)
    {
        const char *name = json_string_value(json_object_get(item, "name"));
        char *end = NULL;
        size_t index = name == NULL || name[0] != 'n' ? graph->count : strtoul(name + 1, &end, 10);
        if (index >= graph->count || *end != '\0')
            continue;
        at[index].x = json_number_value(json_object_get(item, "x"));
        at[index].y =
            json_number_value(json_object_get(item, "y")) - middle(graph, index, task->sized);
        placed++;
    }
    json_decref(root);
    return placed == graph->count ||
           error_set(err, ERMINE_EIO, "ermine-layout placed %zu of %zu entities", placed,
                     graph->count);
}

bool graph_place(const struct picture *picture, const struct graph *graph,
                 const struct graph_task *task, struct point *at, ermine_error *err)
{
    ermine_sink *dot = ermine_sink_memory(err), *places = ermine_sink_memory(err);
    bool ok = dot != NULL && places != NULL;
    if (ok) {
        size_t length = 0;
        const char *arguments[] = {"layout", task->engine, NULL};
        write_dot(graph, task, dot);
        const char *text = ermine_sink_bytes(dot, &length);
        ok = (text != NULL || error_memory(err)) &&
             graph_run_layout(picture, arguments, text, length, places, err);
        const char *answer = ok ? ermine_sink_bytes(places, &length) : NULL;
        ok = ok && (answer != NULL || error_memory(err)) &&
             read_places(graph, task, answer, length, at, err);
    }
    ermine_sink_abandon(dot);
    ermine_sink_abandon(places);
    return ok;
}
