"""From where a course starts: the steady beat, and the slow physiology that it goes on with."""

from diastole.hemodynamics.run import Found
from diastole.patient import Patient
from diastole.simulation.assist import unassisted_landmarks
from diastole.simulation.beats import BeatingHeart, console_settings
from diastole.simulation.regulation import LEVELS, LIMBS, OperatingPoint, Regulation
from diastole.simulation.steady import find_steady_state


def regulation(patient: Patient, own: OperatingPoint, *, reflex: bool, ischaemia: bool) -> Regulation:
    """Return what changes from beat to beat in a patient.

    Parameters
    ----------
    own
        Where reflex and muscle stood in the patient as found.
    """
    if not (reflex or ischaemia):
        return Regulation(patient)
    return Regulation(patient if reflex else _without_reflex(patient), own, ischaemia=ischaemia)


def _without_reflex(patient: Patient) -> Patient:
    """Return a patient whose receptors drive nothing."""
    silent = {
        name: getattr(patient.baroreflex, name).model_copy(update={"arterial_gain": 0.0, "cardiopulmonary_gain": 0.0})
        for name in LIMBS
    }
    return patient.model_copy(update={"baroreflex": patient.baroreflex.model_copy(update=silent)})


def steady_heart(patient: Patient, before: Found, *, reflex: bool, longest_step: float) -> BeatingHeart:
    """Return the heart of a patient at the steady beat, with the treatment that the patient already has.

    Raises
    ------
    SimulationError
        If there is no such beat.
    """
    heart = BeatingHeart(
        patient, longest_step=longest_step, state=before.reached.state,
        regulation=regulation(patient, before.own, reflex=reflex, ischaemia=False),
    )  # fmt: skip
    heart.slow[: LEVELS.start] = before.reached.slow[: LEVELS.start]
    find_steady_state(heart)
    settings = console_settings(patient)
    if settings.on:
        heart.set_console(settings, unassisted_landmarks(heart))
        find_steady_state(heart)
    return heart
