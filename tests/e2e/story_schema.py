"""story_schema.py SCHEMA STORY ERMINE FACTS: the story fits the schema, and what the schema refuses ermine refuses too."""
import copy
import json
import subprocess
import sys

import jsonschema

schema, story = (json.load(open(path, encoding="utf-8")) for path in sys.argv[1:3])
ermine, facts = sys.argv[3:5]
validator = jsonschema.Draft202012Validator(schema)
validator.check_schema(schema)
validator.validate(story)


def broken():
    """The story with one thing wrong."""
    def one(change):
        copied = copy.deepcopy(story)
        change(copied)
        return copied
    yield one(lambda s: s.update(steps=[]))
    yield one(lambda s: s.pop("steps"))
    yield one(lambda s: s.update(subtitle="x"))
    yield one(lambda s: s.update(title=7))
    yield one(lambda s: s["steps"][0].pop("text"))
    yield one(lambda s: s["steps"][0].update(title=""))
    yield one(lambda s: s["steps"][0].update(tie=[]))
    yield one(lambda s: s["steps"][0].update(nodes="OpenAI"))
    yield one(lambda s: s["steps"][0].update(nodes=[1]))
    yield one(lambda s: s["steps"][0]["ties"][0].pop("subject"))
    yield one(lambda s: s["steps"][0]["ties"][0].update(verb="x"))
    yield one(lambda s: s["steps"][0]["ties"][0].update(relation=""))
    yield []


for wrong in broken():
    assert not validator.is_valid(wrong), wrong
    with open("wrong.json", "w", encoding="utf-8") as file:
        json.dump(wrong, file)
    command = [ermine, "map", facts, "-q", "--min-confidence", "0.5", "--story", "wrong.json", "-o", "wrong.html"]
    status = subprocess.run(command, stderr=subprocess.DEVNULL).returncode
    assert status == 3, (status, wrong)
