"""What moves asks for frames while it moves and is seen; what stands still, or is out of sight, costs nothing."""

from contextlib import contextmanager
from functools import partial

import pytest

from tests.browser.bench_on_a_screen import MOVING, NO_MAP, opened, written
from tests.browser.wall_on_a_screen import move, pictures, walled

# Counts what the page asks for: frames, but not those of this test, and places of uniforms in a program.
COUNT = """;{
  const ask = window.frame = window.requestAnimationFrame.bind(window)
  window.asked = window.sought = 0
  window.requestAnimationFrame = then => { window.asked++; return ask(then) }
  const space = WebGL2RenderingContext.prototype, seek = space.getUniformLocation
  space.getUniformLocation = function (...of) { window.sought++; return seek.apply(this, of) }
}"""
# How many frames the page asks for while the browser gives twelve; an observer speaks within the first two.
ASKED = """async () => {
  const pass = async count => { for (let i = 0; i < count; i++) await new Promise(window.frame) }
  await pass(4)
  const before = window.asked
  await pass(12)
  return window.asked - before
}"""
SMALL = {"viewport": {"width": 390, "height": 844}}


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return written(tmp_path_factory.mktemp("frames"), "acute_severe_ar")


@pytest.fixture(scope="module")
def wall_path(tmp_path_factory):
    return walled(tmp_path_factory.mktemp("frames"))


@contextmanager
def counted(browser, path, **how):
    """Open a bench that counts what it asks for, without the map, which asks for frames while it is computed."""
    with opened(browser, path, script=NO_MAP + COUNT, **how) as bench:
        yield bench


def asked(bench):
    return bench.page.evaluate(ASKED)


def test_hearts_that_stand_still_ask_for_no_frame(browser, path):
    with counted(browser, path, **MOVING) as bench:
        assert asked(bench) >= 10
        bench.page.click("#freeze")
        assert asked(bench) == 0
        bench.page.click("#step")
        bench.set("lesions.aortic_regurgitation.orifice_area", "0.1")
        assert asked(bench) == 0
        bench.page.click("#freeze")
        assert asked(bench) >= 10


def test_where_the_reader_wants_no_motion_no_frame_is_asked_for(browser, path):
    with counted(browser, path) as bench:
        assert asked(bench) == 0
        bench.page.emulate_media(reduced_motion="no-preference")
        assert asked(bench) >= 10
        bench.page.emulate_media(reduced_motion="reduce")
        assert asked(bench) == 0


def test_hearts_out_of_sight_stand_still_until_they_are_seen(browser, path):
    with counted(browser, path, **MOVING, **SMALL) as bench:
        bench.page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
        assert asked(bench) == 0
        bench.page.evaluate("scrollTo(0, 0)")
        assert asked(bench) >= 10


def test_a_wall_asks_for_frames_only_while_it_beats_and_is_seen(browser, wall_path):
    with counted(browser, wall_path, **MOVING) as bench:
        page = bench.page
        page.click("#freeze")
        page.click("#wall summary")
        page.wait_for_selector("#wall-play[aria-pressed=true]")
        page.locator("#wall canvas").first.scroll_into_view_if_needed()
        assert asked(bench) >= 10
        toggle = page.locator("#wall-play").click
        fold = page.locator("#wall summary").click
        calm = partial(page.emulate_media, reduced_motion="reduce")
        lively = partial(page.emulate_media, reduced_motion="no-preference")
        leave = partial(page.evaluate, "scrollTo(0, 0)")
        come_back = page.locator("#wall canvas").first.scroll_into_view_if_needed
        for still, moving in ((toggle, toggle), (leave, come_back), (fold, fold), (calm, lively)):
            still()
            assert asked(bench) == 0
            moving()
            assert asked(bench) >= 10


def test_a_wall_seeks_its_uniforms_once(browser, wall_path):
    with counted(browser, wall_path) as bench:
        page = bench.page
        page.click("#wall summary")
        page.wait_for_selector("#wall-quantity option", state="attached")
        before = page.evaluate("window.sought")
        assert before > 0
        move(page, "#wall-time", 400)
        assert page.evaluate("window.sought") == before


def test_a_wall_that_was_closed_in_a_window_of_another_size_is_drawn_when_it_opens(browser, wall_path):
    with counted(browser, wall_path) as bench:
        page = bench.page
        page.click("#wall summary")
        page.wait_for_selector("#wall-quantity option", state="attached")
        page.click("#wall summary")
        page.set_viewport_size({"width": 900, "height": 800})
        assert asked(bench) == 0
        page.click("#wall summary")
        assert asked(bench) == 0
        for picture in pictures(page):
            assert 0.1 < picture["covered"] < 0.9
        sizes = page.eval_on_selector_all("#wall canvas", "all => all.map(each => [each.width, each.clientWidth])")
        assert all(drawn == seen > 100 for drawn, seen in sizes)
