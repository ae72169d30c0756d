"""The bench in a browser: how soon the first beat is there, how soon a slider shows, and how smoothly it is drawn.

``python benchmarks/page.py`` opens the page several times in Chromium and prints the table of the docs. The floor is
the time of the worker for both hearts, which the page tells itself.
"""

import argparse
import os
import statistics
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Page, sync_playwright
from report import conditions

CHROMIUM = "/usr/bin/chromium"
OPENINGS, MOVES, WATCHED = 5, 10, 3.0  # times; times; s
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


def main() -> None:
    argparse.ArgumentParser(description=__doc__).parse_args()
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = Path(folder) / "heart.html"
        program = "from diastole.cli.main import main; main()"
        words = ["bench", "acute_severe_ar", "--output", str(path), "--quiet"]
        subprocess.run([sys.executable, "-c", program, *words], check=True)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        rounds: list[dict[str, list[float]]] = []
        for _ in range(OPENINGS):
            context = browser.new_context(viewport={"width": 1280, "height": 800}, offline=True)
            page = context.new_page()
            page.add_init_script(OBSERVE)
            rounds.append(opened(page, path.as_uri()))
            context.close()
        version = browser.version
        browser.close()
        print(table(rounds, {**conditions(OPENINGS), "Chromium": version, "bytes": path.stat().st_size}))


def table(rounds: list[dict[str, list[float]]], facts: dict[str, Any]) -> str:
    """Return the table as Markdown."""
    lines = ["# The page", "", "Written by `benchmarks/page.py`.", ""]
    said = ", ".join(f"{name}: {value}" for name, value in facts.items())
    lines += [
        f"- Conditions: {said}, load {os.getloadavg()[0]:.1f}",
        "",
        "| what | median (least to most) |",
        "|---|---:|",
    ]
    for name in rounds[0]:
        values = [value for each in rounds for value in each[name]]
        unit = "a second" if name == "frames" else "ms"
        span = f"{min(values):.0f} to {max(values):.0f}"
        lines.append(f"| {name} | {statistics.median(values):.0f} {unit} ({span}) |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
