"""Pages of the static site opened from disk, and those of a server, in a browser."""

import socket
import threading

import pytest
import uvicorn

from diastole.faces.pages.static_site import site_parts
from diastole.web.application import make_app
from tests.barriers import check_barriers
from tests.browser.bench_on_a_screen import Bench, opened
from tests.browser.explorable_on_a_screen import ShownExplorable
from tests.waiting import LONGEST, wait_until

SOME = (
    "living.js", "living_figure.js", "index.html", "articles.html", "bench.html", "bench/acute_severe_ar.html",
    "articles/late-deflation.html",
)  # fmt: skip

# Those that stand still; a bench has a test of its own.
PAGES = [name for name in SOME if name.endswith(".html") and not name.startswith("bench/")]


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
        assert bench.page.inner_text("#of-device").startswith("With the balloon, the leak of the aortic valve rises")
        bench.set("lesions.aortic_regurgitation.orifice_area", "0.1")
        assert bench.complaints == []
        assert all(url.startswith(("file:", "blob:")) for url in bench.asked)
        bench.page.click("nav >> text=All questions")
        assert bench.page.inner_text("h1") == "All questions that have an answer"


@pytest.fixture(scope="module")
def address():
    """The address of a server on this machine."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(make_app(), log_level="error", access_log=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    wait_until(lambda: server.started, thread.is_alive)
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join(LONGEST)
    listening.close()


def test_the_pages_of_a_server_live_and_ask_for_nothing_elsewhere(browser, address):
    context = browser.new_context()
    shown = ShownExplorable(context)
    shown.open(f"{address}/articles/late-deflation")
    before = shown.numbers()
    shown.set("heart_rate", "60")
    assert shown.numbers() != before
    assert shown.complaints == []
    assert all(url.startswith((address, "blob:")) for url in shown.asked)
    bench = Bench(context)
    bench.open(f"{address}/bench/shock_mr")
    assert "leak of the mitral valve falls" in bench.page.inner_text("#of-device")
    assert bench.complaints == []
    context.close()


@pytest.mark.barriers
def test_a_page_of_the_site_has_no_barrier(browser, site):
    page = browser.new_page()
    for name in PAGES:
        page.goto((site / name).as_uri())
        check_barriers(page)
    page.close()
