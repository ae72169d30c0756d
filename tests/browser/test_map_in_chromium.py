"""The map of hearts in a browser: its numbers, its controls, by pointer and keyboard, stopped and drawn anew."""

import re
from urllib.parse import urlencode

import pytest

from diastole.faces.browser.bench_payload import bench_payload
from diastole.faces.words.change import changes
from diastole.model.bench_state import BenchState
from diastole.model.patient import Patient
from diastole.model.run import compare
from tests.browser.bench_on_a_screen import opened, written

PRESET = "acute_severe_ar"
LEAK, STIFFNESS = "lesions.aortic_regurgitation.orifice_area", "left_ventricle.passive_stiffness"
SIDE = 12
FIRST_SHOWN = "head_and_arm_flow"
SQUARES = """squares => squares.map(square => ({
  says: square.ariaLabel, text: square.textContent, shows: square.dataset.shows,
  colour: getComputedStyle(square).backgroundColor,
}))"""

STOP = """() => new Promise(done => {
  const button = document.getElementById("map-run")
  button.scrollIntoView()
  const isRunning = () => button.textContent === "Stop" && !button.hidden
  const look = () => isRunning() ? done(button.click()) : requestAnimationFrame(look)
  look()
})"""

PAINTED = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return written(tmp_path_factory.mktemp("map"), PRESET)


@pytest.fixture(scope="module")
def one_map(browser, path):
    with opened(browser, path) as bench:
        yield bench


@pytest.fixture
def bench(one_map):
    """Return the bench of the patient with its map drawn, which stays open from test to test: it is 288 hearts."""
    one_map.look_as_opened()
    one_map.reset()
    one_map.page.select_option("#map-measure", FIRST_SHOWN)
    drawn(one_map)
    return one_map


def drawn(bench):
    """Bring the map to the screen, wait until it is whole, and return its squares, row by row from the least values."""
    bench.page.locator("#map-grid").scroll_into_view_if_needed()
    bench.page.evaluate(PAINTED)
    bench.page.wait_for_selector("#map-says:not(:empty)")
    squares = bench.page.eval_on_selector_all("#map-grid [role=gridcell]", SQUARES)
    rows = [squares[start : start + SIDE] for start in range(0, SIDE**2, SIDE)]
    return [square for row in reversed(rows) for square in row]


def square(bench, column, row):
    return bench.page.locator("#map-grid [role=gridcell]").nth((SIDE - 1 - row) * SIDE + column)


def values_of(bench, heads):
    """Return the values along an axis, from its headings."""
    return bench.page.locator(f"#map-grid [role={heads}]:not(.corner)").all_inner_texts()


NO_BALLOON = {"balloon_pump": "none"}
BALLOON = {"balloon_pump.volume": "40 mL"}
HEARTS = [  # preset, title of the second heart's device where it is no balloon, what `compare` is told of it
    ("shock_mr", "", BALLOON),
    ("chronic_severe_ar", "Impella CP", NO_BALLOON | {"axial_pump.model": "CP"}),
    ("shock", "VA-ECMO", NO_BALLOON | {"extracorporeal.circuit": "va_ecmo"}),
]


def assert_its_hearts_are_of_the_package(bench, preset, treated):
    controls = {one["key"]: one for one in bench_payload(Patient.preset(preset), BenchState(preset))["controls"]}
    squares = drawn(bench)
    columns, rows = (bench.page.input_value(place) for place in ("#map-x", "#map-y"))
    across, up = values_of(bench, "columnheader"), values_of(bench, "rowheader")[::-1]
    assert (len(across), len(up)) == (SIDE, SIDE)
    for column, row in ((0, 11), (3, 2), (4, 6), (8, 0)):
        given = {
            columns: f"{across[column]} {controls[columns]['unit']}",
            rows: f"{up[row]} {controls[rows]['unit']}",
        }
        found = compare(Patient.preset(preset).with_values(treated | given))
        change = changes(found)[FIRST_SHOWN]
        shown = squares[row * SIDE + column]
        assert shown["text"] == ("" if change.is_none else change.absolute_text)
        assert shown["shows"] == {1: "better", -1: "worse", 0: "same"}[change.direction]
        assert f"{across[column]}\u00a0{controls[columns]['unit']}" in shown["says"]
        assert f"{up[row]}\u00a0{controls[rows]['unit']}: flow" in shown["says"]
    assert bench.complaints == []


def test_its_hearts_are_those_of_the_package(bench):
    assert_its_hearts_are_of_the_package(bench, PRESET, BALLOON)


@pytest.mark.parametrize(("preset", "device", "treated"), HEARTS, ids=[preset for preset, *_ in HEARTS])
def test_hearts_of_other_patients_are_those_of_the_package(browser, tmp_path, preset, device, treated):
    """Which values lie along the axes goes with the patient: a leak that is there, else another value."""
    with opened(browser, written(tmp_path, preset)) as bench:
        if device:
            before = bench.answers
            bench.page.select_option("#device", label=device)
            bench.wait(before)
        assert_its_hearts_are_of_the_package(bench, preset, treated)


def test_the_reader_picks_what_is_shown(bench):
    before = drawn(bench)
    assert bench.page.locator("#map-grid path").get_attribute("d") != ""
    assert "The line of no change is crossed" in bench.page.inner_text("#map-says")
    for measure, phrase in (
        ("cardiac_output", "net cardiac output"),
        ("lv_end_diastolic_pressure", "the end-diastolic pressure of the left ventricle"),
        ("subendocardial_supply_demand_ratio", "supply over demand"),
        ("mean_aortic_pressure", "mean aortic"),
    ):
        bench.page.select_option("#map-measure", measure)
        bench.page.wait_for_selector(f"#map-says:has-text('{phrase}')")
        after = drawn(bench)
        assert [one["text"] for one in after] != [one["text"] for one in before]
    bench.page.select_option("#map-measure", "cardiac_output")
    bench.page.wait_for_selector("#map-says:has-text('No line of no change is crossed')")
    assert bench.page.locator("#map-grid path").get_attribute("d") == ""


def test_what_is_better_and_worse_differs_in_more_than_hue(bench):
    """A square has the sign of its change, and more of it is a stronger colour."""

    def distance(square):
        red, green, blue = (
            float(number) for number in re.findall(r"[\d.]+", square["colour"].removeprefix("color(srgb"))[:3]
        )
        whole = 1.0 if square["colour"].startswith("color(") else 255.0
        return sum(abs(whole - number) / whole for number in (red, green, blue))

    squares = drawn(bench)
    worse = [one for one in squares if one["shows"] == "worse"]
    better = [one for one in squares if one["shows"] == "better"]
    assert worse
    assert better
    assert all(one["text"].startswith("−") for one in worse)
    assert all(one["text"].startswith("+") for one in better)
    strongest = max(worse, key=lambda one: abs(float(one["text"].replace("−", "-"))))
    faintest = min(worse, key=lambda one: abs(float(one["text"].replace("−", "-"))))
    assert distance(strongest) > 1.5 * distance(faintest)


def test_other_controls_lie_along_the_axes_of_a_map_that_is_drawn_anew_and_can_be_stopped(browser, path):
    with opened(browser, path) as bench:
        bench.page.select_option("#map-x", "balloon_pump.volume")
        bench.page.select_option("#map-y", "drugs.nitroprusside")
        squares = drawn(bench)
        assert all("Volume" in one["says"] and "nitroprusside" in one["says"] for one in squares)
        assert all(one["shows"] == "same" for one in squares[::SIDE])  # a balloon of 0 mL
        assert values_of(bench, "columnheader")[-1] == "50"
        bench.page.select_option("#map-x", "drugs.nitroprusside")  # changes places with the other one
        assert bench.page.input_value("#map-y") == "balloon_pump.volume"
        before = drawn(bench)
        assert all(one["shows"] == "same" for one in before[:SIDE])
        assert_drawn_anew_and_stopped(bench, before)
        assert bench.complaints == []


def assert_drawn_anew_and_stopped(bench, before):
    """A map that was drawn is drawn anew when the bench changes, stops where the reader stops it, and goes on."""
    bench.set(LEAK, "0.2")
    bench.page.evaluate(STOP)
    bench.page.wait_for_selector("#map-run:has-text('Draw the map')")
    known = bench.page.locator("#map-grid [role=gridcell]:not([data-shows=nothing])").count()
    assert known < SIDE**2
    assert f"{known} of 144 hearts" in bench.page.inner_text("#map-progress")
    bench.page.wait_for_timeout(300)
    assert bench.page.locator("#map-grid [role=gridcell]:not([data-shows=nothing])").count() == known
    bench.page.click("#map-run")
    after = drawn(bench)
    assert [one["text"] for one in after] != [one["text"] for one in before]
    assert not bench.page.is_visible("#map-run")


def test_a_click_puts_the_heart_on_the_bench(bench):
    squares = drawn(bench)
    across, up = values_of(bench, "columnheader"), values_of(bench, "rowheader")[::-1]
    before = bench.answers
    square(bench, 10, 3).click()
    bench.wait(before)
    without, pumped = bench.numbers()["head_and_arm_flow"]
    assert f"{pumped - without:+.2f}".replace("-", "−") == squares[3 * SIDE + 10]["text"]
    assert f"{LEAK}={float(across[10])} cm²" in bench.page.inner_text("#command")
    assert f"{STIFFNESS}={float(up[3])} kPa" in bench.page.inner_text("#command")
    assert square(bench, 10, 3).get_attribute("aria-current") is not None
    assert bench.page.locator("#map-grid [aria-current]").count() == 1
    assert bench.page.locator("#map-grid [data-shows=nothing]").count() == 0  # both values lie along the axes


def test_the_keyboard_is_enough(bench):
    page = bench.page
    page.focus("#map-measure")
    page.keyboard.press("Tab")  # to the square where the keyboard was last
    for key in ("Home", "PageDown"):
        page.keyboard.press(key)
    assert "orifice 0.00" in page.evaluate("document.activeElement.ariaLabel")
    for key in ("ArrowUp", "ArrowUp", "End", "ArrowLeft", "PageUp", "ArrowDown", "ArrowRight", "ArrowRight"):
        page.keyboard.press(key)
    label = page.evaluate("document.activeElement.ariaLabel")
    assert label.startswith("Aortic regurgitant orifice 1.00\u00a0cm²")
    assert page.evaluate("document.activeElement === [...document.querySelectorAll('[role=gridcell]')][23]")
    assert page.inner_text("#map-heart") == label
    before = bench.answers
    page.keyboard.press("Enter")
    bench.wait(before)
    assert f"{LEAK}=1 cm²" in page.inner_text("#command")


def test_a_heart_without_a_steady_beat_is_hatched_and_counted(browser, path):
    given = {"patient": PRESET, STIFFNESS: "50 kPa"}
    with opened(browser, path, "#" + urlencode(given)) as bench:
        bench.page.select_option("#map-y", "pacing.rate")
        squares = drawn(bench)
        hatched = [one for one in squares if one["shows"] == "no-beat"]
        assert hatched
        assert all(one["says"].endswith("no steady beat.") for one in hatched)
        said = bench.page.inner_text("#map-says")
        assert f"{len(hatched)} heart" in said
        assert "no steady beat." in said


def test_nothing_is_run_before_it_is_seen(browser, path):
    with opened(browser, path, viewport={"width": 1200, "height": 500}) as bench:
        bench.page.wait_for_timeout(500)
        assert len(bench.page.workers) == 1
        assert bench.page.locator("#map-grid [data-shows=nothing]").count() in (0, SIDE**2)
        assert "orifice 0.00" in bench.page.get_attribute("#map-grid [tabindex='0']", "aria-label")
        with bench.page.expect_event("worker"):
            bench.page.locator("#map-grid").scroll_into_view_if_needed()
        assert len(bench.page.workers) > 1


def test_it_is_printed_with_scenarios(bench):
    page = bench.page
    page.fill("#scenario-name", "As found")
    page.keyboard.press("Enter")
    page.wait_for_selector("#scenario-head .open")
    page.emulate_media(media="print")
    assert page.is_visible("#scenario-compared")
    square = page.locator("[role=gridcell]").first
    assert square.evaluate("square => getComputedStyle(square).printColorAdjust") == "exact"
    page.emulate_media(media="screen")
    page.click("#scenario-head .remove")
