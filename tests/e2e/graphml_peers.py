#!/usr/bin/env python3
"""graphml_peers.py FILE: networkx and igraph must read the same nodes, edges and attributes from it."""
import sys

import igraph
import networkx

path = sys.argv[1]
theirs = networkx.read_graphml(path, force_multigraph=True)
ours = igraph.Graph.Read_GraphML(path)


def same(a, b):
    if a is None or a == "" or a != a:  # igraph fills gaps with "", NaN or None
        return b is None or b == "" or b != b
    if isinstance(a, (int, float)) and isinstance(b, (int, float)):
        return abs(float(a) - float(b)) <= 1e-9 * max(1.0, abs(float(a)))
    return str(a) == str(b)


def check(what, igraph_value, networkx_value):
    if not same(networkx_value, igraph_value):
        if networkx_value is None and igraph_value in (0, False):
            return
        sys.exit(f"{path}: {what}: igraph has {igraph_value!r}, networkx {networkx_value!r}")


check("number of nodes", ours.vcount(), theirs.number_of_nodes())
check("number of edges", ours.ecount(), theirs.number_of_edges())
if not ours.is_directed() or not theirs.is_directed():
    sys.exit(f"{path}: read as undirected")
ids = [vertex["id"] for vertex in ours.vs]
for vertex in ours.vs:
    attributes = theirs.nodes[vertex["id"]]
    for key in set(ours.vs.attributes()) - {"id"} | set(attributes):
        check(f"node {vertex['id']}: {key}", vertex[key] if key in ours.vs.attributes() else None, attributes.get(key))
edges = {key: (source, target, data) for source, target, key, data in theirs.edges(keys=True, data=True)}
for number, edge in enumerate(ours.es):
    key = edge["id"] if "id" in ours.es.attributes() else f"e{number}"
    source, target, data = edges[key]
    if (ids[edge.source], ids[edge.target]) != (source, target):
        sys.exit(f"{path}: edge {key} has other ends")
    for name in set(ours.es.attributes()) - {"id"} | set(data):
        if name != "id":
            check(f"edge {key}: {name}", edge[name] if name in ours.es.attributes() else None, data.get(name))
