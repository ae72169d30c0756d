"""A titrated treatment changes its measure by the printed share; the reflex answers to the patient before."""

import pytest

from validation.interventions import with_bed_resistance
from validation.patients import BLOOD, preset, run, treated
from validation.titration import Titration, titration

RESISTANCE = "systemic_vascular_resistance"


@pytest.mark.parametrize("by", ["arterioles", "drugs.nitroprusside"])
@pytest.mark.parametrize("reflex", [False, True])
def test_the_dose_gives_the_printed_fall(by, reflex):
    patient = preset("chronic_severe_ar")
    dose = titration(Titration(by=by, measure=RESISTANCE, percent=-20.0), patient, (), reflex=reflex)
    before = run(patient, reflex=reflex).measures[RESISTANCE]
    after = run(treated(patient, dose), reflex=reflex, before=patient).measures[RESISTANCE]
    assert after / before == pytest.approx(0.8, abs=0.01)


def test_a_fall_out_of_reach_gets_the_largest_dose():
    dose = titration(
        Titration(by="drugs.nitroprusside", measure=RESISTANCE, percent=-95.0), preset("healthy"), (), reflex=False
    )
    assert dose == (("drugs.nitroprusside", "10 µg/kg/min"),)


def test_the_reflex_answers_to_opened_arterioles():
    """Without the patient before, it would take the open arterioles as the patient's own, and the rate would stay."""
    patient = preset("healthy")
    opened = treated(patient, with_bed_resistance(patient, 0.7))
    rate = run(patient, reflex=True).measures["heart_rate"]
    assert run(opened, reflex=True, before=patient).measures["heart_rate"] > rate + 1.0
    assert run(opened, reflex=True).measures["heart_rate"] == pytest.approx(rate, abs=0.1)


def test_suction_takes_blood_until_the_ventricle_is_smaller_and_the_reflex_answers():
    patient = preset("healthy")
    suction = Titration(by="blood_volume", measure="lv_end_diastolic_volume", percent=-20.0)
    emptier = treated(patient, titration(suction, patient, (), reflex=True))
    before, after = run(patient, reflex=True).measures, run(emptier, reflex=True, before=patient).measures
    assert emptier.blood_volume < patient.blood_volume
    assert after["lv_end_diastolic_volume"] / before["lv_end_diastolic_volume"] == pytest.approx(0.8, abs=0.01)
    assert after["heart_rate"] > before["heart_rate"] + 1.0


@pytest.mark.parametrize(("text", "left"), [("+750 mL", 5750.0), ("-750 mL", 4250.0), ("4500 mL", 4500.0)])
def test_blood_with_a_sign_is_added_to_the_patient_s_own(text, left):
    patient = preset("healthy", (BLOOD, "5000 mL"))
    assert treated(patient, ((BLOOD, text),)).blood_volume == pytest.approx(left)


def test_a_drug_that_the_model_lacks_is_refused():
    with pytest.raises(ValueError, match="arterioles"):
        Titration(by="drugs.nifedipine", measure=RESISTANCE, percent=-20.0)
