"""The public names: each exists, does what the command line does, and shows itself."""

import json
import subprocess
import sys

import matplotlib.pyplot as plt
import pytest
from matplotlib.axes import Axes
from typer.testing import CliRunner

import diastole
from diastole.cli.app import app
from diastole.model import run
from tests.html_page import HtmlPage

SHEET = """\
name: At the bedside
nearest: shock
measured:
  heart_rate: 100 /min
  systolic_aortic_pressure: 84 mmHg
"""


@pytest.fixture(scope="module")
def results():
    """Return a result of each kind by its name."""
    return {
        "patient": diastole.Patient.preset("acute_severe_ar"),
        "run": diastole.simulate("acute_severe_ar"),
        "comparison": diastole.compare("acute_severe_ar"),
        "arms": diastole.compare("shock", with_=["iabp", "impella_cp"]),
        "course": diastole.course("shock", "IABP 1:1 at 40 mL for 20 s; remove IABP; wait 10 s"),
        "alternatives": diastole.alternatives("shock"),
        "claim": diastole.claims("C05")[0],
        "screening": diastole.screen("acute_severe_ar", {"ar.grade": "severe"}),
        "answer": diastole.ask("Why is a balloon pump contraindicated in aortic regurgitation?"),
    }


@pytest.fixture(autouse=True)
def no_figure_stays_open():
    yield
    plt.close("all")


def test_every_name_exists():
    for name in diastole.__all__:
        assert getattr(diastole, name).__doc__
    assert set(diastole.__all__) <= set(dir(diastole))
    with pytest.raises(AttributeError, match="'simulat'"):
        _ = diastole.simulat


def test_nothing_heavy_is_loaded_before_it_is_asked_for():
    code = "import sys, diastole; print(sorted({'llvmlite', 'xarray', 'pydantic', 'matplotlib'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_patient_is_named_given_or_read(tmp_path):
    (tmp_path / "mine.yaml").write_text("based_on: shock\nheart_rate: 110 /min\n", encoding="utf-8")
    (tmp_path / "sheet.yaml").write_text(SHEET, encoding="utf-8")
    mine = diastole.Patient.load(tmp_path / "mine.yaml")
    expected = run.simulate(mine).measures
    for given in (mine, tmp_path / "mine.yaml", str(tmp_path / "mine.yaml")):
        assert diastole.simulate(given).measures == expected
    assert diastole.simulate(tmp_path / "sheet.yaml").measures["heart_rate"] == pytest.approx(100)
    fitted = diastole.fit(tmp_path / "sheet.yaml")
    assert fitted.patient == diastole.fit(str(tmp_path / "sheet.yaml")).patient
    assert "misses" in repr(fitted)


def test_screening_takes_facts_by_name_and_says_what_they_replace(results, tmp_path):
    assert results["screening"].verdict == "contraindicated"
    mild = diastole.screen("acute_severe_ar", {"ar.grade": "mild"}, at="2026-11-24T12:00Z")
    assert any("mild" in note for note in mild.notes)
    (tmp_path / "record.json").write_text('{"resourceType": "Bundle", "type": "collection", "entry": []}')
    assert diastole.screen(tmp_path / "record.json").verdict == "data_needed"


def test_an_answer_has_no_number_left_to_run(results):
    assert not results["answer"].pending
    assert results["answer"].article == "balloon-in-aortic-regurgitation"
    beside = diastole.ask("Why no balloon pump in aortic regurgitation?", patient="acute_severe_ar")
    assert beside.sections[-1].title == "This model patient"


def test_a_repr_is_one_short_line(results):
    for name, result in results.items():
        text = repr(result)
        assert text.startswith("<"), name
        assert "\n" not in text
        assert len(text) < 300, name


def test_a_notebook_shows_each_result(results):
    texts = {name: result._repr_html_() for name, result in results.items()}
    for html in map(HtmlPage, texts.values()):
        assert not any(tag == "script" for tag, _ in html.tags)
        assert "Education" in html.text
    assert "Acute severe aortic regurgitation" in texts["patient"]
    assert "Aortic regurgitant volume" in texts["comparison"]
    assert "remove IABP" in texts["course"]


def test_a_name_cannot_become_markup():
    patient = diastole.Patient.preset("healthy").with_values({"name": "<script>alert(1)</script>"})
    assert "<script>" not in patient._repr_html_()


def test_plots_are_on_axes_that_are_returned(results):
    _, own = plt.subplots()
    for name, signals in (
        ("run", ()), ("run", ("aortic_flow", "mitral_flow")), ("run", ("pressure_volume",)), ("comparison", ()),
        ("comparison", ("pressure_volume",)), ("arms", ()), ("arms", ("pressure_volume",)),
        ("course", ()), ("course", ("cardiac_output",)),
    ):  # fmt: skip
        drawn = results[name].plot(*signals)
        assert isinstance(drawn, Axes)
        assert drawn is not own
        assert drawn.get_xlabel()
        assert drawn.get_ylabel()
        assert results[name].plot(*signals, axes=own) is own


def test_a_plot_shows_the_signal(results):
    [line] = results["run"].plot("aortic_pressure").lines
    signal = results["run"].signals["aortic_pressure"]
    assert (line.get_ydata().min(), line.get_ydata().max()) == pytest.approx((signal.min(), signal.max()))
    assert results["run"].plot("aortic_pressure").get_ylabel() == "Aortic pressure, mmHg"


def test_arms_are_what_the_command_line_compares(results):
    assert list(results["arms"].runs) == ["without", "IABP 40 mL 1:1", "Impella CP, P-9"]
    pair = diastole.compare("shock", with_="drugs.dobutamine=5 µg/kg/min")
    treated = diastole.simulate(diastole.Patient.preset("shock").with_values({"drugs.dobutamine": 5}))
    assert pair.with_.measures == treated.measures
    two = diastole.compare("shock", diastole.Patient.preset("healthy"))
    assert list(two.runs) == ["Cardiogenic shock", "Healthy adult"]
    assert list(two.dataset()["support"].values) == list(two.runs)


def test_a_comparison_is_a_dataset(results):
    both = results["comparison"].dataset()
    assert list(both["support"].values) == ["without", "with"]
    measured = both["measures"].sel(support="with", measure="cardiac_output")
    assert float(measured) == results["comparison"].with_.measures["cardiac_output"]


def test_a_cohort_is_drawn_with_a_line_for_each_arm():
    found = diastole.sweep("shock", "heart_rate", [80, 100], arms={"a": {}, "b": {"balloon_pump.volume": 40}})
    drawn = found.plot("cardiac_output")
    assert isinstance(drawn, Axes)
    assert [line.get_label() for line in drawn.lines] == ["a", "b"]
    assert list(drawn.lines[0].get_ydata()) == list(found["cardiac_output"].sel(arm="a").values)
    assert (drawn.get_xlabel(), drawn.get_ylabel()) == ("Heart rate, 1/min", "Cardiac output, L/min")


def test_json_is_what_the_command_line_prints(results):
    printed = CliRunner().invoke(app, ["compare", "acute_severe_ar", "--json"]).stdout
    assert json.loads(printed) == json.loads(json.dumps(diastole.to_json(results["comparison"])))
    assert diastole.to_json([results["claim"]])["claims"][0]["id"] == "C05"
    for name in ("run", "arms", "course", "alternatives", "screening", "answer"):
        assert diastole.to_json(results[name])["schema"].startswith("diastole/")


@pytest.mark.parametrize(
    ("name", "ending", "start"),
    [
        ("run", ".png", b"\x89PNG"), ("comparison", ".svg", b"<?xml"), ("course", ".pdf", b"%PDF"),
        ("claim", ".png", b"\x89PNG"), ("alternatives", ".html", b"<!doctype html>"), ("answer", ".md", b"# "),
        ("screening", ".json", b"{"), ("comparison", ".nc", b"\x89HDF"), ("course", ".nc", b"\x89HDF"),
        ("patient", ".yaml", b"name:"), ("arms", ".png", b"\x89PNG"), ("arms", ".html", b"<!doctype html>"),
    ],
)  # fmt: skip
def test_results_are_saved_as_the_name_ends(results, name, ending, start, tmp_path):
    path = diastole.save(results[name], tmp_path / f"result{ending}")
    assert path.read_bytes().lower().startswith(start.lower())
