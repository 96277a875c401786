"""browser.py - drives Chromium through its DevTools protocol over a pipe, with nothing but the standard library."""
import base64
import json
import os
import shutil
import subprocess
import tempfile
import threading
import time


class Failure(Exception):
    pass


def program():
    """The path of a Chromium, or None."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


class Browser:
    """One browser with a fresh profile and one tab."""

    FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
             "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--hide-scrollbars", "--mute-audio"]

    def __init__(self, width=1440, height=900):
        self.profile = tempfile.mkdtemp(prefix="page-")
        inward, self.write_end = os.pipe()
        self.read_end, outward = os.pipe()

        def place():  # the browser listens on 3 and speaks on 4
            os.dup2(inward, 13)
            os.dup2(outward, 14)
            os.dup2(13, 3)
            os.dup2(14, 4)

        flags = [*self.FLAGS, f"--user-data-dir={self.profile}", f"--window-size={width},{height}", "--remote-debugging-pipe", "about:blank"]
        self.process = subprocess.Popen([program(), *flags], preexec_fn=place, close_fds=False, stdin=subprocess.DEVNULL,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(inward)
        os.close(outward)
        self.number = 0
        self.answers, self.events = {}, []
        self.news = threading.Condition()
        threading.Thread(target=self._listen, daemon=True).start()
        target = self.send("Target.createTarget", {"url": "about:blank"}, session=False)["targetId"]
        self.session = self.send("Target.attachToTarget", {"targetId": target, "flatten": True}, session=False)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.send(f"{domain}.enable")
        self.size(width, height)

    def _listen(self):
        rest = b""
        while True:
            try:
                chunk = os.read(self.read_end, 1 << 20)
            except OSError:
                chunk = b""
            with self.news:
                if not chunk:
                    self.answers["gone"] = True
                    self.news.notify_all()
                    return
                *messages, rest = (rest + chunk).split(b"\0")
                for message in map(json.loads, messages):
                    if "id" in message:
                        self.answers[message["id"]] = message
                    else:
                        self.events.append(message)
                self.news.notify_all()

    def send(self, method, parameters=None, session=True, seconds=60):
        self.number += 1
        number = self.number
        message = {"id": number, "method": method, "params": parameters or {}}
        if session:
            message["sessionId"] = self.session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self.write_end, data):]
        with self.news:
            if not self.news.wait_for(lambda: number in self.answers or "gone" in self.answers, seconds):
                raise Failure(f"{method}: no answer in {seconds} s")
            if number not in self.answers:
                raise Failure(f"{method}: the browser has gone")
            answer = self.answers.pop(number)
        if "error" in answer:
            raise Failure(f"{method}: {answer['error']['message']}")
        return answer["result"]

    def size(self, width, height, scheme="light", touch=False):
        self.send("Emulation.setDeviceMetricsOverride", {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": touch})
        self.send("Emulation.setTouchEmulationEnabled", {"enabled": touch})
        self.send("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme},
                                                              {"name": "prefers-reduced-motion", "value": "reduce"}]})

    def open(self, path, fragment="", seconds=60):
        """Opens a file; returns the seconds until its load event was over and a first frame drawn."""
        with self.news:
            self.events.clear()
        self.send("Page.navigate", {"url": "about:blank"})
        begin = time.monotonic()
        self.send("Page.navigate", {"url": "file://" + os.path.abspath(path) + fragment})
        self.until("document.readyState === 'complete' && location.protocol === 'file:'", seconds)
        self.run("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        return time.monotonic() - begin

    def run(self, expression, seconds=60):
        """The value of a JavaScript expression; a promise is waited for."""
        answer = self.send("Runtime.evaluate", {"expression": expression, "awaitPromise": True, "returnByValue": True}, seconds=seconds)
        if "exceptionDetails" in answer:
            details = answer["exceptionDetails"]
            raise Failure(f"{expression}: {details.get('exception', {}).get('description', details['text'])}")
        return answer["result"].get("value")

    def until(self, expression, seconds=20):
        """Waits until the expression holds."""
        end = time.monotonic() + seconds
        while True:
            try:
                if self.run(f"Boolean({expression})"):
                    return
            except Failure as failure:
                if "context" not in str(failure) and time.monotonic() > end:
                    raise
            if time.monotonic() > end:
                raise Failure(f"never came true: {expression}")
            time.sleep(0.02)

    def key(self, key, text=None, shift=False):
        codes = {"Enter": 13, "Tab": 9, "Escape": 27, "ArrowLeft": 37, "ArrowUp": 38, "ArrowRight": 39, "ArrowDown": 40, "PageDown": 34,
                 " ": 32, "Home": 36, "End": 35}
        event = {"key": key, "code": key, "windowsVirtualKeyCode": codes.get(key, ord(key[0].upper())), "modifiers": 8 if shift else 0}
        text = text or {"Enter": "\r", " ": " "}.get(key) or (key if len(key) == 1 else None)
        self.send("Input.dispatchKeyEvent", {"type": "keyDown", **event, **({"text": text} if text else {})})
        self.send("Input.dispatchKeyEvent", {"type": "keyUp", **event})

    def type(self, text):
        self.send("Input.insertText", {"text": text})

    def mouse(self, kind, x, y, **more):
        self.send("Input.dispatchMouseEvent", {"type": kind, "x": x, "y": y, **more})

    def click_at(self, x, y):
        self.mouse("mouseMoved", x, y)
        self.mouse("mousePressed", x, y, button="left", clickCount=1, buttons=1)
        self.mouse("mouseReleased", x, y, button="left", clickCount=1)

    def touch(self, kind, *points):
        self.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y, "id": n} for n, (x, y) in enumerate(points)]})

    def click(self, selector):
        """A click of the mouse on the middle of an element, as a reader would."""
        box = self.run(f"""(() => {{ const e = document.querySelector({json.dumps(selector)}); if (!e) return null;
            e.scrollIntoView({{ block: 'nearest' }}); const r = e.getBoundingClientRect();
            return [r.left + r.width / 2, r.top + r.height / 2]; }})()""")
        if not box:
            raise Failure(f"nothing to click: {selector}")
        self.click_at(*box)

    def text(self, selector):
        return self.run(f"document.querySelector({json.dumps(selector)})?.textContent ?? null")

    def picture(self, path):
        with open(path, "wb") as file:
            file.write(base64.b64decode(self.send("Page.captureScreenshot", {"format": "png"})["data"]))

    def pdf(self):
        return base64.b64decode(self.send("Page.printToPDF", {"printBackground": True})["data"])

    def complaints(self):
        """Errors and warnings of the console, and what was thrown."""
        with self.news:
            events = list(self.events)
        said = []
        for event in events:
            parameters = event.get("params", {})
            if event["method"] == "Runtime.exceptionThrown":
                details = parameters["exceptionDetails"]
                said.append(details.get("exception", {}).get("description", details["text"]))
            elif event["method"] == "Runtime.consoleAPICalled" and parameters["type"] in ("error", "warning", "assert"):
                said.append(" ".join(str(one.get("value", one.get("description"))) for one in parameters["args"]))
            elif event["method"] == "Log.entryAdded" and parameters["entry"]["level"] in ("error", "warning"):
                said.append(parameters["entry"]["text"])
        return said

    def requests(self):
        """The addresses asked for, but for the page itself and blank ones."""
        with self.news:
            events = list(self.events)
        urls = [event["params"]["request"]["url"] for event in events if event["method"] == "Network.requestWillBeSent"]
        own = [url for url in urls if url.startswith("file://")]
        return own[1:] + [url for url in urls if not url.startswith(("file://", "about:", "data:"))]

    def close(self):
        try:
            self.send("Browser.close", session=False, seconds=10)
            self.process.wait(10)
        except (Failure, OSError, subprocess.TimeoutExpired):
            self.process.kill()
            self.process.wait()
        os.close(self.write_end)
        shutil.rmtree(self.profile, ignore_errors=True)
