import pytest

import diastole.studies.alternatives.option_runs as module
from diastole.errors import SimulationError
from diastole.model.patient import Patient
from diastole.model.run import baseline, simulate
from diastole.studies.alternatives.option_runs import alternatives
from tests.measured import same_numbers

IMPELLAS = {"impella_2_5", "impella_cp", "impella_5_5"}


def contraindicated(patient, **given):
    found = alternatives(patient, **given)
    for outcome in found.outcomes:
        assert outcome.run is not None, outcome.failure
        assert outcome.contraindicated == bool(outcome.judged.reasons)
    flags = [outcome.contraindicated for outcome in found.outcomes]
    assert flags == sorted(flags)
    assert [outcome.place.rank for outcome in found.outcomes] == list(range(1, len(flags) + 1))
    return {outcome.option.name for outcome in found.outcomes if outcome.contraindicated}


def test_nothing_is_contraindicated_in_a_healthy_patient():
    assert contraindicated(Patient.preset("healthy")) == set()


@pytest.mark.parametrize(("preset", "more"), [("acute_severe_ar", {"esmolol"}), ("chronic_severe_ar", set())])
def test_severe_aortic_regurgitation(preset, more):
    """The acute leak has the flow and the filling pressure of shock, in which a beta-blocker is contraindicated."""
    assert contraindicated(Patient.preset(preset)) == IMPELLAS | {"iabp", "va_ecmo", "va_ecmo_iabp"} | more


def test_a_septal_defect():
    patient = Patient.preset("shock").with_values({"lesions.ventricular_septal_defect.orifice_area": "0.3 cm²"})
    assert contraindicated(patient, reflex=False) == IMPELLAS | {"tandemheart", "esmolol"}


def test_aortic_stenosis():
    patient = Patient.preset("healthy").with_values({"lesions.aortic_stenosis.orifice_area": "0.6 cm²"})
    assert contraindicated(patient) == IMPELLAS


def test_right_heart_failure_as_found(monkeypatch):
    patient = Patient.preset("shock").with_values({"blood_volume": "5600 mL"})
    found = alternatives(patient, reflex=False)
    assert found.reference.measures["right_atrial_pressure"] >= 15.0
    assert found.of("impella_cp").contraindicated


def cautions(found, name):
    return {one.rule.id for one in found.of(name).judged.cautions}


def test_a_low_pressure_that_an_option_brings_is_a_caution_also_in_a_patient_without_shock():
    patient = Patient.preset("healthy").with_values({"blood_volume": "3300 mL"})
    found = alternatives(patient, reflex=False)
    before = found.reference.measures["mean_aortic_pressure"]
    assert before > 65.0
    for outcome in found.outcomes:
        after = outcome.run.measures["mean_aortic_pressure"]
        low = after <= 65.0 and after <= before - 1.0
        assert ("LOW-PRESSURE-WITH-IT" in cautions(found, outcome.option.name)) == low, outcome.option.name
    assert "LOW-PRESSURE-WITH-IT" in cautions(found, "nitroprusside")


def test_an_option_that_raises_a_low_pressure_gets_no_warning_for_it():
    found = alternatives(Patient.preset("shock").with_values({"blood_volume": "3300 mL"}), reflex=False)
    before = found.reference.measures["mean_aortic_pressure"]
    assert before < 65.0
    raised = [one for one in found.outcomes if one.run and before < one.run.measures["mean_aortic_pressure"] <= 65.0]
    assert raised
    assert not [one for one in raised if "LOW-PRESSURE-WITH-IT" in cautions(found, one.option.name)]


def test_one_option_that_fails_stops_nothing(monkeypatch):
    real = module.simulating

    def fails(patient, **given):
        if patient.axial_pump is not None and patient.axial_pump.model == "CP":
            raise SimulationError("beat 3: the inlet is shut")
        return (yield from real(patient, **given))

    monkeypatch.setattr(module, "simulating", fails)
    found = alternatives(Patient.preset("shock"))
    failed = found.of("impella_cp")
    assert failed.run is None
    assert failed.place is None
    assert failed.failure == "beat 3: the inlet is shut"
    assert found.outcomes[-1] is failed
    assert sum(outcome.run is not None for outcome in found.outcomes) >= 13


def test_the_reflex_is_silent_as_found_and_answers_to_options():
    patient = Patient.preset("shock")
    on, off = (alternatives(patient, reflex=reflex) for reflex in (True, False))
    assert on.reference.measures["heart_rate"] == pytest.approx(off.reference.measures["heart_rate"], rel=1e-3)
    rates = [found.of("noradrenaline").run.measures["heart_rate"] for found in (on, off)]
    assert rates[0] < rates[1]


def test_surgery_takes_the_leak_away():
    found = alternatives(Patient.preset("acute_severe_ar"))
    assert found.of("aortic_valve_replacement").run.measures["aortic_regurgitant_fraction"] < 0.05
    assert {option.name for option, _ in found.impossible} >= {"mitral_valve_repair", "septal_defect_closure"}


def test_a_treated_patient_is_the_reference_as_given():
    patient = Patient.preset("shock").with_values({"drugs.dobutamine": "5 µg/kg/min"})
    found = alternatives(patient)
    assert found.of("as_found").run.patient.drugs.dobutamine == 5.0
    assert found.of("iabp").run.patient.drugs.dobutamine == 5.0
    assert "dobutamine" in {option.name for option, _ in found.impossible}


def test_an_option_that_comes_to_the_same_as_another_one_stands_once():
    """Where dobutamine runs, nitroprusside alone makes the pair of both."""
    patient = Patient.preset("shock").with_values({"drugs.dobutamine": "5 µg/kg/min"})
    found = alternatives(patient, reflex=False)
    reasons = {option.name: reason for option, reason in found.impossible}
    assert "the same as Nitroprusside 1 µg/kg/min" in reasons["nitroprusside_dobutamine"]
    patients = [outcome.run.patient.model_dump_json() for outcome in found.outcomes]
    assert len(set(patients)) == len(patients)


def test_each_option_is_told_as_it_is_done():
    said = []
    found = alternatives(Patient.preset("healthy"), watch=lambda *given: said.append(given))
    titles = {outcome.option.title for outcome in found.outcomes}
    assert [(done, whole) for done, whole, _ in said] == [(1 + n, len(titles)) for n in range(len(titles))]
    assert {title for _, _, title in said} == titles


def test_each_option_gives_what_it_gives_on_its_own():
    patient = Patient.preset("shock")
    before = baseline(patient)
    for outcome in alternatives(patient).outcomes:
        alone = simulate(outcome.run.patient, reflex=before)
        assert outcome.run.measures == same_numbers(alone.measures), outcome.option.name
        assert outcome.run.cautions == alone.cautions


def test_a_patient_without_a_steady_beat_has_no_alternatives():
    with pytest.raises(SimulationError, match="a heart that sustains a circulation"):
        alternatives(Patient.preset("shock").with_values({"blood_volume": "2600 mL"}), reflex=False)
