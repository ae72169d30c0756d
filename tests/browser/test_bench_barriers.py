"""A bench with all that it has: changed, its walls beating, its map drawn, scenarios kept, and every fold open."""

import pytest

from tests.barriers import check_barriers
from tests.browser.bench_on_a_screen import opened
from tests.browser.wall_on_a_screen import walled

LEAK = "lesions.aortic_regurgitation.orifice_area"
OPEN = "for (const each of document.querySelectorAll('details')) each.open = true"


@pytest.mark.barriers
def test_it_is_accessible_and_not_cut(browser, tmp_path):
    """All at once: what is looked for in one part of a page takes as long as in all of it."""
    with opened(browser, walled(tmp_path)) as bench:
        page = bench.page
        page.click("#wall summary")
        page.wait_for_selector("#wall-quantity option", state="attached")
        for name, leak in (("As found", None), ("W" * 40, "0.1")):
            if leak:
                bench.set(LEAK, leak)
            page.fill("#scenario-name", name)
            page.keyboard.press("Enter")
            page.wait_for_selector(f"#scenario-head .open:has-text('{name}')")
        page.evaluate(OPEN)
        page.locator("#map-grid").scroll_into_view_if_needed()
        page.wait_for_selector("#map-says:not(:empty)")
        check_barriers(page)
        assert page.locator("#map-grid [data-arrow='▼']").count() > 10  # on a phone no number has room
