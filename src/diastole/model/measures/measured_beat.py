"""Every measure of a beat."""

from math import inf
from typing import NamedTuple

from diastole.errors import SimulationError
from diastole.law import select
from diastole.model.measures.beat import Beat, PeriodicTrace
from diastole.model.measures.conversions import ML_PER_L
from diastole.model.measures.definitions import MEASURES
from diastole.model.measures.energetics import lv_stroke_work
from diastole.model.measures.flow import cardiac_output
from diastole.model.measures.measure import Value
from diastole.model.measures.pressures import mean_aortic_pressure

LEAST_STROKE = 2.0  # mL, net forward stroke volume below which a heart does not sustain a circulation; assumed
LEAST_WORK = 0.01  # J, of the left ventricle per beat: below it blood only flows through; assumed
LEAST_PRESSURE = 15.0  # mmHg, mean aortic pressure likewise; assumed


class Performance(NamedTuple):
    """What a beat drives through the body."""

    pressure: float  # mmHg, mean aortic
    stroke: float  # mL, net forward volume of a beat
    work: float  # J, of the left ventricle


def measure_beat(cycle: PeriodicTrace, index: int) -> dict[str, Value]:
    """Return every measure of one beat of a support cycle by name, in the order of the vocabulary.

    Raise SimulationError if the heart does not eject or does not sustain a circulation.
    """
    beat = cycle.beat(index)
    reached = performance(beat)
    if has_failed(beat, reached):
        raise SimulationError(no_circulation(beat.patient.name, reached))
    return {name: measure.value(beat) for name, measure in MEASURES.items()}


def performance(beat: Beat) -> Performance:
    """Return what a beat drives through the body."""
    stroke = cardiac_output(beat) * ML_PER_L / beat.cycle.rate
    return Performance(mean_aortic_pressure(beat), stroke, lv_stroke_work(beat))


def has_failed(beat: Beat, reached: Performance) -> bool:
    """Return whether a heart does not sustain a circulation."""
    least_work = select(beat.patient.has_bypass, -inf, LEAST_WORK)
    return (reached.pressure < LEAST_PRESSURE) | (reached.stroke < LEAST_STROKE) | (reached.work < least_work)


def no_circulation(name: str, reached: Performance) -> str:
    """Return why the beat of a patient sustains no circulation."""
    return (
        f"patient '{name}', steady beat: mean aortic pressure {reached.pressure:.0f} mmHg, forward stroke volume "
        f"{reached.stroke:.1f} mL and stroke work {reached.work:.3f} J; a heart that sustains a circulation makes at "
        f"least {LEAST_PRESSURE:.0f} mmHg, {LEAST_STROKE:.0f} mL and {LEAST_WORK:g} J"
    )
