"""speed.py PAGE - how fast a page opens and moves in Chromium without a graphics card; wall times lie on a busy machine,
those of the processor do not."""
import os
import sys

from browser import Browser

GESTURES = {
    "zoom": "map.dispatchEvent(new WheelEvent('wheel', { deltaY: n % 80 < 40 ? -12 : 12, clientX: 700, clientY: 450, bubbles: true, cancelable: true }))",
    "drag": """n === 1 ? map.dispatchEvent(new MouseEvent('mousedown', { clientX: 700, clientY: 450, bubbles: true, view: window }))
        : window.dispatchEvent(new MouseEvent('mousemove', { clientX: 700 + 300 * Math.sin(n / 20), clientY: 450 + 200 * Math.cos(n / 17), view: window }))""",
}
SECONDS = 3
SCRIPT = """(async () => {
    const map = document.getElementById('map'), end = performance.now() + %d;
    let n = 0;
    while (performance.now() < end) { await new Promise(requestAnimationFrame); n++; %s; }
    window.dispatchEvent(new MouseEvent('mouseup', { view: window }));
    return n; })()"""


def processor_seconds(root):
    """Of a process and all below it, so far."""
    parents, times = {}, {}
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{name}/stat") as file:
                fields = file.read().rsplit(")", 1)[1].split()
        except OSError:
            continue
        parents[int(name)] = int(fields[1])
        times[int(name)] = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def below(process):
        while process in parents and process != root:
            process = parents[process]
        return process == root
    return sum(time for process, time in times.items() if below(process))


page = Browser()
before = processor_seconds(page.process.pid)
seconds = page.open(sys.argv[1])
print(f"  opens in {seconds:.2f} s ({processor_seconds(page.process.pid) - before:.2f} s of processor)")
for name, gesture in GESTURES.items():
    before = processor_seconds(page.process.pid)
    frames = page.run(SCRIPT % (SECONDS * 1000, gesture))
    spent = (processor_seconds(page.process.pid) - before) / frames
    print(f"  {name}: {frames / SECONDS:.0f} frames/s ({1000 * spent:.1f} ms of processor a frame)")
page.close()
