#!/usr/bin/env python3
"""verbatim.py ERMINE FOLDER: every mention and every piece of evidence stands in the cleaned text, at its offsets."""
import json
import os
import subprocess
import sys

ermine, folder = sys.argv[1:]
checked = 0
for name in sorted(os.listdir(folder)):
    if name.endswith(".jsonl"):
        continue
    path = os.path.join(folder, name)
    text = subprocess.run([ermine, "extract", "--text", path], stdout=subprocess.PIPE, check=True).stdout
    facts = json.loads(subprocess.run([ermine, "extract", path], stdout=subprocess.PIPE, check=True).stdout)
    spans = [m for e in facts["entities"] for m in e["mentions"]] + [r["evidence"] for r in facts["relations"]]
    for span in spans:
        if text[span["start"]:span["end"]].decode() != span["text"]:
            sys.exit(f"{path}: {span} is not what stands there")
        checked += 1
if checked < 100:
    sys.exit(f"only {checked} spans found")
