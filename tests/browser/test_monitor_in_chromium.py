"""The monitor and the console of a bench in Chromium: what is drawn, printed and exported is what the package has."""

import base64
import csv
import io
import re

import numpy as np
import pytest

from diastole.faces.browser.bench_controls import TIMING_ERRORS
from diastole.faces.browser.bench_payload import WAVEFORMS
from diastole.model.circulation.kernel_parameters import PLACES, parameter_vector
from diastole.model.measures.console_labels import LABELS, console_marks
from diastole.model.patient import BalloonPump, Patient
from diastole.model.run import compare
from tests.browser.bench_on_a_screen import opened, without_map, written
from tests.waiting import wait_until

PRESET = "acute_severe_ar"
SPAN = 4.0  # s, of a wide screen
GAP = 20  # px, ahead of the beam
WIDE = {"viewport": {"width": 1280, "height": 800}}
PRESSURES = {"p_ascending_aorta": "aorta", "p_lv": "ventricle", "p_la": "atrium"}
OF_BALLOON = ("v_balloon", "p_helium")
OTHERS = {
    "v_balloon": ("Volume of the balloon", "balloon"),
    "p_helium": ("Pressure of the helium source", "balloon"),
    "q_aortic": ("Flow through the aortic valve", "aorta"),
    "q_mitral": ("Flow through the mitral valve", "atrium"),
    "q_head_and_arm_arteries": ("Flow to head and arms", "upper"),
    "q_trunk_and_leg_arteries": ("Flow to the lower body", "lower"),
}
SEEN = """([which, title]) => {
  const strip = document.querySelector(`#strips-${which} .strip[data-title='${title}']`)
  const layers = [...strip.querySelectorAll('canvas.over')]
  const canvas = new OffscreenCanvas(layers[0].width, layers[0].height), ink = canvas.getContext('2d')
  for (const layer of layers) ink.drawImage(layer, 0, 0)
  const { data } = ink.getImageData(0, 0, canvas.width, canvas.height)
  let text = ''
  for (let i = 0; i < data.length; i += 8192) text += String.fromCharCode(...data.subarray(i, i + 8192))
  const style = getComputedStyle(strip)
  const colours = Object.fromEntries(['aorta', 'ventricle', 'atrium', 'balloon', 'upper', 'lower', 'ecg', 'ink']
    .map(role => [role, style.getPropertyValue(`--${role}`).trim()]))
  const { range } = strip.querySelector('.plot').dataset
  return { width: canvas.width, height: canvas.height, pixels: btoa(text), colours, range }
}"""


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return written(tmp_path_factory.mktemp("monitor"), PRESET)


@pytest.fixture(scope="module")
def untouched(browser, path):
    """Return a bench as it was opened, for tests that only look."""
    with without_map(browser, path, **WIDE) as bench:
        yield bench


@pytest.fixture(scope="module")
def one_bench(browser, path):
    with without_map(browser, path, **WIDE) as bench:
        yield bench


@pytest.fixture
def bench(one_bench):
    """Return the bench of the patient, which stays open for tests that its reset puts back."""
    one_bench.reset()
    return one_bench


@pytest.fixture(scope="module")
def runs():
    """Return the runs of the package for some changes of the balloon's settings, without and with."""
    known = {}

    def run(**changes):
        key = tuple(sorted(changes.items()))
        if key not in known:
            pumped = Patient.preset(PRESET).with_balloon_pump(BalloonPump())
            values = {f"balloon_pump.{name}": value for name, value in changes.items()}
            known[key] = compare(pumped.with_values(values))
        return known[key]

    return run


class Picture:
    """The canvas of a strip: its pixels (rows, columns, 4), colours by role, and axis."""

    def __init__(self, bench, which, title):
        seen = bench.page.evaluate(SEEN, [which, title])
        shape = seen["height"], seen["width"], 4
        self.pixels = np.frombuffer(base64.b64decode(seen["pixels"]), np.uint8).reshape(shape).astype(int)
        self.colours = {
            role: tuple(int(text[i : i + 2], 16) for i in (1, 3, 5)) for role, text in seen["colours"].items() if text
        }
        self.low, self.high = map(float, seen["range"].split())

    @property
    def width(self):
        return self.pixels.shape[1]

    def of(self, role):
        """Return which pixels are of a colour, all but their smoothed edges (rows, columns)."""
        away = np.abs(self.pixels[:, :, :3] - self.colours[role]).max(axis=2)
        return (away <= 24) & (self.pixels[:, :, 3] >= 200)

    def row(self, value):
        return (1.0 - (value - self.low) / (self.high - self.low)) * self.pixels.shape[0]

    def near(self, role, row, column, reach):
        """Return whether a colour is within some pixels of a place."""
        rows, columns = slice(max(int(row) - reach, 0), int(row) + reach + 1), slice(max(column - 1, 0), column + 2)
        return bool(self.of(role)[rows, columns].any())


def expected(run, name, width):
    """Return what a trace is at each column of a screen on which a support cycle begins at its right edge."""
    length = run.steady.trace.onsets[-1]
    phase = (np.arange(width) / width * SPAN - SPAN) % length
    return np.interp(phase, run.steady.trace.time, run.steady.trace[name])


def assert_drawn(picture, role, values, share):
    """The trace runs where the numbers say, in most columns (others hide it), and nowhere else."""
    rows = picture.row(values)
    columns = range(GAP + 2, picture.width - 1)
    seen = picture.of(role)
    hits = [bool(seen[max(int(rows[c]) - 2, 0) : int(rows[c]) + 3, c - 1 : c + 2].any()) for c in columns]
    assert np.mean(hits) > share, role
    drawn = np.argwhere(seen[:, GAP + 2 : -1]) + np.array([0, GAP + 2])
    assert len(drawn) > 200
    nearby = np.stack([rows[np.clip(drawn[:, 1] + shift, 0, picture.width - 1)] for shift in range(-3, 4)])
    low, high = nearby.min(axis=0) - 4, nearby.max(axis=0) + 4
    assert np.mean((drawn[:, 0] >= low) & (drawn[:, 0] <= high)) > 0.99, role


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_each_trace_runs_where_the_numbers_say(browser, path, runs, scheme):
    comparison = runs()
    with opened(browser, path, **WIDE, color_scheme=scheme) as bench:
        choose_all(bench)
        offered = bench.page.eval_on_selector_all("#traces input", "all => all.map(each => each.value)")
        assert set(offered) == {*PRESSURES, *OTHERS, "ecg"}  # which has a test of its own
        for which, run in (("without", comparison.without), ("with", comparison.with_)):
            picture = Picture(bench, which, "Pressures")
            for name, role in PRESSURES.items():
                share = 0.96 if name == "p_ascending_aorta" else 0.7  # the aorta lies above; labels hide a little
                assert_drawn(picture, role, expected(run, name, picture.width), share)
            for name, (title, role) in OTHERS.items():
                if which == "with" or name not in OF_BALLOON:
                    picture = Picture(bench, which, title)
                    assert_drawn(picture, role, expected(run, name, picture.width), 0.97)
        assert bench.complaints == []


LOOPS = """() => {
  const sheet = document.querySelector('#loops canvas')
  const { data } = sheet.getContext('2d').getImageData(0, 0, sheet.width, sheet.height)
  const seen = new Set()
  for (let i = 0; i < data.length; i += 4) if (data[i + 3] === 255) seen.add(`${data[i]} ${data[i + 1]} ${data[i + 2]}`)
  return [...seen]
}"""


def test_a_dark_page_is_drawn_in_light_colours_on_paper(browser, path):
    light, dark = "0 103 165", "98 185 238"  # of the left ventricle
    with opened(browser, path, **WIDE, color_scheme="dark") as bench:
        assert light not in bench.page.evaluate(LOOPS)
        bench.page.emulate_media(media="print")
        wait_until(lambda: light in bench.page.evaluate(LOOPS))
        assert bench.page.locator("#freeze:visible, .controls input[type=range]:visible").count() == 0
        bench.page.emulate_media(media="screen")
        wait_until(lambda: dark in bench.page.evaluate(LOOPS))


def test_the_comparison_of_pixels_can_fail(untouched, runs):
    picture = Picture(untouched, "without", "Pressures")
    with pytest.raises(AssertionError):
        assert_drawn(picture, "aorta", expected(runs().with_, "p_ascending_aorta", picture.width), 0.97)


def choose_all(bench):
    bench.page.click("summary:has-text('Traces')")
    for box in bench.page.locator("#traces input").all():
        box.check()
    bench.page.wait_for_timeout(100)


def test_the_electrocardiogram_is_at_the_onsets_of_the_model(untouched, runs):
    """R where the console sees it, and P after the right atrium begins, which is the first."""
    run = runs().without
    length, width = run.steady.trace.onsets[-1], None
    picture = Picture(untouched, "without", "Electrocardiogram, schematic")
    seen, width = picture.of("ecg"), picture.width
    height = picture.pixels.shape[0]
    top = np.array([column.argmax() if column.any() else height for column in seen.T])
    high = [c for c in range(GAP + 5, width - 5) if top[c] < 0.35 * height]
    peaks = [c for c in high if top[c] == top[c - 4 : c + 5].min()]
    times = np.array(peaks) / width * SPAN - SPAN
    late = (times - 0.035 + 0.5 * length) % length - 0.5 * length
    assert np.abs(late).max() < 3 * SPAN / width
    assert len(set(np.round((times - 0.035) / length))) == int(SPAN / length)
    begins = times - 0.035 - parameter_vector(run.patient)[PLACES["ra_timing"].start]
    tops = np.round((begins + 0.045 + SPAN) / SPAN * width).astype(int)  # 45 ms is half a P
    for column in tops[tops > GAP + 10]:
        near = np.arange(column - 8, column + 9)
        wave = near[top[near] < picture.row(0.07)]  # mV, half its height
        assert wave.mean() == pytest.approx(column, abs=1.5)


def labels(bench):
    return {
        name: float(value) if value else None
        for name, value in bench.page.eval_on_selector_all(
            "#labels dd", "all => all.map(one => [one.dataset.label, one.dataset.value])"
        )
    }


def assert_labels(bench, run):
    found = labels(bench)
    assert list(found) == list(LABELS)
    for label, value in run.labels.items():
        assert found[label] == (None if value is None else pytest.approx(value, abs=1e-4)), label
    said = bench.page.inner_text("#absent")
    told = {word for part in re.findall(r"No ([^:]*):", said) for word in re.findall(r"[A-Z]+", part)}
    assert told == {label for label, value in run.labels.items() if value is None}


@pytest.mark.parametrize("ratio", ["1:1", "1:2", "1:3"])
def test_the_console_prints_the_labels_of_the_package(bench, runs, ratio):
    if ratio != "1:1":
        bench.set("balloon_pump.ratio", ratio)
    assert_labels(bench, runs(ratio=ratio).with_)
    said = bench.page.inner_text("#absent")
    assert said == ("No SYS and DIA: every beat is assisted; 1:2 shows one that is not." if ratio == "1:1" else "")


def test_a_console_on_standby_says_that_no_beat_is_assisted(bench, runs):
    bench.set("balloon_pump.mode", "standby")
    assert_labels(bench, runs(mode="standby").with_)
    assert bench.page.inner_text("#absent").startswith("No AUG, ASYS and ADIA: the pump is on standby")


@pytest.mark.parametrize(("title", "key", "value"), TIMING_ERRORS)
def test_each_error_of_timing_is_a_button(bench, runs, title, key, value):
    changes = {key.partition(".")[2]: f"{value:g} ms"}
    button = bench.page.get_by_role("button", name=title)
    before = bench.answers
    button.click()
    bench.wait(before)
    assert button.get_attribute("aria-pressed") == "true"
    assert_labels(bench, runs(**changes).with_)
    assert f"{value:g} ms" in bench.page.inner_text("#command")
    before = bench.answers
    button.click()
    bench.wait(before)
    assert button.get_attribute("aria-pressed") == "false"
    assert_labels(bench, runs().with_)


@pytest.mark.parametrize("ratio", ["1:1", "1:2"])
def test_the_labels_stand_on_the_trace(browser, path, runs, ratio):
    """In the first support cycle that begins on the screen; it is the labels' dots that are looked for."""
    with opened(browser, path, **WIDE) as bench:
        if ratio != "1:1":
            bench.set("balloon_pump.ratio", ratio)
        run = runs(ratio=ratio).with_
        length = run.steady.trace.onsets[-1]
        picture = Picture(bench, "with", "Pressures")
        begins = SPAN + np.ceil((0.04 * SPAN - SPAN) / length) * length
        for label, mark in console_marks(run.cycle, pumping=True).items():
            if mark is not None and begins + mark.time < 0.9 * SPAN:
                column = round((begins + mark.time) / SPAN * picture.width)
                assert picture.near("ink", picture.row(mark.pressure), column, 1), label


LABELS_DRAWN = """isAgain => {
  const box = document.querySelector("#traces input:checked")
  for (let time = 0; isAgain && time < 2; time++) box.click()
  return document.querySelector("#strips-with .strip[data-title=Pressures] canvas:last-of-type").toDataURL()
}"""


def test_the_beam_cuts_no_label(browser, path):
    """Wherever it stands, the labels are those of a screen that is written anew."""
    with opened(browser, path, **WIDE) as bench:
        seen = set()
        for _ in range(12):
            bench.page.click("#step")
            drawn = bench.page.evaluate(LABELS_DRAWN, False)
            assert drawn == bench.page.evaluate(LABELS_DRAWN, True)
            seen.add(drawn)
        assert len(seen) >= 4


def moved(browser, path, run_for):
    """Return by how many seconds the beam goes on in a time of the page's own clock, at the usual pace and slowly."""
    context = browser.new_context(offline=True, viewport=WIDE["viewport"])
    try:
        page = context.new_page()
        page.clock.install(time=0)
        page.clock.pause_at(1)  # s; otherwise it goes on with that of the machine
        page.goto(path.as_uri())
        for _ in range(200):  # the page's own clock stands still: what it waits for has to be let run
            page.clock.run_for(20)
            if page.evaluate("document.documentElement.dataset.answers"):
                break
            page.wait_for_timeout(50)
        begun = beam(page)
        page.clock.run_for(run_for)
        usual = beam(page)
        page.click("#slow")
        page.clock.run_for(run_for)
        slow = beam(page)
        return ((usual - begun) % 1.0) * SPAN, ((slow - usual) % 1.0) * SPAN
    finally:
        context.close()


def beam(page):
    """Return where the beam is, as a share of the screen: before the widest gap of the electrocardiogram."""
    seen = page.evaluate(SEEN, ["without", "Electrocardiogram, schematic"])
    pixels = np.frombuffer(base64.b64decode(seen["pixels"]), np.uint8).reshape(seen["height"], seen["width"], 4)
    empty = ~(pixels[:, :, 3] > 0).any(axis=0)
    width = empty.size
    best, at, length = 0, 0, 0
    for column in range(2 * width):
        length = length + 1 if empty[column % width] else 0
        if length > best and length <= width:
            best, at = length, (column - length) % width
    assert best >= GAP - 6
    return at / width


def test_slow_motion_is_a_quarter_of_the_pace(browser, path):
    usual, slow = moved(browser, path, 1200)
    assert usual == pytest.approx(1.2, abs=0.06)
    assert slow == pytest.approx(0.3, abs=0.03)


def drawn(bench, title="Pressures", which="with"):
    return bench.page.evaluate(SEEN, [which, title])["pixels"]


def test_nothing_moves_where_the_reader_wants_that_but_a_step_is_a_beat(browser, path, runs):
    length = runs().with_.steady.trace.onsets[-1]
    with opened(browser, path, **WIDE) as bench:
        page = bench.page
        assert page.get_attribute("#freeze", "aria-pressed") == "true"
        before, at = drawn(bench), beam(page)
        page.wait_for_timeout(300)
        assert drawn(bench) == before
        page.click("#step")
        assert drawn(bench) != before
        assert ((beam(page) - at) % 1.0) * SPAN == pytest.approx(length, abs=0.03)
        before = drawn(bench)
        bench.set("lesions.aortic_regurgitation.orifice_area", "0.1")
        assert drawn(bench) != before
        page.click("#freeze")
        moving = drawn(bench)
        page.wait_for_timeout(400)
        assert drawn(bench) != moving
        page.click("#step")  # which freezes
        assert page.get_attribute("#freeze", "aria-pressed") == "true"
        still = drawn(bench)
        page.wait_for_timeout(300)
        assert drawn(bench) == still


def test_the_reader_chooses_the_traces_with_the_keyboard(browser, path):
    with opened(browser, path, **WIDE) as bench:
        page = bench.page
        flow = page.locator("#strips-with .strip[data-title='Flow to the lower body']")
        assert flow.is_hidden()
        page.focus("summary:has-text('Traces')")
        page.keyboard.press("Enter")
        page.focus("#traces input[value='q_trunk_and_leg_arteries']")
        page.keyboard.press("Space")
        assert flow.is_visible()
        page.focus("#traces input[value='p_la']")
        page.keyboard.press("Space")
        page.wait_for_timeout(100)
        picture = Picture(bench, "with", "Pressures")
        assert picture.of("atrium").sum() == 0
        assert picture.of("aorta").sum() > 200
        for name in ("freeze", "step", "slow"):
            page.focus(f"#{name}")
            before = page.get_attribute(f"#{name}", "aria-pressed")
            page.keyboard.press("Enter")
            assert page.evaluate("document.activeElement.id") == name
            assert name == "step" or page.get_attribute(f"#{name}", "aria-pressed") != before


@pytest.mark.parametrize(("width", "height"), [(320, 700), (390, 844), (1280, 800), (1440, 900)])
def test_nothing_is_cut_and_the_bench_fits_a_laptop(browser, path, width, height):
    with opened(browser, path, viewport={"width": width, "height": height}) as bench:
        for scheme in ("light", "dark"):
            bench.page.emulate_media(color_scheme=scheme)
            assert bench.page.evaluate("document.documentElement.scrollWidth") <= width
            if width >= 1280:
                for seen in (".panel", "#loops", "#screen-with"):
                    box = bench.page.locator(seen).bounding_box()
                    assert box["y"] + box["height"] <= height, seen
            cut = bench.page.eval_on_selector_all(
                ".panel button, .panel label, .monitor button",
                "all => all.filter(one => one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0)"
                ".map(one => one.textContent)",
            )
            assert cut == [], scheme


def downloaded(bench, name):
    bench.page.evaluate("document.querySelector('.menu:has(#export-traces)').open = true")
    with bench.page.expect_download() as download:
        bench.page.click(f"#export-{name}")
    return download.value


def test_what_is_exported_is_what_the_package_has(bench, runs, tmp_path):
    bench.set("balloon_pump.ratio", "1:2")
    comparison = runs(ratio="1:2")
    arms = {"without": comparison.without, "with": comparison.with_}
    files = {name: downloaded(bench, name) for name in ("traces", "measures", "picture")}
    texts = {name: file.path().read_bytes() for name, file in files.items()}
    assert [file.suggested_filename for file in files.values()] == [
        f"{PRESET}_traces.csv",
        f"{PRESET}_measures.csv",
        f"{PRESET}.png",
    ]
    rows = list(csv.DictReader(io.StringIO(texts["traces"].decode())))
    units = {f"{name} [{signal.unit}]": signal.source for name, signal in WAVEFORMS.items()}
    for which, run in arms.items():
        own = [row for row in rows if row["balloon"] == which]
        time = np.array([float(row["time [s]"]) for row in own])
        assert time[-1] == pytest.approx(run.steady.trace.onsets[-1])
        for title in set(own[0]) - {"balloon", "time [s]"}:
            trace = np.interp(time, run.steady.trace.time, run.steady.trace[units[title]])
            assert [float(row[title]) for row in own] == pytest.approx(trace.tolist(), abs=0.05 + 0.01 * np.ptp(trace))
    table = csv.DictReader(io.StringIO(texts["measures"].decode()))
    measures = {row["measure [unit]"].partition(" ")[0]: row for row in table}
    assert list(measures) == list(comparison.with_.measures)
    for name, value in comparison.with_.measures.items():
        shown = measures[name]["with"]
        assert shown == "" if value is None else float(shown) == pytest.approx(value, rel=1e-6, abs=1e-6)
    assert "mean_aortic_pressure [mmHg]" in texts["measures"].decode()
    look_at(texts["picture"])


def look_at(png):
    """The picture has the screens and the loops, each trace in its colour."""
    image = pytest.importorskip("PIL.Image")
    pixels = np.asarray(image.open(io.BytesIO(png)).convert("RGB")).astype(int)
    assert pixels.shape[1] > 800
    assert pixels.shape[0] > 400
    for colour in ("ff8566", "6cbcff", "ffd34d", "52e08a", "d5a0ff"):
        wanted = [int(colour[i : i + 2], 16) for i in (0, 2, 4)]
        assert (np.abs(pixels - wanted).max(axis=2) < 16).sum() > 200, colour


def test_the_helium_pressure_of_a_pneumatic_drive(browser, tmp_path):
    path = written(tmp_path, "shock", {"balloon_pump.ratio": "1:1", "balloon_pump.drive": "pneumatic"})
    run = compare(Patient.preset("shock").with_balloon_pump(BalloonPump(drive="pneumatic"))).with_
    with opened(browser, path, **WIDE) as bench:
        choose_all(bench)
        picture = Picture(bench, "with", "Pressure of the helium source")
        assert_drawn(picture, "balloon", expected(run, "p_helium", picture.width), 0.97)


def test_the_words_of_the_export_name_a_command_that_exists(untouched):
    said = untouched.page.text_content(".menu:has(#export-traces) code")
    assert said == "diastole compare state.json --save both.nc"
