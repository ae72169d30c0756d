"""Walks of a newcomer through the bench in Chromium, without a network: ``python scripts/newcomer_walks.py``.

Each walk does what the page suggests and nothing else. It counts the words that are read, from the page itself, the
actions, and the waiting, and takes a picture at each step. The table goes to ``docs/guides/bench_walks.md``, the
pictures to ``build/pictures``.
"""

import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from math import ceil
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, Page, sync_playwright

from diastole.faces.pages.bench_page import preset_bench_page
from diastole.faces.pages.place import ALONE

ROOT = Path(__file__).parents[1]
PICTURES, TABLE = ROOT / "build" / "pictures", ROOT / "docs" / "guides" / "bench_walks.md"
WORDS = 220.0  # a minute, of an adult who reads; assumed
ACTION = 1.5  # s, to find something that is named and to press or move it; assumed
# When the page last wrote an answer, by its own clock.
OBSERVE = """
new MutationObserver(() => requestAnimationFrame(() => { window.shown = performance.now() }))
  .observe(document, { subtree: true, attributes: true, attributeFilter: ["data-answers"] })
"""
TWO_FRAMES = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
SEEN = """selectors => selectors.flatMap(selector => [...document.querySelectorAll(selector)])
  .filter(each => each.checkVisibility()).map(each => each.innerText)"""


class Step(NamedTuple):
    """What is done first, if anything, and what is read then."""

    title: str
    read: Sequence[str]  # selectors
    act: Callable[[Page], None] | None = None


class Walk(NamedTuple):
    """A reader's way through the bench of a preset."""

    title: str
    name: str
    preset: str
    width: int
    height: int
    steps: Sequence[Step]


class Taken(NamedTuple):
    """What a step took."""

    words: int
    actions: int
    scrolls: int  # by a screen
    waited: float  # s

    @property
    def seconds(self) -> float:
        return 60.0 * self.words / WORDS + ACTION * (self.actions + self.scrolls) + self.waited


def _half(page: Page, control: str) -> None:
    """Drag the slider of a control, which begins at 0, to half of its value."""
    slider = page.locator(f".control:has(#{control}) input[type=range]")
    slider.scroll_into_view_if_needed()
    page.evaluate(TWO_FRAMES)
    slider.evaluate(
        """slider => {
          slider.value = String(0.5 * Number(slider.value))
          slider.dispatchEvent(new Event("input", { bubbles: true }))
        }"""
    )


def _pressed(name: str) -> Callable[[Page], None]:
    return lambda page: page.get_by_role("button", name=name, exact=True).click()


def _halved(leak: str) -> Callable[[Page], None]:
    return lambda page: _half(page, f"control-lesions-{leak}_regurgitation-orifice_area")


OPENING = (
    Step("what the page is", ("h1", ".lead")),
    Step("that the leak changes, and by how much", ("#of-device",)),
    Step("why", ("#why",)),
    Step("where the flow goes, who loses and why", ("#flow",)),
)
HALF = "what half the leaking orifice does"
LATE = Step("what late deflation does", (".answer", "#absent"), _pressed("Late deflation"))
WALKS = (
    Walk(
        "Aortic leak, 1280 × 800 px", "aortic", "acute_severe_ar", 1280, 800,
        (*OPENING, Step(HALF, (".answer",), _halved("aortic")), LATE),
    ),
    Walk(
        "Mitral leak, 390 × 844 px", "mitral", "shock_mr", 390, 844,
        (*OPENING, Step(HALF, (".answer",), _halved("mitral")), LATE),
    ),
)  # fmt: skip


def walked(browser: Browser, folder: Path, walk: Walk) -> list[Taken]:
    """Go a walk and return what each of its steps took."""
    path = folder / f"{walk.preset}.html"
    path.write_text(preset_bench_page(walk.preset, ALONE), encoding="utf-8")
    size = {"width": walk.width, "height": walk.height}
    context = browser.new_context(offline=True, viewport=size)  # type: ignore[arg-type]
    page = context.new_page()
    page.add_init_script(OBSERVE)
    page.goto(path.as_uri())
    page.wait_for_selector("html[data-whole]", state="attached")
    taken = [_taken(page, walk, number, step) for number, step in enumerate(walk.steps)]
    context.close()
    return taken


def _taken(page: Page, walk: Walk, number: int, step: Step) -> Taken:
    waited = float(page.evaluate("window.shown")) / 1000.0 if number == 0 else 0.0
    scrolled = page.evaluate("scrollY")
    if step.act:
        answers = page.get_attribute("html", "data-answers")
        begun = page.evaluate("performance.now()")
        step.act(page)
        page.wait_for_selector(f"html[data-answers]:not([data-answers='{answers}'])", state="attached")
        page.evaluate(TWO_FRAMES)
        waited = (float(page.evaluate("window.shown")) - begun) / 1000.0
    for selector in step.read:
        _look_at(page, selector, walk.height)
    words = sum(len(text.split()) for text in page.evaluate(SEEN, list(step.read)))
    page.screenshot(path=PICTURES / f"walk-{walk.name}-{number + 1}.png")
    screens = ceil(abs(page.evaluate("scrollY") - scrolled) / walk.height)
    return Taken(words, int(step.act is not None), screens, waited)


def _look_at(page: Page, selector: str, height: int) -> None:
    """Scroll to something that is not on the screen; what sticks to the top of it is."""
    shown = page.locator(selector).first
    box = shown.bounding_box()
    if box and not 0.0 <= box["y"] <= box["y"] + box["height"] <= height:
        shown.scroll_into_view_if_needed()


def table(walk: Walk, taken: Sequence[Taken]) -> str:
    """Return the steps of a walk as Markdown, with the time from the opening of the file to the end of each."""
    lines = [f"{walk.title}:", "", "| what was seen | words | actions | scrolls | waiting | since the opening |"]
    lines.append("|---|---:|---:|---:|---:|---:|")
    since = 0.0
    for step, one in zip(walk.steps, taken, strict=True):
        since += one.seconds
        lines.append(
            f"| {step.title} | {one.words} | {one.actions} | {one.scrolls} | {one.waited:.1f} s | {since:.0f} s |"
        )
    return "\n".join(lines)


def main() -> int:
    """Go all walks and write their tables."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as driver, tempfile.TemporaryDirectory() as folder:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        tables = [table(walk, walked(browser, Path(folder), walk)) for walk in WALKS]
        browser.close()
    TABLE.write_text("\n\n".join(["Written by `scripts/newcomer_walks.py`.", *tables]) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
