#!/usr/bin/env python3
"""gold.py FACTS FOLDER: writes the facts of each document as a gold graph, <document>.json in the folder."""
import json
import os
import sys

os.makedirs(sys.argv[2], exist_ok=True)
with open(sys.argv[1], encoding="utf-8") as lines:
    for line in lines:
        facts = json.loads(line)
        for entity in facts["entities"]:
            entity["mentions"] = [mention["text"] for mention in entity["mentions"]]
        for relation in facts["relations"]:
            relation["evidence"] = relation["evidence"]["text"]
        with open(os.path.join(sys.argv[2], facts["document"] + ".json"), "w", encoding="utf-8") as out:
            json.dump(facts, out, ensure_ascii=False)
