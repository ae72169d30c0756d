"""A patient as the engine of a page takes it."""

from collections.abc import Iterable
from typing import Any

from diastole.model.devices.balloon_pump.console import Landmarks, settings_of
from diastole.model.measures.beat import aortic_leak
from diastole.model.measures.lanes import patient_numbers
from diastole.model.patient import Patient
from diastole.model.simulation.accuracy import LONGEST_STEP, TOLERANCE
from diastole.model.simulation.beat_to_beat import Regulation, resetting_of
from diastole.model.simulation.beats import BeatingHeart
from diastole.model.simulation.slow_states import OperatingPoint
from diastole.number_records import numbers_of

UNSEEN = Landmarks(upstroke=0.0, notch=0.0)
LARGEST = 1e300  # in place of the residual of a search that has not begun: JSON has no infinity


def finite_numbers(numbers: Iterable[Any]) -> list[float]:
    """Return the numbers of a record, or of a row of them, as JSON has them."""
    return [min(float(number), LARGEST) for number in numbers_of(tuple(numbers))]


def heart_record(
    patient: Patient,
    own: OperatingPoint | None = None,
    landmarks: Landmarks = UNSEEN,
    *,
    longest_step: float = LONGEST_STEP["default"],
) -> dict[str, Any]:
    """Return a heart that has not beaten yet as a mapping for JSON, for ``Heart`` of the loader.

    `own`: what the baroreflex defends, as of `Regulation`; without it the reflex is off until the page finds what it
    defends. `landmarks`: what the console saw of the unassisted heart; a page finds them too.
    `longest_step`: of the integration [s].
    """
    heart = BeatingHeart(patient, longest_step=longest_step, regulation=Regulation(patient, own))
    heart.set_console(settings_of(patient.balloon_pump), landmarks)
    numbers = finite_numbers(heart.search_numbers(TOLERANCE))
    resetting = {"midpoint": patient.baroreflex.arterial_midpoint} | resetting_of(patient.baroreflex)._asdict()
    return {
        "numbers": numbers,
        "resetting": resetting,
        "patient": patient_numbers(patient),
        "aortic_leak": aortic_leak(patient),
    }
