import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from diastole.cli.app import app
from diastole.knowledge.rules.fact_definitions import vocabulary
from diastole.knowledge.rules.rulebook import all_rules
from diastole.knowledge.rules.rules import VERDICTS
from tests.screening.bundles import ECHO_REPORT, bundle, condition, graded, observation
from tests.screening.cases import CLEAR

AT = ("--at", "2026-11-24T12:00Z")
OF_THE_PATIENT = ("ar.grade", "mr.grade", "echo.done", "echo.age", "balloon.in_place")
BEDSIDE = """\
name: Admission
nearest: shock_mr
body: {sex: female, height: 165 cm, weight: 62 kg}
measured: {mean_aortic_pressure: 64 mmHg, cardiac_output: 3.1 L/min, right_atrial_pressure: 17 mmHg}
lesions:
  mitral_regurgitation: {orifice_area: 0.35 cm², onset: acute}
"""


@pytest.fixture
def call(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("bedside.yaml").write_text(BEDSIDE, encoding="utf-8")
    return lambda *words: CliRunner().invoke(app, ["screen", *words], prog_name="diastole")


@pytest.fixture
def result(call):
    """Return the JSON of a command."""

    def parsed(*words):
        found = call(*words, "--json")
        assert found.exit_code == 0, found.output
        return json.loads(found.stdout)

    return parsed


def text_of(found):
    return " ".join(found.stdout.split())


def sheet(facts=None, **more):
    """Write a sheet into the folder of the test, and return its name."""
    lines = "".join(f"  {name}: {value}\n" for name, value in {**(facts or {}), **more}.items())
    Path("own.yaml").write_text(f"facts:\n{lines}", encoding="utf-8")
    return "own.yaml"


def clear(without=(), **more):
    said = {
        one.fact: str(one.value).lower() + (f" {one.unit}" if one.unit else "")
        for one in CLEAR if one.fact not in without
    }  # fmt: skip
    return sheet(said, **more)


def record(*resources, name="b.json"):
    Path(name).write_text(json.dumps(bundle(*resources)), encoding="utf-8")
    return name


def test_json(result):
    found = result("acute_severe_ar", *AT)
    assert list(found) == [
        "schema", "verdict", "reasons", "missing", "silent", "grading", "alternatives", "facts", "notes", "review",
        "disclaimer",
    ]  # fmt: skip
    assert found["schema"] == "diastole/screen/1"
    assert found["verdict"] == "contraindicated"
    first = found["reasons"][0]
    assert first["rule"] == "AR-SEVERE"
    assert first["result"] == "true"
    assert first["statements"] == ["C-01", "G-02", "C-02"]
    assert set(first["facts"][0]) == {"fact", "operator", "threshold", "value", "unit", "source", "result", "reason"}
    assert {one["verdict"] for one in found["reasons"]} <= set(VERDICTS)
    assert found["grading"]["aortic_regurgitation"]["grade"] == "severe"
    assert {"name", "contraindicated", "reasons", "unknown"} <= set(found["alternatives"][0])


def test_words(call):
    found = call("acute_severe_ar")
    assert found.exit_code == 0
    text = text_of(found)
    assert text.startswith("Balloon pump: contraindicated")
    assert "contraindicated: Severe aortic regurgitation" in text
    assert "rule submitted; it rests on statements C-01" in text
    assert "Missing, and needed" in text
    assert "no advice for a named patient" in text
    assert "Impella CP: contraindicated too" in text


def test_what_a_bedside_sheet_says_is_known_and_nothing_else(result):
    found = result("bedside.yaml")
    known = {name: one["value"] for name, one in found["facts"].items() if one["value"] is not None}
    assert known["mean_aortic_pressure"] == 64.0  # not that of the patient who is fitted
    assert known["right_atrial_pressure"] == 17.0
    assert known["cardiac_index"] == pytest.approx(3.1 / 1.69, rel=0.01)  # Mosteller, 165 cm and 62 kg
    assert known["mr.grade"] == "moderate_severe"
    assert found["facts"]["mean_aortic_pressure"]["source"] == "bedside sheet 'Admission'"
    assert not known.keys() & {"ar.grade", "ventricular_septal_defect", "aortic_valve.area", "left_atrial_pressure"}
    assert {"ar.grade"} <= {one["fact"] for one in found["missing"] if one["needed"]}


def test_what_was_measured_counts_no_more_once_the_patient_is_changed(call):
    found = call("bedside.yaml", "--set", "heart_rate=90 /min", "--json")
    facts = json.loads(found.stdout)["facts"]
    assert not facts.keys() & {"mean_aortic_pressure", "right_atrial_pressure", "heart_rate"}
    assert "the measured values no longer count" in found.stderr


@pytest.mark.parametrize("words", [("bedside.yaml",), ("acute_severe_ar",), ("--facts", "own.yaml")])
def test_each_gap_is_said_once(call, words):
    sheet(sepsis="null")
    lines = [line.strip() for line in call(*words).stdout.splitlines()]
    for name in ("aortic dissection", "sepsis", "aortic aneurysm", "reported grade of aortic regurgitation"):
        assert sum(line.startswith((f"- {name}: not given", f"- {name}: unknown")) for line in lines) <= 1, name
    assert sum(line.startswith("- aortic dissection: not given") for line in lines) == 1


@pytest.mark.parametrize(
    "words", [("acute_severe_ar",), ("healthy", "--trace"), ("shock_mr", "--run"), ("bedside.yaml", "--run")]
)
def test_no_inner_name_stands_before_a_reader(call, words):
    text = call(*words).stdout
    inner = [name for name in (*vocabulary(), *(rule.id for rule in all_rules())) if re.search(r"[._-]", name)]
    assert not [name for name in inner if re.search(rf"(?<![\w.-]){re.escape(name)}(?![\w-])", text)]
    assert " version " not in text


def test_mixed_disease_shows_both_sides(call):
    text = text_of(call("acute_severe_ar", "--set", "lesions.mitral_regurgitation.orifice_area=0.5 cm²"))
    assert text.startswith("Balloon pump: contraindicated")
    assert "informs: Mitral regurgitation: counterpulsation can lower this leak" in text
    assert "speaks the other way than 'Severe aortic regurgitation', 'Moderate or worse aortic regurgitation'" in text


def test_facts_complete_a_model_patient(call, result):
    assert result("healthy")["verdict"] == "data_needed"
    found = call("healthy", "--facts", clear(OF_THE_PATIENT))
    assert found.exit_code == 0
    assert "no contraindication found" in found.stdout
    assert "This is no all-clear" in found.stdout
    assert " safe" not in found.stdout
    assert result("acute_severe_ar", "--facts", "own.yaml")["verdict"] == "contraindicated"


def test_a_sheet_wins_over_a_model_patient_and_the_result_says_so(call, result):
    words = ("acute_severe_ar", "--facts", sheet({"ar.grade": "none"}))
    found = result(*words)
    assert found["facts"]["ar.grade"] == {"value": "none", "unit": "", "source": "own.yaml", "reason": ""}
    [note] = found["notes"]
    assert note.startswith("reported grade of aortic regurgitation: none counts, as own.yaml says, in place of severe")
    assert found["verdict"] == "data_needed"  # the orifice of the patient file speaks against the sheet
    assert "none counts, as own.yaml says, in place of severe" in text_of(call(*words))


def test_null_is_unknown(result):
    own = sheet({"ar.grade": "null", "ar.eroa": "{value: null}", "sepsis": "~"})
    found = result("acute_severe_ar", "--facts", own)
    assert found["facts"]["ar.grade"]["value"] is None
    assert found["facts"]["ar.grade"]["reason"] == "said to be unknown"
    assert found["facts"]["sepsis"]["value"] is None
    assert found["verdict"] == "data_needed"
    alone = result("--facts", own)
    assert alone["verdict"] == "data_needed"
    assert any(one["fact"] == "sepsis" for one in alone["missing"])


@pytest.mark.parametrize(("grade", "value"), [("null", "severe"), ("none", None)])
def test_a_null_takes_nothing_from_a_bundle_and_a_contradiction_makes_it_unknown(result, grade, value):
    found = result(record(graded("severe"), ECHO_REPORT), "--facts", sheet({"ar.grade": grade}), *AT)
    assert found["facts"]["ar.grade"]["value"] == value
    assert found["verdict"] == ("contraindicated" if value else "data_needed")


def test_a_sheet_alone(result):
    assert result("--facts", clear())["verdict"] == "none_found"
    assert result("--facts", clear(OF_THE_PATIENT))["verdict"] == "data_needed"
    assert result("--facts", sheet({"ar.grade": "severe"}))["verdict"] == "contraindicated"


def test_what_is_not_understood_is_in_the_result(call, result):
    words = (record(graded("mild"), ECHO_REPORT, condition("I74.3")), "--facts", clear(OF_THE_PATIENT), *AT)
    found = result(*words)
    assert found["verdict"] == "data_needed"
    assert found["facts"]["record.unread"]["value"] is True
    assert "the code I74.3 is not understood" in found["facts"]["record.unread"]["source"]
    assert any("I74.3" in note for note in found["notes"])
    text = text_of(call(*words))
    assert "data needed: Part of the record was not understood" in text
    assert "the code I74.3 is not understood" in text


@pytest.mark.parametrize("name", ["b.json", "B.JSON"])
def test_a_bundle(result, name):
    record(graded("severe"), observation("79948-6", 0.7, "mm"), ECHO_REPORT, name=name)
    found = result(name, *AT)
    assert found["verdict"] == "contraindicated"
    assert found["facts"]["ar.grade"]["source"] == "Observation/r0"
    assert "implausible" in found["facts"]["ar.vena_contracta"]["reason"]
    later = result(name, "--at", "2026-12-24")
    assert later["verdict"] == "data_needed"
    assert "stale" in later["facts"]["ar.grade"]["reason"]


def test_the_whole_trace(call):
    short, long = call("healthy").stdout, call("healthy", "--trace").stdout
    assert len(long) >= len(short)
    assert "aortic dissection: unknown (not given)" in long


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nobody",), "neither a preset nor an existing file"),
        (("none.json",), "'none.json' cannot be read"),
        (("healthy", "--facts", "none.yaml"), "'none.yaml' does not exist"),
        (("healthy", "--at", "noon"), "--at: 'noon' is not a time"),
        (("healthy", "--set", "heart_rate=fast"), "heart_rate"),
        (("b.json", "--set", "heart_rate=90 /min"), "--set and --run are for patients"),
        (("b.json", "--run"), "--set and --run are for patients"),
        (("b.json",), "b.json, line 1"),
        ((), "nothing to screen: give a preset, a patient file or a bundle, or --facts FILE"),
        (("--run", "--facts", "own.yaml"), "--set and --run need a patient"),
        (("--facts", "own.yaml"), "own.yaml: ar.grade: 'sever' is none of"),
    ],
)  # fmt: skip
def test_refusals(call, words, said):
    Path("b.json").write_bytes(b"{")
    sheet({"ar.grade": "mild" if "--run" in words else "sever"})
    found = call(*words)
    assert found.exit_code == 2
    assert found.stdout == ""
    assert said in found.stderr
    assert len(found.stderr.splitlines()) == 1
