"""Every measure of a beat."""

from diastole.errors import SimulationError
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


def measure_beat(cycle: PeriodicTrace, index: int) -> dict[str, Value]:
    """Return every measure of one beat of a support cycle by name, in the order of the vocabulary.

    Raise SimulationError if the heart does not eject or does not sustain a circulation.
    """
    beat = cycle.beat(index)
    _check_circulation(beat)
    return {name: measure.value(beat) for name, measure in MEASURES.items()}


def _check_circulation(beat: Beat) -> None:
    pressure, work = mean_aortic_pressure(beat), lv_stroke_work(beat)
    stroke = cardiac_output(beat) * ML_PER_L / beat.cycle.rate
    idle = work < LEAST_WORK and not beat.patient.has_bypass
    if pressure < LEAST_PRESSURE or stroke < LEAST_STROKE or idle:
        raise SimulationError(
            f"patient '{beat.patient.name}', steady beat: mean aortic pressure {pressure:.0f} mmHg, forward stroke "
            f"volume {stroke:.1f} mL and stroke work {work:.3f} J; a heart that sustains a circulation makes at least "
            f"{LEAST_PRESSURE:.0f} mmHg, {LEAST_STROKE:.0f} mL and {LEAST_WORK:g} J"
        )
