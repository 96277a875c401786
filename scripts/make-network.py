#!/usr/bin/env python3
"""make-network.py NODES TIES: facts of a random network in which the rich get richer."""
import json
import random
import sys

nodes, ties = int(sys.argv[1]), int(sys.argv[2])
random.seed(7)
ends = list(range(min(5, nodes)))
relations = []
while len(relations) < ties:
    a, b = random.randrange(nodes), random.choice(ends)
    if a != b:
        ends += [a, b]
        relations.append({"subject": f"n{a}", "relation": random.choice(["invests_in", "supplies", "partners_with"]),
                          "object": f"n{b}", "confidence": 0.7, "evidence": f"tie {len(relations)}"})
entities = [{"id": f"n{i}", "name": f"Company {i}", "type": "company"} for i in range(nodes)]
print(json.dumps({"document": "random", "entities": entities, "relations": relations}))
