"""page.py ERMINE WORK - the interactive page in a real browser: what a reader does, and what must not happen.

ERMINE is the program, WORK an empty folder."""
import base64
import hashlib
import json
import os
import random
import re
import subprocess
import sys
import time
import traceback

from browser import Browser, Failure

ermine, work = sys.argv[1:3]
root = os.path.dirname(os.path.abspath(__file__)) + "/../../.."
tests = []


def test(function):
    tests.append(function)
    return function


def same(value, wanted):
    if value != wanted:
        raise Failure(f"{value!r} is not {wanted!r}")


def comes(read, wanted, seconds=20):
    """What is read becomes what is wanted: on a busy machine a page answers late."""
    end = time.monotonic() + seconds
    value = read()
    while value != wanted and time.monotonic() < end:
        time.sleep(0.05)
        value = read()
    same(value, wanted)


def holds(value, about):
    if not value:
        raise Failure(about)


def entity(id, name, type, *mentions):
    return {"id": id, "name": name, "type": type, "mentions": [{"text": text} for text in mentions]}


def tie(subject, relation, object, text, status="current", usd=None, date=None):
    return {"subject": subject, "relation": relation, "object": object, "status": status, "confidence": 0.9, "evidence": {"text": text},
            **({"amount": {"value": usd, "currency": "USD"}} if usd else {}), **({"date": date} if date else {})}


FACTS = [
    {"document": "one", "title": "Chips and money", "date": "2024-02-18", "url": "https://example.org/one?a=1&b=2", "language": "en",
     "entities": [entity("softbank", "SoftBank", "investor", "SoftBank"), entity("openai", "OpenAI", "lab", "OpenAI"),
                  entity("nvidia", "NVIDIA", "chipmaker", "NVIDIA"), entity("sam-altman", "Sam Altman", "person", "Sam Altman"),
                  entity("stargate", "Stargate", "project", "Stargate")],
     "relations": [tie("softbank", "invests_in", "openai", "SoftBank put $30bn into OpenAI.", usd=30e9, date="2024-02"),
                   tie("nvidia", "supplies", "openai", "OpenAI buys its chips from NVIDIA.", "planned"),
                   tie("sam-altman", "leads", "openai", "Sam Altman, who leads OpenAI, said so."),
                   tie("openai", "participates_in", "stargate", "OpenAI is part of Stargate.")]},
    {"document": "two", "title": "Арм", "date": "2025-03-01", "url": "javascript:alert(1)", "language": "ru",
     "entities": [entity("softbank", "SoftBank", "investor", "СофтБанк"), entity("arm", "Arm", "chipmaker", "Arm"),
                  entity("tsmc", "TSMC", "chipmaker", "TSMC", "台积电"), entity("nvidia", "NVIDIA", "chipmaker", "NVIDIA")],
     "relations": [tie("softbank", "owns", "arm", "СофтБанк владеет Arm.", date="2016-09"),
                   tie("nvidia", "acquires", "arm", "NVIDIA не купит Arm за $40 млрд.", "denied", usd=40e9, date="2020-09-13"),
                   tie("tsmc", "supplies", "nvidia", "TSMC делает чипы для NVIDIA.", usd=2e9)]},
    {"document": "three", "language": "zh",
     "entities": [entity("zorblax", "Zorblax", "company", "Zorblax"), entity("quux", "Quux Systems", "company", "Quux Systems")],
     "relations": [tie("zorblax", "competes_with", "quux", "Zorblax与Quux Systems竞争。", "reported")]},
]

HOSTILE = ["</script><script>document.title='hacked'</script>", "<!--<script>", "\"><img src=x onerror=\"document.title='hacked'\">",
           "{{js}}", "`${document.title='hacked'}`", "\u202eevil\u202d\u0007 name", "__proto__", "constructor", "'; DROP TABLE x;--",
           "]]>&amp;&lt;", "\u2028\u2029line", "x" * 3000, "e\u0301" + "\u0300" * 200, "🦊" * 40]


def write(name, documents):
    path = os.path.join(work, name)
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(json.dumps(document) + "\n" for document in documents)
    return path


def draw(name, source, *options):
    path = os.path.join(work, name)
    subprocess.run([ermine, "map", source, "-q", *options, "-o", path], check=True)
    return path


def prepare():
    facts = write("facts.jsonl", FACTS)
    hostile = write("hostile.jsonl", [{
        "document": name, "title": name, "url": "https://example.org/\"><script>", "date": "2024-01-01",
        "entities": [entity(f"h{n}", name, "company", name), entity(f"h{(n + 1) % len(HOSTILE)}", HOSTILE[(n + 1) % len(HOSTILE)], "lab")],
        "relations": [tie(f"h{n}", "supplies", f"h{(n + 1) % len(HOSTILE)}", name, usd=1e9)]} for n, name in enumerate(HOSTILE)])
    story = os.path.join(work, "story.json")
    with open(story, "w", encoding="utf-8") as file:
        json.dump({"title": "Deals <b>told</b>", "steps": [
            {"title": "Money", "text": "First.\n\nSecond </script>.", "ties": [{"subject": "СофтБанк", "relation": "invests_in", "object": "OpenAI"}]},
            {"title": "Chips", "text": "Two makers.", "nodes": ["台积电", "arm"]}]}, file)
    pages = {"en": draw("en.html", facts, "--title", "Deals & <b>chips</b>"), "hostile": draw("hostile.html", hostile, "--title", HOSTILE[0]),
             "story": draw("story.html", facts, "--story", story)}
    for language in ("ru", "zh"):
        pages[language] = draw(f"{language}.html", facts, "--lang", language)
    pages["diff"] = changed(pages["en"])
    pages["big"] = crowded(pages["en"])
    return facts, pages


def data_of(path):
    with open(path, encoding="utf-8") as file:
        return json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', file.read(), re.S).group(1))


def changed(path):
    """The page as it is when two networks were compared."""
    data = data_of(path)
    for one, change in ((data["nodes"][0], "appeared"), (data["ties"][0], "appeared"), (data["ties"][1], "went"), (data["ties"][2], "changed")):
        one["change"] = change
    at = {"subject": data["nodes"][data["ties"][3]["a"]], "object": data["nodes"][data["ties"][3]["b"]]}
    data["ties"][3]["curve"] = [at["subject"]["x"], -40, at["subject"]["x"], -40, at["object"]["x"], -40, at["object"]["x"], -40]
    data["nodes"][0]["side"] = "left"
    data["marks"] = [{"kind": "band", "box": [0, 0, 50, data["height"]]}, {"kind": "line", "box": [0, 0, data["width"], 0]},
                     {"kind": "head", "box": [0, 0, 50, 14], "text": "East </script>"}]
    return with_data(path, "diff.html", data)


def crowded(path):
    """A page of 2,000 nodes and 10,000 ties, in which the rich get richer."""
    data, chance = data_of(path), random.Random(7)
    node, tie = data["nodes"][0], data["ties"][0]
    types, relations = sorted(data["types"]), ["invests_in", "supplies", "partners_with"]
    data["nodes"] = [{**node, "id": f"n{n}", "label": f"Company {n}", "lines": [f"Company {n}"], "aliases": [f"Компания {n}"], "type": chance.choice(types),
                      "rank": n + 1, "pagerank": 1 / (n + 20), "community": 1 + n % 12, "r": 7 + 23 / (1 + n / 20), "font": 10 + 7 / (1 + n / 20),
                      "x": chance.gauss(3000, 1200), "y": chance.gauss(2000, 800)} for n in range(2000)]
    data["ties"] = []
    while len(data["ties"]) < 10000:
        a, b = chance.randrange(2000), int(2000 * chance.random() ** 3)
        if a != b:
            data["ties"].append({**tie, "a": a, "b": b, "relation": chance.choice(relations), "weight": 1, "status": "current",
                                 "evidence": [{"text": f"Tie {len(data['ties'])}."}]})
    return with_data(path, "big.html", data)


def with_data(path, name, data):
    """A copy of a page that knows other things."""
    with open(path, encoding="utf-8") as file:
        head, _, rest = file.read().partition('id="data">')
    out = os.path.join(work, name)
    with open(out, "w", encoding="utf-8") as file:
        file.write(head + 'id="data">' + json.dumps(data).replace("<", "\\u003c") + rest[rest.index("</script>"):])
    return out


def node_at(page, id):
    """Where a node stands on the screen."""
    return page.run(f"""(() => {{
        const {{ nodes }} = JSON.parse(document.getElementById('data').textContent), node = nodes.find((one) => one.id === {json.dumps(id)});
        const map = document.getElementById('map'), r = map.getBoundingClientRect(), t = map.__zoom;
        return [r.left + t.x + node.x * t.k, r.top + t.y + node.y * t.k]; }})()""")


def click_node(page, id):
    page.click_at(*node_at(page, id))
    page.until(f"document.querySelector('#panel h2') && location.hash.includes('ego={id}')")


def between(page, a, b):
    """A point of the map from which a tie of two nodes is in reach: the middle of their line is searched across."""
    (x0, y0), (x1, y1) = node_at(page, a), node_at(page, b)
    length = ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5
    for away in range(0, 60):
        for side in (1, -1):
            x, y = (x0 + x1) / 2 - side * away * (y1 - y0) / length, (y0 + y1) / 2 + side * away * (x1 - x0) / length
            page.mouse("mouseMoved", x, y)
            if page.run("!document.getElementById('tip').hidden"):
                return x, y
    raise Failure(f"no tie between {a} and {b} under the mouse")


def heading(page):
    return page.text("#panel h2")


def shown(page):
    return tuple(map(int, re.findall(r"\d+", page.text("#shown"))))


def slide(page, id, keys):
    page.run(f"document.getElementById('{id}').focus()")
    for key in keys:
        page.key(key)


# ---- what a reader does ----

@test
def search_finds_any_name_in_any_language(page, pages, facts):
    page.open(pages["en"])
    for text, wanted in (("openai", "OpenAI"), ("софтб", "SoftBank"), ("台积", "TSMC"), ("软银", "SoftBank"), ("ALTMAN", "Sam Altman")):
        page.key("Escape")
        page.run("document.getElementById('query').focus()")
        page.type(text)
        page.until("!document.getElementById('hits').hidden")
        page.key("Enter")
        page.until(f"document.querySelector('#panel h2')?.textContent === {json.dumps(wanted)}")
    page.run("document.getElementById('query').focus()")
    page.type("no such name")
    comes(lambda: page.text("#hits .none"), "Nothing found")


@test
def a_click_on_a_node_opens_its_card(page, pages, facts):
    page.open(pages["en"])
    click_node(page, "openai")
    comes(lambda: heading(page), "OpenAI")
    card = page.text("#panel")
    for part in ("AI lab", "Rank 1 of 9", "invests in", "$30bn", "supplies", "planned", "SoftBank", "participates in"):
        holds(part in card, f"the card lacks {part!r}")
    (x0, y0), (x1, y1) = node_at(page, "openai"), page.run("(({ left, bottom }) => [left + 8, bottom - 8])(document.getElementById('map').getBoundingClientRect())")
    holds(abs(x0 - x1) + abs(y0 - y1) > 60, "the corner is free")
    page.click_at(x1, y1)
    page.until("!location.hash && document.querySelector('#panel ol.top')")


@test
def a_card_tells_how_sure_the_rank_is(page, pages, facts):
    answer = subprocess.run([ermine, "rank", facts, "--interval", "--format", "json"], stdout=subprocess.PIPE, check=True)
    ranking = json.loads(answer.stdout)["entities"]
    holds(any(one["rank_low"] < one["rank_high"] for one in ranking), "some rank is not sure")
    for language, written in (("en", "Rank {} of {} (90%: {}–{})"), ("ru", "Место {} из {} (90%: {}–{})"), ("zh", "排名 {} / {}（90%：{}–{}）")):
        for row, one in enumerate(ranking):
            page.open(pages[language], f"#ego={one['id']}")
            comes(lambda: page.text("#panel .lead strong"), written.format(row + 1, len(ranking), one["rank_low"], one["rank_high"]))


@test
def a_click_on_a_tie_shows_its_sentence(page, pages, facts):
    page.open(pages["en"])
    page.click_at(*between(page, "softbank", "openai"))
    page.until("document.querySelector('#panel .figure')")
    comes(lambda: page.text("#panel .figure"), "$30bn")
    comes(lambda: page.text("#panel q"), "SoftBank put $30bn into OpenAI.")
    comes(lambda: page.run("document.querySelector('#panel .from a').href"), "https://example.org/one?a=1&b=2")
    holds("one" in page.text("#panel .from") and "2024-02-18" in page.text("#panel .from"), "document and date")


@test
def an_address_that_is_no_web_page_is_no_link(page, pages, facts):
    page.open(pages["en"], "#tie=" + json.dumps(["softbank", "owns", "arm"], separators=(",", ":")))
    comes(lambda: page.text("#panel q"), "СофтБанк владеет Arm.")
    comes(lambda: page.run("document.querySelectorAll('#panel .from a').length"), 0)
    comes(lambda: page.run("document.querySelectorAll('a[href^=\"javascript\"]').length"), 0)


@test
def filters_by_relation_type_and_status(page, pages, facts):
    page.open(pages["en"])
    comes(lambda: shown(page), (8, 8))
    page.click("[data-filter=relation][value=supplies]")
    comes(lambda: shown(page), (6, 8))
    page.click("[data-filter=status][value=denied]")
    comes(lambda: shown(page), (5, 8))
    page.click("[data-filter=type][value=person]")
    comes(lambda: shown(page), (4, 8))
    page.until("location.hash.includes('relation=') && !location.hash.includes('supplies')")
    page.click("#toggle-table")
    comes(lambda: page.run("document.querySelectorAll('#tables tbody tr').length"), 4)
    page.click("#reset")
    comes(lambda: shown(page), (8, 8))
    page.click("fieldset[data-kind=relation] .all")
    comes(lambda: shown(page), (0, 8))
    page.click("fieldset[data-kind=relation] .all")
    comes(lambda: shown(page), (8, 8))


@test
def the_time_slider_cuts_from_both_ends(page, pages, facts):
    page.open(pages["en"])
    slide(page, "time-from", ["ArrowRight"])  # after 2016-09
    comes(lambda: shown(page), (7, 8))
    slide(page, "time-from", ["ArrowRight"])  # after 2020-09
    comes(lambda: shown(page), (6, 8))
    slide(page, "time-to", ["ArrowLeft"])  # before 2025-03
    comes(lambda: shown(page), (5, 8))  # four of 2024, and the undated one
    page.until("location.hash.includes('since=2024-02') && location.hash.includes('until=2024-02')")
    slide(page, "time-from", ["Home"])
    slide(page, "time-to", ["End"])
    comes(lambda: shown(page), (8, 8))


@test
def the_money_threshold_leaves_the_great_deals(page, pages, facts):
    page.open(pages["en"])
    slide(page, "money", ["ArrowRight"])
    comes(lambda: shown(page), (3, 8))
    slide(page, "money", ["End"])
    comes(lambda: shown(page), (2, 8))
    slide(page, "money", ["Home"])
    comes(lambda: shown(page), (8, 8))


@test
def a_path_is_that_of_the_command(page, pages, facts):
    said = json.loads(subprocess.run([ermine, "path", facts, "Sam Altman", "TSMC", "--format", "json"], check=True, stdout=subprocess.PIPE).stdout)
    page.open(pages["en"])
    page.click("#open-path")
    for field, name in (("path-from", "altman"), ("path-to", "台积电")):
        page.until(f"document.activeElement?.id === '{field}'")
        page.type(name)
        page.until(f"!document.getElementById('{field}-hits').hidden")
        page.key("Enter")
    page.until("document.querySelector('#panel ol.way')")
    comes(lambda: page.run("[...document.querySelectorAll('.way .stop')].map((one) => one.dataset.node)"), said["path"])
    same(said["path"], ["sam-altman", "openai", "nvidia", "tsmc"])
    holds("OpenAI buys its chips from NVIDIA." in page.text("#panel"), "the path has its evidence")
    page.click("[data-filter=relation][value=supplies]")
    page.until("document.getElementById('path-none')")


@test
def communities_light_up_and_colour(page, pages, facts):
    page.open(pages["en"])
    page.click("[data-community='1']")
    page.until("location.hash.includes('community=1')")
    members = page.run("[...document.querySelectorAll('#panel .top button')].map((one) => one.textContent)")
    data = data_of(pages["en"])
    same(sorted(members), sorted(node["label"] for node in data["nodes"] if node.get("community") == 1))
    page.click("input[name=colour][value=community]")
    page.until("location.hash.includes('colour=community')")


@test
def the_ledger_sorts_and_the_entities_stand_beside_it(page, pages, facts):
    column = "[...document.querySelectorAll('#tables tbody tr')].map((row) => row.children[%d].textContent)"
    page.open(pages["en"])
    page.click("#toggle-table")
    comes(lambda: page.run(column % 3)[:3], ["$40bn", "$30bn", "$2bn"])
    page.click("th[data-column=amount] button")
    comes(lambda: page.run(column % 3)[:3], ["$2bn", "$30bn", "$40bn"])
    page.click("th[data-column=from] button")
    names = page.run(column % 0)
    same(names, sorted(names, key=str.lower))
    comes(lambda: page.run("document.querySelector('th[data-column=from]').getAttribute('aria-sort')"), "ascending")
    page.click("#only-amounts")
    comes(lambda: len(page.run(column % 0)), 3)
    page.click("#tab-entities")
    comes(lambda: page.run(column % 0)[0], "1")
    comes(lambda: len(page.run(column % 1)), 9)
    page.click("#tables tbody tr:nth-child(2) button")
    page.until("location.hash.includes('ego=') && location.hash.includes('table=entities')")


@test
def the_address_holds_the_state(page, pages, facts):
    page.open(pages["en"], "#ego=OpenAI&relation=invests_in,leads&status=current")
    comes(lambda: heading(page), "OpenAI")
    comes(lambda: shown(page), (2, 8))
    page.open(pages["en"], "#ego=%E8%BD%AF%E9%93%B6")
    comes(lambda: heading(page), "SoftBank")
    click_node(page, "openai")
    page.run("history.back()")
    page.until("document.querySelector('#panel h2')?.textContent === 'SoftBank'")
    page.open(pages["en"], "#ego=nobody&tie=%00&relation=&colour=__proto__&table=constructor&step=9&since=x&money=NaN&%E0%A4%A")
    comes(lambda: shown(page), (0, 8))
    same(page.complaints(), [])


@test
def the_keyboard_does_it_all(page, pages, facts):
    page.open(pages["en"])
    page.key("Tab")
    comes(lambda: page.run("document.activeElement.id"), "skip-map")
    page.key("Enter")
    comes(lambda: page.run("document.activeElement.id"), "stage")
    page.until("document.getElementById('focused').textContent.startsWith('OpenAI, AI lab')")  # the most influential
    first = page.text("#focused")
    page.key("PageDown")
    page.until(f"document.getElementById('focused').textContent !== {json.dumps(first)}")
    page.key("PageUp")
    page.until(f"document.getElementById('focused').textContent === {json.dumps(first)}")
    page.key("ArrowRight")
    page.until(f"document.getElementById('focused').textContent !== {json.dumps(first)}")
    name = page.text("#focused").split(",")[0]
    page.key("Enter")
    page.until(f"document.querySelector('#panel h2')?.textContent === {json.dumps(name)}")
    comes(lambda: page.run("document.activeElement.tagName"), "H2")
    holds(name in page.text("#live"), "the choice is announced")
    page.key("Escape")
    page.until("!location.hash")
    zoom = page.run("document.getElementById('map').__zoom.k")
    page.key("+")
    page.until(f"document.getElementById('map').__zoom.k > {zoom}")
    page.key("/")
    comes(lambda: page.run("document.activeElement.id"), "query")


@test
def everything_to_press_has_a_name(page, pages, facts):
    for fragment in ("", "#ego=openai&table=deals", "#from=openai&to=&table=entities"):
        page.open(pages["en"], fragment)
        tree = page.send("Accessibility.getFullAXTree")["nodes"]
        roles = {"button", "link", "checkbox", "radio", "slider", "searchbox", "combobox", "ComboBoxGrouping", "tab", "listbox", "option", "tabpanel", "table"}
        nameless = [node["role"]["value"] for node in tree
                    if not node.get("ignored") and node.get("role", {}).get("value") in roles and not node.get("name", {}).get("value")]
        same(nameless, [])
        comes(lambda: page.run("(() => { const ids = [...document.querySelectorAll('[id]')].map((one) => one.id); return ids.length - new Set(ids).size; })()"), 0)


@test
def wheel_and_drag_move_the_map(page, pages, facts):
    page.open(pages["en"])
    x, y = node_at(page, "openai")
    before = page.run("document.getElementById('map').__zoom.k")
    page.mouse("mouseWheel", x, y, deltaX=0, deltaY=-240)
    page.until(f"document.getElementById('map').__zoom.k > {before}")
    at = node_at(page, "openai")
    holds(abs(at[0] - x) < 2 and abs(at[1] - y) < 2, "what is under the mouse stays there")
    page.mouse("mousePressed", x + 40, y + 60, button="left", clickCount=1, buttons=1)
    page.mouse("mouseMoved", x + 90, y + 80, button="left", buttons=1)
    page.mouse("mouseReleased", x + 90, y + 80, button="left", clickCount=1)
    comes(lambda: [round(v) for v in node_at(page, "openai")], [round(at[0] + 50), round(at[1] + 20)])
    comes(lambda: page.run("location.hash"), "")


@test
def fingers_tap_drag_and_pinch(page, pages, facts):
    page.size(390, 844, touch=True)
    page.open(pages["en"])
    at = node_at(page, "openai")
    page.touch("touchStart", at)
    page.touch("touchEnd")
    page.until("location.hash.includes('ego=openai')")
    page.touch("touchStart", (200, 300))
    page.touch("touchMove", (230, 340))
    page.touch("touchEnd")
    comes(lambda: [round(v) for v in node_at(page, "openai")], [round(at[0] + 30), round(at[1] + 40)])
    before = page.run("document.getElementById('map').__zoom.k")
    page.touch("touchStart", (150, 300), (250, 300))
    page.touch("touchMove", (100, 300), (300, 300))
    page.touch("touchEnd")
    comes(lambda: round(page.run("document.getElementById('map').__zoom.k") / before, 1), 2)
    page.size(1440, 900)


@test
def nodes_are_painted_in_the_colour_of_their_type(page, pages, facts):
    page.open(pages["en"])
    x, y = node_at(page, "openai")
    color = page.run(f"""(() => {{ const map = document.getElementById('map'), r = map.getBoundingClientRect(), s = map.width / r.width;
        return [...map.getContext('2d').getImageData(({x} - r.left) * s, ({y} - r.top) * s, 1, 1).data].slice(0, 3); }})()""")
    same("#" + "".join(f"{value:02x}" for value in color), data_of(pages["en"])["types"]["lab"]["color"])


@test
def a_story_is_clicked_through(page, pages, facts):
    page.open(pages["story"])
    comes(lambda: heading(page), "Deals <b>told</b>")
    page.click("#story-start")
    page.until("location.hash === '#step=1'")
    comes(lambda: heading(page), "Money")
    comes(lambda: page.run("[...document.querySelectorAll('p.story')].map((one) => one.textContent)"), ["First.", "Second </script>."])
    holds("SoftBank" in page.text("#panel ul.ties") and "$30bn" in page.text("#panel ul.ties"), "the step lists its tie")
    page.key("Enter")  # the focus is on "next"
    page.until("location.hash === '#step=2'")
    comes(lambda: page.run("[...document.querySelectorAll('#panel ul.ties button')].map((one) => one.textContent)"), ["TSMC", "Arm"])
    page.click("#story-back")
    page.until("location.hash === '#step=1'")
    page.open(pages["story"], "#step=2")
    page.click("#story-next")
    page.until("!location.hash && document.querySelector('ol.top')")


@test
def differences_are_coloured_and_filtered(page, pages, facts):
    page.open(pages["diff"])
    comes(lambda: page.run("[...document.querySelectorAll('[data-filter=change]')].map((one) => one.value)"), ["appeared", "went", "changed", "same"])
    comes(lambda: page.run("document.querySelector('input[name=colour]:checked').value"), "change")
    page.click("[data-filter=change][value=same]")
    comes(lambda: shown(page), (3, 8))
    page.click("[data-filter=change][value=went]")
    comes(lambda: shown(page), (2, 8))


@test
def a_tie_lies_where_the_layout_has_it(page, pages, facts):
    page.open(pages["diff"])
    tie = data_of(pages["diff"])["ties"][3]
    x, y = page.run(f"""(() => {{ const map = document.getElementById('map'), r = map.getBoundingClientRect(), t = map.__zoom;
        return [r.left + t.x + {(tie["curve"][0] + tie["curve"][6]) / 2} * t.k, r.top + t.y - 40 * t.k]; }})()""")
    page.click_at(x, y)
    page.until("location.hash.startsWith('#tie=')")
    comes(lambda: page.text("#panel q"), tie["evidence"][0]["text"])


@test
def marks_of_a_layout_are_drawn(page, pages, facts):
    page.open(pages["diff"])
    page.run("window.dispatchEvent(new Event('beforeprint'))")
    holds("East </script>" in page.run("[...document.querySelectorAll('#printed text')].map((one) => one.textContent)"), "the head of a column")
    same(page.complaints(), [])


@test
def the_page_speaks_the_language_asked_for(page, pages, facts):
    for language, name, filters, relation in (("ru", "Сэм Альтман", "Фильтры", "инвестирует в"), ("zh", "奥特曼", "筛选", "投资")):
        page.open(pages[language], "#ego=sam-altman")
        comes(lambda: page.run("document.documentElement.lang"), language)
        comes(lambda: page.text("#toggle-filters"), filters)
        holds(name in heading(page), f"{heading(page)!r} is not {name!r}")
        holds(relation in page.text("#filters"), "relations are named")
        comes(lambda: page.run("[...document.querySelectorAll('[data-word],[data-name]')].filter((one) => one.textContent.includes('_')).length"), 0)
        same(page.complaints(), [])


# ---- what must not happen ----

@test
def hostile_names_stay_text(page, pages, facts):
    page.open(pages["hostile"])
    comes(lambda: page.run("document.title"), HOSTILE[0])
    comes(lambda: page.text("#page-title"), HOSTILE[0])
    comes(lambda: page.run("document.querySelectorAll('img').length + document.querySelectorAll('script').length"), 2)
    for node in data_of(pages["hostile"])["nodes"]:
        page.run(f"location.hash = 'ego={node['id']}'")
        page.until(f"document.querySelector('#panel h2')?.textContent === {json.dumps(node['label'])}")
    for text in ("<script>", "proto", "constructor", "evil"):
        page.run("document.getElementById('query').value = ''; document.getElementById('query').focus()")
        page.type(text)
        holds(page.run("document.querySelectorAll('#hits [role=option]').length") > 0, f"{text!r} is found")
    page.click("#toggle-table")
    page.run("window.dispatchEvent(new Event('beforeprint'))")
    comes(lambda: page.run("document.title"), HOSTILE[0])
    comes(lambda: page.run("document.querySelectorAll('img').length + document.querySelectorAll('script').length"), 2)
    same(page.complaints(), [])
    same(page.requests(), [])


@test
def the_policy_forbids_requests_and_other_scripts(page, pages, facts):
    page.open(pages["en"])
    page.run("""(async () => {
        window.broken = [];
        document.addEventListener('securitypolicyviolation', (event) => window.broken.push(event.effectiveDirective));
        await fetch('https://example.org/').catch(() => {});
        const image = document.createElement('img'); image.src = 'https://example.org/x.png';
        const script = document.createElement('script'); script.textContent = 'window.ran = true'; document.body.append(image, script);
        await new Promise((done) => setTimeout(done, 100)); })()""")
    page.until("window.broken.length >= 3")
    comes(lambda: page.run("window.broken.sort()"), ["connect-src", "img-src", "script-src-elem"])
    comes(lambda: page.run("window.ran ?? null"), None)
    same([url for url in page.requests() if not url.startswith("https://example.org/")], [])


@test
def the_built_page_is_whole(page, pages, facts):
    def asset(name):
        with open(f"{root}/graphs/page/{name}", "rb") as file:
            return file.read()
    for name in ("map.js", "map.css"):
        hash = base64.b64encode(hashlib.sha256(asset(name)).digest()).decode()
        holds(f"sha256-{hash}".encode() in asset("map.html"), f"map.html does not name the hash of {name}: run scripts/page")
    sources = hashlib.sha256()
    for name in [*(f"src/{name}" for name in sorted(os.listdir(f"{root}/graphs/page/src"))), "build.mjs", "package-lock.json"]:
        sources.update(asset(name))
    holds(f"Built from sources {sources.hexdigest()}.".encode() in asset("map.js"), "the sources have changed: run scripts/page")
    with open(pages["en"], "rb") as file:
        html = file.read()
    holds(asset("map.js") in html and asset("LICENSES").strip() in html, "the page carries its script and its licences")
    holds(not re.search(rb'(src|href)="(?!#|data:)', html), "nothing is loaded")


@test
def two_thousand_nodes_open_and_answer(page, pages, facts):
    page.open(pages["big"])
    data = data_of(pages["big"])
    comes(lambda: shown(page), (10000, 10000))
    hub = min(data["nodes"], key=lambda node: node["rank"])
    page.run("document.getElementById('query').focus()")
    page.type(hub["label"])
    page.key("Enter")
    page.until(f"document.querySelector('#panel h2')?.textContent === {json.dumps(hub['label'])}")
    page.key("Escape")
    page.until("!location.hash")
    click_node(page, hub["id"])
    page.mouse("mouseWheel", 700, 450, deltaX=0, deltaY=-900)
    page.click("[data-filter=relation][value=supplies]")
    wanted = sum(one["relation"] != "supplies" for one in data["ties"])
    comes(lambda: shown(page)[0], wanted)
    page.click("#toggle-table")
    comes(lambda: page.run("document.querySelectorAll('#tables tbody tr').length"), 200)
    page.click("button.more")
    comes(lambda: page.run("document.querySelectorAll('#tables tbody tr').length"), 400)
    same(page.complaints(), [])
    same(page.requests(), [])


@test
def nothing_sticks_out_on_a_phone_or_a_desk(page, pages, facts):
    for width, height in ((390, 844), (820, 1180), (1440, 900)):
        page.size(width, height, touch=width < 500)
        for fragment in ("", "#ego=openai", "#table=deals", "#from=openai&to=tsmc"):
            page.open(pages["en"], fragment)
            comes(lambda: page.run("document.documentElement.scrollWidth > innerWidth"), False)
        page.open(pages["hostile"], "#ego=h11")
        comes(lambda: page.run("document.documentElement.scrollWidth > innerWidth"), False)
    page.size(1440, 900)


@test
def text_stands_out_in_light_and_dark(page, pages, facts):
    lowest = """(() => {
        const parse = (color) => { const v = color.match(/[\\d.]+/g).map(Number); return v.length > 3 && v[3] === 0 ? null : v.slice(0, 3); };
        const light = (rgb) => { const [r, g, b] = rgb.map((v) => v / 255 <= .03928 ? v / 255 / 12.92 : ((v / 255 + .055) / 1.055) ** 2.4);
            return .2126 * r + .7152 * g + .0722 * b; };
        const under = (e) => { for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor); if (c) return c; } return [255, 255, 255]; };
        let worst = [99, ''];
        for (const e of document.querySelectorAll('body *')) {
            if (![...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim()) || e.closest('script,style,noscript,svg,.unseen,:disabled') || !e.offsetParent) continue;
            const [x, y] = [light(parse(getComputedStyle(e).color)), light(under(e))], ratio = (Math.max(x, y) + .05) / (Math.min(x, y) + .05);
            if (ratio < worst[0]) worst = [ratio, e.outerHTML.slice(0, 120)];
        }
        return worst; })()"""
    for scheme in ("light", "dark"):
        page.size(1440, 900, scheme)
        for path, fragment in ((pages["en"], "#ego=openai&table=deals"), (pages["diff"], "#ego=softbank&table=deals"), (pages["story"], "#step=1")):
            page.open(path, fragment)
            ratio, where = page.run(lowest)
            holds(ratio >= 4.5, f"{scheme}: contrast {ratio:.2f} of {where}")
    page.size(1440, 900)


@test
def paper_gets_the_map_sharp_and_whole(page, pages, facts):
    page.open(pages["en"], "#ego=openai&table=deals")
    page.run("window.dispatchEvent(new Event('beforeprint'))")
    names = page.run("[...document.querySelectorAll('#printed text')].map((one) => one.textContent)")
    holds("OpenAI" in names and "SoftBank" in names, f"the printed map names its nodes, not {names}")
    comes(lambda: page.run("document.querySelectorAll('#panel details:not([open])').length"), 0)
    page.run("window.dispatchEvent(new Event('afterprint'))")
    comes(lambda: page.run("document.querySelectorAll('#printed, #panel details[open]').length"), 0)
    holds(page.pdf().startswith(b"%PDF"), "it prints")
    same(page.complaints(), [])


@test
def opened_from_disk_it_is_silent_and_asks_for_nothing(page, pages, facts):
    for path in pages.values():
        page.open(path)
        page.run("new Promise((done) => setTimeout(done, 150))")
        same(page.complaints(), [])
        same(page.requests(), [])


def main():
    facts, pages = prepare()
    page = Browser()
    passed = failed = 0
    for function in tests:
        name = function.__name__.replace("_", " ")
        begin = time.monotonic()
        try:
            function(page, pages, facts)
            passed += 1
        except Exception as failure:
            failed += 1
            line = [frame.lineno for frame in traceback.extract_tb(failure.__traceback__) if frame.filename == __file__][-1]
            print(f"page: {name} failed at line {line}: {failure}", file=sys.stderr)
        if os.environ.get("VERBOSE"):
            print(f"page: {name}: {time.monotonic() - begin:.1f} s", file=sys.stderr)
    page.close()
    print(f"browser: {passed} passed, {failed} failed")
    return failed > 0


sys.exit(main())
