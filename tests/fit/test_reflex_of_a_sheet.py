"""A fit has the reflex of health, of a lesion that is compensated, or of failure, by what the sheet tells."""

import pytest

from diastole import Patient
from diastole.model.patient.relative_value import value_at
from diastole.studies.fit.bedside_sheet import BedsideSheet
from diastole.studies.fit.starting_patient import nearest_preset

CHRONIC = {"aortic_regurgitation": {"orifice_area": "0.3 cm²", "onset": "chronic"}}
ACUTE = {"aortic_regurgitation": {"orifice_area": "0.3 cm²", "onset": "acute"}}
KEYS = (
    "arterial_midpoint", "resetting", "rate.arterial_gain", "contractility.arterial_gain", "resistance.arterial_gain",
    "resistance.cardiopulmonary_gain", "veins.cardiopulmonary_gain",
)  # fmt: skip


def reflex_of(patient: Patient) -> list[float]:
    return [value_at(patient, f"baroreflex.{key}") for key in KEYS]


@pytest.mark.parametrize(
    ("measured", "lesions", "preset"),
    [
        ({"cardiac_output": "5 L/min"}, {}, "healthy"),
        ({"cardiac_output": "5 L/min"}, CHRONIC, "chronic_severe_ar"),
        ({"left_atrial_pressure": "14 mmHg"}, CHRONIC, "chronic_severe_ar"),
        ({"left_atrial_pressure": "16 mmHg"}, CHRONIC, "shock"),
        ({"lv_ejection_fraction": "40 %"}, {}, "shock"),
        ({"cardiac_index": "2.1 L/min/m²"}, {}, "shock"),
        ({"cardiac_index": "2.3 L/min/m²"}, {}, "healthy"),
        ({"cardiac_output": "4 L/min"}, CHRONIC, "shock"),  # 2.1 L/min/m² of the preset's body
        ({"forward_stroke_volume": "40 mL", "heart_rate": "80 /min"}, CHRONIC, "shock"),
        ({"forward_stroke_volume": "40 mL"}, CHRONIC, "chronic_severe_ar"),  # no output without a rate
    ],
)
def test_the_reflex_goes_by_failure_and_by_lesions_of_years(measured, lesions, preset):
    tree = {"name": "someone", "nearest": "healthy", "measured": measured, "lesions": lesions}
    sheet = BedsideSheet.read(tree, "made by hand")
    assert reflex_of(nearest_preset(sheet)[1]) == pytest.approx(reflex_of(Patient.preset(preset)))


def test_an_acute_lesion_alone_leaves_the_reflex_of_health():
    tree = {"name": "someone", "nearest": "healthy", "measured": {"cardiac_output": "5 L/min"}, "lesions": ACUTE}
    sheet = BedsideSheet.read(tree, "made by hand")
    assert reflex_of(nearest_preset(sheet)[1]) == pytest.approx(reflex_of(Patient.preset("healthy")))
