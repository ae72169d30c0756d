"""Barriers on a page in a browser: what axe finds, and what is wider than the screen."""

import os
from collections.abc import Iterable
from itertools import product
from typing import Any

import pytest

from tests.waiting import LONGEST

SCREEN, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 740}
# Each width and each scheme once: what shows on a phone alone or in the dark alone is seen, without all pairs of them.
# `make barriers` looks at all pairs.
ALL = "ALL_VIEWS" in os.environ
VIEWS = tuple(product((SCREEN, PHONE), ("light", "dark"))) if ALL else ((SCREEN, "light"), (PHONE, "dark"))
# Nothing but the barriers comes back: what is in order is told of each element, which takes as long as to look for it.
RUN = "axe.run({ resultTypes: ['violations'] }).then(({ violations }) => ({ violations }))"
FEWEST = VIEWS if ALL else VIEWS[1:]  # of what differs from other pages in its texts alone


def check_barriers(page: Any, views: Iterable[tuple[dict[str, int], str]] = VIEWS) -> None:
    """Check that a page of Playwright has no barrier and nothing wider than the screen, in each of some views."""
    axe = pytest.importorskip("axe_playwright_python.base")
    page.set_default_timeout(1e3 * LONGEST)
    page.evaluate(axe.AXE_SCRIPT)  # once, so that what is compiled for the first view serves the next
    for size, scheme in views:
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], (size, scheme)
        found = axe.AxeResults(page.evaluate(RUN))
        assert found.violations_count == 0, (size, scheme, found.generate_report())
