"""Numbers that contradict one another are named before the fit, and those of one patient never."""

from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diastole.errors import InputError
from diastole.model.patient import PRESETS, Patient
from diastole.model.patient.body import Body
from diastole.model.patient.lesions import Lesions
from diastole.model.run import simulate
from diastole.studies.fit.bedside_sheet import BedsideSheet
from diastole.studies.fit.intervals import Interval, contradictions
from diastole.studies.fit.relations import contradicting

SHEETS = Path(__file__).parent / "sheets" / "contradictory"
BODY = Body(sex="male", height="175 cm", weight="75 kg")
CONTRADICTORY = {  # sheet → the keys that contradict, and what they give
    "a_ef_edv_hr_co": ["cardiac_output (6.7 L/min)", "lv_ejection_fraction (12.5 %)", "(327 mL)", "2.86 L/min", "30%"],
    "b_svr": ["cardiac_output (5 L/min)", "systemic_vascular_resistance (3000 dyn s/cm⁵)", "1.88 L/min to 2.59 L/min"],
    "c_index": ["cardiac_output (5 L/min)", "cardiac_index (1.5 L/min/m²)", "body (1.91 m²)", "2.86 L/min"],
    "d_mean": ["mean_aortic_pressure (117 mmHg)", "systolic_aortic_pressure (118 mmHg)", "75.6 mmHg to 102 mmHg"],
    "e_total_sv": ["cardiac_output (5 L/min)", "total_stroke_volume (30 mL)", "2.1 L/min"],
    "f_cpo": ["cardiac_output (5 L/min)", "cardiac_power_output (0.2 W)", "0.882 L/min to 1.19 L/min"],
    "i_rf_rv": ["aortic_regurgitant_volume (5 mL)", "aortic_regurgitant_fraction (60 %)", "60 mL"],
}
HEALTHY = {
    "heart_rate": 70.0, "systolic_aortic_pressure": 118.0, "diastolic_aortic_pressure": 75.0,
    "mean_aortic_pressure": 92.0, "right_atrial_pressure": 4.0, "cardiac_output": 5.3, "cardiac_index": 2.8,
    "lv_end_diastolic_volume": 125.0, "lv_end_systolic_volume": 50.0, "lv_ejection_fraction": 0.6,
    "systemic_vascular_resistance": 1330.0, "cardiac_power_output": 1.08, "left_atrial_pressure": 8.0,
    "pulmonary_artery_pressure": 15.0, "forward_stroke_volume": 76.0, "lv_peak_pressure": 120.0,
}  # fmt: skip
SIBLINGS = {  # numbers that one patient cannot have → the keys that must be named
    "mean below": ({"mean_aortic_pressure": 76.0}, {"mean_aortic_pressure", "systolic_aortic_pressure"}),
    "mean against pulse pressure": (
        {"systolic_aortic_pressure": None, "pulse_pressure": 43.0, "mean_aortic_pressure": 117.0},
        {"mean_aortic_pressure", "pulse_pressure", "diastolic_aortic_pressure"},
    ),
    "pulse pressure": ({"pulse_pressure": 80.0}, {"pulse_pressure", "systolic_aortic_pressure"}),
    "ejection fraction": ({"lv_ejection_fraction": 0.3}, {"lv_ejection_fraction", "lv_end_systolic_volume"}),
    "forward stroke volume": ({"forward_stroke_volume": 40.0}, {"forward_stroke_volume", "cardiac_output"}),
    "more than it holds": (
        {"lv_ejection_fraction": None, "lv_end_systolic_volume": None, "lv_end_diastolic_volume": 45.0,
         "forward_stroke_volume": None},
        {"lv_end_diastolic_volume", "cardiac_output", "heart_rate"},
    ),
    "resistance": ({"systemic_vascular_resistance": 600.0}, {"systemic_vascular_resistance", "cardiac_output"}),
    "power": ({"cardiac_power_output": 2.4}, {"cardiac_power_output", "cardiac_output"}),
    "resistance against power": (
        {"cardiac_output": None, "cardiac_index": None, "lv_end_diastolic_volume": None, "forward_stroke_volume": None,
         "cardiac_power_output": 0.3},
        {"cardiac_power_output", "systemic_vascular_resistance"},
    ),
    "index": ({"cardiac_index": 1.6}, {"cardiac_index", "body"}),
    "native output": ({"native_cardiac_output": 2.0}, {"native_cardiac_output", "cardiac_output"}),
    "wedge above the artery": (
        {"left_atrial_pressure": 30.0}, {"left_atrial_pressure", "pulmonary_artery_pressure"}
    ),
    "capillary": ({"pulmonary_capillary_pressure": 25.0}, {"pulmonary_capillary_pressure", "left_atrial_pressure"}),
    "peak below the aorta": ({"lv_peak_pressure": 80.0}, {"lv_peak_pressure", "systolic_aortic_pressure"}),
    "times of a beat": (
        {"lv_ejection_time": 300.0, "diastolic_time": 900.0}, {"lv_ejection_time", "diastolic_time", "heart_rate"}
    ),
    "work": ({"lv_stroke_work": 2.5}, {"lv_stroke_work", "lv_peak_pressure"}),
    "layers": (
        {"coronary_flow": 120.0, "subendocardial_flow": 100.0, "subepicardial_flow": 90.0},
        {"coronary_flow", "subendocardial_flow", "subepicardial_flow"},
    ),
    "mitral leak": (
        {"mitral_regurgitant_volume": 60.0, "mitral_regurgitant_fraction": 0.2},
        {"mitral_regurgitant_volume", "mitral_regurgitant_fraction"},
    ),
    "leak in a beat and in a minute": (
        {"aortic_regurgitant_volume": 50.0, "aortic_regurgitant_flow": 1.0},
        {"aortic_regurgitant_volume", "aortic_regurgitant_flow", "heart_rate"},
    ),
    "a leak that leaves nothing": (
        {"forward_stroke_volume": None, "aortic_regurgitant_volume": 60.0},
        {"aortic_regurgitant_volume", "cardiac_output"},
    ),
    "viability": (
        {"endocardial_viability_ratio": 0.3, "diastolic_pressure_time_index": 38.0, "tension_time_index": 35.0},
        {"endocardial_viability_ratio", "tension_time_index"},
    ),
}  # fmt: skip
LEAKS = {
    "aortic_regurgitation.orifice_area": "0.2 cm²",
    "mitral_regurgitation.orifice_area": "0.15 cm²",
    "ventricular_septal_defect.orifice_area": "0.3 cm²",
    "aortic_stenosis.orifice_area": "0.8 cm²",
}


def of_patient(changes, body=BODY, lesions=None):
    measured = {name: value for name, value in (HEALTHY | changes).items() if value is not None}
    return contradicting(measured, body, lesions or Lesions())


def test_every_contradictory_sheet_is_here():
    assert {path.stem for path in SHEETS.glob("*.yaml")} == set(CONTRADICTORY)


@pytest.mark.parametrize("name", CONTRADICTORY)
def test_a_contradiction_is_refused_with_both_keys_once(name):
    with pytest.raises(InputError) as problem:
        BedsideSheet.load(SHEETS / f"{name}.yaml")
    said = str(problem.value)
    assert " contradict" in said
    assert "problems" not in said
    assert "check value and unit of each, or leave out what is wrong" in said
    for words in CONTRADICTORY[name]:
        assert words in said


def test_the_numbers_of_one_patient_agree():
    assert of_patient({}) == []
    assert of_patient({}, body=None) == []


@pytest.mark.parametrize("kind", SIBLINGS)
def test_a_sibling(kind):
    changes, keys = SIBLINGS[kind]
    said = of_patient(changes)
    assert said
    assert any(all(key in text for key in keys) for text in said), said


@pytest.mark.parametrize("share", [0.85, 0.95, 1.05, 1.15])
@pytest.mark.parametrize("name", sorted(set(HEALTHY) - {"mean_aortic_pressure", "diastolic_aortic_pressure"}))
def test_what_measuring_differs_by_is_no_contradiction(name, share):
    assert of_patient({name: HEALTHY[name] * share, "lv_end_systolic_volume": None}) == []


@pytest.mark.parametrize("factor", [0.3, 3.0])
@pytest.mark.parametrize("name", ["cardiac_output", "cardiac_index", "heart_rate", "systemic_vascular_resistance"])
def test_a_number_that_is_three_times_off_is_always_named(name, factor):
    said = of_patient({name: HEALTHY[name] * factor})
    assert said
    assert all(f"measured.{name} " in text for text in said)


def test_a_leak_explains_why_the_heart_pumps_more_than_the_body_gets():
    numbers = {"lv_end_diastolic_volume": 220.0, "lv_end_systolic_volume": None, "lv_stroke_work": None}
    assert of_patient(numbers)
    leaking = Lesions(mitral_regurgitation={"orifice_area": "0.4 cm²", "onset": "chronic"})
    assert of_patient(numbers, lesions=leaking) == []
    derived = ("cardiac_index", "forward_stroke_volume", "systemic_vascular_resistance", "cardiac_power_output")
    assert of_patient({"cardiac_output": 20.0} | dict.fromkeys(derived), lesions=leaking)


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("lesion", [None, *LEAKS])
def test_no_simulated_patient_contradicts_itself(preset, lesion):
    patient = Patient.preset(preset)
    patient = patient if lesion is None else patient.with_values({f"lesions.{lesion}": LEAKS[lesion]})
    measures = {name: value for name, value in simulate(patient).measures.items() if value is not None}
    assert contradicting(measures, patient.body, patient.lesions) == []
    assert contradicting(measures, None, patient.lesions) == []


@given(data=st.data())
def test_no_part_of_a_simulated_patient_contradicts_itself(data, run_of):
    preset = data.draw(st.sampled_from(PRESETS))
    patient, measures = Patient.preset(preset), run_of(preset, "no pump").measures
    kept = data.draw(st.sets(st.sampled_from([name for name, value in measures.items() if value is not None])))
    body = data.draw(st.sampled_from([patient.body, None]))
    assert contradicting({name: measures[name] for name in kept}, body, patient.lesions) == []


finite = st.floats(0.5, 100.0)


@given(a=finite, b=finite, c=finite, d=finite, x=st.floats(0.0, 1.0), y=st.floats(0.0, 1.0))
def test_a_formula_holds_every_value_between_its_ends(a, b, c, d, x, y):
    one, other = Interval(min(a, b), max(a, b)), Interval(min(c, d), max(c, d))
    inside = one.low + x * (one.high - one.low), other.low + y * (other.high - other.low)
    formulas = (lambda p, q: p + q, lambda p, q: p - q, lambda p, q: p * q, lambda p, q: p / q)
    for formula in formulas:
        found, value = formula(one, other), formula(*inside)
        assert found.low - 1e-9 * abs(value) - 1e-9 <= value <= found.high + 1e-9 * abs(value) + 1e-9


def test_the_smallest_contradiction_comes_first_and_knows_its_lines():
    ways = [Interval(i * 10.0, i * 10.0, frozenset(lines)) for i, lines in enumerate(("abc", "d", "e"), start=1)]
    found = contradictions([("mmHg", ways)])
    assert [sorted(each.lines) for each in found] == [["d", "e"], ["a", "b", "c", "d"], ["a", "b", "c", "e"]]


@pytest.mark.parametrize(("low", "high"), list(product((1.0, 2.0), (2.0, 3.0))))
def test_ways_that_touch_agree(low, high):
    assert contradictions([("L/min", [Interval(low, 2.0, frozenset("a")), Interval(2.0, high, frozenset("b"))])]) == []
