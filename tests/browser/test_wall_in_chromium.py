"""The beating wall in a page: read as it was written, drawn once it is opened, and moved by its controls."""

import base64

import numpy as np
import pytest

from diastole.model.heart3d.output.animation import animation
from tests.browser.bench_on_a_screen import opened
from tests.browser.wall_on_a_screen import TITLES, move, pictures, wall, walled

SCREEN = {"viewport": {"width": 1280, "height": 800}, "reduced_motion": "reduce"}
CANVAS = "#wall canvas"


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return walled(tmp_path_factory.mktemp("wall"))


def test_the_reader_finds_what_was_written(ask):
    frames, triangles, quantities, times = wall(0.2)
    body = """
      const wall = bench.readWall(new Uint8Array(Buffer.from(given.file, "base64")))
      const at = time => [...bench.between(wall.times, wall.quantities[1].frames, time)]
      const { triangles, times, positions, quantities } = wall
      return { triangles: [...triangles], times: [...times], last: [...positions.at(-2)],
        titles: quantities.map(({ title }) => title), limits: quantities[1].limits, read: given.when.map(at) }"""
    when = [0.0, 0.05, 0.4, 0.79, 0.8, 5.0]
    file = base64.b64encode(animation(frames, triangles, quantities, times)).decode()
    read = ask(body, {"file": file, "when": when})
    used, corners = np.unique(triangles, return_inverse=True)
    assert read["triangles"] == corners.ravel().tolist()
    np.testing.assert_allclose(read["times"], times, atol=1e-6)
    assert read["titles"] == list(TITLES.values())
    assert read["limits"] == [0.0, 400.0]
    x, y, z = np.reshape(read["last"], (-1, 3)).T * 100.0
    np.testing.assert_allclose(np.stack((x, -z, y), axis=1), frames[-2][used], atol=1e-3)
    expected = [np.interp(time, times, quantities["atp"].values[:, 0]) for time in when]
    np.testing.assert_allclose(np.array(read["read"])[:, 0], expected, rtol=1e-3, atol=0.05)


def test_nothing_is_unpacked_before_it_is_opened(browser, path):
    with opened(browser, path, **SCREEN) as bench:
        assert bench.page.locator("#wall-quantity option").count() == 0
        bench.page.click("#wall summary")
        bench.page.wait_for_selector("#wall-quantity option", state="attached")
        assert bench.page.locator("#wall-quantity option").all_text_contents() == list(TITLES.values())
        assert bench.page.text_content("#wall-refused") == ""
        assert {url for url in bench.asked if not url.startswith("blob:")} == {path.as_uri()}


def test_each_control_changes_what_is_drawn(browser, path):
    with opened(browser, path, **SCREEN) as bench:
        page = bench.page
        page.click("#wall summary")
        page.wait_for_selector("#wall-quantity option", state="attached")
        assert page.get_attribute("#wall-play", "aria-pressed") == "false"  # the reader wants no motion
        relaxed = pictures(page)
        assert relaxed[0] == relaxed[1]  # both walls begin alike
        assert 0.1 < relaxed[0]["covered"] < 0.9
        move(page, "#wall-time", 400)
        assert "400 ms" in page.text_content("#wall-now")
        without, with_ = pictures(page)
        assert with_["covered"] < without["covered"] < relaxed[0]["covered"]  # it shrinks, and more with the pump
        assert without["red"] > relaxed[0]["red"] + 50.0  # more tension is yellow
        assert (page.text_content("#wall-low"), page.text_content("#wall-high")) == ("0", "50")
        page.select_option("#wall-quantity", label=TITLES["atp"])
        assert page.text_content("#wall-high") == "400"
        for use in (lambda: page.uncheck("#wall-cut"), lambda: move(page, "#wall-turn", 40)):
            before = pictures(page)
            use()
            assert all(now["sum"] != then["sum"] for now, then in zip(pictures(page), before, strict=True))
        box = page.locator(CANVAS).first.bounding_box()
        before = pictures(page)
        page.mouse.move(box["x"] + 100, box["y"] + 100)
        page.mouse.down()
        page.mouse.move(box["x"] + 150, box["y"] + 140)
        page.mouse.up()
        assert float(page.input_value("#wall-turn")) != 40.0
        assert all(now["sum"] != then["sum"] for now, then in zip(pictures(page), before, strict=True))


def test_it_beats_until_it_is_frozen(browser, path):
    with opened(browser, path, **SCREEN | {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"}) as bench:
        page = bench.page
        page.click("#wall summary")
        page.wait_for_selector("#wall-quantity option", state="attached")
        page.click("#wall-play")
        page.wait_for_selector("#wall-now:not(:text-is('0 ms after the QRS onset'))")
        page.click("#wall-play")
        assert page.text_content("#wall-play") == "Play"
        still = page.input_value("#wall-time")
        page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        assert page.input_value("#wall-time") == still
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_it_beats_at_once_where_the_reader_has_nothing_against_motion(browser, path):
    with opened(browser, path, **SCREEN | {"reduced_motion": "no-preference"}) as bench:
        bench.page.click("#wall summary")
        bench.page.wait_for_selector("#wall-play[aria-pressed=true]")


NO_WEBGL = """
const get = HTMLCanvasElement.prototype.getContext
HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
  return kind === 'webgl2' ? null : get.call(this, kind, ...rest)
}"""


def test_a_browser_that_draws_nothing_in_space_says_so(browser, path):
    with opened(browser, path, script=NO_WEBGL, **SCREEN) as bench:
        bench.page.click("#wall summary")
        bench.page.wait_for_selector("#wall-refused:not(:empty)")
        assert "cannot draw the wall: Error: it has no WebGL 2" in bench.page.text_content("#wall-refused")
