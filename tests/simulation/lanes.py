"""A thousand patients between two beats, drawn at random."""

from functools import cache
from typing import NamedTuple

import numpy as np

from diastole.errors import InputError
from diastole.model.circulation.first_state import first_state
from diastole.model.circulation.influence import InfluencedPatient, influenced_patient
from diastole.model.circulation.kernel_parameters import STATE_NAMES, WATCHED_NAMES, parameter_vector
from diastole.model.devices.balloon_pump.balloon import NO_INFLATION, Inflation
from diastole.model.devices.balloon_pump.console import Console, Landmarks, Settings
from diastole.model.drugs.formulary import DRUGS
from diastole.model.patient import Patient
from diastole.model.patient.patient_numbers import patient_numbers
from diastole.model.simulation.beat_to_beat import Regulation
from diastole.model.simulation.slow_states import LEVELS, LIMBS, SLOW_INDEX, TONE_SLOTS, OperatingPoint
from tests.simulation.test_random_patients import draw, treatment

PATIENTS, EACH = 200, 5
FLOWS = [name.startswith("q_") for name in STATE_NAMES]
OPENINGS = [name.startswith("opening_") for name in STATE_NAMES]


class Lane(NamedTuple):
    """A patient between two beats."""

    patient: Patient
    influenced: InfluencedPatient
    own: np.ndarray  # parameters
    state: np.ndarray
    regulation: Regulation
    slow: np.ndarray
    means: dict[str, float]
    console: Console
    seconds: float  # length of the beat
    actual: float  # that of one that comes early or late


def treated(random: np.random.Generator) -> Patient:
    while True:
        try:
            return draw(random).with_values(treatment(random))
        except InputError:  # of devices that exclude each other
            pass


def console(random: np.random.Generator) -> Console:
    """Return a console of any ratio and trigger, far too early and far too late as well."""
    settings = Settings(
        on=bool(random.random() < 0.85), every=int(random.integers(1, 4)), pressure_trigger=bool(random.random() < 0.5),
        volume=float(random.choice([0.0, 25.0, 40.0])), inflation_offset=random.uniform(-0.4, 0.4),
        deflation_offset=random.uniform(-0.5, 0.5), vent_time=random.uniform(0.05, 0.3),
    )  # fmt: skip
    seen = Landmarks(random.uniform(0.03, 0.2), random.uniform(0.25, 0.5))
    end = random.uniform(-0.5, 0.9)
    earlier = Inflation(end - 0.4, end, 40.0) if random.random() < 0.6 else NO_INFLATION
    return Console(settings, seen, random.uniform(50, 120), earlier, int(random.integers(settings.every)))


def regulation(random: np.random.Generator, patient: Patient) -> tuple[Regulation, np.ndarray]:
    """Return regulation with and without reflex and ischaemia, and slow states on their way."""
    own = OperatingPoint(random.uniform(45, 120), random.uniform(0, 15), random.uniform(0, 0.2))
    known = own if random.random() < 0.8 else None
    found = Regulation(patient, known, reflex=random.random() < 0.7, ischaemia=random.random() < 0.5)
    slow = found.first()
    slow[: len(LIMBS)] = random.uniform(-0.3, 0.3, len(LIMBS))
    slow[TONE_SLOTS] = random.uniform(0.1, 1.0, 2)
    slow[SLOW_INDEX["weakened"]] = random.uniform(0.0, 0.5)
    slow[LEVELS] *= random.uniform(0.0, 1.0, len(DRUGS))
    return found, slow


def lane(random: np.random.Generator, patient: Patient) -> Lane:
    means = dict.fromkeys(WATCHED_NAMES, 0.5) | {
        "p_ascending_aorta": random.uniform(30, 130), "p_ra": random.uniform(-2, 25), "atp_lv": random.uniform(2, 60),
        "q_subendocardial_arterioles": random.uniform(-0.1, 3), "q_subepicardial_arterioles": random.uniform(-0.1, 3),
    }  # fmt: skip
    state = first_state(patient)
    state[FLOWS] = random.uniform(-2e3, 2e3)
    state[OPENINGS] = random.uniform(0.0, 1.0)
    seconds = random.uniform(0.3, 1.3)
    return Lane(
        patient, influenced_patient(patient_numbers(patient)), parameter_vector(patient), state,
        *regulation(random, patient), means, console(random), seconds, seconds * random.uniform(0.5, 1.5),
    )  # fmt: skip


@cache
def lanes() -> list[Lane]:
    """Return the patients, each in several states."""
    random = np.random.default_rng(16)
    drawn = [treated(random) for _ in range(PATIENTS)]
    return [lane(random, patient) for _ in range(EACH) for patient in drawn]
