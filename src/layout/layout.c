#include "layout/layout.h"

#include "base/error.h"
#include "base/json.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

#include <gvc.h>

const char *const layout_engines[] = {"sfdp", "neato", "fdp", "dot", "twopi", "circo", "nop", NULL};

bool layout_engine_known(const char *engine)
{
    for (size_t i = 0; layout_engines[i] != NULL; i++)
        if (strcmp(engine, layout_engines[i]) == 0)
            return true;
    return false;
}

/* -0.00 and 0.00 are one position: both are written as 0.00. */
static double to_cents(double points)
{
    return round(points * 100) / 100 + 0.0;
}

static bool is_placed(graph_t *graph)
{
    boxf box = GD_bb(graph);
    if (!isfinite(box.UR.x - box.LL.x) || !isfinite(box.UR.y - box.LL.y))
        return false;
    for (node_t *node = agfstnode(graph); node != NULL; node = agnxtnode(graph, node))
        if (!isfinite(ND_coord(node).x) || !isfinite(ND_coord(node).y))
            return false;
    return true;
}

/* Graphviz has y upward; a picture has it downward. */
static void write_nodes(graph_t *graph, ermine_sink *sink)
{
    boxf box = GD_bb(graph);
    const char *separator = "\n";
    for (node_t *node = agfstnode(graph); node != NULL; node = agnxtnode(graph, node)) {
        pointf at = ND_coord(node);
        ermine_sink_text(sink, separator);
        ermine_sink_text(sink, "{\"name\":");
        json_write_string(sink, agnameof(node), false);
        ermine_sink_format(sink, ",\"x\":%.2f,\"y\":%.2f}", to_cents(at.x - box.LL.x),
                           to_cents(box.UR.y - at.y));
        separator = ",\n";
    }
}

static bool write_layout(graph_t *graph, const char *engine, ermine_sink *sink, ermine_error *err)
{
    if (!is_placed(graph))
        return error_set(err, ERMINE_EINPUT, "%s gave no finite positions; try another engine",
                         engine);
    boxf box = GD_bb(graph);
    ermine_sink_text(sink, "{\"engine\":");
    json_write_string(sink, engine, false);
    ermine_sink_format(sink, ",\"width\":%.2f,\"height\":%.2f,\"nodes\":[",
                       to_cents(box.UR.x - box.LL.x), to_cents(box.UR.y - box.LL.y));
    write_nodes(graph, sink);
    ermine_sink_text(sink, "]}\n");
    return true;
}

bool layout_write(const char *dot, const char *engine, ermine_sink *sink, ermine_error *err)
{
    GVC_t *context = gvContext();
    if (context == NULL)
        return error_set(err, ERMINE_EIO, "Graphviz cannot be started");
    graph_t *graph = agmemread(dot);
    bool ok = false;
    if (graph == NULL || agerrors() >= AGERR) {
        error_set(err, ERMINE_EINPUT, "standard input: no graph in DOT");
        goto done;
    }
    char layout_key[] = "layout", engine_name[16] = ""; /* Graphviz's parameters are not const */
    strncpy(engine_name, engine, sizeof engine_name - 1);
    if (agattr(graph, AGRAPH, layout_key, NULL) != NULL)
        agset(graph, layout_key, engine_name);
    if (gvLayout(context, graph, engine) != 0)
        error_set(err, ERMINE_EIO, "Graphviz cannot do %s; install its plugins (libgvc6)", engine);
    else
        ok = write_layout(graph, engine, sink, err);
    gvFreeLayout(context, graph);
done:
    if (graph != NULL)
        agclose(graph);
    gvFreeContext(context);
    return ok;
}
