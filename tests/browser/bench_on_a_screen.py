"""The bench of a patient as a reader opens it: a file, offline."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from diastole.faces.pages.bench_page import bench_page
from diastole.model.bench_state import BenchState
from diastole.model.patient import Patient
from tests.waiting import LONGEST

WAIT = 1e3 * LONGEST  # ms


def written(folder: Path, preset: str, changes: dict[str, str] | None = None) -> Path:
    """Write the bench of a preset, changed or not, and return its path."""
    path = folder / f"{preset}.html"
    patient = Patient.preset(preset).with_values(changes or {})
    path.write_text(bench_page(patient, BenchState(preset, changes or {})), encoding="utf-8")
    return path


class Bench:
    """An open bench: its page, what it asked for, and what it complained of."""

    def __init__(self, context: Any, address: str):
        self.page = context.new_page()
        self.page.set_default_timeout(WAIT)
        self.asked: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.goto(address)
        self.wait(0)

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
        if ":" in value or value in ("on", "standby"):
            self.page.check(f"{place}-{value.replace(':', '-')}", force=True)
        else:
            root = self.page.locator(f".control:has({place})")
            self.page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
            if root.locator("input[type=checkbox]").count():
                root.locator("input[type=checkbox]").check()
                self.wait(before)
                before = self.answers
            self.page.fill(place, value)
            self.page.keyboard.press("Enter")
        self.wait(before)

    def numbers(self) -> dict[str, tuple[float, float]]:
        """Return each measure without and with the balloon, with all digits; NaN where it is not defined."""
        rows = self.page.eval_on_selector_all(
            "#measures tr",
            "rows => rows.map(row => [row.dataset.measure, ...[...row.querySelectorAll('td')].slice(0, 2)"
            ".map(cell => cell.dataset.value)])",
        )
        return {name: (float(without or "nan"), float(pumped or "nan")) for name, without, pumped in rows}


@contextmanager
def opened(browser: Any, path: Path, fragment: str = "", **how: Any) -> Iterator[Bench]:
    """Open a bench without a network; how: of the context, such as its viewport."""
    context = browser.new_context(offline=True, **how)
    try:
        yield Bench(context, f"{path.as_uri()}{fragment}")
    finally:
        context.close()
