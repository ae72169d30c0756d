"""A patient as the engine of a page takes it."""

from diastole.model.devices.balloon_pump.console import Landmarks, settings_of
from diastole.model.patient import Patient
from diastole.model.simulation.accuracy import TOLERANCE
from diastole.model.simulation.beat_to_beat import Regulation
from diastole.model.simulation.beats import BeatingHeart
from diastole.model.simulation.slow_states import OperatingPoint

LARGEST = 1e300  # in place of the residual of a search that has not begun: JSON has no infinity


def heart_numbers(
    patient: Patient, own: OperatingPoint | None = None, landmarks: Landmarks | None = None
) -> list[float]:
    """Return the numbers of a heart that has not beaten yet, for ``Heart`` of the loader; all are finite.

    `own`: what the baroreflex defends, as of `Regulation`; None leaves it off. `landmarks`: what the console saw of the
    unassisted heart; without them it is off.
    """
    heart = BeatingHeart(patient, regulation=Regulation(patient, own))
    if landmarks is not None:
        heart.set_console(settings_of(patient.balloon_pump), landmarks)
    return [min(number, LARGEST) for number in heart.search_numbers(TOLERANCE)]
