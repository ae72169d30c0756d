import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from diastole.cli.app import app
from diastole.knowledge.rules.fact_definitions import vocabulary
from diastole.knowledge.rules.rulebook import all_rules
from diastole.knowledge.rules.rules import VERDICTS
from tests.screening.bundles import ECHO_REPORT, ICD, bundle, condition, graded, observation
from tests.screening.cases import CLEAR

AT = ("--at", "2026-11-24T12:00Z")
OF_THE_PATIENT = ("ar.grade", "mr.grade", "echo.done", "echo.age", "balloon.in_place")


@pytest.fixture
def call(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return lambda *words: CliRunner().invoke(app, ["screen", *words], prog_name="diastole")


def parsed(result):
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


@pytest.fixture
def clear_sheet(tmp_path) -> str:
    lines = "".join(f"  {one.fact}: {_text(one)}\n" for one in CLEAR if one.fact not in OF_THE_PATIENT)
    Path(tmp_path / "facts.yaml").write_text(f"facts:\n{lines}", encoding="utf-8")
    return "facts.yaml"


def _text(finding):
    return str(finding.value).lower() + (f" {finding.unit}" if finding.unit else "")


def test_json(call):
    found = parsed(call("acute_severe_ar", "--json", *AT))
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
    result = call("acute_severe_ar")
    assert result.exit_code == 0
    text = " ".join(result.stdout.split())
    assert text.startswith("Balloon pump: contraindicated")
    for said in (
        "contraindicated: Severe aortic regurgitation",
        "rule submitted; it rests on statements C-01",
        "Missing, and needed",
        "no advice for a named patient",
    ):
        assert said in text
    assert "Impella CP: contraindicated too" in text


BEDSIDE = """\
name: Admission
nearest: shock_mr
body: {sex: female, height: 165 cm, weight: 62 kg}
measured: {mean_aortic_pressure: 64 mmHg, cardiac_output: 3.1 L/min, right_atrial_pressure: 17 mmHg}
lesions:
  mitral_regurgitation: {orifice_area: 0.35 cm², onset: acute}
"""


@pytest.fixture
def bedside(tmp_path) -> str:
    Path(tmp_path / "bedside.yaml").write_text(BEDSIDE, encoding="utf-8")
    return "bedside.yaml"


def test_what_a_bedside_sheet_says_is_known_and_nothing_else(call, bedside):
    found = parsed(call(bedside, "--json"))
    known = {name: one["value"] for name, one in found["facts"].items() if one["value"] is not None}
    assert known["mean_aortic_pressure"] == 64.0  # not that of the patient who is fitted
    assert known["right_atrial_pressure"] == 17.0
    assert known["cardiac_index"] == pytest.approx(3.1 / 1.69, rel=0.01)  # Mosteller, 165 cm and 62 kg
    assert known["mr.grade"] == "moderate_severe"
    assert found["facts"]["mean_aortic_pressure"]["source"] == "bedside sheet 'Admission'"
    assert not known.keys() & {"ar.grade", "ventricular_septal_defect", "aortic_valve.area", "left_atrial_pressure"}
    assert {"ar.grade"} <= {one["fact"] for one in found["missing"] if one["needed"]}


def test_what_was_measured_counts_no_more_once_the_patient_is_changed(call, bedside):
    result = call(bedside, "--set", "heart_rate=90 /min", "--json")
    assert not parsed(result)["facts"].keys() & {"mean_aortic_pressure", "right_atrial_pressure", "heart_rate"}
    assert "what was measured counts no more" in result.stderr


def test_each_gap_is_said_once(call, bedside):
    for words in ((bedside,), ("acute_severe_ar",), ("--facts", "own.yaml")):
        sheet(Path(), sepsis="null")
        lines = [line.strip() for line in call(*words).stdout.splitlines()]
        for name in ("aortic dissection", "sepsis", "aortic aneurysm", "reported grade of aortic regurgitation"):
            assert sum(line.startswith((f"- {name}: not given", f"- {name}: unknown")) for line in lines) <= 1, name
        assert sum(line.startswith("- aortic dissection: not given") for line in lines) == 1


@pytest.mark.parametrize(
    "words", [("acute_severe_ar",), ("healthy", "--trace"), ("shock_mr", "--run"), ("bedside.yaml", "--run")]
)
def test_no_inner_name_stands_before_a_reader(call, bedside, words):
    text = call(*words).stdout
    inner = [name for name in (*vocabulary(), *(rule.id for rule in all_rules())) if re.search(r"[._-]", name)]
    assert not [name for name in inner if re.search(rf"(?<![\w.-]){re.escape(name)}(?![\w-])", text)]
    assert " version " not in text


def test_mixed_disease_shows_both_sides(call):
    mixed = "lesions.mitral_regurgitation.orifice_area=0.5 cm²"
    text = " ".join(call("acute_severe_ar", "--set", mixed).stdout.split())
    assert text.startswith("Balloon pump: contraindicated")
    assert "informs: Mitral regurgitation: counterpulsation can lower this leak" in text
    assert "speaks the other way than 'Severe aortic regurgitation', 'Moderate or worse aortic regurgitation'" in text


def test_a_model_patient_without_more_facts_needs_data(call):
    assert parsed(call("healthy", "--json"))["verdict"] == "data_needed"


def test_facts_complete_a_model_patient(call, clear_sheet):
    found = call("healthy", "--facts", clear_sheet)
    assert found.exit_code == 0
    assert "no contraindication found" in found.stdout
    assert "This is no all-clear" in found.stdout
    assert " safe" not in found.stdout
    assert parsed(call("acute_severe_ar", "--facts", clear_sheet, "--json"))["verdict"] == "contraindicated"


def sheet(tmp_path, **facts):
    lines = "".join(f"  {name}: {value}\n" for name, value in facts.items())
    Path(tmp_path / "own.yaml").write_text(f"facts:\n{lines}", encoding="utf-8")
    return "own.yaml"


def test_a_sheet_wins_over_a_model_patient_and_the_result_says_so(call, tmp_path):
    own = sheet(tmp_path, **{"ar.grade": "none"})
    found = parsed(call("acute_severe_ar", "--facts", own, "--json"))
    assert found["facts"]["ar.grade"] == {"value": "none", "unit": "", "source": own, "reason": ""}
    [note] = found["notes"]
    assert note.startswith("reported grade of aortic regurgitation: none counts, as own.yaml says, in place of severe")
    assert found["verdict"] == "data_needed"  # the orifice of the patient file speaks against the sheet
    text = " ".join(call("acute_severe_ar", "--facts", own).stdout.split())
    assert "none counts, as own.yaml says, in place of severe" in text


def test_null_is_unknown(call, tmp_path):
    own = sheet(tmp_path, **{"ar.grade": "null", "ar.eroa": "{value: null}", "sepsis": "~"})
    found = parsed(call("acute_severe_ar", "--facts", own, "--json"))
    assert found["facts"]["ar.grade"]["value"] is None
    assert found["facts"]["ar.grade"]["reason"] == "said to be unknown"
    assert found["facts"]["sepsis"]["value"] is None
    assert found["verdict"] == "data_needed"
    alone = parsed(call("--facts", own, "--json"))
    assert alone["verdict"] == "data_needed"
    assert any(one["fact"] == "sepsis" for one in alone["missing"])


def test_the_suffix_of_a_bundle_may_be_in_capitals(call, tmp_path):
    Path(tmp_path / "B.JSON").write_bytes(bundle(graded("severe"), ECHO_REPORT))
    assert parsed(call("B.JSON", "--json", *AT))["verdict"] == "contraindicated"


def test_a_null_takes_nothing_from_a_bundle(call, tmp_path):
    Path(tmp_path / "b.json").write_bytes(bundle(graded("severe"), ECHO_REPORT))
    found = parsed(call("b.json", "--facts", sheet(tmp_path, **{"ar.grade": "null"}), "--json", *AT))
    assert found["facts"]["ar.grade"]["value"] == "severe"


def test_a_sheet_alone(call, clear_sheet, tmp_path):
    whole = Path(clear_sheet).read_text(encoding="utf-8") + "".join(
        f"  {name}: {value}\n" for name, value in {
            "ar.grade": "none", "mr.grade": "none", "echo.done": "true", "echo.age": "2 h", "balloon.in_place": "false",
        }.items()
    )  # fmt: skip
    Path("whole.yaml").write_text(whole, encoding="utf-8")
    assert parsed(call("--facts", "whole.yaml", "--json"))["verdict"] == "none_found"
    assert parsed(call("--facts", clear_sheet, "--json"))["verdict"] == "data_needed"
    assert parsed(call("--facts", sheet(tmp_path, **{"ar.grade": "severe"}), "--json"))["verdict"] == "contraindicated"


def test_a_sheet_that_contradicts_a_bundle_makes_it_unknown(call, tmp_path):
    Path(tmp_path / "b.json").write_bytes(bundle(graded("severe"), ECHO_REPORT))
    found = parsed(call("b.json", "--facts", sheet(tmp_path, **{"ar.grade": "none"}), "--json", *AT))
    assert found["facts"]["ar.grade"]["value"] is None
    assert found["verdict"] == "data_needed"


def test_what_is_not_understood_is_in_the_result(call, tmp_path, clear_sheet):
    other = condition("I74.3", system=ICD)
    Path(tmp_path / "b.json").write_bytes(bundle(graded("mild"), ECHO_REPORT, other))
    found = parsed(call("b.json", "--facts", clear_sheet, "--json", *AT))
    assert found["verdict"] == "data_needed"
    assert found["facts"]["record.unread"]["value"] is True
    assert "the code I74.3 is not understood" in found["facts"]["record.unread"]["source"]
    assert any("I74.3" in note for note in found["notes"])
    text = " ".join(call("b.json", "--facts", clear_sheet, *AT).stdout.split())
    assert "data needed: Part of the record was not understood" in text
    assert "the code I74.3 is not understood" in text


def test_a_bundle(call, tmp_path):
    Path(tmp_path / "b.json").write_bytes(bundle(graded("severe"), observation("79948-6", 0.7, "mm"), ECHO_REPORT))
    found = parsed(call("b.json", "--json", *AT))
    assert found["verdict"] == "contraindicated"
    assert found["facts"]["ar.grade"]["source"] == "Observation/r0"
    assert "implausible" in found["facts"]["ar.vena_contracta"]["reason"]
    later = parsed(call("b.json", "--json", "--at", "2026-12-24"))
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
def test_refusals(call, tmp_path, words, said):
    Path(tmp_path / "b.json").write_bytes(b"{")
    if "run" not in " ".join(words) or "own.yaml" not in words:
        sheet(tmp_path, **{"ar.grade": "sever"})
    else:
        sheet(tmp_path, **{"ar.grade": "mild"})
    result = call(*words)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1
