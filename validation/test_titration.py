"""A titrated drug changes its measure by the printed share, and the reflex answers to the patient before."""

import pytest

from validation.interventions import with_bed_resistance
from validation.patients import preset, run, treated
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


def test_a_drug_that_the_model_lacks_is_refused():
    with pytest.raises(ValueError, match="arterioles"):
        Titration(by="drugs.nifedipine", measure=RESISTANCE, percent=-20.0)
