"""Scenarios of a bench: kept, compared, put back and removed; in link and file; and what is hostile refused."""

import json
from urllib.parse import urlencode

import pytest

from diastole.faces.browser.bench_payload import bench_payload
from diastole.faces.words.change import changes
from diastole.model.bench_state import BenchState
from diastole.model.patient import BalloonPump, Patient
from diastole.model.run import compare
from tests.browser.bench_on_a_screen import without_map, written

PRESET = "acute_severe_ar"
LEAK, RATE = "lesions.aortic_regurgitation.orifice_area", "pacing.rate"
HOSTILE_NAMES = (
    "<img src=x onerror=alert(1)>",
    "__proto__",
    "constructor",
    "toString",
    "a&b=c#d",
    "«Ü» ٣ \u202e",
    "')--",
)


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return written(tmp_path_factory.mktemp("scenarios"), PRESET)


@pytest.fixture(scope="module")
def payload():
    return bench_payload(Patient.preset(PRESET), BenchState(PRESET))


def kept(bench, name, *, key=None, value=None):
    """Keep the state of the bench, after one more change, under a name."""
    if key:
        bench.set(key, value)
    count = len(names(bench))
    bench.page.fill("#scenario-name", name)
    bench.page.keyboard.press("Enter")
    bench.page.wait_for_selector(f"#scenario-head th:nth-child({count + 3})")


def names(bench):
    return bench.page.locator("#scenario-head .open").all_inner_texts()


def column(bench, place):
    """Return the cells of a scenario by measure; 0 is the bench."""
    rows = bench.page.eval_on_selector_all(
        "#scenario-rows tr[data-measure]",
        "(rows, place) => rows.map(row => [row.dataset.measure, row.querySelectorAll('td')[place].innerText])",
        place,
    )
    return dict(rows)


def assert_tells(cells, given):
    """The cells are the measures of the package, without and with the balloon."""
    found = changes(compare(Patient.preset(PRESET).with_balloon_pump(BalloonPump()).with_values(given)))
    assert len(cells) >= 10
    for name, text in cells.items():
        change = found[name]
        assert text.startswith(f"{change.shown(change.before)} → {change.shown(change.after)}"), name


def test_scenarios_are_compared_with_the_bench_and_each_other(browser, path):
    with without_map(browser, path) as bench:
        assert not bench.page.is_visible("#scenario-compared")
        kept(bench, "As found")
        kept(bench, "  Small   leak ", key=LEAK, value="0.1")
        bench.set(RATE, "110")
        assert names(bench) == ["As found", "Small leak"]
        assert_tells(column(bench, 0), {LEAK: "0.1 cm²", RATE: "110 /min"})
        assert_tells(column(bench, 1), {})
        assert_tells(column(bench, 2), {LEAK: "0.1 cm²"})
        leak = "Aortic regurgitant orifice 0.1 cm²"
        differences = bench.page.locator("#scenario-rows .differences td").all_inner_texts()
        assert differences == [f"{leak}; Pacemaker 110 /min", "as the patient", leak]
        paths = bench.page.eval_on_selector_all(
            "#scenario-loops path", "paths => paths.map(p => [p.getAttribute('class'), p.getAttribute('d')])"
        )
        assert [kind for kind, _ in paths] == [
            "now dashed",
            "now",
            "kept-1 dashed",
            "kept-1",
            "kept-2 dashed",
            "kept-2",
        ]
        assert len({d for _, d in paths}) == 6
        assert not any("NaN" in d for _, d in paths)
        assert bench.complaints == []


def test_a_scenario_is_put_on_the_bench_and_removed_by_keyboard(browser, path):
    with without_map(browser, path) as bench:
        first = bench.numbers()
        page = bench.page
        page.focus("#scenario-name")
        page.keyboard.press("Enter")  # it takes a name of its own
        page.wait_for_selector("#scenario-head .open")
        assert names(bench) == ["State 1"]
        bench.set(LEAK, "0.1")
        assert bench.numbers() != first
        before = bench.answers
        page.focus("#scenario-head .open")
        page.keyboard.press("Enter")
        bench.wait(before)
        assert bench.numbers() == first
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.ariaLabel") == "Remove State 1"
        page.keyboard.press("Enter")
        assert names(bench) == []
        assert not page.is_visible("#scenario-compared")
        assert page.evaluate("document.activeElement.id") == "scenario-name"
        assert "scenario=" not in page.url


def test_they_stay_in_link_and_file(browser, path, tmp_path):
    saved = tmp_path / "state.json"
    with without_map(browser, path) as bench:
        kept(bench, "As found")
        kept(bench, HOSTILE_NAMES[0], key=LEAK, value="0.1")
        shown = [column(bench, place) for place in range(3)]
        with bench.page.expect_download() as download:
            bench.page.click("#save")
        download.value.save_as(saved)
        link = bench.page.url.partition("#")[2]
    given = json.loads(saved.read_text(encoding="utf-8"))
    assert given["scenarios"] == [
        {"name": "As found", "values": {}, "reflex": False},
        {"name": HOSTILE_NAMES[0], "values": {LEAK: "0.1 cm²"}, "reflex": False},
    ]
    assert BenchState.load(saved).changes == {LEAK: "0.1 cm²"}  # the command line runs the state
    with without_map(browser, path, f"#{link}") as bench:
        bench.page.wait_for_selector("#scenario-head th:nth-child(4)")
        assert names(bench) == ["As found", HOSTILE_NAMES[0]]
        assert [column(bench, place) for place in range(3)] == shown
    with without_map(browser, path) as bench:
        kept(bench, "As found", key=LEAK, value="0.7")  # the file replaces it
        kept(bench, HOSTILE_NAMES[0])
        bench.page.set_input_files("#file", saved)
        bench.page.wait_for_selector("#scenario-rows td:has-text('as the patient')")
        before = bench.answers
        bench.page.locator("#scenario-head .open").first.click()
        bench.wait(before)
        assert bench.page.is_disabled("#reset")
        before = bench.answers
        bench.page.locator("#scenario-head .open").last.click()
        bench.wait(before)
        assert [column(bench, place) for place in range(3)] == shown
        assert bench.page.locator("#scenario-head img").count() == 0


def test_a_name_is_text_whatever_stands_in_it(browser, path):
    with without_map(browser, path) as bench:
        for name in HOSTILE_NAMES[:6]:
            kept(bench, name)
        assert [name.strip() for name in names(bench)] == [
            name.replace("\u202e", "").strip() for name in HOSTILE_NAMES[:6]
        ]
        assert bench.page.locator("#scenario-head img, #scenario-head script").count() == 0
        bench.page.fill("#scenario-name", "one more")
        bench.page.keyboard.press("Enter")
        assert bench.page.inner_text("#scenario-refused") == "At most 6 scenarios are kept; remove one."
        bench.page.locator("#scenario-head .remove").last.click()
        bench.page.fill("#scenario-name", "constructor")
        bench.page.keyboard.press("Enter")
        assert "already" in bench.page.inner_text("#scenario-refused")
        assert bench.complaints == []


def test_where_they_are_too_much_for_a_link_the_page_says_so(browser, path):
    with without_map(browser, path, viewport={"width": 1200, "height": 900}) as bench:
        for number in range(6):
            bench.set(LEAK, f"{0.2 + 0.01 * number:.2f}")
            bench.set("balloon_pump.inflation_offset", str(-100 - number))
            kept(bench, f"{number} " + "Ü" * 38)
        assert "save the file" in bench.page.inner_text("#scenario-link")
        assert "scenario=" not in bench.page.url
        assert "patient=" in bench.page.url


def scenario(**given):
    """A scenario as it stands in a link."""
    return urlencode({"scenario": urlencode({"patient": PRESET, **given})})


HOSTILE_LINKS = {
    "no name": scenario(),
    "an empty name": scenario(name="  "),
    "a long name": scenario(name="x" * 41),
    "another patient": urlencode({"scenario": "name=a&patient=shock"}),
    "no patient": urlencode({"scenario": "name=a"}),
    "no state": "scenario=",
    "two names": urlencode({"scenario": f"name=a&name=b&patient={PRESET}"}),
    "the same name twice": f"{scenario(name='a')}&{scenario(name='a')}",
    "too many": "&".join(scenario(name=str(number)) for number in range(7)),
    "a name of JavaScript as a key": scenario(name="a", __proto__="1"),
    "no number": scenario(name="a", **{LEAK: "NaN cm²"}),
    "a huge number": scenario(name="a", **{LEAK: "1e999 cm²"}),
    "too long": scenario(name="a", x="9" * 30_000),
    "a scenario in a scenario": scenario(name="a", scenario=scenario(name="b")),
}


def test_hostile_links_are_refused_whole(ask, payload):
    """In none of them is anything run or thrown but a sentence."""
    body = """
      return Object.values(given.links).map(link => {
        try { bench.parted(given.payload, link); return "opened" }
        catch (error) { return error instanceof bench.StateError ? error.message : `thrown: ${error}` }
      })"""
    found = dict(zip(HOSTILE_LINKS, ask(body, {"payload": payload, "links": HOSTILE_LINKS}), strict=True))
    assert [what for what, said in found.items() if said == "opened" or said.startswith("thrown")] == []
    assert "at most 40 characters, not 41" in found["a long name"]
    assert "of the patient 'shock'" in found["another patient"]


@pytest.mark.parametrize(
    "kept",
    [
        "x", {}, [3], [None], [[]], [{}], [{"name": 3, "values": {}, "reflex": False}],
        [{"name": "a", "values": {LEAK: 0.3}, "reflex": False}],
        [{"name": "a", "values": {}, "reflex": "on"}],
        [{"name": "a", "values": {"__proto__": "1"}, "reflex": False}],
        [{"name": "a", "values": {LEAK: "1e999 cm²"}, "reflex": False}],
        [{"name": "a", "values": {}, "reflex": False}] * 2,
    ],
)  # fmt: skip
def test_a_file_with_hostile_scenarios_is_refused_whole(ask, payload, kept):
    state = {"format": payload["format"], "patient": PRESET, "set": {}, "values": {}, "reflex": False}
    body = """
      try { bench.fromFile(given.payload, given.text); return "opened" }
      catch (error) { return error instanceof bench.StateError ? error.message : `thrown: ${error}` }"""
    said = ask(body, {"payload": payload, "text": json.dumps(state | {"scenarios": kept})})
    assert said != "opened"
    assert not said.startswith("thrown")


def test_a_refused_link_leaves_what_is_kept(browser, path):
    with without_map(browser, path) as bench:
        kept(bench, "As found")
        bench.page.evaluate("link => { location.hash = link }", f"patient={PRESET}&{HOSTILE_LINKS['a huge number']}")
        bench.page.wait_for_selector("#refused:not(:empty)")
        assert names(bench) == ["As found"]
        assert "scenario=" in bench.page.url
        assert bench.complaints == []
