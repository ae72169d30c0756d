"""The way to the steady beat is the same in the page: reflex, drugs, console and devices, from one source."""

import json
from typing import Any

import numpy as np
import pytest

from diastole.arrays import Array
from diastole.errors import SimulationError
from diastole.faces.browser.engine_heart import heart_record
from diastole.model.circulation.kernel_parameters import WATCHED_NAMES
from diastole.model.devices.balloon_pump.console import settings_of
from diastole.model.patient import PRESETS, Patient
from diastole.model.simulation.acceleration import WEIGHTS
from diastole.model.simulation.accuracy import TOLERANCE
from diastole.model.simulation.assist import operating_point, steady_run
from diastole.model.simulation.beat_to_beat import Regulation
from diastole.model.simulation.beats import BeatingHeart
from diastole.model.simulation.slow_states import SLOW_INDEX
from diastole.model.simulation.steady_beat import SteadyState, find_steady_state
from tests.browser.engine_cases import LANDMARKS, OWN, WATCHED_FLOORS, cases, difference
from tests.browser.test_same_engine import random_patients
from tests.browser.under_node import live, search, staged
from tests.conftest import DEVICES, PUMPS

SAME = 1e-9  # weighted as for the steady beat [mL]; both stop at a change of 1e-6
SAME_TO_A_READER = 0.05  # mL, likewise weighted
NEAR = 10.0 * TOLERANCE  # where the ways differ: of states that are steady to the tolerance
MOMENT = 1e-6  # s
LIVE_BEATS = 60
RANDOM_PATIENTS = 60


def by_package(patient: Patient) -> tuple[str, BeatingHeart]:
    """Take a patient there by the package; return also how that ended."""
    heart = BeatingHeart(patient, regulation=Regulation(patient, OWN))
    heart.set_console(settings_of(patient.balloon_pump), LANDMARKS)
    try:
        find_steady_state(heart)
    except SimulationError as error:
        return ("unsettled" if "do not repeat" in str(error) else "failed"), heart
    return "steady", heart


def weighted(ours: list[float], heart: BeatingHeart) -> float:
    whole: Array = np.concatenate((heart.state, heart.slow))
    return float(np.abs((np.array(ours) - whole) * WEIGHTS).max())


def test_every_preset_pump_device_defect_and_drug_comes_to_the_same_steady_beat():
    patients = cases()
    worst = 0.0
    for (name, patient), answer in zip(patients.items(), search(list(patients.values())), strict=True):
        outcome, heart = by_package(patient)
        assert answer["outcome"] == outcome == "steady", name
        assert answer["beats"] == heart.beats, name
        assert answer["residual"] < TOLERANCE
        worst = max(worst, weighted(answer["whole"], heart))
        means = np.array([heart.means[mean] for mean in WATCHED_NAMES])
        assert difference([answer["means"][mean] for mean in WATCHED_NAMES], means, WATCHED_FLOORS) <= SAME, name
        # The last beat, integrated once more and recorded, ends where it ended.
        assert answer["again"] == answer["whole"][: len(answer["again"])]
        assert 20.0 < answer["pressure"] < 300.0
    print(f"largest difference {worst:.1e} mL")
    assert worst <= SAME


def test_random_patients_end_alike():
    """Most go the same way to the last digits.

    With strong circuits and almost no blood through the lungs several states count as steady, and round-off decides
    which of them a search comes to, or whether it does.
    """
    patients = random_patients(RANDOM_PATIENTS)
    ends, apart = [], []
    for patient, answer in zip(patients, search(patients), strict=True):
        outcome, heart = by_package(patient)
        ends.append(answer["outcome"] == outcome)
        if answer["outcome"] == outcome == "steady":
            apart.append(weighted(answer["whole"], heart))
    assert sum(ends) >= 0.95 * RANDOM_PATIENTS
    assert len(apart) > 0.8 * RANDOM_PATIENTS
    assert np.quantile(apart, 0.8) <= SAME
    assert max(apart) < SAME_TO_A_READER


def test_the_comparison_can_fail():
    """A reflex that defends another pressure is another steady beat."""
    patient = Patient.preset("shock")
    (answer,) = search([patient])
    heart = BeatingHeart(patient, regulation=Regulation(patient, OWN._replace(aortic_pressure=84.9)))
    find_steady_state(heart)
    assert weighted(answer["whole"], heart) > 1e4 * SAME


@pytest.mark.parametrize(
    ("preset", "values", "changes"),
    [
        (
            "acute_severe_ar",
            {"lesions.aortic_regurgitation.orifice_area": "0.12 cm²", "drugs.dobutamine": "5 µg/kg/min"},
            {"own.aortic.closed_area": 0.12, "physiology.doses.dobutamine": 5.0},
        ),
        ("shock", {"balloon_pump.volume": "30 mL"}, {"console.settings.volume": 30.0}),
    ],
)
def test_a_number_that_the_page_changes_is_that_of_another_patient(preset, values, changes):
    before = Patient.preset(preset)
    if "balloon_pump.volume" in values:
        before = before.with_values({"balloon_pump.ratio": "1:1"})
    (changed,), (unchanged,) = search([before], changes), search([before])
    _, heart = by_package(before.with_values(values))
    assert weighted(changed["whole"], heart) <= 10.0 * TOLERANCE
    assert weighted(unchanged["whole"], heart) > 1e3 * TOLERANCE


def weighted_of(answer: dict[str, Any], reached: SteadyState) -> float:
    whole = np.concatenate((reached.state, reached.slow))
    return float(np.abs((np.array(answer["whole"]) - whole) * WEIGHTS).max())


@pytest.mark.parametrize("preset", PRESETS)
def test_a_whole_run_with_what_the_console_sees(preset):
    """Unassisted first; the landmarks of the console are those of the package."""
    patients = [
        Patient.preset(preset).with_balloon_pump(PUMPS[pump]) for pump in ("no pump", "1:1", "1:2", "pneumatic")
    ]
    for patient, answer in zip(patients, staged(patients), strict=True):
        run = steady_run(patient)
        assert answer["outcome"] == "steady"
        assert weighted_of(answer, run.reached) <= NEAR
        if run.landmarks is not None:
            assert np.abs(np.array(answer["landmarks"]) - run.landmarks).max() <= MOMENT


@pytest.mark.parametrize(
    ("preset", "values", "changes"),
    [
        ("shock", {"drugs.noradrenaline": "0.1 µg/kg/min"}, {"physiology.doses.noradrenaline": 0.1}),
        ("acute_severe_ar", {"drugs.nitroprusside": "1 µg/kg/min"}, {"physiology.doses.nitroprusside": 1.0}),
        ("shock", {"balloon_pump.ratio": "1:1"}, {"console.settings.on": 1.0}),
    ],
)
def test_a_reflex_that_answers_from_the_steady_beat_of_the_page(preset, values, changes):
    patient = Patient.preset(preset)
    treated = patient.with_values(values)
    start = patient.with_values({"balloon_pump.ratio": "1:1", "balloon_pump.mode": "standby"})
    given = start if "console.settings.on" in changes else patient
    (answer,) = staged([given], changes)
    found = steady_run(patient)
    reached = steady_run(treated, own=operating_point(patient, found.reached.means)).reached
    assert answer["outcome"] == "steady"
    assert weighted_of(answer, reached) <= NEAR
    off = steady_run(treated).reached
    assert weighted_of(answer, off) > 100.0 * NEAR


@pytest.mark.parametrize("pump", ["no pump", "1:2", "pneumatic"])
def test_beats_in_the_time_of_the_patient(pump):
    """Reflex, arterioles and a drug that was just begun move with their lags, beat by beat."""
    patient = Patient.preset("shock").with_balloon_pump(PUMPS[pump])
    heart = BeatingHeart(patient, regulation=Regulation(patient, OWN))
    heart.set_console(settings_of(patient.balloon_pump), LANDMARKS)
    treated = patient.with_values({"drugs.dobutamine": "5 µg/kg/min"})
    heart.set_patient(treated, Regulation(treated, OWN))
    answers = live(patient, LIVE_BEATS, {"physiology.doses.dobutamine": 5.0})
    for answer in answers:
        beat = heart.beat()
        assert answer["sound"]
        assert answer["length"] == pytest.approx(beat.period, rel=1e-12)
        assert weighted(answer["whole"], heart) <= SAME
    level = heart.slow[SLOW_INDEX["level_dobutamine"]]
    assert 0.5 < level < 4.0  # on its way to 5


def test_a_heart_that_does_not_eject_has_no_landmarks():
    patient = Patient.preset("shock").with_values(DEVICES["VA-ECMO and balloon"])
    patient = patient.with_values({"extracorporeal.flow": "6 L/min", "left_ventricle.peak_calcium": "0.3 µM"})
    assert staged([patient])[0]["outcome"] == "failed"


def test_the_numbers_of_a_heart_are_finite():
    record = heart_record(Patient.preset("healthy"))
    assert np.isfinite(record["numbers"]).all()
    json.dumps(record, allow_nan=False)
