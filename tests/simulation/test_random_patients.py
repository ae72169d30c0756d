"""Patients drawn at random: a number where the heart beats, a sentence where it cannot, never a silent nothing."""

import numpy as np

from diastole.errors import SimulationError
from diastole.hemodynamics.run import simulate
from diastole.patient import PRESETS, BalloonPump, Patient
from tests.conftest import compiled_only

PATIENTS = 300
LEAST_SHARE = 0.8  # of patients that must give numbers, else the test says nothing

pytestmark = compiled_only


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


def outcome(patient: Patient) -> str:
    """Return 'numbers', or the sentence that says why there are none."""
    try:
        run = simulate(patient)
    except SimulationError as error:
        return str(error)
    measured = run.measures | {f"unassisted {name}": value for name, value in (run.unassisted or {}).items()}
    for name, value in measured.items():
        assert value is None or np.isfinite(value), name
    for name, signal in run.signals.items():
        assert np.isfinite(signal).all(), name
    assert 0.0 < run.measures["lv_ejection_fraction"] < 1.0
    assert run.signals["lv_volume"].min() > 0.0
    assert run.measures["systolic_aortic_pressure"] < 400.0
    return "numbers"


def test_a_random_patient_gives_numbers_or_a_sentence():
    random = np.random.default_rng(2024)
    outcomes = [outcome(draw(random)) for _ in range(PATIENTS)]
    sentences = [text for text in outcomes if text != "numbers"]
    assert len(sentences) < (1.0 - LEAST_SHARE) * PATIENTS
    for text in sentences:
        assert text.startswith("patient 'drawn', ")
        assert "beat" in text
        assert any(quantity in text for quantity in ("aortic flow", "mL", "v_", "q_", "opening"))
        assert "nan" not in text.lower()
