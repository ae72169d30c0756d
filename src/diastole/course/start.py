"""From where a course starts: the steady beat, with the treatment that the patient already has."""

from diastole.hemodynamics.run import Found
from diastole.patient import Patient
from diastole.simulation.assist import unassisted_landmarks
from diastole.simulation.beats import BeatingHeart, console_settings
from diastole.simulation.regulation import LEVELS, Regulation
from diastole.simulation.steady import find_steady_state


def steady_heart(patient: Patient, before: Found, *, reflex: bool, longest_step: float) -> BeatingHeart:
    """Return the heart of a patient at the steady beat; a lack of oxygen has not weakened it yet.

    Raises
    ------
    SimulationError
        If there is no such beat.
    """
    regulation = Regulation(patient, before.own, reflex=reflex)
    heart = BeatingHeart(patient, longest_step=longest_step, state=before.reached.state, regulation=regulation)
    heart.slow[: LEVELS.start] = before.reached.slow[: LEVELS.start]
    find_steady_state(heart)
    settings = console_settings(patient)
    if settings.on:
        heart.set_console(settings, unassisted_landmarks(heart))
        find_steady_state(heart)
    return heart
