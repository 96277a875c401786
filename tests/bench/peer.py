#!/usr/bin/env python3
"""peer.py TOOL FILE FOLDER THREADS MEASURE...: the measures as another tool has them, timed; see analysis.c for the
file, the lines printed and the values written. A measure the tool lacks is left out."""
import json
import sys
import time

import numpy

tool, path, folder, threads, measures = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]), sys.argv[5:]
head = numpy.fromfile(path, dtype=numpy.uint32, count=4)
nodes, directed, count = int(head[0]), bool(head[1]), int(head[2])
ends = numpy.fromfile(path, dtype=numpy.uint32, offset=16, count=2 * count).reshape(count, 2)
weights = numpy.fromfile(path, dtype=numpy.float64, offset=16 + 8 * count)
weighted = bool((weights != 1).any())


def report(measure, start, values=None, **more):
    seconds, processor = time.perf_counter() - start[0], time.process_time() - start[1]
    if values is not None:
        numpy.asarray(values, dtype=numpy.float64).tofile(f"{folder}/{tool}-{measure}.bin")
    with open("/proc/self/status") as status: # what getrusage() tells begins with what the process was forked from
        peak = next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) // 1024
    print(json.dumps({"measure": measure, "seconds": round(seconds, 4), "processor": round(processor, 4), "peak_mb": peak, **more}), flush=True)


def python_igraph():
    import igraph
    graph = igraph.Graph(n=nodes, edges=ends, directed=directed)
    w, length = (weights.tolist(), (1 / weights).tolist()) if weighted else (None, None)
    mode = "out" if directed else "all"

    def leiden():
        clusters = graph.community_leiden(objective_function="modularity", weights=w, n_iterations=2)
        return clusters.membership, {"modularity": clusters.modularity}
    return {
        "pagerank": lambda: graph.pagerank(weights=w, damping=0.85),
        "betweenness": lambda: graph.betweenness(weights=length),
        "harmonic": lambda: graph.harmonic_centrality(mode=mode, weights=length),
        "cores": lambda: graph.coreness(),
        "eigenvector": lambda: graph.eigenvector_centrality(weights=w),
        "hits": lambda: graph.authority_score(weights=w),
        "constraint": lambda: graph.constraint(weights=w),
        "articulation": lambda: numpy.isin(numpy.arange(nodes), graph.articulation_points()),
        "leiden": leiden,
    }


def networkx():
    import networkx
    graph = networkx.DiGraph() if directed else networkx.Graph()
    graph.add_nodes_from(range(nodes))
    graph.add_weighted_edges_from((int(a), int(b), w) for (a, b), w in zip(ends, weights))
    for a, b, data in graph.edges(data=True):
        data["length"] = 1 / data["weight"]
    length = "length" if weighted else None
    listed = lambda values: [values[v] for v in range(nodes)]

    def eigenvector():
        values = numpy.array(listed(networkx.eigenvector_centrality(graph, max_iter=1000, tol=1e-12, weight="weight")))
        return values / values.max()

    def hits():
        values = numpy.array(listed(networkx.hits(graph, max_iter=1000, tol=1e-12)[1]))
        return values / values.max()
    return {
        "pagerank": lambda: listed(networkx.pagerank(graph, alpha=0.85, tol=1e-10 / nodes, max_iter=1000)),
        "betweenness": lambda: listed(networkx.betweenness_centrality(graph, weight=length, normalized=False)),
        "betweenness_of_100": lambda: listed(networkx.betweenness_centrality(graph, k=100, weight=length, seed=1)),
        "harmonic": lambda: numpy.array(listed(networkx.harmonic_centrality(
            graph.reverse(copy=False) if directed else graph, distance=length))) / (nodes - 1),
        "cores": lambda: listed(networkx.core_number(graph)),
        "eigenvector": eigenvector,
        "hits": hits,
        "katz": lambda: listed(networkx.katz_centrality(graph, alpha=0.001, tol=1e-12, normalized=False, weight="weight")),
        "constraint": lambda: listed(networkx.constraint(graph, weight="weight")),
        "effective_size": lambda: listed(networkx.effective_size(graph, weight="weight")),
        "articulation": lambda: numpy.isin(numpy.arange(nodes), list(networkx.articulation_points(graph))),
    }


def graph_tool():
    from graph_tool import centrality, topology, Graph, openmp_set_num_threads
    openmp_set_num_threads(threads)
    graph = Graph(directed=directed)
    graph.add_vertex(nodes)
    graph.add_edge_list(ends)
    w = graph.new_edge_property("double", vals=weights) if weighted else None
    length = graph.new_edge_property("double", vals=1 / weights) if weighted else None

    def eigenvector():
        values = centrality.eigenvector(graph, weight=w, epsilon=1e-12, max_iter=10000)[1].a
        return values / values.max()

    def hits():
        values = centrality.hits(graph, weight=w, epsilon=1e-12, max_iter=10000)[1].a
        return values / values.max()

    def articulation():
        return topology.label_biconnected_components(graph)[1].a
    return {
        "pagerank": lambda: centrality.pagerank(graph, damping=0.85, weight=w, epsilon=1e-10).a,
        "betweenness": lambda: centrality.betweenness(graph, weight=length, norm=False)[0].a,
        "harmonic": lambda: centrality.closeness(graph, weight=length, harmonic=True).a,
        "cores": lambda: topology.kcore_decomposition(graph).a,
        "eigenvector": eigenvector,
        "hits": hits,
        "katz": lambda: centrality.katz(graph, alpha=0.001, weight=w, epsilon=1e-12, max_iter=10000).a,
        "articulation": articulation,
    }


def networkit():
    import networkit
    networkit.setNumberOfThreads(threads)
    values_of = lambda algorithm: algorithm.run().scores()

    def build(w):
        columns = ends[:, 0].astype(numpy.uint64), ends[:, 1].astype(numpy.uint64)
        return networkit.GraphFromCoo((w, columns), n=nodes, weighted=weighted, directed=directed)
    graph = build(weights)
    far = build(1 / weights) if weighted else graph
    centrality = networkit.centrality

    def pagerank():
        algorithm = centrality.PageRank(graph, 0.85, 1e-12, distributeSinks=centrality.SinkHandling.DistributeSinks)
        return algorithm.run().scores()

    def betweenness():
        values = numpy.array(values_of(centrality.Betweenness(far)))
        return values if directed else values / 2

    def eigenvector():
        values = numpy.array(values_of(centrality.EigenvectorCentrality(graph, 1e-12)))
        return values / values.max()

    def sampled():
        algorithm = centrality.KadabraBetweenness(graph, err=0.003, delta=0.1)
        algorithm.run()
        return algorithm.scores()

    def leiden():
        algorithm = networkit.community.ParallelLeiden(graph, iterations=2)
        algorithm.run()
        partition = algorithm.getPartition()
        return partition.getVector(), {"modularity": networkit.community.Modularity().getQuality(partition, graph)}
    offered = {
        "pagerank": pagerank,
        "betweenness": betweenness,
        "betweenness_sampled": sampled,
        "harmonic": lambda: numpy.array(values_of(centrality.HarmonicCloseness(far, False))) / (nodes - 1),
        "cores": lambda: values_of(centrality.CoreDecomposition(graph)),
        "eigenvector": eigenvector,
        "katz": lambda: values_of(centrality.KatzCentrality(graph, 0.001, 1.0, 1e-12)),
        "leiden": leiden,
    }
    if weighted: # its Katz centrality takes no heed of weights
        del offered["katz"]
    return offered


start = time.perf_counter(), time.process_time()
offered = {"python-igraph": python_igraph, "networkx": networkx, "graph-tool": graph_tool, "networkit": networkit}[tool]()
report("build", start)
for measure in measures:
    if measure not in offered:
        continue
    start = time.perf_counter(), time.process_time()
    try:
        values = offered[measure]()
    except Exception as error:
        print(json.dumps({"measure": measure, "error": f"{type(error).__name__}: {error}"[:200]}), flush=True)
        continue
    told = values if isinstance(values, tuple) else (values, {})
    report(measure, start, told[0], **told[1])
