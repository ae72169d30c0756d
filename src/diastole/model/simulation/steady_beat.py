"""The steady beat: the fixed point of the map over one support cycle.

The stop is on the residual of the map, never on one output.
"""

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from diastole.arrays import Array
from diastole.errors import SimulationError
from diastole.model.circulation.kernel_parameters import BLOOD, STATE_NAMES
from diastole.model.simulation.acceleration import FAST, Acceleration, weighted_change
from diastole.model.simulation.accuracy import MOST_CYCLES, TOLERANCE
from diastole.model.simulation.beats import BeatingHeart
from diastole.model.simulation.cycle_recording import CycleRecording
from diastole.model.simulation.plans import Plan, alone
from diastole.model.simulation.search_memory import FAILED, Clock
from diastole.model.simulation.steady_search import Search
from diastole.model.simulation.steps import FOLLOWED, MS_PER_S, StepError, fastest, imbalance, stepping_of
from diastole.model.simulation.trace import FineBeat, Trace, fine_beat, joined_trace


class SteadyState(NamedTuple):
    """A fixed point of the map over a support cycle."""

    state: Array  # (n,), at the QRS onset of the assisted beat
    slow: Array  # (m,), slow states
    means: dict[str, float]  # of what is watched, over the cycle
    beats: int  # integrated until steady
    residual: float  # weighted change over the last cycle
    longest_step: float  # s, into which its beats were cut at most; assisted ones are cut finer


def _whole(heart: BeatingHeart) -> Array:
    """Return states and slow states as one vector."""
    return np.concatenate((heart.state, heart.slow))


def _place(heart: BeatingHeart, whole: Array) -> None:
    heart.restore(replace(heart.snapshot(), state=whole[:FAST], slow=whole[FAST:]))


def find_steady_state(heart: BeatingHeart, *, tolerance: float = TOLERANCE) -> SteadyState:
    """Advance a heart to its steady support cycle and leave it there; otherwise as `settling`."""
    return alone(settling(heart, tolerance))


def settling(heart: BeatingHeart, tolerance: float = TOLERANCE) -> Plan[SteadyState]:
    """Plan the way of a heart to its steady support cycle, where it is left.

    Raise SimulationError if the state leaves its valid range from plain iteration, or no cycle repeats within
    ``MOST_CYCLES``.

    `heart`: advanced to the steady beat; `tolerance`: largest weighted change of any state over a cycle [mL].
    """
    residual = yield from _settling(heart, tolerance) if heart.is_compiled else _beat_by_beat(heart, tolerance)
    if residual < tolerance:
        return SteadyState(
            heart.state.copy(), heart.slow.copy(), heart.means, heart.beats, residual, heart.longest_step
        )
    unsettled = SimulationError(
        f"patient '{heart.patient.name}', beat {heart.beats}: cycles do not repeat (they differ by {residual:.2g} mL, "
        f"{tolerance:.0e} is allowed), so there is no steady beat to measure"
    )
    raise blamed(heart, unsettled)


def _settling(heart: BeatingHeart, tolerance: float) -> Plan[float]:
    """Advance a heart by compiled code until its cycles repeat, or for long enough; return the last residual [mL]."""
    clock: Clock = yield Search(heart, tolerance)
    if clock.status == FAILED:
        try:
            heart.check()
        except SimulationError as problem:
            raise blamed(heart, problem) from None
    return clock.residual


def _beat_by_beat(heart: BeatingHeart, tolerance: float) -> Plan[float]:
    """Do the same with a heart whose beats are no compiled code, such as one with a wall of finite elements."""
    yield from ()  # it asks for no search
    return settle_beat_by_beat(heart, tolerance)


def settle_beat_by_beat(heart: BeatingHeart, tolerance: float) -> float:
    """Advance a heart beat by beat until its cycles repeat, or for long enough; return the last residual [mL]."""
    last_good = _whole(heart)
    acceleration = Acceleration(last_good)
    residual = np.inf
    heart.settling, recut = True, False
    try:
        for _ in range(MOST_CYCLES):
            before = _whole(heart)
            try:
                for _ in heart.cycle():
                    pass
            except SimulationError as problem:
                if acceleration.is_plain:
                    raise blamed(heart, problem) from None
                _place(heart, last_good)
                heart.set_console(heart.console.settings, heart.console.landmarks)
                acceleration.forget()
                continue
            last_good = _whole(heart)
            residual = weighted_change(before, last_good)
            if residual < tolerance and not recut and heart.recut():  # once: the way must not show in the answer
                acceleration.forget()
                recut = True
                continue
            if residual < tolerance:
                break
            _place(heart, acceleration.next_start(before, last_good))
    finally:
        heart.settling = False
    return residual


def blamed(heart: BeatingHeart, problem: SimulationError) -> SimulationError:
    """Return what stopped a heart in its last beat: the patient's problem, or the step's where it is too long."""
    beat = heart.record_last()
    if imbalance(beat) <= FOLLOWED or not np.isfinite(beat.slopes[0]).all():  # no step makes a number of such rates
        return problem
    name, time = fastest(heart.began, beat.parameters)
    return StepError(
        f"patient '{heart.patient.name}', beat {heart.beats}: a step of {MS_PER_S * heart.longest_step:.2g} ms is too "
        f"long for these values ({name} changes within {MS_PER_S * time:.2g} ms), so nothing is known of the patient; "
        f"give values that act more slowly"
    )


def record_cycle(heart: BeatingHeart) -> Trace:
    """Advance a heart by one more support cycle and return its trace; otherwise as `recording`."""
    return alone(recording(heart))


def recording(heart: BeatingHeart) -> Plan[Trace]:
    """Plan one more support cycle of a heart and its trace, which knows how well its steps follow.

    Raise SimulationError if the state leaves its valid range, at the end of a beat or within one.
    """
    before, heart.settling = heart.settling, True
    try:
        beats: list[FineBeat] = yield from _recorded_cycle(heart)
    except SimulationError as problem:
        raise blamed(heart, problem) from None
    finally:
        heart.settling = before
    trace = joined_trace(beats, stepping_of([one.beat for one in beats]))
    lowest = trace.states.min(axis=0)
    empty = np.flatnonzero(BLOOD & (lowest <= 0.0))
    if empty.size:
        name = STATE_NAMES[int(empty[0])]
        emptied = SimulationError(
            f"patient '{heart.patient.name}', beat {heart.beats}: {name} falls to {lowest[empty[0]]:.1f} mL within the "
            f"beat; a store of blood cannot be empty"
        )
        raise blamed(heart, emptied)
    return trace


def _recorded_cycle(heart: BeatingHeart) -> Plan[list[FineBeat]]:
    """Record a support cycle of a heart. Raise SimulationError if the state leaves its valid range."""
    if not heart.is_compiled:
        return [fine_beat(beat) for beat in heart.cycle(record=True)]
    beats: list[FineBeat] = yield CycleRecording(heart)
    heart.check()
    return beats
