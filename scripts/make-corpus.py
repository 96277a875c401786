#!/usr/bin/env python3
"""make-corpus.py ERMINE FOLDER BYTES: JSON lines of documents made of the sample articles' paragraphs, mixed anew."""
import json
import os
import random
import subprocess
import sys

ermine, folder, size = sys.argv[1], sys.argv[2], int(sys.argv[3])
random.seed(7)
articles = []
for name in sorted(os.listdir(folder)):
    text = subprocess.run([ermine, "extract", "--text", os.path.join(folder, name)], stdout=subprocess.PIPE, check=True)
    articles.append([line for line in text.stdout.decode().split("\n") if line])
written = number = 0
while written < size:
    lines = random.choice(articles)
    body = lines[:1] + random.sample(lines[1:], len(lines) - 1)
    line = json.dumps({"id": f"d{number}", "date": "2025-01-01", "text": "\n".join(body)}, ensure_ascii=False)
    print(line)
    written += len(line.encode()) + 1
    number += 1
