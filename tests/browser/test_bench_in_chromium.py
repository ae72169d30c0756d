"""The bench in a browser: offline from a file, its numbers those of the package, its state kept and refused."""

import json
import re
from math import isnan
from urllib.parse import urlencode

import pytest

from diastole.errors import InputError
from diastole.model.bench_state import FORMAT
from diastole.model.patient import Patient
from tests.browser.bench_on_a_screen import MOVING, assert_same, opened, written

PRESET = "acute_severe_ar"
LARGEST = 150_000  # bytes, of the page


def test_it_opens_from_disk_offline_and_is_small(browser, path):
    assert path.stat().st_size <= LARGEST
    with opened(browser, path, **MOVING) as bench:
        assert_same(bench.numbers(), PRESET, {})
        assert bench.page.inner_text("#of-device").startswith("With the balloon, the leak of the aortic valve rises")
        assert "Education and research only" in bench.page.inner_text("header")
        bench.page.wait_for_timeout(300)
        assert bench.complaints == []
        assert all(url.startswith(("file:", "blob:")) for url in bench.asked)


FOREIGN = """source => new Promise(done => {
  const script = document.createElement('script')
  if (source === 'inline') script.textContent = 'window.foreign = true'
  else {
    const type = 'text/javascript'
    script.src = source === 'blob' ? URL.createObjectURL(new Blob(['window.foreign = true'], { type }))
      : 'data:text/javascript,window.foreign = true'
    script.onload = script.onerror = () => done(window.foreign ?? false)
  }
  document.head.append(script)
  if (source === 'inline') done(window.foreign ?? false)
})"""


@pytest.mark.parametrize("source", ["inline", "blob", "data"])
def test_no_script_but_its_own_runs(bench, source):
    assert bench.page.evaluate(FOREIGN, source) is False
    assert any("Content Security Policy" in complaint for complaint in bench.complaints)


def test_the_keyboard_is_enough(browser, path):
    with opened(browser, path) as bench:
        page = bench.page
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.keyboard.press("Enter")
        page.wait_for_selector("#controls:focus")
        assert page.inner_text("#refused") == ""
        page.focus(".skip")
        reached = []
        for _ in range(40):
            page.keyboard.press("Tab")
            reached.append(page.evaluate("document.activeElement.id || document.activeElement.ariaLabel"))
        assert {"freeze", "save", "open", "reflex", "Aortic regurgitant orifice", "Volume"} <= set(reached)
        page.focus("input[aria-label='Aortic regurgitant orifice']")
        before = bench.answers
        page.keyboard.press("ArrowRight")
        bench.wait(before)
        assert_same(bench.numbers(), PRESET, {"lesions.aortic_regurgitation.orifice_area": "0.51 cm²"})
        before = bench.answers
        page.focus("#control-balloon_pump-ratio-1-1")
        page.keyboard.press("ArrowRight")
        bench.wait(before)
        assert page.is_checked("#control-balloon_pump-ratio-1-2")
        numbers, link = bench.numbers(), page.url
        page.focus(".skip")
        page.keyboard.press("Enter")
        page.wait_for_selector("#controls:focus")
        assert (bench.numbers(), page.url, page.inner_text("#refused")) == (numbers, link, "")
        page.focus("#reset")
        before = bench.answers
        page.keyboard.press("Enter")
        bench.wait(before)
        assert_same(bench.numbers(), PRESET, {})


IMPOSSIBLE = (
    ("lesions.aortic_regurgitation.orifice_area", "99"),
    ("lesions.aortic_regurgitation.orifice_area", "5"),
    ("lesions.aortic_regurgitation.orifice_area", "wide"),
    ("left_ventricle.passive_stiffness", "0"),
    ("balloon_pump.inflation_offset", "-1200"),
    ("drugs.dobutamine", "nan"),
)


def test_an_impossible_value_is_refused_with_the_sentence_of_the_command_line(browser, path):
    """Each of them, and nothing is run meanwhile."""
    with opened(browser, path) as bench:
        before = bench.answers
        bench.page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
        for key, typed in IMPOSSIBLE:
            place = f"#control-{key.replace('.', '-')}"
            unit = bench.page.inner_text(f".control:has({place}) .unit") if "drugs" not in key else "µg/kg/min"
            bench.page.fill(place, typed)
            bench.page.keyboard.press("Enter")
            with pytest.raises(InputError) as refused:
                Patient.preset(PRESET).with_values({key: f"{typed} {unit}" if typed[-1].isdigit() else typed})
            assert bench.page.inner_text(f"{place}-error") == str(refused.value)
        bench.page.wait_for_timeout(200)
        assert bench.answers == before


HOSTILE = {
    "another patient": "patient=shock&drugs.dobutamine=3+µg/kg/min",
    "no patient": "drugs.dobutamine=3+µg/kg/min",
    "unknown key": f"patient={PRESET}&__proto__=1",
    "a name of JavaScript": f"patient={PRESET}&balloon_pump.ratio=constructor",
    "out of range": f"patient={PRESET}&lesions.aortic_regurgitation.orifice_area=1e9+cm²",
    "no number": f"patient={PRESET}&lesions.aortic_regurgitation.orifice_area=NaN+cm²",
    "no unit": f"patient={PRESET}&lesions.aortic_regurgitation.orifice_area=0.3",
    "another unit": f"patient={PRESET}&balloon_pump.volume=30+mmHg",
    "a script": f"patient={PRESET}&pacing.rate=<img src=x onerror=alert(1)>",
    "twice": f"patient={PRESET}&balloon_pump.ratio=1:1&balloon_pump.ratio=1:2",
    "too long": f"patient={PRESET}&x={'9' * 30_000}",
    "a reflex of its own": f"patient={PRESET}&reflex=perhaps",
    "not a state": "%%%E0%A4%A",
}


@pytest.mark.parametrize("what", ["out of range", "a script", "not a state"])
def test_a_page_that_is_opened_with_a_hostile_link_refuses_it(browser, path, what):
    with opened(browser, path, f"#{HOSTILE[what]}") as bench:
        assert_refused(bench, what)


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_link_is_refused_and_not_run(bench, what):
    """Followed in an open page, which reads it as one that opens with it."""
    bench.follow(HOSTILE[what])
    assert_refused(bench, what)


def assert_refused(bench, what):
    assert bench.page.inner_text("#refused").startswith("Not opened. "), what
    assert bench.page.locator("#refused img").count() == 0
    assert_same(bench.numbers(), PRESET, {})
    assert "#" not in bench.page.url
    assert bench.complaints == []


def test_a_state_is_saved_and_opened_again(browser, path, tmp_path):
    changes = {"lesions.aortic_regurgitation.orifice_area": "0.3 cm²", "pacing.rate": "110 /min"}
    kept = tmp_path / "state.json"
    with opened(browser, path) as bench:
        for key, value in changes.items():
            bench.set(key, value.partition(" ")[0])
        numbers = bench.numbers()
        with bench.page.expect_download() as download:
            bench.page.click("#save")
        download.value.save_as(kept)
        link = bench.page.url
    state = json.loads(kept.read_text(encoding="utf-8"))
    assert state == {"format": FORMAT, "patient": PRESET, "set": {}, "values": changes, "reflex": False}
    with opened(browser, path, "#" + link.partition("#")[2]) as bench:
        assert bench.numbers() == numbers
        before = bench.answers
        bench.page.click("#reset")
        bench.wait(before)
        assert bench.numbers() != numbers
        before = bench.answers
        bench.page.set_input_files("#file", kept)
        bench.wait(before)
        assert bench.numbers() == numbers
        for broken in (
            "{",
            "[]",
            "{}",
            json.dumps(state | {"values": {"pacing.rate": 3}}),
            json.dumps(state | {"patient": "x"}),
        ):
            wrong = tmp_path / "wrong.json"
            wrong.write_text(broken, encoding="utf-8")
            bench.page.set_input_files("#file", wrong)
            bench.page.wait_for_selector("#refused:not(:empty)")
            assert bench.numbers() == numbers
            bench.page.evaluate("document.getElementById('refused').textContent = ''")


DROP = """text => {
  const carried = new DataTransfer()
  carried.items.add(new File([text], 'state.json', { type: 'application/json' }))
  const given = { dataTransfer: carried, bubbles: true, cancelable: true }
  return ['dragover', 'drop'].map(name => !document.body.dispatchEvent(new DragEvent(name, given)))
}"""


def test_a_file_that_is_dropped_is_opened_and_does_not_take_the_page_away(bench):
    state = {"format": FORMAT, "patient": PRESET, "set": {}, "values": {"pacing.rate": "110 /min"}, "reflex": False}
    before = bench.answers
    assert bench.page.evaluate(DROP, json.dumps(state)) == [True, True]
    bench.wait(before)
    numbers = bench.numbers()
    assert_same(numbers, PRESET, state["values"])
    for broken in ("", "{", "\0\0", "[" * 30_000):
        bench.page.evaluate(DROP, broken)
        bench.page.wait_for_selector("#refused:not(:empty)")
        assert bench.page.inner_text("#refused").startswith("Not opened. ")
        bench.page.evaluate("document.getElementById('refused').textContent = ''")
    assert bench.numbers() == numbers
    assert bench.complaints == []


def test_the_slowest_pacemaker_runs(bench):
    """A beat of 3 s is cut into many steps."""
    bench.set("pacing.rate", "20")
    assert bench.page.inner_text("#refused") == ""
    assert_same(bench.numbers(), PRESET, {"pacing.rate": "20 /min"})


def test_a_slow_heart_that_a_drug_slows_runs(browser, path):
    changes = {"heart_rate": "20 /min", "drugs.esmolol": "150 µg/kg/min"}
    with opened(browser, path, "#" + urlencode({"patient": PRESET, **changes})) as bench:
        assert_same(bench.numbers(), PRESET, changes)


def test_a_heart_without_a_circulation_says_so(browser, path):
    given = {"patient": PRESET, "left_ventricle.passive_stiffness": "50 kPa", "pacing.rate": "250 /min"}
    with opened(browser, path, "#" + urlencode(given)) as bench:
        assert "this heart" in bench.page.inner_text("#problem")
        assert all(isnan(number) for pair in bench.numbers().values() for number in pair)
        before = bench.answers
        bench.page.click("#reset")
        bench.wait(before)
        assert_same(bench.numbers(), PRESET, {})
        assert bench.page.inner_text("#problem") == ""


@pytest.mark.parametrize("viewport", [{"width": 1280, "height": 900}, {"width": 390, "height": 844}])
def test_sentences_are_seen_whole_and_the_answer_to_an_action_first(browser, tmp_path, viewport):
    whole = "each => each.scrollHeight <= each.clientHeight && each.scrollWidth <= each.clientWidth"
    place = "#control-left_ventricle-passive_stiffness"
    with opened(browser, written(tmp_path, "acute_severe_ar"), viewport=viewport) as bench:
        page = bench.page
        assert page.eval_on_selector(".says", whole)
        page.locator(place).scroll_into_view_if_needed()
        before = page.locator(place).bounding_box()["y"]
        bench.set("left_ventricle.passive_stiffness", "0.56")
        assert page.eval_on_selector(".says", whole)
        assert page.eval_on_selector(".answer", whole)
        answer, says = (page.locator(each).bounding_box()["y"] for each in (".answer", ".says"))
        assert answer >= 0.0
        assert answer < says or viewport["width"] < 800
        assert page.inner_text(".answer").startswith("Stiffness of the left ventricle")
        assert page.locator(place).bounding_box()["y"] == pytest.approx(before, abs=2.0) or viewport["width"] < 800


def test_the_errors_of_timing_stay_in_sight_whatever_was_done(browser, path):
    """In a low window: neither a long answer nor the name of a control that was changed moves them."""
    with opened(browser, path, viewport={"width": 1280, "height": 800}, reduced_motion="reduce") as bench:
        errors = bench.page.locator(".panel .errors")
        before = errors.bounding_box()
        assert before["y"] + before["height"] <= 800.0
        for key, value in (
            ("lesions.aortic_regurgitation.orifice_area", "0.9"),
            ("left_ventricle.passive_stiffness", "1"),
        ):
            bench.set(key, value)
            assert errors.bounding_box() == before


def test_a_slider_restyles_what_it_changes_and_not_the_page(browser, path):
    """Of thousands of elements: else each answer waits for the style of all of them, four times."""
    with opened(browser, path) as bench:
        page = bench.page
        every = page.evaluate("document.querySelectorAll('*').length")
        bench.set("lesions.aortic_regurgitation.orifice_area", "0.1")  # which unfolds all controls
        browser.start_tracing(page=page, categories=["devtools.timeline"])
        for value in ("0.2", "0.3"):
            bench.set("lesions.aortic_regurgitation.orifice_area", value)
        events = json.loads(browser.stop_tracing())["traceEvents"]
        styled = [one["args"].get("elementCount", 0) for one in events if one["name"] == "UpdateLayoutTree"]
        assert len(styled) > 2
        assert 0 < max(styled) < 0.2 * every


def test_what_a_sound_valve_lets_back_is_neither_better_nor_worse(browser, tmp_path):
    with opened(browser, written(tmp_path, "healthy")) as bench:
        for name in ("aortic_regurgitant_volume", "mitral_regurgitant_volume"):
            cell = bench.page.locator(f"tr[data-measure={name}] .change")
            assert cell.get_attribute("data-favour") == ""
            assert "as it closes" in bench.page.inner_text(f"tr[data-measure={name}]")
            assert not re.search("better|worse", cell.text_content())


def test_a_ratio_is_no_colon_of_a_heading(bench):
    bench.set("balloon_pump.ratio", "1:2")
    assert bench.page.inner_text("#of-change strong") == "Ratio 1:1 → 1:2:"
    assert bench.page.inner_text("#why strong") == "Why more leaks back through the aortic valve"
    assert bench.page.inner_text("#flow strong") == "Where the flow goes:"


def test_at_1_to_2_the_page_says_of_which_beats_its_numbers_are(bench):
    assert bench.page.inner_text("#basis") == "At the steady beat"
    assert "on average" not in bench.page.inner_text("#measures")
    bench.set("balloon_pump.ratio", "1:2")
    assert "in an assisted beat" in bench.page.inner_text("#of-device")
    assert "on average" in bench.page.inner_text("#flow")
    assert bench.page.inner_text("#basis").lower() == "in an assisted beat"
    for name, said in (("cardiac_output", True), ("aortic_regurgitant_volume", False)):
        assert ("on average" in bench.page.inner_text(f"tr[data-measure={name}]")) == said
