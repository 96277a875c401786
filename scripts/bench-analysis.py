#!/usr/bin/env python3
"""bench-analysis.py BUILD WORK: runs what scripts/bench-analysis says and writes tests/bench/README.md."""
import array
import json
import os
import queue
import subprocess
import sys
import threading

build, work = sys.argv[1], sys.argv[2]
sizes = [int(size) for size in os.environ["SIZES"].split()]
chosen = os.environ.get("MEASURES", "").split()
limit, tools = float(os.environ["LIMIT"]), os.environ["TOOLS"].split()
threads = os.cpu_count() or 1
binary = os.path.join(build, "bench", "analysis")
pythons = {"python-igraph": "/usr/bin/python3", "graph-tool": "/usr/bin/python3",
           "networkx": os.path.join(build, "bench/venv/bin/python"), "networkit": os.path.join(build, "bench/venv/bin/python")}

# What is measured where. Exact betweenness takes time by the square of the size, and networkx two hundred times that of C.
small = ["pagerank", "betweenness", "betweenness_of_100", "betweenness_sampled", "harmonic", "cores", "eigenvector", "hits", "katz", "constraint",
         "articulation", "leiden"]
middle = ["pagerank", "betweenness_sampled", "harmonic_sampled", "cores", "eigenvector", "hits", "katz", "articulation", "leiden"]
large = [m for m in middle if m != "leiden"]
directed = ["pagerank", "betweenness", "harmonic", "cores", "hits", "katz", "constraint", "effective_size"]
compared = {"pagerank", "betweenness", "harmonic", "cores", "eigenvector", "hits", "katz", "constraint", "articulation", "effective_size"}


def plan():
    for kind in ("ba", "rmat"):
        for size in sizes:
            measures = small if size <= 10000 else middle if size <= 100000 else large
            yield f"{kind}-{size}", [kind, str(size)], [], measures
        yield f"{kind}-1000-weighted-directed", [kind, "1000"], ["weighted", "directed"], directed


def wanted(tool, size, measures):
    """What a tool is asked for: what it does within minutes, where it is not known to be otherwise."""
    measures = [m for m in measures if m != "betweenness_of_100" or tool == "networkx"]
    if tool == "networkx" and size >= 10000 and limit < 1000: # exact betweenness takes a quarter of an hour at least
        measures = [m for m in measures if m != "betweenness"]
    few = {"networkx": {10000: ("pagerank", "betweenness", "betweenness_of_100", "cores", "eigenvector", "hits", "katz", "articulation"),
                        100000: ("pagerank", "cores", "eigenvector", "articulation"), 1000000: ()},
           "networkit": {1000000: ("pagerank", "betweenness_sampled", "cores")},
           "python-igraph": {1000000: ("pagerank", "cores")},
           "graph-tool": {1000000: ("pagerank", "cores", "katz")}}
    for most, chosen in sorted(few.get(tool, {}).items(), reverse=True):
        if size >= most:
            return [m for m in measures if m in chosen]
    return list(measures)


def lines_of(process):
    lines = queue.Queue()

    def read():
        for line in process.stdout:
            lines.put(line)
        lines.put(None)
    threading.Thread(target=read, daemon=True).start()
    return lines


def run(tool, edges, folder, measures):
    """The lines a tool prints, by measure; one that takes too long is ended, and the rest is asked for anew."""
    told = {}
    rest = list(measures)
    while rest:
        command = [binary, tool] if tool in ("ermine", "igraph") else [pythons[tool], "tests/bench/peer.py", tool]
        if not os.path.exists(command[0]):
            return told
        supported = rest
        if tool == "igraph": # it ends at what it does not have
            supported = [m for m in rest if m not in ("betweenness_sampled", "harmonic_sampled", "katz", "effective_size")]
        process = subprocess.Popen([*command, edges, folder, str(threads), *supported], stdout=subprocess.PIPE,
                                   stderr=subprocess.DEVNULL, text=True)
        lines = lines_of(process)
        late = False
        while True:
            try:
                line = lines.get(timeout=limit)
            except queue.Empty:
                late = True
                break
            if line is None:
                break
            said = json.loads(line)
            told[said["measure"]] = said
            if said["measure"] in rest:
                rest = rest[rest.index(said["measure"]) + 1:]
        process.kill()
        process.wait()
        if not late:
            return told
        if "build" not in told or not rest:
            return told
        told[rest[0]] = {"measure": rest[0], "late": True}
        rest = rest[1:]
    return told


def values(folder, tool, measure):
    path = os.path.join(folder, f"{tool}-{measure}.bin")
    found = array.array("d")
    if os.path.exists(path):
        with open(path, "rb") as file:
            found.frombytes(file.read())
    return found


def of_length_one(found):
    length = sum(value * value for value in found) ** 0.5
    return [value / length for value in found]


def difference(mine, other, measure):
    """The largest difference, of each value as a share of it, or of the mean where that is more."""
    if len(mine) != len(other) or not len(mine):
        return None
    if measure == "katz": # each tool scales it in its own way
        mine, other = of_length_one(mine), of_length_one(other)
    pairs = [(a, b) for a, b in zip(mine, other) if a == a and b == b]
    mean = sum(abs(b) for _, b in pairs) / max(1, len(pairs))
    if mean == 0:
        return max((abs(a) for a, _ in pairs), default=0)
    return max(abs(a - b) / max(abs(b), mean) for a, b in pairs)


def top_kept(truth, sample, count=20):
    first = lambda found: set(sorted(range(len(found)), key=lambda v: (-found[v], v))[:count])
    return len(first(truth) & first(sample))


def cell(said):
    if said is None:
        return "–"
    if said.get("late"):
        return f"> {limit:.0f}"
    if "error" in said and "seconds" not in said:
        return "fails"
    number = lambda seconds: f"{seconds:.3f}" if seconds < 10 else f"{seconds:.1f}"
    return f"{number(said['seconds'])} ({number(said['processor'])})"


def main():
    out = []
    say = out.append
    differences, notes = [], []
    for name, make, extra, measures in plan():
        measures = [m for m in measures if not chosen or m in chosen]
        folder = os.path.join(work, name)
        os.makedirs(folder, exist_ok=True)
        edges = os.path.join(folder, "edges.bin")
        subprocess.run([binary, "make", *make, edges, *extra], check=True)
        told = {}
        for tool in tools:
            asked = wanted(tool, int(make[1]), measures)
            told[tool] = run(tool, edges, folder, asked) if asked else {}
            print(name, tool, {m: cell(told[tool].get(m)) for m in ["build", *asked]}, flush=True)
        say(f"\n### {name}\n")
        say("| seconds (of processor) | " + " | ".join(tools) + " |")
        say("| --- |" + " ---: |" * len(tools))
        for measure in ["build", *measures]:
            say(f"| {measure} | " + " | ".join(cell(told[tool].get(measure)) for tool in tools) + " |")
        peaks = [max((said.get("peak_mb", 0) for said in told[tool].values()), default=0) for tool in tools]
        say("| memory, MB | " + " | ".join(str(peak) if peak else "–" for peak in peaks) + " |")
        for measure in measures:
            if measure in compared:
                mine = values(folder, "ermine", measure)
                for tool in tools[1:]:
                    if "seconds" in told[tool].get(measure, {}):
                        gap = difference(mine, values(folder, tool, measure), measure)
                        if gap is not None:
                            differences.append((gap, name, measure, tool))
        hundred = told.get("networkx", {}).get("betweenness_of_100", {})
        if "processor" in hundred and "betweenness" in told["ermine"]:
            all_of_it = hundred["processor"] * int(make[1]) / 100
            mine = told["ermine"]["betweenness"]["processor"]
            notes.append(f"{name}: networkx takes {hundred['processor']:.1f} s of processor for the ways from 100 nodes, that is "
                         f"{all_of_it:.0f} s for all: {all_of_it / mine:.0f} times ermine's {mine:.2f} s, {all_of_it / mine * threads:.0f} "
                         f"times with {threads} processors at work")
        sampled = told["ermine"].get("betweenness_sampled", {})
        if "samples" in sampled:
            note = (f"{name}: betweenness from {sampled['samples']} sampled ways, each within {sampled['error']:.4f} with a "
                    "probability of 0.9")
            if "betweenness" in told["ermine"]:
                kept = top_kept(values(folder, "ermine", "betweenness"), values(folder, "ermine", "betweenness_sampled"))
                note += f"; {kept} of the exact top 20 kept"
            notes.append(note)
        leiden = {tool: told[tool]["leiden"].get("modularity") for tool in tools if "leiden" in told[tool]}
        if any(value for value in leiden.values()):
            notes.append(f"{name}: modularity by Leiden: " +
                         ", ".join(f"{tool} {value:.4f}" for tool, value in leiden.items() if value))
        write(out, differences, notes) # so far


def write(out, differences, notes):
    path = "tests/bench/README.md"
    with open(path, encoding="utf-8") as file:
        head = file.read().split("<!-- made by make bench-analysis -->")[0]
    worst = {}
    for gap, name, measure, tool in differences:
        if gap >= worst.get((measure, tool), (-1, ""))[0]:
            worst[measure, tool] = (gap, name)
    lines = [head.rstrip(), "", "<!-- made by make bench-analysis -->", "", f"On {threads} threads.", *out, "",
             "### Samples and groups", "", *[f"- {note}" for note in notes], "", "### Largest difference of a value to ermine's", "",
             "| measure | tool | difference | graph |", "| --- | --- | ---: | --- |"]
    lines += [f"| {measure} | {tool} | {gap:.1e} | {name} |" for (measure, tool), (gap, name) in sorted(worst.items())]
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")


main()
