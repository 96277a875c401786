#include "analyze/ties.h"

#include "base/error.h"

#include <stdlib.h>

ermine_graph *ties_graph(const ermine_network *network, const double *weights,
                         ermine_direction direction, ermine_error *err)
{
    size_t count = ermine_network_tie_count(network), kept = 0;
    ermine_edge *edges = malloc((2 * count + 1) * sizeof *edges);
    if (edges == NULL) {
        error_memory(err);
        return NULL;
    }
    for (size_t i = 0; i < count; i++) {
        const ermine_tie *tie = ermine_network_tie(network, i);
        double weight = weights != NULL ? weights[i] : tie->counts ? tie->weight : 0;
        ermine_edge edge = {(uint32_t)tie->subject, (uint32_t)tie->object, weight};
        ermine_edge turned = {edge.to, edge.from, weight};
        if (!(weight > 0))
            continue;
        if (direction != ERMINE_BACKWARD || tie->symmetric)
            edges[kept++] = edge;
        if (direction == ERMINE_BACKWARD || (tie->symmetric && direction == ERMINE_FORWARD))
            edges[kept++] = turned;
    }
    ermine_graph *graph = ermine_graph_new(ermine_network_node_count(network), edges, kept,
                                           direction != ERMINE_BOTH_WAYS, err);
    free(edges);
    return graph;
}
