"""The raw trace of a support cycle: states and signals over time."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from diastole.arrays import Array
from diastole.model.circulation.kernel import FINER
from diastole.model.circulation.kernel_parameters import SIGNAL_NAMES, STATE_INDEX
from diastole.model.devices.balloon_pump.balloon import Inflation
from diastole.model.simulation.stepper import Steps, refined

SAME_TIME = 1e-12  # s, by which rounding may move a point
SIGNAL_INDEX = {name: i for i, name in enumerate(SIGNAL_NAMES)}


class RecordedBeat(NamedTuple):
    """One integrated beat."""

    parameters: Array
    period: float  # s
    present: Inflation | None  # ordered in this beat
    means: Array  # (w,), of what is watched
    states: Array  # (steps + 1, n); no rows where the beat was not recorded, like the next two
    slopes: Array  # (steps + 1, n), per second
    signals: Array  # (steps + 1, m)


class SampledBeat(NamedTuple):
    """One beat of a heart whose left ventricle is solved elsewhere, with signals that no state can be read back to."""

    parameters: Array
    period: float  # s
    present: Inflation | None
    means: Array  # (w,), of what is watched
    time: Array  # (points,) s
    states: Array  # (points, n)
    signals: Array  # (points, m)


AnyBeat = RecordedBeat | SampledBeat


class FineBeat(NamedTuple):
    """A beat with its states and signals at the points of a trace."""

    beat: AnyBeat
    time: Array  # (points,) s
    states: Array  # (points, n)
    signals: Array  # (points, m)


class Stepping(NamedTuple):
    """How well steps follow the beats of a trace."""

    imbalance: float = 0.0  # mL, of the state that balances worst
    ramp: float = inf  # 1, steps that the shortest prescribed change takes
    is_borderline: bool = False  # whether the aortic valve hardly opens: the step may decide whether it does

    def joined(self, other: "Stepping") -> "Stepping":
        """Return the worse of both."""
        return Stepping(
            max(self.imbalance, other.imbalance),
            min(self.ramp, other.ramp),
            self.is_borderline or other.is_borderline,
        )


UNDOUBTED = Stepping()


@dataclass(frozen=True)
class Trace:
    """States and signals over one or more beats."""

    time: Array  # s, from the QRS onset of the first beat
    states: Array  # (points, n)
    signals: Array  # (points, m)
    onsets: tuple[float, ...]  # s, QRS onset of each beat, and the end
    inflations: tuple[Inflation, ...]  # ordered, in the time of the trace
    parameters: Array  # (k,), of the right-hand side in the first beat
    stepping: Stepping = UNDOUBTED

    @property
    def first_beat(self) -> NDArray[np.bool_]:
        """Which points belong to the first beat, from QRS onset to QRS onset, (points,)."""
        return self.time <= self.onsets[1] + SAME_TIME

    def __getitem__(self, name: str) -> Array:
        """Return a state or a signal by its name in the circulation."""
        if name in STATE_INDEX:
            return self.states[:, STATE_INDEX[name]]
        return self.signals[:, SIGNAL_INDEX[name]]


class StepEnds:
    """A recorded beat at the ends of its steps only: coarser than a trace, and there at once."""

    def __init__(self, beat: RecordedBeat):
        self._states, self._signals = beat.states, beat.signals
        self.time = np.arange(beat.states.shape[0]) * (beat.period / (beat.states.shape[0] - 1))
        self.onsets = (0.0, beat.period)
        self.parameters = beat.parameters

    def __getitem__(self, name: str) -> Array:
        """Return a state or a signal by its name in the circulation."""
        if name in STATE_INDEX:
            return self._states[:, STATE_INDEX[name]]
        return self._signals[:, SIGNAL_INDEX[name]]


def fine_beat(beat: AnyBeat) -> FineBeat:
    """Return a beat with the points of its trace; those of a beat that was sampled are its samples."""
    if isinstance(beat, SampledBeat):
        return FineBeat(beat, beat.time, beat.states, beat.signals)
    time = np.linspace(0.0, beat.period, (beat.states.shape[0] - 1) * FINER + 1)
    steps = Steps(beat.means, beat.states, beat.slopes, beat.signals)
    return FineBeat(beat, time, *refined(steps, beat.parameters, beat.period))


def _joined(parts: list[Array]) -> Array:
    """Return parts one after another; a single one as it is, without a copy."""
    return np.concatenate(parts) if len(parts) > 1 else parts[0]


def assemble_trace(beats: Sequence[AnyBeat], stepping: Stepping = UNDOUBTED) -> Trace:
    """Join recorded beats into one trace; the last point of a beat is the first of the next and stands once."""
    return joined_trace([fine_beat(beat) for beat in beats], stepping)


def joined_trace(beats: Sequence[FineBeat], stepping: Stepping) -> Trace:
    """Join beats with their points into one trace, as `assemble_trace`."""
    times, states, signals = [], [], []
    onsets, inflations = [0.0], []
    for number, (beat, time, fine, seen) in enumerate(beats, start=1):
        keep = slice(None) if number == len(beats) else slice(-1)
        times.append(onsets[-1] + time[keep])
        states.append(fine[keep])
        signals.append(seen[keep])
        if beat.present is not None:
            shift = onsets[-1]
            inflations.append(Inflation(beat.present.start + shift, beat.present.end + shift, beat.present.volume))
        onsets.append(onsets[-1] + beat.period)
    return Trace(
        _joined(times),
        _joined(states),
        _joined(signals),
        tuple(onsets),
        tuple(inflations),
        beats[0].beat.parameters,
        stepping,
    )
