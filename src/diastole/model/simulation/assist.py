"""A patient to the steady beat, without or with the balloon pump."""

from contextlib import suppress
from typing import NamedTuple

from diastole.errors import SimulationError
from diastole.model.circulation.first_state import fill_veins
from diastole.model.devices.balloon_pump.console import Landmarks, settings_of
from diastole.model.patient import Patient
from diastole.model.simulation.accuracy import LONGEST_STEP
from diastole.model.simulation.beat_to_beat import Regulation
from diastole.model.simulation.beats import BeatingHeart
from diastole.model.simulation.events import systole
from diastole.model.simulation.heart_state import HeartState
from diastole.model.simulation.plans import Plan, alone
from diastole.model.simulation.slow_states import OperatingPoint, set_point, wall_supply
from diastole.model.simulation.steady_beat import SteadyState, record_cycle, recording, settling
from diastole.model.simulation.trace import Stepping, Trace


class SteadyRun(NamedTuple):
    """A steady support cycle: its trace, and how it was reached."""

    patient: Patient
    trace: Trace
    reached: SteadyState
    landmarks: Landmarks | None  # what the console went by; None where it was off
    stepping: Stepping  # of the cycle, and of the beat that the console saw


class Unassisted(NamedTuple):
    """Where a patient's heart stands when the console has seen its unassisted beat."""

    heart: HeartState
    beats: int  # until there
    steps: int  # into which its beats are cut
    landmarks: Landmarks
    stepping: Stepping  # of the beat that the console saw


type SharedBeats = dict[float, Unassisted]  # by the longest step [s], of patients who differ by the balloon pump alone


def unassisted_landmarks(heart: BeatingHeart) -> Landmarks:
    """Return what the console sees in an unassisted beat of a heart, which is advanced by that beat.

    Raise SimulationError if the heart does not eject.
    """
    return seen_landmarks(heart, record_cycle(heart))


def seen_landmarks(heart: BeatingHeart, trace: Trace) -> Landmarks:
    """Return what the console sees in the trace of a heart's unassisted beat.

    Raise SimulationError if the heart does not eject.
    """
    try:
        seen = systole(trace.time, trace["q_aortic"], trace["p_lv"], may_stay_shut=heart.patient.has_bypass)
    except SimulationError as error:
        raise SimulationError(f"patient '{heart.patient.name}', beat {heart.beats}: {error}") from None
    return Landmarks(upstroke=seen.begins, notch=seen.closes)


def operating_point(patient: Patient, means: dict[str, float]) -> OperatingPoint:
    """Return the set point of the reflex of a patient, from the means over the steady beat of the patient as found."""
    return set_point(means, patient.heart_rate, wall_supply(patient))


def steady_run(
    patient: Patient,
    *,
    own: OperatingPoint | None = None,
    start: SteadyState | None = None,
    longest_step: float = LONGEST_STEP["default"],
) -> SteadyRun:
    """Run a patient to the steady support cycle and record it; arguments and errors as of `steady_running`."""
    return alone(steady_running(patient, own=own, start=start, longest_step=longest_step))


def steady_running(
    patient: Patient,
    *,
    own: OperatingPoint | None = None,
    start: SteadyState | None = None,
    longest_step: float = LONGEST_STEP["default"],
    shared: SharedBeats | None = None,
) -> Plan[SteadyRun]:
    """Plan the run of a patient to the steady support cycle, which is recorded.

    With a balloon pump that is on, the unassisted steady beat comes first: the console takes valve opening and closure
    from it, because a schedule read off assisted beats would chase its own effect. Raise SimulationError if the model
    leaves its valid range, does not eject, or finds no steady beat; as ``StepError`` where the step is too long to
    tell.

    `own`: the set point of the baroreflex; None leaves it off.
    `start`: a steady state to start from; only the way depends on it. Blood that the patient has more or less than it
        goes into or out of the veins.
    `longest_step`: of the integration [s]; it is kept, however long it is for this patient.
    `shared`: what is known of the same patient without the pump, with the same set point and start; filled if it is not
        there yet.
    """
    known = {} if shared is None else shared
    regulation = Regulation(patient, own)
    state = slow = None
    if start is not None:
        state, slow = start.state.copy(), regulation.first(like=start.slow)
        fill_veins(state, patient.blood_volume)
    heart = BeatingHeart(patient, longest_step=longest_step, state=state, slow=slow, regulation=regulation)
    settings = settings_of(patient.balloon_pump)
    if not settings.on:
        reached = yield from settling(heart)
        trace = yield from recording(heart)
        if shared is not None and longest_step not in shared:
            with suppress(SimulationError):  # a heart that does not eject has no landmarks to share
                shared[longest_step] = _seen(heart, trace)
        return SteadyRun(patient, trace, reached, None, trace.stepping)
    if longest_step not in known:
        yield from settling(heart)
        known[longest_step] = _seen(heart, (yield from recording(heart)))
    bare = known[longest_step]
    heart.restore(bare.heart)
    heart.beats, heart.steps = bare.beats, bare.steps
    heart.set_console(settings, bare.landmarks)
    reached = yield from settling(heart)
    trace = yield from recording(heart)
    return SteadyRun(patient, trace, reached, bare.landmarks, bare.stepping.joined(trace.stepping))


def _seen(heart: BeatingHeart, trace: Trace) -> Unassisted:
    """Return what is known of a heart after its unassisted beat. Raise SimulationError if it does not eject."""
    return Unassisted(heart.snapshot(), heart.beats, heart.steps, seen_landmarks(heart, trace), trace.stepping)
