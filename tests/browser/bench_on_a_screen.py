"""The bench of a patient as a reader opens it: a file, offline."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, partial
from math import isnan
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import pytest

from diastole.faces.pages.bench_page import bench_page
from diastole.model.bench_state import BenchState
from diastole.model.patient import Patient
from diastole.model.run import compare
from tests.waiting import LONGEST

WAIT = 1e3 * LONGEST  # ms
SAME = 1e-9  # 1, relative
NOTHING = 1e-12  # of a measure that is 0
# A map that is seen runs 288 hearts after each change, and has tests of its own.
NO_MAP = "addEventListener('DOMContentLoaded', () => { document.querySelector('.map').hidden = true })"
MOVING = {"reduced_motion": "no-preference"}
# The screen of a tab, still: traces that run take more than all that is tested beside them.
USUAL = {"viewport": {"width": 1280, "height": 720}, "color_scheme": "light", "reduced_motion": "reduce"}


def written(folder: Path, preset: str, changes: dict[str, str] | None = None) -> Path:
    """Write the bench of a preset, changed or not, and return its path."""
    path = folder / f"{preset}.html"
    patient = Patient.preset(preset).with_values(changes or {})
    path.write_text(bench_page(patient, BenchState(preset, changes or {})), encoding="utf-8")
    return path


# What was refused before is taken away: it must not pass for an answer to this link.
FOLLOW = """async fragment => {
  const come = new Promise(done => addEventListener('hashchange', done, { once: true }))
  document.getElementById('refused').textContent = ''
  location.hash = fragment
  await come
}"""

# Each measure of the table, and its values in both hearts as text.
ROWS = """[...document.querySelectorAll('#measures tr')].map(row =>
  [row.dataset.measure, ...[...row.querySelectorAll('td')].slice(0, 2).map(cell => cell.dataset.value)])"""


def read_numbers(rows: list[tuple[str, str, str]]) -> dict[str, tuple[float, float]]:
    """Return each measure of `ROWS` without and with the balloon, with all digits; NaN where it is not defined."""
    return {name: (float(without or "nan"), float(pumped or "nan")) for name, without, pumped in rows}


class Bench:
    """An open bench: its page, what it asked for, and what it complained of."""

    def __init__(self, context: Any):
        self._how = USUAL
        self.page = context.new_page()
        self.page.set_default_timeout(WAIT)
        self.asked: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def open(self, address: str, **how: Any) -> None:
        """Open an address on a screen that is as `USUAL` but for `how`, and wait until the page is whole."""
        self._how = USUAL | how
        self.look_as_opened()
        self.asked.clear()
        self.complaints.clear()
        self.page.goto(address)
        self.wait(0)
        self.page.wait_for_selector("html[data-whole]", state="attached")

    def leave(self) -> None:
        """Leave the page, so that nothing of it is left for the next one."""
        self.page.goto("about:blank")
        self.page.mouse.move(0, 0)

    def look_as_opened(self) -> None:
        """Give the page the screen again with which it was opened."""
        viewport, media = self._how["viewport"], {name: self._how[name] for name in ("color_scheme", "reduced_motion")}
        self.page.emulate_media(media="null", **media)
        self.page.set_viewport_size(viewport)

    def reset(self) -> None:
        """Put the hearts back to the patient, as a reader does."""
        if self.page.is_enabled("#reset"):
            before = self.answers
            self.page.click("#reset")
            self.wait(before)
        self.complaints.clear()

    def follow(self, link: str) -> None:
        """Follow a link to a state of this page, and wait until the page has read it."""
        self.page.evaluate(FOLLOW, link)

    @property
    def answers(self) -> int:
        """How many states were run and shown."""
        return int(self.page.evaluate("document.documentElement.dataset.answers ?? 0"))

    def wait(self, before: int) -> None:
        """Wait until more states than these were shown."""
        self.page.wait_for_selector(f"html[data-answers]:not([data-answers='{before}'])", state="attached")

    def set(self, key: str, value: str) -> None:
        """Use the control of a key as a reader does, and wait for the answer."""
        before = self.answers
        place = f"#control-{key.replace('.', '-')}"
        self.page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
        if self.page.locator(place).count() == 0:  # a choice
            self.page.check(f"[id='{place[1:]}-{value.replace(':', '-')}']", force=True)
        else:
            box = self.page.locator(f".control:has({place}) input[type=checkbox]")
            if box.count() and not box.is_checked():
                box.check()
                self.wait(before)
                before = self.answers
            self.page.fill(place, value)
            self.page.keyboard.press("Enter")
        self.wait(before)

    def numbers(self) -> dict[str, tuple[float, float]]:
        """Return each measure without and with the balloon, with all digits; NaN where it is not defined."""
        return read_numbers(self.page.evaluate(ROWS))


# Tabs that were left, by the script with which they begin: a new one starts a process, which costs more than the page.
LEFT: WeakKeyDictionary[Any, dict[str, list[Bench]]] = WeakKeyDictionary()


@contextmanager
def opened(browser: Any, path: Path, fragment: str = "", script: str = "", **how: Any) -> Iterator[Bench]:
    """Open a bench without a network; script: runs before those of the page; how: as of `Bench.open`."""
    left = LEFT.setdefault(browser, {}).setdefault(script, [])
    if left:
        bench = left.pop()
    else:
        context = browser.new_context(offline=True)
        context.add_init_script(script)
        bench = Bench(context)
    try:
        bench.open(f"{path.as_uri()}{fragment}", **how)
        yield bench
    except BaseException:
        bench.page.context.close()
        raise
    bench.leave()
    left.append(bench)


type Measured = dict[str, float | None]


def measured(preset: str, changes: dict[str, str], *, reflex: bool = False) -> tuple[Measured, Measured]:
    """Return the measures of `compare` of a changed preset, without and with; several tests ask for the same."""
    return _measured(preset, tuple(changes.items()), reflex)


@cache
def _measured(preset: str, changes: tuple[tuple[str, str], ...], reflex: bool) -> tuple[Measured, Measured]:
    found = compare(Patient.preset(preset).with_values(dict(changes)), reflex=reflex)
    return dict(found.without.measures), dict(found.with_.measures)


without_map = partial(opened, script=NO_MAP)


def assert_same(numbers, preset, changes, *, reflex=False):
    """The numbers of the page are those of `compare`."""
    for name, shown in numbers.items():
        for number, known in zip(shown, measured(preset, changes, reflex=reflex), strict=True):
            expected = known[name]
            if expected is None:
                assert isnan(number), name
            else:
                assert number == pytest.approx(expected, rel=SAME, abs=NOTHING), name
    assert len(numbers) >= 10
