"""The bench in a browser: how soon the first beat is there and a slider shows, and how fast hearts beat in a worker.

``python benchmarks/page.py`` opens the page several times in Chromium and writes ``docs/numerics/page.md``. The floor
of a slider is the time of the worker for both hearts, which the page tells itself.
"""

import argparse
import base64
import os
import statistics
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright
from report import conditions

from diastole.faces.browser.engine import HEART
from diastole.faces.browser.engine_heart import heart_record
from diastole.model.patient import BalloonPump, Patient

CHROMIUM = "/usr/bin/chromium"
DOCS = Path(__file__).parents[1] / "docs" / "numerics" / "page.md"
PRESET = "acute_severe_ar"
OPENINGS, MOVES, WATCHED = 5, 10, 3.0  # times; times; s
# Of what has an aim: ms at most, or a second at least.
AIMS = {
    "from opening to the first beat": "≤ 300 ms", "from a slider to the changed trace": "≤ 50 ms",
    "frames": "≥ 55 a second", "map of 12 × 12 hearts, both of each": "≤ 2,000 ms",
    "beats of one heart in a worker": "≥ 1,000 a second",
    "beats of one heart in a worker, with the balloon": "≥ 1,000 a second",
}  # fmt: skip
# Notes when hearts were shown, counts frames, and how late the frame came that followed an answer.
OBSERVE = """
window.shown = []; window.frames = 0
new MutationObserver(() => requestAnimationFrame(() => window.shown.push(performance.now())))
  .observe(document, { subtree: true, attributes: true, attributeFilter: ["data-answers"] })
const count = () => { window.frames++; requestAnimationFrame(count) }
requestAnimationFrame(count)
"""
MOVE = """value => {
  const slider = document.querySelector('#controls input[type=range]')
  window.moved = performance.now(); window.shown = []
  slider.value = value
  slider.dispatchEvent(new Event('input', { bubbles: true }))
}"""

# Beats in a worker, once a heart is steady and its code is warm, and how many it does in a second.
BEATS = """given => new Promise((done, failed) => {
  const work = `onmessage = async ({ data: { loader, module, record } }) => {
    const { Heart } = await import(URL.createObjectURL(new Blob([loader], { type: "text/javascript" })))
    const heart = await Heart.load(Uint8Array.from(atob(module), letter => letter.charCodeAt(0)), record)
    const beats = time => {
      const begun = performance.now()
      let [count, passed] = [0, 0]
      for (; passed < time; passed = performance.now() - begun, count++) if (!heart.beat()) return NaN
      return (1000 * count) / passed
    }
    postMessage(heart.run() === "steady" && beats(200) && beats(1000))
  }`
  const worker = new Worker(URL.createObjectURL(new Blob([work], { type: "text/javascript" })))
  worker.onmessage = ({ data }) => done(data)
  worker.onerror = ({ message }) => failed(message)
  worker.postMessage(given)
})"""

# Shows the map, which begins, and returns how long it takes [ms].
MAP = """() => new Promise(done => {
  const begun = performance.now(), button = document.getElementById("map-run")
  document.getElementById("map-title").scrollIntoView()
  const look = () => button.hidden ? done(performance.now() - begun) : setTimeout(look, 5)
  setTimeout(look, 5)
})"""


def wait_for_answer(page: Page) -> float:
    """Return when hearts were shown [ms], from the start of the page."""
    while not page.evaluate("window.shown.length"):
        page.wait_for_timeout(5)
    return float(page.evaluate("window.shown[0]"))


def opened(page: Page, url: str) -> dict[str, list[float]]:
    """Return what one opening gives, times in ms."""
    thread = page.context.new_cdp_session(page)
    thread.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto(url)
    found: dict[str, list[float]] = {"from opening to the first beat": [wait_for_answer(page)]}
    metrics = {one["name"]: one["value"] for one in thread.send("Performance.getMetrics")["metrics"]}
    found["of it processor time of the page's own thread"] = [1e3 * metrics["TaskDuration"]]
    slides, worker = [], []
    for move in range(MOVES):
        page.evaluate(MOVE, f"{0.1 + 0.02 * move}")
        slides.append(wait_for_answer(page) - float(page.evaluate("window.moved")))
        worker.append(float(page.evaluate("document.documentElement.dataset.milliseconds")))
        page.wait_for_timeout(60)
    found |= {"from a slider to the changed trace": slides, "of it the worker, both hearts": worker}
    before = page.evaluate("[window.frames, performance.now()]")
    page.wait_for_timeout(1000 * WATCHED)
    after = page.evaluate("[window.frames, performance.now()]")
    found["frames"] = [1000.0 * (after[0] - before[0]) / (after[1] - before[1])]
    return found | {"map of 12 × 12 hearts, both of each": [page.evaluate(MAP)]}


def beats(browser: Browser, empty: Path) -> dict[str, list[float]]:
    """Return how many beats a second a worker does, without and with the balloon."""
    patient = Patient.preset(PRESET)
    engine = {
        "loader": HEART.file.with_name("engine.mjs").read_text(encoding="utf-8"),
        "module": base64.b64encode(HEART.file.read_bytes()).decode(),
    }
    name, pumped = "beats of one heart in a worker", patient.with_balloon_pump(BalloonPump())
    found = {}
    for title, heart in ((name, patient), (f"{name}, with the balloon", pumped)):
        page = browser.new_page()
        page.goto(empty.as_uri())
        found[title] = [page.evaluate(BEATS, engine | {"record": heart_record(heart)})]
        page.close()
    return found


def main() -> None:
    argparse.ArgumentParser(description=__doc__).parse_args()
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = Path(folder) / "heart.html"
        program = "from diastole.cli.main import main; main()"
        words = ["bench", PRESET, "--output", str(path), "--quiet"]
        subprocess.run([sys.executable, "-c", program, *words], check=True)
        (empty := Path(folder) / "empty.html").write_text("<!doctype html><title>Beats</title>", encoding="utf-8")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        rounds: list[dict[str, list[float]]] = []
        for _ in range(OPENINGS):
            context = browser.new_context(viewport={"width": 1280, "height": 800}, offline=True)
            page = context.new_page()
            page.add_init_script(OBSERVE)
            found = opened(page, path.as_uri())
            context.close()
            rounds.append(found | beats(browser, empty))
        version = browser.version
        browser.close()
        facts = {**conditions(OPENINGS), "Chromium": version, "bytes": path.stat().st_size}
        DOCS.write_text(table(rounds, facts), encoding="utf-8")


def table(rounds: list[dict[str, list[float]]], facts: dict[str, Any]) -> str:
    """Return the table as Markdown."""
    lines = ["# The page", "", "Written by `benchmarks/page.py`.", ""]
    said = ", ".join(f"{name}: {value}" for name, value in facts.items())
    lines += [
        f"- Conditions: {said}, load {os.getloadavg()[0]:.1f}",
        "",
        "| what | median (least to most) | aim |",
        "|---|---:|---:|",
    ]
    for name in rounds[0]:
        values = [value for each in rounds for value in each[name]]
        aim = AIMS.get(name, "")
        unit = "a second" if aim.endswith("a second") else "ms"
        span = f"{min(values):,.0f} to {max(values):,.0f}"
        lines.append(f"| {name} | {statistics.median(values):,.0f} {unit} ({span}) | {aim} |")
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    main()
