"""Steps that are short enough for a beat: two that agree, or one that follows closely.

Every rate at a step end is known, so what a state gained over two steps can be held against what its rates add up to:
for a store, the blood that flowed in less what flowed out. Steps that are too long for something in the circulation
(a small store behind a small resistance, a stiff wall, a light column of blood, a quick cross-bridge) fail in this
balance long before a number looks wrong. What the circulation is told from outside, such as helium or calcium, is seen
by its states at the step ends only, so its times are held against the step itself.
"""

from collections.abc import Callable, Sequence
from math import inf, isfinite
from typing import Protocol

import numpy as np

from diastole.arrays import Array
from diastole.errors import SimulationError
from diastole.model.circulation.kernel_parameters import PLACES, STATE_INDEX, STATE_NAMES
from diastole.model.devices.balloon_pump.balloon import Drive
from diastole.model.physiology.clock import AtrialTiming, Calcium
from diastole.model.simulation.acceleration import FAST, WEIGHTS
from diastole.model.simulation.plans import Plan
from diastole.model.simulation.stepper import differentiate
from diastole.model.simulation.trace import AnyBeat, RecordedBeat, SampledBeat, Stepping
from diastole.tracing.native import address, lane_memory, load

CLOSELY = 0.034  # mL, imbalance of a beat up to which nothing is doubted; presets without pneumatic drive stay below
FOLLOWED = 1.0  # mL, imbalance beyond which a beat says nothing about the patient; assumed
STEPS_OF_A_RAMP = 5.0  # 1, that the shortest prescribed change must take, else it is looked at twice; assumed
JUST_OPEN = 5.0  # mL, that the aortic valve lets out in a beat in which it opens hardly or not; assumed
HELIUM_WEIGHT = 0.2  # 1: the kinks of the drive's valve leave more than a state does; assumed
SHORTER = 0.25  # 1, of a step that is doubted: half of it agrees by chance too often; assumed
SHORTEST_STEP = 5e-5  # s, at which a beat takes sixty times as long as usual
NUDGE = 1e-6  # 1, relative change of a state by which a rate's slope is found
MS_PER_S = 1000.0  # ms/s


def _weights() -> Array:
    weights = WEIGHTS[:FAST].copy()
    weights[STATE_INDEX["v_helium"]] = HELIUM_WEIGHT
    return weights


BALANCE_WEIGHTS = _weights()


class StepError(SimulationError):
    """The steps are too long for what happens within a beat: nothing is said about the patient."""


def imbalance(beat: AnyBeat) -> float:
    """Return the largest gap between what a state gained over a beat and what its rates add up to (weighted, mL).

    Over each two steps the rates at the three step ends are added up by Simpson's rule, which has the order of the
    steps; gaps count whatever their sign. A beat whose left ventricle is solved elsewhere has none: its own steps are
    checked where it is solved.
    """
    if isinstance(beat, SampledBeat):
        return 0.0
    steps = beat.states.shape[0] - 1
    states, slopes = (np.ascontiguousarray(one) for one in (beat.states, beat.slopes))  # of a block: of one lane of it
    largest = _imbalances(states, slopes, np.array([beat.period / steps]), np.array([float(steps)])).item()
    return largest if isfinite(largest) else inf


def _imbalances(states: Array, slopes: Array, step: Array, steps: Array) -> Array:
    """Return the imbalance of beats side by side (lanes,) [mL]; arguments as of `steppings_of`, `step` in s."""
    gaps = lane_memory((FAST, step.size))
    balance = load("diastole.model.simulation.balance_program:balance", step.size)["balance"]
    balance(*map(address, (states, slopes, step, steps, gaps)), int(steps.max()))
    largest: Array = (gaps.T * BALANCE_WEIGHTS).max(axis=1)
    return largest


def shortest_ramp(p: Array) -> Array:
    """Return the shortest of the changes that the parameters (k, ...) of a beat prescribe from outside (...) [s]."""
    calcium = [Calcium(*p[PLACES[name]]) for name in ("lv_calcium", "rv_calcium")]
    fastest = [rate for one in calcium for rate in (one.rise_rate, one.fall_rate)]
    fastest.append(AtrialTiming(*p[PLACES["la_timing"]]).rate)
    drive = Drive(*p[PLACES["drive"]])
    inflates = p[PLACES["earlier"]][-1] + p[PLACES["present"]][-1] > 0.0
    of_the_heart = 1.0 / np.max(fastest, axis=0)
    with_helium = np.minimum(of_the_heart, np.minimum(drive.fill_time, drive.vent_time))
    return np.where(inflates, with_helium, of_the_heart)


def stepping_of(beats: Sequence[AnyBeat]) -> Stepping:
    """Return how well the steps of recorded beats follow them, by the worst of the beats."""
    stepping = Stepping()
    for beat in beats:
        if not isinstance(beat, SampledBeat):
            step = beat.period / (beat.states.shape[0] - 1)
            ramp = float(shortest_ramp(beat.parameters)) / step
            stepping = stepping.joined(Stepping(imbalance(beat), ramp, _let_out(beat) < JUST_OPEN))
    return stepping


def steppings_of(states: Array, slopes: Array, p: Array, periods: Array, steps: Array) -> list[Stepping]:
    """Return how well the steps of beats follow them, side by side, each as `stepping_of` says of it alone.

    `states` and `slopes` (step ends, n, lanes), per second; `p`: parameters (k, lanes); `periods` (lanes,) [s];
    `steps` (lanes,), of each beat: what stands behind them does not count.
    """
    step = periods / steps
    flow = np.maximum(states[:, STATE_INDEX["q_aortic"]], 0.0)
    flow[np.arange(flow.shape[0])[:, None] >= steps] = 0.0
    columns = _imbalances(states, slopes, step, steps), shortest_ramp(p) / step, flow.sum(axis=0) * step < JUST_OPEN
    return [Stepping(*one) for one in zip(*(numbers.tolist() for numbers in columns), strict=True)]


def _let_out(beat: RecordedBeat) -> float:
    """Return what goes forward through the aortic valve in a beat [mL]."""
    flow = np.maximum(beat.states[:, STATE_INDEX["q_aortic"]], 0.0)
    return float(flow[:-1].sum() * beat.period / (flow.size - 1))  # the rule of the trapezium: it begins and ends alike


def is_close(stepping: Stepping) -> bool:
    """Return whether steps are beyond doubt."""
    return stepping.imbalance <= CLOSELY and stepping.ramp >= STEPS_OF_A_RAMP and not stepping.is_borderline


def fastest(y: Array, p: Array) -> tuple[str, float]:
    """Return the state that changes fastest at the QRS onset of a beat, and the time in which it does so [s].

    From the eigenvalue of largest modulus of the rates' Jacobian: RC, L/R, √(LC) or the time of a leaflet or bridge,
    whichever is shortest.
    """
    n = y.size
    nudges = NUDGE * np.maximum(np.abs(y), 1.0)
    rates = differentiate(np.zeros(n + 1), np.vstack((y, y + np.diag(nudges))), p)[0]
    jacobian = (rates[1:] - rates[0]).T / nudges
    values, vectors = np.linalg.eig(np.nan_to_num(jacobian))
    largest = int(np.argmax(np.abs(values)))
    return STATE_NAMES[int(np.argmax(np.abs(vectors[:, largest])))], float(1.0 / np.abs(values[largest]))


class Attempt(Protocol):
    """The result for a patient with one step."""

    @property
    def stepping(self) -> Stepping:
        """How well its steps follow."""


def short_enough[A: Attempt](
    attempt: Callable[[float], Plan[A]], longest_step: float, agree: Callable[[A, A], bool]
) -> Plan[tuple[A, float, bool]]:
    """Plan to find what a patient gives with steps that are short enough.

    Raise SimulationError if the patient cannot be run with a step and with a shorter one; or, as ``StepError``, if no
    step is short enough to tell.

    `attempt`: plans the run of the patient with a longest step [s].
    `longest_step`: of the first attempt [s].
    `agree`: whether the numbers of two attempts are the same for all purposes. It is not asked where a prescribed
        change is over within a step of the longer one: both may miss it alike.

    Returns the attempt, its longest step [s], and whether it is beyond doubt or confirmed by a quarter of its step.
    """
    step, blamed = longest_step, False
    before: tuple[A, float] | None = None
    while True:
        try:
            attempted = yield from attempt(step)
        except SimulationError as problem:
            refused = not isinstance(problem, StepError)
            if step <= SHORTEST_STEP or (refused and blamed):
                raise
            before, blamed = None, refused or blamed
        else:
            if is_close(attempted.stepping) and step == longest_step:
                return attempted, step, True
            if before is not None and before[0].stepping.ramp >= 1.0 and agree(before[0], attempted):
                return *before, True
            if step <= SHORTEST_STEP:
                return attempted, step, is_close(attempted.stepping)
            before = attempted, step
        step = max(SHORTER * step, SHORTEST_STEP)
