"""Figures in texts that live: their arms are those of the record, their controls act, and their text stands alone."""

import base64
import re
from math import isnan
from pathlib import Path

import pytest
from typer.testing import CliRunner

from diastole.answers.answerer import load_answerer
from diastole.cli.app import app
from diastole.errors import InputError
from diastole.faces.browser.engine import HEART, MEASURES, PREPARE
from diastole.faces.browser.explorable_payload import explorable_payload
from diastole.faces.pages.answer_page import answer_page
from diastole.faces.pages.claim_pages import claim_page
from diastole.faces.pages.explorable_figure import of_bench, of_claim
from diastole.faces.pages.living import FIGURE, shared_script
from diastole.faces.pages.place import ALONE, InSite
from diastole.knowledge.articles.collection import load_articles
from diastole.model.patient import Patient
from diastole.model.run import compare, simulate
from diastole.studies.arms import read_arms, run_arms
from diastole.studies.claims.claim import load_claims
from diastole.studies.experiments.runs import bench_key, known_arms, run_bench
from tests.barriers import check_barriers
from tests.browser.explorable_on_a_screen import ShownExplorable

RECORDED = 1e-5  # 1, relative; a record keeps six digits
SAME = 1e-6  # 1, relative; both end within the tolerance of a steady beat
ARTICLE = "balloon-in-aortic-regurgitation"
RUN = """
const [heartModule, measuresModule, prepareModule] = given.modules.map(text => Buffer.from(text, "base64"))
const [measures, preparation] = await Promise.all([
  bench.Measures.load(measuresModule), bench.Preparation.load(prepareModule),
])
const heart = await bench.Heart.load(heartModule, preparation.record(given.payloads[0].givens[0].numbers))
return given.payloads.map(({ givens, reflex, story }) => {
  const pairs = givens.map(each => bench.runPair({ heart, measures, preparation }, each, { values: [], reflex }))
  return [pairs[0].without, ...pairs.map(pair => pair.with)].map(arm => story.map(name => arm.values[name] ?? null))
})
"""


def test_the_figure_of_every_article_lives_and_has_the_numbers_of_the_record(ask):
    benches = {bench_key(article.head.bench): article.head.bench for article in load_articles().values()}
    shown = [of_bench(bench) for bench in benches.values()]
    payloads = [explorable_payload(each.arms, each.found, (), reflex=each.reflex) for each in shown]
    modules = [base64.b64encode(part.file.read_bytes()).decode() for part in (HEART, MEASURES, PREPARE)]
    found = ask(RUN, {"payloads": payloads, "modules": modules})
    for bench, payload, arms in zip(benches.values(), payloads, found, strict=True):
        known = known_arms(bench) or run_bench(bench)
        for name, values in zip(known, arms, strict=True):
            expected = [known[name][measure] for measure in payload["story"]]
            assert values == pytest.approx(expected, rel=RECORDED, abs=RECORDED), (bench.patient, name)


def test_every_control_of_every_article_acts_in_an_arm_and_begins_with_its_value():
    articles = load_articles().values()
    different = {(bench_key(each.head.bench), each.head.bench.controls): each for each in articles}
    for article in different.values():
        shown = of_bench(article.head.bench)
        payload = explorable_payload(shown.arms, shown.found, shown.keys, reflex=shown.reflex)
        assert [control["key"] for control in payload["controls"]] == list(shown.keys)
        for control in payload["controls"]:
            assert control["acts"], (article.id, control["key"])
            assert control["acts"] == sorted(set(control["acts"]))
            if control["base"] is not None and not control["choices"]:
                assert control["low"] <= control["base"] <= control["high"], (article.id, control["key"])


def test_what_arms_differ_by_moves_in_the_last_of_them_alone():
    patient = Patient.preset("shock")
    arms = {"tight": patient, "leaking": patient.with_values({"lesions.aortic_regurgitation.orifice_area": "0.2 cm²"})}
    keys = ("lesions.aortic_regurgitation.orifice_area", "heart_rate", "balloon_pump.volume")
    leak, rate, volume = explorable_payload(arms, patient, keys, reflex=False)["controls"]
    assert (leak["acts"], rate["acts"], volume["acts"]) == ([1], [0, 1], [0, 1])
    assert leak["base"] == 0.2


# ------------------------------------------------------------------------------------------------------- a real browser


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """The page of an article, one file."""
    path = tmp_path_factory.mktemp("page") / f"{ARTICLE}.html"
    path.write_text(answer_page(load_answerer().article(ARTICLE)), encoding="utf-8")
    return path.as_uri()


@pytest.fixture(scope="module")
def shown(browser):
    context = browser.new_context(offline=True)
    yield ShownExplorable(context)
    context.close()


def assert_same(numbers, runs):
    for name, values in numbers.items():
        for value, measured in zip(values, runs, strict=True):
            expected = measured.measures[name]
            assert (isnan(value) and expected is None) or value == pytest.approx(expected, rel=SAME, abs=SAME), name


def test_each_control_of_an_article_changes_the_numbers_to_those_of_the_package(shown, page):
    shown.open(page)
    experiment = of_bench(load_articles()[ARTICLE].head.bench)
    assert not experiment.reflex
    changes = {
        "lesions.aortic_regurgitation.orifice_area": ("0.2", "cm²"), "left_ventricle.passive_stiffness": ("0.9", "kPa"),
        "heart_rate": ("120", "/min"), "balloon_pump.deflation_offset": ("60", "ms"),
    }  # fmt: skip
    assert set(experiment.keys) <= set(changes)
    for key in experiment.keys:
        before = shown.numbers()
        number, unit = changes[key]
        shown.set(key, number)
        assert shown.numbers() != before
        own = key.startswith("balloon_pump")
        runs = [
            simulate(arm if own and arm.balloon_pump is None else arm.with_values({key: f"{number} {unit}"}))
            for arm in experiment.arms.values()
        ]
        assert_same(shown.numbers(), runs)
        assert "against" in shown.page.inner_text("#told")
        shown.page.click("#reset")
        (name, (first, *_)), *_ = before.items()
        shown.page.wait_for_selector(f"tr[data-measure={name}] td:nth-of-type(1)[data-value='{first!r}']")
    assert shown.complaints == []
    assert all(url.startswith(("file:", "blob:")) for url in shown.asked)


def test_an_impossible_value_is_refused_with_the_sentence_of_the_command_line(shown, page):
    shown.open(page)
    before = shown.numbers()
    shown.page.fill("#control-heart_rate", "900")
    shown.page.keyboard.press("Enter")
    with pytest.raises(InputError) as refused:
        Patient.preset("acute_severe_ar").with_values({"heart_rate": "900 /min"})
    assert shown.page.inner_text("#control-heart_rate-error") == str(refused.value)
    assert shown.numbers() == before


def test_the_text_and_the_drawn_figure_stand_without_javascript(browser, page):
    context = browser.new_context(offline=True, java_script_enabled=False)
    tab = context.new_page()
    tab.goto(page)
    assert tab.is_visible(".bottom-line")
    assert tab.is_visible("#drawn svg.figure")
    assert not tab.is_visible("#living")
    context.close()


@pytest.mark.barriers
def test_the_figure_has_no_barrier_light_dark_wide_and_on_a_phone_and_can_be_printed(shown, page):
    shown.open(page)
    assert not shown.page.is_visible("#drawn")
    check_barriers(shown.page)
    shown.page.emulate_media(media="print")
    assert shown.page.is_visible("#pressures svg")
    assert not shown.page.is_visible("#reset")
    shown.page.emulate_media(media="screen", color_scheme="light")


def test_a_comparison_opens_in_the_state_of_its_command(shown, tmp_path):
    path = tmp_path / "page.html"
    words = ["compare", "shock_mr", "--set", "heart_rate=100 /min", "--set", "balloon_pump.ratio=1:2", "--reflex"]
    assert CliRunner().invoke(app, [*words, "--html", str(path), "--quiet"]).exit_code == 0
    shown.open(path.as_uri())
    patient = Patient.preset("shock_mr").with_values({"heart_rate": "100 /min", "balloon_pump.ratio": "1:2"})
    found = compare(patient, reflex=True)
    assert_same(shown.numbers(), (found.without, found.with_))
    assert shown.complaints == []


def test_several_arms_live_side_by_side(shown, tmp_path):
    path = tmp_path / "page.html"
    words = ["compare", "shock", "--with", "iabp", "--with", "impella_cp", "--html", str(path), "--quiet"]
    assert CliRunner().invoke(app, words).exit_code == 0
    shown.open(path.as_uri())
    runs = run_arms(read_arms([Patient.preset("shock")], ["iabp", "impella_cp"]))
    assert_same(shown.numbers(), runs.values())
    assert len(runs) == 3
    assert shown.complaints == []


def test_a_claim_lives_where_it_has_arms_at_a_steady_beat(shown, tmp_path):
    experiments = {id_: of_claim(claim) for id_, claim in load_claims().items()}
    none = [id_ for id_, experiment in experiments.items() if experiment is None]
    guide = (Path(__file__).parents[2] / "docs" / "guides" / "ask.md").read_text(encoding="utf-8")
    assert none == sorted(set(re.findall(r"C\d\d", guide.partition("What has none")[2].partition("## ")[0])))
    (tmp_path / FIGURE.shared).write_text(shared_script(FIGURE), encoding="utf-8")
    (tmp_path / "claims").mkdir()
    path = tmp_path / "claims" / "C05.html"
    entry = pytest.importorskip("diastole.studies.claims.ledger").run_claim(load_claims()["C05"])
    path.write_text(claim_page(InSite("claims/C05"), entry, ""), encoding="utf-8")
    shown.open(path.as_uri())
    assert_same(shown.numbers(), [simulate(arm) for arm in experiments["C05"].arms.values()])
    assert shown.complaints == []
    assert ALONE.to("claims") == ""
