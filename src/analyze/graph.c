#include "analyze/graph.h"

#include "base/error.h"

#include <stdlib.h>
#include <string.h>

static void arcs_free(struct arcs *arcs)
{
    free(arcs->first);
    free(arcs->end);
    free(arcs->weight);
    *arcs = (struct arcs){0};
}

static bool arcs_make(struct arcs *arcs, size_t nodes, size_t count, ermine_error *err)
{
    arcs->first = calloc(nodes + 2, sizeof *arcs->first);
    arcs->end = malloc((count + 1) * sizeof *arcs->end);
    arcs->weight = malloc((count + 1) * sizeof *arcs->weight);
    return (arcs->first != NULL && arcs->end != NULL && arcs->weight != NULL) || error_memory(err);
}

/* Whether an edge takes part. */
static bool counts(const ermine_edge *edge)
{
    return edge->from != edge->to && edge->weight > 0;
}

/* Numbers the nodes by falling degree, equal ones as they were. */
static bool number_nodes(ermine_graph *graph, const ermine_edge *edges, size_t count,
                         ermine_error *err)
{
    size_t nodes = graph->nodes;
    uint32_t *degree = calloc(nodes + 1, sizeof *degree);
    uint32_t *place = NULL, most = 0;
    if (degree == NULL)
        return error_memory(err);
    for (size_t i = 0; i < count; i++) {
        if (counts(&edges[i])) {
            degree[edges[i].from]++;
            degree[edges[i].to]++;
        }
    }
    for (size_t v = 0; v < nodes; v++)
        most = degree[v] > most ? degree[v] : most;
    place = calloc((size_t)most + 2, sizeof *place);
    graph->outer = malloc((nodes + 1) * sizeof *graph->outer);
    graph->inner = malloc((nodes + 1) * sizeof *graph->inner);
    bool ok = place != NULL && graph->outer != NULL && graph->inner != NULL;
    if (ok) {
        for (size_t v = 0; v < nodes; v++)
            place[most - degree[v] + 1]++;
        for (size_t d = 1; d <= most; d++)
            place[d] += place[d - 1];
        for (size_t v = 0; v < nodes; v++) {
            uint32_t at = place[most - degree[v]]++;
            graph->outer[at] = (uint32_t)v;
            graph->inner[v] = at;
        }
    } else {
        error_memory(err);
    }
    free(place);
    free(degree);
    return ok;
}

/* Puts an arc into the row of `row`; rows were counted two places ahead, so that filling moves each offset into its
 * own place. */
static void put(struct arcs *arcs, uint32_t row, uint32_t end, double weight)
{
    uint32_t at = arcs->first[row + 1]++;
    arcs->end[at] = end;
    arcs->weight[at] = weight;
}

static void sum_offsets(struct arcs *arcs, size_t nodes)
{
    for (size_t v = 2; v < nodes + 2; v++)
        arcs->first[v] += arcs->first[v - 1];
}

/* The arcs seen from their other ends, so that each row comes out sorted. */
static bool transpose(const struct arcs *from, size_t nodes, struct arcs *to, ermine_error *err)
{
    size_t count = from->first[nodes];
    if (!arcs_make(to, nodes, count, err))
        return false;
    for (size_t i = 0; i < count; i++)
        to->first[from->end[i] + 2]++;
    sum_offsets(to, nodes);
    for (uint32_t v = 0; v < nodes; v++)
        for (uint32_t i = from->first[v]; i < from->first[v + 1]; i++)
            put(to, from->end[i], v, from->weight[i]);
    return true;
}

/* Joins parallel arcs, which lie side by side; weights add up in the order they were given. */
static void join(struct arcs *arcs, size_t nodes)
{
    uint32_t kept = 0, from = 0;
    for (size_t v = 0; v < nodes; v++) {
        uint32_t start = kept, end = arcs->first[v + 1];
        for (uint32_t i = from; i < end; i++) {
            if (kept > start && arcs->end[kept - 1] == arcs->end[i]) {
                arcs->weight[kept - 1] += arcs->weight[i];
            } else {
                arcs->end[kept] = arcs->end[i];
                arcs->weight[kept++] = arcs->weight[i];
            }
        }
        from = end;
        arcs->first[v + 1] = kept;
    }
}

/* Rows by the far end: of a directed graph the arcs that come in. */
static bool gather(const ermine_graph *graph, const ermine_edge *edges, size_t count,
                   struct arcs *arcs, ermine_error *err)
{
    size_t arc_count = 0;
    for (size_t i = 0; i < count; i++)
        arc_count += counts(&edges[i]) ? (graph->directed ? 1 : 2) : 0;
    if (arc_count >= UINT32_MAX)
        return error_set(err, ERMINE_ELIMIT, "more than 4,294,967,294 edges in one graph");
    if (!arcs_make(arcs, graph->nodes, arc_count, err))
        return false;
    const uint32_t *inner = graph->inner;
    for (size_t i = 0; i < count; i++) {
        if (!counts(&edges[i]))
            continue;
        arcs->first[inner[edges[i].to] + 2]++;
        arcs->first[inner[edges[i].from] + 2] += !graph->directed;
    }
    sum_offsets(arcs, graph->nodes);
    for (size_t i = 0; i < count; i++) {
        if (!counts(&edges[i]))
            continue;
        uint32_t from = inner[edges[i].from], to = inner[edges[i].to];
        put(arcs, to, from, edges[i].weight);
        if (!graph->directed)
            put(arcs, from, to, edges[i].weight);
    }
    return true;
}

static bool make_arcs(ermine_graph *graph, const ermine_edge *edges, size_t count,
                      ermine_error *err)
{
    struct arcs loose = {0};
    bool ok = gather(graph, edges, count, &loose, err) &&
              transpose(&loose, graph->nodes, &graph->out, err);
    arcs_free(&loose);
    if (!ok)
        return false;
    join(&graph->out, graph->nodes);
    uint32_t arc_count = graph->out.first[graph->nodes];
    graph->edges = graph->directed ? arc_count : arc_count / 2;
    graph->uniform = true;
    for (uint32_t i = 1; i < arc_count && graph->uniform; i++)
        graph->uniform = graph->out.weight[i] == graph->out.weight[0];
    if (!graph->directed)
        graph->in = graph->out;
    return !graph->directed || transpose(&graph->out, graph->nodes, &graph->in, err);
}

ermine_graph *ermine_graph_new(size_t nodes, const ermine_edge *edges, size_t count, bool directed,
                               ermine_error *err)
{
    if (nodes >= UINT32_MAX) {
        error_set(err, ERMINE_ELIMIT, "more than 4,294,967,294 nodes in one graph");
        return NULL;
    }
    ermine_graph *graph = calloc(1, sizeof *graph);
    if (graph == NULL) {
        error_memory(err);
        return NULL;
    }
    graph->nodes = (uint32_t)nodes;
    graph->directed = directed;
    if (!number_nodes(graph, edges, count, err) || !make_arcs(graph, edges, count, err)) {
        ermine_graph_free(graph);
        return NULL;
    }
    return graph;
}

void ermine_graph_free(ermine_graph *graph)
{
    if (graph == NULL)
        return;
    if (graph->directed)
        arcs_free(&graph->in);
    arcs_free(&graph->out);
    free(graph->outer);
    free(graph->inner);
    free(graph);
}

size_t ermine_graph_node_count(const ermine_graph *graph)
{
    return graph->nodes;
}

size_t ermine_graph_edge_count(const ermine_graph *graph)
{
    return graph->edges;
}

static int compare_edges(const void *left, const void *right)
{
    const ermine_edge *a = left, *b = right;
    return a->to < b->to ? -1 : a->to > b->to;
}

/* Most rows are short, and there qsort() takes longer over its calls than over its work. */
static void sort_row(ermine_edge *row, size_t count)
{
    enum { short_row = 16 };
    if (count > short_row) {
        qsort(row, count, sizeof *row, compare_edges);
        return;
    }
    for (size_t i = 1; i < count; i++) {
        ermine_edge moving = row[i];
        size_t at = i;
        for (; at > 0 && row[at - 1].to > moving.to; at--)
            row[at] = row[at - 1];
        row[at] = moving;
    }
}

void ermine_graph_edges(const ermine_graph *graph, ermine_edge *edges)
{
    size_t count = 0;
    for (uint32_t from = 0; from < graph->nodes; from++) {
        uint32_t row = graph->inner[from];
        size_t start = count;
        for (uint32_t i = graph->out.first[row]; i < graph->out.first[row + 1]; i++) {
            uint32_t to = graph->outer[graph->out.end[i]];
            if (graph->directed || from < to)
                edges[count++] = (ermine_edge){from, to, graph->out.weight[i]};
        }
        sort_row(edges + start, count - start);
    }
}

void graph_hand_out(const ermine_graph *graph, const double *inner, double *values)
{
    for (uint32_t v = 0; v < graph->nodes; v++)
        values[graph->outer[v]] = inner[v];
}

uint32_t graph_find_arc(const struct arcs *arcs, uint32_t from, uint32_t to)
{
    uint32_t low = arcs->first[from], high = arcs->first[from + 1];
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (arcs->end[middle] <= to)
            low = middle;
        else
            high = middle;
    }
    return low;
}

bool graph_hand_out_edges(const ermine_graph *graph, const double *by_arc, double *values,
                          ermine_error *err)
{
    ermine_edge *edges = malloc(((size_t)graph->edges + 1) * sizeof *edges);
    if (edges == NULL)
        return error_memory(err);
    ermine_graph_edges(graph, edges);
    for (uint32_t i = 0; i < graph->edges; i++) {
        uint32_t from = graph->inner[edges[i].from], to = graph->inner[edges[i].to];
        values[i] = by_arc[graph_find_arc(&graph->out, from, to)];
        if (!graph->directed)
            values[i] += by_arc[graph_find_arc(&graph->out, to, from)];
    }
    free(edges);
    return true;
}

static void sum_rows(const ermine_graph *graph, const struct arcs *arcs, double *values)
{
    for (uint32_t v = 0; v < graph->nodes; v++) {
        double sum = 0;
        for (uint32_t i = arcs->first[v]; i < arcs->first[v + 1]; i++)
            sum += arcs->weight[i];
        values[graph->outer[v]] = sum;
    }
}

void ermine_graph_strength(const ermine_graph *graph, double *out, double *in)
{
    sum_rows(graph, &graph->out, out);
    sum_rows(graph, &graph->in, in);
}

double *graph_lengths(const ermine_graph *graph, const struct arcs *arcs, ermine_error *err)
{
    size_t count = arcs->first[graph->nodes];
    double *lengths = malloc((count + 1) * sizeof *lengths);
    if (lengths == NULL) {
        error_memory(err);
        return NULL;
    }
    for (size_t i = 0; i < count; i++)
        lengths[i] = 1 / arcs->weight[i];
    return lengths;
}
