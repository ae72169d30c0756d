import json
from math import isfinite

import pytest

from diastole.model.measures.console_labels import LABELS
from diastole.model.measures.definitions import MEASURES
from diastole.model.patient import Patient


def assert_measures(measures):
    assert list(measures) == list(MEASURES)
    for value in measures.values():
        assert value is None or (isinstance(value, float) and isfinite(value))


def test_simulate(document):
    printed = document("simulate", "healthy")
    assert list(printed) == ["schema", "patient", "reflex", "measures", "labels", "cautions", "objections", "units"]
    assert printed["schema"] == "diastole/simulate/2"
    assert printed["patient"] == "Healthy adult"
    assert_measures(printed["measures"])
    assert printed["measures"]["heart_rate"] == pytest.approx(70.0)
    assert printed["measures"]["aortic_pressure_half_time"] is None
    assert printed["units"] == {name: measure.unit for name, measure in MEASURES.items()}
    assert list(printed["labels"]) == list(LABELS)
    assert printed["labels"]["AUG"] is None
    assert printed["labels"]["SYS"] == pytest.approx(printed["measures"]["systolic_aortic_pressure"])
    assert printed["cautions"] == []
    assert printed["objections"] == []


def test_the_other_beats_of_one_to_two(document):
    printed = document("simulate", "shock", "--set", "balloon_pump.ratio=1:2")
    assert_measures(printed["measures"])
    assert_measures(printed["unassisted"])
    assert printed["labels"]["AUG"] == pytest.approx(printed["measures"]["augmented_diastolic_pressure"])
    assert printed["labels"]["SYS"] == pytest.approx(printed["unassisted"]["systolic_aortic_pressure"])


def test_compare(document):
    printed = document("compare", "acute_severe_ar", "--with", "iabp")
    assert list(printed) == [
        "schema", "patient", "reflex", "without", "with", "labels", "cautions", "objections", "changes", "units",
    ]  # fmt: skip
    assert printed["schema"] == "diastole/compare/2"
    assert [(each["treatment"], each["kind"], each["rule"]) for each in printed["objections"]] == [
        ("IABP", "contraindicated", "AR-SEVERE"), ("IABP", "contraindicated", "AR-ACUTE"),
    ]  # fmt: skip
    assert printed["objections"][0]["checked"] == "primary-abstract"
    assert_measures(printed["without"])
    assert_measures(printed["with"])
    assert printed["with"] != printed["without"]
    assert printed["labels"]["ASYS"] == pytest.approx(printed["with"]["systolic_aortic_pressure"])
    assert set(printed["units"]) == set(MEASURES)


@pytest.mark.parametrize("command", ["simulate", "compare"])
def test_the_reflex_works_where_it_is_asked_for(document, command):
    """Off by default; with a drug that opens arterioles the heart speeds up with it."""
    words = [command, "healthy", "--set", "drugs.nitroprusside=1 µg/kg/min"]
    off, on = document(*words), document(*words, "--reflex")
    assert (off["reflex"], on["reflex"]) == (False, True)
    assert document(*words, "--no-reflex") == off
    measures = "measures" if command == "simulate" else "without"
    assert off[measures]["heart_rate"] == pytest.approx(70.0)
    assert on[measures]["heart_rate"] > 75.0


def test_a_treatment_is_set_like_any_value(document):
    plain = document("simulate", "shock")["measures"]
    pumped = document("simulate", "shock", "--set", "axial_pump.model=5.5", "--set", "axial_pump.level=P-9")
    assert pumped["measures"]["pump_flow"] > 4.0 > plain["pump_flow"] == 0.0
    assert pumped["measures"]["aortic_regurgitant_fraction"] is None


def test_compare_shows_the_other_beats_of_one_to_three(document):
    printed = document("compare", "shock", "--set", "balloon_pump.ratio=1:3")
    assert_measures(printed["unassisted"])
    without, between = (printed[key]["systolic_aortic_pressure"] for key in ("without", "unassisted"))
    assert between == pytest.approx(without, rel=0.1)
    assert between != without


def test_simulate_and_compare_agree(document):
    alone = document("simulate", "shock")["measures"]
    both = document("compare", "shock")
    assert both["without"] == alone
    assert both["with"] == document("simulate", "shock", "--set", "balloon_pump.mode=on")["measures"]


def test_an_extrapolation_is_said(call):
    result = call("simulate", "healthy", "--set", "heart_rate=150 /min", "--json")
    [caution] = json.loads(result.stdout)["cautions"]
    assert "150 beats per minute" in caution
    assert result.stderr == f"note: {caution}\n"


def test_fit(document, sheet):
    printed = document("fit", sheet)
    assert list(printed) == [
        "schema", "preset", "patient", "residuals", "parameters", "undetermined", "left_open", "cautions",
        "notes", "not_used",
    ]  # fmt: skip
    assert printed["schema"] == "diastole/fit/1"
    assert printed["preset"] == "shock"
    assert printed["patient"]["heart_rate"] == "100 /min"
    assert printed["patient"]["left_ventricle"]["peak_calcium"].endswith(" µM")
    assert list(printed["residuals"]) == ["heart_rate", "systolic_aortic_pressure", "diastolic_aortic_pressure"]
    for row in printed["residuals"].values():
        assert set(row) == {"measured", "fitted", "residual", "unit", "large"}
        assert row["residual"] == pytest.approx(row["fitted"] - row["measured"])
    assert printed["residuals"]["systolic_aortic_pressure"]["measured"] == 84.0
    free = {name for name, row in printed["parameters"].items() if not row["determined"]}
    assert set(printed["undetermined"]) == free
    assert len(printed["left_open"]) == len(free)
    assert printed["notes"]


def test_the_patient_of_the_fit_is_a_patient_file(document, sheet, folder):
    printed = document("fit", sheet, "--output", "patient.yaml")
    (folder / "patient.json").write_text(json.dumps(printed["patient"]), encoding="utf-8")
    assert Patient.load("patient.json").model_dump() == Patient.load("patient.yaml").model_dump()


def test_accuracy_changes_the_numbers_a_little(document):
    rough, fine = (
        document("simulate", "healthy", "--accuracy", accuracy)["measures"] for accuracy in ("default", "accurate")
    )
    assert fine != rough
    assert fine["cardiac_output"] == pytest.approx(rough["cardiac_output"], rel=1e-3)


def test_a_name_in_any_script(call, folder):
    (folder / "a.yaml").write_text("based_on: healthy\nname: Ärztin 心 <b> \"'\\\n", encoding="utf-8")
    result = call("simulate", "a.yaml", "--json")
    assert json.loads(result.stdout)["patient"] == "Ärztin 心 <b> \"'\\"
    assert "心" in result.stdout_bytes.decode("utf-8")
