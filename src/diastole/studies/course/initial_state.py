"""From where a course starts: the steady beat, with the treatment that the patient already has."""

from diastole.errors import SimulationError
from diastole.model.devices.balloon_pump.console import settings_of
from diastole.model.measures.agreement import same_means
from diastole.model.patient import Patient
from diastole.model.run import Baseline
from diastole.model.simulation.assist import SteadyRun, steady_running, unassisted_landmarks
from diastole.model.simulation.beat_to_beat import Regulation
from diastole.model.simulation.beats import BeatingHeart
from diastole.model.simulation.plans import Plan, alone
from diastole.model.simulation.steady_beat import find_steady_state
from diastole.model.simulation.steps import short_enough


def steady_heart(patient: Patient, before: Baseline, *, reflex: bool, longest_step: float) -> BeatingHeart:
    """Return the heart of a patient at the steady beat; a lack of oxygen has not weakened it yet.

    Raise SimulationError if there is no such beat.
    """
    regulation = Regulation(patient, before.own, reflex=reflex)
    reached = before.reached
    heart = BeatingHeart(
        patient, longest_step=longest_step, state=reached.state, slow=regulation.first(like=reached.slow),
        regulation=regulation,
    )  # fmt: skip
    find_steady_state(heart)
    settings = settings_of(patient.balloon_pump)
    if settings.on:
        heart.set_console(settings, unassisted_landmarks(heart))
        find_steady_state(heart)
    return heart


def short_step(patient: Patient, before: Baseline, *, longest_step: float) -> tuple[float, bool]:
    """Return the longest step [s] that follows the steady beat of a patient, and whether that is beyond doubt.

    Where no beat is steady it is the given one: the course tells by itself how far this patient comes.
    """

    def attempt(step: float) -> Plan[SteadyRun]:
        return steady_running(patient, start=before.reached, longest_step=step)

    def agree(one: SteadyRun, other: SteadyRun) -> bool:
        return same_means(one.reached.means, other.reached.means)

    longest_step = min(longest_step, before.reached.longest_step)
    try:
        _, step, is_sure = alone(short_enough(attempt, longest_step, agree))
    except SimulationError:
        return longest_step, True
    return step, is_sure
