import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from diastole.cli.app import app
from diastole.screening.rules import VERDICTS
from tests.screening.bundles import ECHO_REPORT, bundle, graded, observation
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
        "schema", "verdict", "reasons", "missing", "silent", "grading", "alternatives", "facts", "review", "disclaimer",
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
        "AR-SEVERE version 1, submitted",
        "statements C-01",
        "Missing, and needed",
        "no advice for a named patient",
    ):
        assert said in text
    assert "impella_cp: contraindicated too" in text


def test_mixed_disease_shows_both_sides(call):
    mixed = "lesions.mitral_regurgitation.orifice_area=0.5 cm²"
    text = " ".join(call("acute_severe_ar", "--set", mixed).stdout.split())
    assert text.startswith("Balloon pump: contraindicated")
    assert "informs: Mitral regurgitation: counterpulsation can lower this leak" in text
    assert "speaks the other way than AR-SEVERE, AR-MODERATE-OR-WORSE; the higher verdict wins" in text


def test_a_model_patient_without_more_facts_needs_data(call):
    assert parsed(call("healthy", "--json"))["verdict"] == "data_needed"


def test_facts_complete_a_model_patient(call, clear_sheet):
    found = call("healthy", "--facts", clear_sheet)
    assert found.exit_code == 0
    assert "no contraindication found" in found.stdout
    assert "This is no all-clear" in found.stdout
    assert " safe" not in found.stdout
    assert parsed(call("acute_severe_ar", "--facts", clear_sheet, "--json"))["verdict"] == "contraindicated"


def test_facts_that_contradict_the_patient_do_not_replace_it(call, tmp_path):
    Path(tmp_path / "facts.yaml").write_text("facts:\n  ar.grade: none\n", encoding="utf-8")
    found = parsed(call("acute_severe_ar", "--facts", "facts.yaml", "--json"))
    assert found["facts"]["ar.grade"]["value"] is None
    assert "contradictory" in found["facts"]["ar.grade"]["reason"]
    assert found["verdict"] == "contraindicated"  # by the orifice area


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
    assert "aortic dissection is one of suspected, present" in long


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
    ],
)  # fmt: skip
def test_refusals(call, tmp_path, words, said):
    Path(tmp_path / "b.json").write_bytes(b"{")
    result = call(*words)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1
