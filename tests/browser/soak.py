"""Move random controls of an open bench, and look for what breaks: ``make soak``, or ``python -m tests.browser.soak``.

Looks for numbers that are none on the page and in what the hearts give, for errors on the console, for states that the
engine refuses and texts that the package would judge otherwise, for a worker that does not answer, and for memory that
grows: the page's heap, those of its workers, and the memories of their engines, after a collection of garbage. With
``--docs`` it writes the page of the documentation that tells what came of it.
"""

import argparse
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import sync_playwright

from tests.browser.bench_on_a_screen import Bench, opened, written
from tests.browser.memory_of_a_page import MemoryOfAPage
from tests.browser.soak_actions import ACTIONS, WEIGHTS
from tests.conftest import CHROMIUM, FLAGS

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs" / "numerics" / "page_soak.md"
PRESET = "acute_severe_ar"
STUCK = 120.0  # s, after which a worker that has not answered is stuck, however busy the machine is
GROWTH = 0.1  # 1, of memory between the second and the last quarter of a soak, that passes for none
ROOM = 1.0  # MB, that is no growth whatever its share
# Counts what workers are asked and answer, and looks at the numbers of each answer.
WATCH = """(() => {
  const watched = (window.watched = { wrong: [], asked: [], answered: [], states: 0 })
  const note = text => { if (watched.wrong.length < 50) watched.wrong.push(text) }
  const isNumber = value => value === null || Number.isFinite(value)
  function look({ error, pair }) {
    if (error) return note(`a worker says: ${error}`)
    watched.states++
    for (const [name, arm] of Object.entries(pair)) {
      if (arm.outcome !== "steady") continue
      for (const [trace, values] of [["times", arm.times], ...Object.entries(arm.traces)])
        if (values.length < 10 || !values.every(Number.isFinite)) note(`${trace} of the heart ${name} has no number`)
      for (const [measure, value] of Object.entries(arm.values))
        if (!isNumber(value)) note(`${measure} of the heart ${name} is ${value}`)
    }
  }
  window.Worker = class extends Worker {
    #place = watched.asked.push(0) - 1
    constructor(...how) {
      super(...how)
      watched.answered[this.#place] = 0
      this.addEventListener("message", ({ data }) => look(data, watched.answered[this.#place]++))
      this.addEventListener("error", event => note(`a worker stopped: ${event.message}`))
    }
    postMessage(data, ...how) {
      if ("settings" in data) watched.asked[this.#place]++
      super.postMessage(data, ...how)
    }
  }
})()"""
# What is wrong now: numbers that are none in what a reader sees or hears; where text is refused, it is quoted.
WRONG = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  const texts = [...document.querySelectorAll("[aria-label]")].map(each => each.ariaLabel)
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement
    if (parent.tagName !== "SCRIPT" && !parent.closest("[role=alert]")) texts.push(walker.currentNode.data)
  }
  const wrong = texts.filter(text => /\\bNaN\\b|\\bundefined\\b|Infinity|\\[object/.test(text))
  return [...wrong.map(text => `the page says: ${text.trim()}`), ...watched.wrong.splice(0)]
}"""
WAITS = "() => watched.asked.some((count, place) => count > watched.answered[place])"


@dataclass
class Soak:
    """What was done to a bench and what came of it."""

    states: int = 0
    actions: int = 0
    problems: list[str] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)  # MB, of all after a collection of garbage
    engines: list[float] = field(default_factory=list)  # MB of it, that keep the room of the longest cycle they ran

    @property
    def growth(self) -> float:
        """MB by which all memory grew."""
        return growth(self.memory)

    @property
    def is_sound(self) -> bool:
        return not self.problems and self.growth <= max(ROOM, GROWTH * self.memory[0])


def growth(memory: Sequence[float]) -> float:
    """Return the difference of the medians of the second and the last quarter of a soak; the first one warms up."""
    quarter = max(1, len(memory) // 4)
    return median(memory[-quarter:]) - median(memory[quarter : 2 * quarter] or memory)


def soak(bench: Bench, goes_on: Callable[[Soak], bool], seed: int, look_at: int, tell: Callable[[str], None]) -> Soak:
    """Act on a bench as long as `goes_on`; every `look_at` actions, let it come to rest and measure its memory.

    A soak of fewer actions is measured once, at its end.
    """
    done, chance, memory = Soak(), random.Random(seed), MemoryOfAPage(bench.page)
    begun = time.monotonic()

    def look() -> None:
        """Measure what the page at rest holds, and tell it."""
        now = memory.measured()
        done.memory.append(sum(now.values()))
        done.engines.append(now["engines"])
        parts = ", ".join(f"{name} {size:.2f} MB" for name, size in now.items())
        tell(f"{time.monotonic() - begun:6.0f} s, {done.actions} actions, {done.states} states: {parts}")

    while goes_on(done) and len(done.problems) < 20:
        action = chance.choices(ACTIONS, WEIGHTS)[0]
        wrong = action(bench.page, chance)
        done.actions += 1
        done.problems += [f"after {action.__name__}: {wrong}"] if wrong else []
        _wait(bench, done, whole=done.actions % look_at == 0)
        done.problems += [f"after {action.__name__}: {wrong}" for wrong in bench.page.evaluate(WRONG)]
        done.problems += [f"after {action.__name__}: the console says: {text}" for text in bench.complaints]
        bench.complaints.clear()
        done.states = bench.page.evaluate("watched.states")
        if done.actions % look_at == 0:
            look()
    if not done.memory:
        _wait(bench, done, whole=True)
        look()
    return done


def _wait(bench: Bench, done: Soak, *, whole: bool) -> None:
    """Wait until the bench has answered; as a whole: also until no other worker has anything to do."""
    waits = WAITS if whole else "() => watched.asked[0] > watched.answered[0]"
    end = time.monotonic() + STUCK
    while bench.page.evaluate(waits):
        if time.monotonic() > end:
            done.problems.append("a worker does not answer")
            return
        bench.page.wait_for_timeout(10)


def soaked(browser: Any, folder: Path, goes_on: Callable[[Soak], bool], **how: Any) -> Soak:
    """Open the bench of a preset and soak it; how: as of `soak`."""
    with opened(browser, written(folder, PRESET), script=WATCH) as bench:
        return soak(bench, goes_on, **how)


def told(done: Soak, conditions: dict[str, object]) -> str:
    """Return what came of a soak, as Markdown."""
    rows = {
        "random actions": f"{done.actions:,}",
        "states of two hearts that they ran": f"{done.states:,}",
        "of all that is looked for, what was found": f"{len(done.problems)}",
        "memory at the first look": f"{done.memory[0]:.1f} MB",
        "its growth from the second to the last quarter": f"{done.growth:+.2f} MB",
        "of it engines, which keep the room of the longest cycle that they ran": f"{growth(done.engines):+.2f} MB",
    }
    return "\n".join(
        [
            "Written by `python -m tests.browser.soak --docs`.",
            "",
            f"- Conditions: {', '.join(f'{name}: {value}' for name, value in conditions.items())}",
            "",
            "| what | figure |",
            "|---|---:|",
            *(f"| {name} | {value} |" for name, value in rows.items()),
            *(f"\n- {problem}" for problem in done.problems),
            "",
        ]
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=17)
    parser.add_argument("--docs", action="store_true", help=f"write {DOCS.relative_to(ROOT)}")
    given = parser.parse_args()
    end = time.monotonic() + 60.0 * given.minutes
    with sync_playwright() as driver, tempfile.TemporaryDirectory() as folder:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        tell = lambda line: print(line, flush=True)  # noqa: E731
        done = soaked(browser, Path(folder), lambda _: time.monotonic() < end, seed=given.seed, look_at=200, tell=tell)
        version = browser.version
        browser.close()
    if given.docs:
        conditions = {"minutes": f"{given.minutes:g}", "seed": given.seed, "Chromium": version, "cores": os.cpu_count()}
        DOCS.write_text(told(done, conditions | {"date": date.today()}), encoding="utf-8")
    print(f"{done.actions} actions, {done.states} states; memory grew by {done.growth:+.2f} MB")
    print(f"{len(done.problems)} problems")
    print(*done.problems, sep="\n")
    sys.exit(not done.is_sound)


if __name__ == "__main__":
    main()
