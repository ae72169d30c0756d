"""Patients drawn at random: a number where the heart beats, a sentence where it cannot, never a silent nothing."""

from typing import Any

import numpy as np
import pytest

from diastole.errors import InputError, SimulationError
from diastole.model.circulation.kernel_parameters import BLOOD
from diastole.model.devices.extracorporeal.circuits import CIRCUITS
from diastole.model.devices.impella.axial_models import AXIAL_PUMPS
from diastole.model.drugs.formulary import DRUGS
from diastole.model.patient import PRESETS, BalloonPump, Patient
from diastole.model.run import Baseline, baseline, simulate

PATIENTS = 300
TREATED = 300
LEAST_SHARE = 0.8  # of patients that must give numbers, else the test says nothing
LEAST_TREATED = 0.75  # the same of treated ones: some pumps empty the heart of a patient who has little blood


def draw(random: np.random.Generator) -> Patient:
    """Return a preset with rate, load, leak, strength, stiffness, blood and pump at random."""
    patient = Patient.preset(str(random.choice(PRESETS)))
    load, strength, stiffness = random.uniform(0.5, 2.0), random.uniform(0.7, 1.3), np.exp(random.uniform(-0.7, 1.4))
    leak = str(random.choice(["aortic", "mitral"]))
    resistances, heart = patient.resistances, patient.left_ventricle
    changed = patient.with_values(
        {
            "name": "drawn",
            "heart_rate": f"{random.uniform(45, 150)} /min",
            "blood_volume": f"{patient.blood_volume * random.uniform(0.8, 1.2)} mL",
            "resistances.lower_body_bed": f"{resistances.lower_body_bed * load} mmHg s/mL",
            "resistances.upper_body_bed": f"{resistances.upper_body_bed * load} mmHg s/mL",
            "left_ventricle.peak_calcium": f"{heart.peak_calcium * strength} µM",
            "left_ventricle.passive_stiffness": f"{heart.passive_stiffness * stiffness} kPa",
            f"lesions.{leak}_regurgitation.orifice_area": f"{random.uniform(0.0, 0.8)} cm²",
        }
    )
    pumps = (None, BalloonPump(), BalloonPump(ratio="1:2"), BalloonPump(drive="pneumatic"))
    return changed.with_balloon_pump(pumps[int(random.integers(len(pumps)))])


def devices(random: np.random.Generator) -> dict[str, Any]:
    """Return a rotary pump, two, or none."""
    chosen: dict[str, Any] = {}
    if random.random() < 0.4:
        model = str(random.choice(list(AXIAL_PUMPS)))
        level = str(random.choice(list(AXIAL_PUMPS[model].speeds)))
        chosen |= {"axial_pump.model": model, "axial_pump.level": level}
    if random.random() < 0.4:
        circuit = str(random.choice(list(CIRCUITS)))
        chosen["extracorporeal.circuit"] = circuit
        if random.random() < 0.5:
            chosen["extracorporeal.flow"] = f"{random.uniform(0.5, 5.0)} L/min"
        else:
            chosen["extracorporeal.speed"] = f"{random.uniform(0.4, 1.0) * CIRCUITS[circuit].fastest} /min"
    return chosen


def treatment(random: np.random.Generator) -> dict[str, Any]:
    """Return doses of some drugs up to the end of their curves, pacing, an operation and devices."""
    values = {
        f"drugs.{name}": f"{drug.largest_dose * random.random() ** 3} µg/kg/min"
        for name, drug in DRUGS.items()
        if random.random() < 0.4
    }
    if random.random() < 0.2:
        values["pacing.rate"] = f"{random.uniform(50, 140)} /min"
    if random.random() < 0.2:
        valve = str(random.choice(["aortic_valve_replacement", "mitral_valve_replacement", "mitral_valve_repair"]))
        values[f"surgery.{valve}.open_area"] = f"{random.uniform(1.0, 3.0)} cm²"
    return values | devices(random)


def outcome(patient: Patient, reflex: bool | Baseline = False) -> str:
    """Return 'numbers', or the sentence that says why there are none."""
    try:
        run = simulate(patient, reflex=reflex)
    except SimulationError as error:
        return str(error)
    measured = run.measures | {f"unassisted {name}": value for name, value in (run.unassisted or {}).items()}
    for name, value in measured.items():
        assert value is None or np.isfinite(value), name
    for name, signal in run.signals.items():
        assert np.isfinite(signal).all(), name
    assert np.isfinite(run.steady.reached.slow).all()
    blood = run.steady.trace.states[:, BLOOD].sum(axis=1)
    assert np.abs(blood / patient.blood_volume - 1.0).max() < 1e-6
    assert 0.0 < run.measures["lv_ejection_fraction"] < 1.0
    assert run.signals["lv_volume"].min() > 0.0
    assert run.measures["systolic_aortic_pressure"] < 400.0
    return "numbers"


def check(outcomes: list[str], least: float) -> None:
    """Most give numbers, and what the others give is a sentence with patient, beat and quantity."""
    sentences = [text for text in outcomes if text != "numbers"]
    assert len(sentences) < (1.0 - least) * len(outcomes), sentences
    for text in sentences:
        assert text.startswith("patient 'drawn', ")
        assert "beat" in text
        assert any(what in text for what in ("aortic flow", "aortic valve", "mL", "v_", "q_", "opening", "repeat"))
        assert "nan" not in text.lower()


def test_a_random_patient_gives_numbers_or_a_sentence():
    random = np.random.default_rng(2024)
    check([outcome(draw(random)) for _ in range(PATIENTS)], LEAST_SHARE)


@pytest.mark.slow
def test_a_random_patient_with_random_treatment_gives_numbers_or_a_sentence():
    """With and without the reflex; what excludes each other is refused when the patient is built."""
    random = np.random.default_rng(2025)
    outcomes: list[str] = []
    refused = 0
    while len(outcomes) < TREATED:
        patient, values, reflex = draw(random), treatment(random), random.random() < 0.5
        try:
            treated = patient.with_values(values)
        except InputError:
            refused += 1
            continue
        try:
            before = baseline(patient) if reflex else False
        except SimulationError:  # a heart that cannot beat as found has no operating point
            continue
        outcomes.append(outcome(treated, before))
    assert 0 < refused < TREATED
    check(outcomes, LEAST_TREATED)
