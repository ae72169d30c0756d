"""Pages in a real browser: no violation of accessibility rules, light and dark, on a screen and on a phone."""

import shutil

import pytest

from tests.waiting import LONGEST
from tests.web.test_pages import PAGES

CHROMIUM = shutil.which("chromium")
SIZES = {"screen": (1280, 900), "phone": (360, 740)}

pytestmark = [pytest.mark.slow, pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine")]


@pytest.fixture(scope="module")
def texts(client):
    """Return every page, fetched before the browser: both want a loop of their own."""
    return {name: client.get(path).text for name, path in PAGES.items()}


@pytest.fixture(scope="module")
def browser(texts):
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield chromium
        chromium.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(texts, browser, name, size, scheme):
    from axe_playwright_python.sync_playwright import Axe

    width, height = SIZES[size]
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
    page.set_default_timeout(1e3 * LONGEST)
    try:
        page.set_content(texts[name])
        found = Axe().run(page)
    finally:
        page.close()
    assert found.violations_count == 0, found.generate_report()
