"""Pages of the static site opened from disk, and those of a server, in a browser."""

from itertools import chain

import pytest

from diastole.faces.pages.static_site import site_parts
from tests.browser.bench_on_a_screen import opened
from tests.web.reading import check_in_browser

SOME = (
    "living.js", "index.html", "articles.html", "bench.html", "bench/acute_severe_ar.html",
    "articles/late-deflation.html",
)  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A part of the site, on a disk."""
    folder = tmp_path_factory.mktemp("site")
    for part in site_parts():
        if any(name in SOME for name in part.names):
            for name, content in zip(part.names, part.make(), strict=True):
                (folder / name).parent.mkdir(exist_ok=True)
                (folder / name).write_text(content, encoding="utf-8")
    return folder


def test_the_bench_of_the_site_runs_from_disk_with_no_request_but_for_files(browser, site):
    with opened(browser, site / "bench" / "acute_severe_ar.html") as bench:
        assert bench.page.inner_text("#of-balloon").startswith("With the balloon, the leak of the aortic valve rises")
        bench.set("lesions.aortic_regurgitation.orifice_area", "0.1")
        assert bench.complaints == []
        assert all(url.startswith(("file:", "blob:")) for url in bench.asked)
        bench.page.click("nav >> text=All questions")
        assert bench.page.inner_text("h1") == "All questions that have an answer"


def test_a_page_of_the_site_has_no_barrier(browser, site):
    for name in chain(SOME[1:4], SOME[5:]):
        page = browser.new_page()
        page.goto((site / name).as_uri())
        check_in_browser(page)
        page.close()
