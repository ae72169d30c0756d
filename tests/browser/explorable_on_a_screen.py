"""A figure that lives, as a reader of its page sees it."""

from typing import Any

from tests.waiting import LONGEST

NUMBERS = """() => [...document.querySelectorAll('#arm-numbers tbody tr')].map(row =>
  [row.dataset.measure, [...row.querySelectorAll('td')].map(cell => cell.dataset.value)])"""


class ShownExplorable:
    """A tab that shows one figure after another, what their pages asked for and what they complained of."""

    def __init__(self, context: Any):
        self.page = context.new_page()
        self.page.set_default_timeout(1e3 * LONGEST)
        self.asked: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def open(self, address: str) -> None:
        """Open a page, and wait until its arms were run."""
        self.asked.clear()
        self.complaints.clear()
        self.page.goto(address)
        self._wait("0")

    def set(self, key: str, value: str) -> None:
        """Type a value into the field of a control, and wait until the arms were run."""
        before = self.page.evaluate("document.documentElement.dataset.answers")
        self.page.fill(f"#control-{key.replace('.', '-')}", value)
        self.page.keyboard.press("Enter")
        self._wait(before)

    def numbers(self) -> dict[str, list[float]]:
        """Return each measure in each arm, with all digits; NaN where it is not defined."""
        return {name: [float(value or "nan") for value in values] for name, values in self.page.evaluate(NUMBERS)}

    def _wait(self, before: str) -> None:
        self.page.wait_for_selector(f"html[data-answers]:not([data-answers='{before}'])", state="attached")
