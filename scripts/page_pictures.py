"""Pictures of the pages for README and documentation, taken in Chromium without a network: ``make pictures``."""

import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import sync_playwright

from diastole.answers.answerer import load_answerer
from diastole.faces.pages.answer_page import answer_page
from diastole.faces.pages.bench_page import preset_bench_page
from diastole.faces.pages.place import ALONE

IMAGES = Path(__file__).parents[1] / "docs" / "images"
PRESET, ARTICLE = "acute_severe_ar", "balloon-in-aortic-regurgitation"
SEEN = 3000  # ms that the hearts beat before a picture, so that a whole screen is written


class Picture(NamedTuple):
    """A page and the size of the window in which it is seen."""

    page: Callable[[], str]
    width: int  # px
    height: int  # px


PICTURES: Mapping[str, Picture] = {
    "bench": Picture(lambda: preset_bench_page(PRESET, ALONE), 1440, 900),
    "answer": Picture(lambda: answer_page(load_answerer().article(ARTICLE)), 1120, 1300),
}


def main() -> int:
    """Take all pictures, or those that are named."""
    with sync_playwright() as driver, tempfile.TemporaryDirectory() as folder:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for name in sys.argv[1:] or PICTURES:
            page, width, height = PICTURES[name]
            path = Path(folder) / f"{name}.html"
            path.write_text(page(), encoding="utf-8")
            context = browser.new_context(offline=True, viewport={"width": width, "height": height})
            shown = context.new_page()
            shown.goto(path.as_uri())
            shown.wait_for_selector("html[data-answers]", state="attached")
            shown.wait_for_timeout(SEEN)
            shown.screenshot(path=IMAGES / f"{name}.png")
            context.close()
            print(f"wrote {(IMAGES / name).relative_to(IMAGES.parents[1])}.png")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
