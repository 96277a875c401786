#!/usr/bin/env python3
"""picture.py LAYOUT-PROGRAM DRAWING.svg...: a map as a reader finds it.

No label lies on another label, on a shape or outside the canvas; texts stand out from the paper; what the map took
texts to be wide is what they are drawn as. Boxes are those librsvg draws: LAYOUT-PROGRAM measures them.
With --printable, the picture has the shape of a page, upright or lying, give or take.
With --against-sfdp, straight links cross no more and are no longer than those of Graphviz's sfdp on the same graph."""
import cmath
import json
import math
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

SVG = "{http://www.w3.org/2000/svg}"
SLACK = 0.6  # points: hinting and rounding
LONGEST_PAGE = 2  # of long side by short side


def fail(path, message):
    sys.exit(f"{path}: {message}")


def luminance(color):
    parts = [int(color[i:i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(a, b):
    low, high = sorted((luminance(a), luminance(b)))
    return (high + 0.05) / (low + 0.05)


def overlap(a, b):
    return (min(a[2], b[2]) - max(a[0], b[0]) > SLACK) and (min(a[3], b[3]) - max(a[1], b[1]) > SLACK)


class Map:
    def __init__(self, program, path):
        self.path = path
        self.root = ElementTree.parse(path).getroot()
        answer = subprocess.run([program, "measure"], stdin=open(path, "rb"), stdout=subprocess.PIPE, check=True)
        self.boxes = {item["id"]: (item["x"], item["y"], item["x"] + item["width"], item["y"] + item["height"])
                      for item in json.loads(answer.stdout)["boxes"]}
        self.texts = {text.get("id"): text for text in self.root.iter(SVG + "text")}
        self.nodes = [g for g in self.root.iter(SVG + "g") if g.get("data-node")]
        self.ties = [g for g in self.root.iter(SVG + "g") if g.get("data-tie")]

    def turned(self):
        return [text for text in self.texts.values() if text.get("transform")]

    def turned_box(self, text):
        """Around a turned text, whose own box librsvg does not tell."""
        angle, x, y = map(float, text.get("transform")[len("rotate("):-1].split())
        line = text.find(SVG + "tspan")
        start, length, size = float(line.get("x")), float(text.get("data-width")), float(text.get("font-size"))
        if text.get("text-anchor") == "end":
            start -= length
        corners = [complex(across - x, float(line.get("y")) - up - y) for across in (start, start + length) for up in (-0.3 * size, size)]
        corners = [complex(x, y) + corner * cmath.exp(1j * math.radians(angle)) for corner in corners]
        return (min(c.real for c in corners), min(c.imag for c in corners), max(c.real for c in corners), max(c.imag for c in corners))

    def check_canvas(self):
        _, _, width, height = map(float, self.root.get("viewBox").split())
        boxes = {**self.boxes, **{text.get("id"): self.turned_box(text) for text in self.turned()}}
        for key, box in boxes.items():
            if key in self.texts and (box[0] < -SLACK or box[1] < -SLACK or box[2] > width + SLACK or box[3] > height + SLACK):
                fail(self.path, f"{key} leaves the canvas: {box}")

    def check_shape(self):
        _, _, width, height = map(float, self.root.get("viewBox").split())
        if not 1 / LONGEST_PAGE < width / height < LONGEST_PAGE:
            fail(self.path, f"{width:.0f} by {height:.0f} fits no page")

    def check_overlaps(self):
        if self.turned():  # boxes of turned texts say nothing
            return
        keys = [key for key in self.boxes if key in self.texts]
        for i, a in enumerate(keys):
            for b in keys[i + 1:]:
                if overlap(self.boxes[a], self.boxes[b]):
                    fail(self.path, f"the texts {a} and {b} overlap: {self.boxes[a]} {self.boxes[b]}")
        for shape in (key for key in self.boxes if re.fullmatch(r"s\d+", key)):
            for text in keys:
                if overlap(self.boxes[shape], self.boxes[text]):
                    fail(self.path, f"the text {text} lies on the shape {shape}")

    def check_contrast(self):
        paper = next(r for r in self.root.iter(SVG + "rect") if r.get("class") == "paper").get("fill")
        for key, text in self.texts.items():
            color = text.get("fill") or self.root.get("fill")
            if contrast(color, paper) < 4.5:
                fail(self.path, f"{key}: {color} on {paper} has a contrast of {contrast(color, paper):.2f}")
        for path in self.root.iter(SVG + "path"):
            if path.get("class") == "line" and contrast(path.get("stroke"), paper) < 3:
                fail(self.path, f"a line of {path.get('stroke')} on {paper} can hardly be seen")

    def check_widths(self):
        """What the map reserved against what is drawn; data-width is in points."""
        seen = 0
        for key, text in self.texts.items():
            if text.get("data-width") is None or text.get("transform"):
                continue
            drawn = self.boxes[key][2] - self.boxes[key][0]
            reserved = float(text.get("data-width"))
            seen += 1
            if drawn > reserved + 1.5 or drawn < reserved * 0.8 - 2:
                fail(self.path, f"{key}: {drawn:.1f} wide, taken for {reserved:.1f}: {''.join(text.itertext())}")
        if seen == 0:
            fail(self.path, "no text says how wide it was taken for")

    def graph(self):
        places, links = {}, set()
        for g in self.nodes:
            box = self.boxes["s" + g.get("data-node")]
            places[int(g.get("data-node"))] = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
        for g in self.ties:
            links.add(tuple(sorted((int(g.get("data-a")), int(g.get("data-b"))))))
        return places, sorted(links)

    def node_size(self, node):
        """Of shape and label together, in inches."""
        shape, label = self.boxes[f"s{node}"], self.boxes[f"l{node}"]
        return ((max(shape[2], label[2]) - min(shape[0], label[0])) / 72,
                (max(shape[3], label[3]) - min(shape[1], label[1])) / 72)

    def sfdp(self, program, parts, links, attributes):
        lines = [f"graph g {{ graph [{attributes}]; node [shape=box, fixedsize=true, label=\"\"];"]
        for n in sorted(parts):
            width, height = self.node_size(n)
            lines.append(f"n{n} [width={width:.3f}, height={height:.3f}];")
        lines += [f"n{a} -- n{b};" for a, b in links] + ["}"]
        answer = subprocess.run([program, "layout", "sfdp"], input="\n".join(lines).encode(), stdout=subprocess.PIPE, check=True)
        return {int(n["name"][1:]): (n["x"], n["y"]) for n in json.loads(answer.stdout)["nodes"]}

    def check_against_sfdp(self, program):
        """Crossings against sfdp as it is; lengths against sfdp that keeps the same shapes and labels apart, as this
        map does: without that it may put all nodes into one point."""
        places, links = self.graph()
        parts = main_component(places, links)
        links = [link for link in links if link[0] in parts]
        ours = {n: places[n] for n in parts}
        plain = self.sfdp(program, parts, links, "overlap=true")
        apart = self.sfdp(program, parts, links, "overlap=prism")
        for what, mine, best in (("crossings", crossings(ours, links), min(crossings(plain, links), crossings(apart, links))),
                                 ("mean length of links", mean_length(ours, links), mean_length(apart, links))):
            print(f"{self.path}: {what} {mine:.0f}, by sfdp {best:.0f}")
            if mine > best:
                fail(self.path, f"{what}: {mine:.1f}, while sfdp has {best:.1f}")


def main_component(places, links):
    near = {n: [] for n in places}
    for a, b in links:
        near[a].append(b)
        near[b].append(a)
    seen, largest = set(), set()
    for start in places:
        if start in seen:
            continue
        part, stack = {start}, [start]
        while stack:
            for other in near[stack.pop()]:
                if other not in part:
                    part.add(other)
                    stack.append(other)
        seen |= part
        largest = part if len(part) > len(largest) else largest
    return largest


def turn(a, b, c):
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def crossings(places, links):
    count = 0
    for i, (a, b) in enumerate(links):
        p, q = places[a], places[b]
        for c, d in links[i + 1:]:
            if len({a, b, c, d}) < 4:
                continue
            r, s = places[c], places[d]
            count += turn(p, q, r) * turn(p, q, s) < 0 and turn(r, s, p) * turn(r, s, q) < 0
    return count


def mean_length(places, links):
    return sum(math.dist(places[a], places[b]) for a, b in links) / len(links)


def main():
    arguments = sys.argv[1:]
    against, printable = "--against-sfdp" in arguments, "--printable" in arguments
    program, *paths = [a for a in arguments if not a.startswith("--")]
    for path in paths:
        drawing = Map(program, path)
        drawing.check_canvas()
        drawing.check_overlaps()
        drawing.check_contrast()
        drawing.check_widths()
        if printable:
            drawing.check_shape()
        if against:
            drawing.check_against_sfdp(program)


main()
