"""Measures of many patients at once: a block of patients side by side, each a lane of its own length and rate.

The functions that read one patient read a block. A lane that goes wrong gives a reason in place of measures, and its
neighbours do not feel it.
"""

from collections.abc import Callable, Sequence
from functools import cache
from math import isfinite, isnan
from typing import Any, NamedTuple, Self

import numpy as np

from diastole.array_words import ARRAY_WORDS
from diastole.arrays import Array
from diastole.law import reread
from diastole.model.input_blocks.block import Block
from diastole.model.measures.beat import Beat, SampledCycle, aortic_leak
from diastole.model.measures.cycle import POINTS_A_STEP, Cycle, Signals
from diastole.model.measures.definitions import MEASURES
from diastole.model.measures.measured_beat import Performance, has_failed, no_circulation, performance
from diastole.model.measures.pressure_volume import PressureVolumeCurves, pressure_volume_curves
from diastole.model.patient import Patient
from diastole.model.simulation.events import Systole, no_ejection
from diastole.model.simulation.systole_scans import EJECTING

WIDTHS = (1, 2, 4, 8)  # lanes that compiled code computes side by side
MOST_LANES = WIDTHS[-1]


class SideBySide:
    """Patients side by side: what is a number of one is an array (lanes,) of all, under the same name."""

    def __init__(self, parts: Sequence[Any]):
        self._parts = parts

    def __getattr__(self, name: str) -> Any:
        values = [getattr(part, name) for part in self._parts]
        found = SideBySide(values) if isinstance(values[0], Block) else np.array(values)
        setattr(self, name, found)
        return found


class StackedTraces:
    """Traces of patients side by side: each signal (points, lanes), short lanes padded by their last sample."""

    def __init__(self, traces: Sequence[SampledCycle]):
        self._traces = traces
        self._rows = np.arange(max(trace.time.size for trace in traces))
        self.time = self._stacked([trace.time for trace in traces])

    def __getitem__(self, name: str) -> Array:
        """Return a signal by its name in the circulation (points, lanes)."""
        return self._stacked([trace[name] for trace in self._traces])

    def _stacked(self, signals: Sequence[Array]) -> Array:
        return np.column_stack([signal[np.minimum(self._rows, signal.size - 1)] for signal in signals])


class LaneCycle(Cycle):
    """A support cycle of each patient of a block.

    Parameters
    ----------
    time
        Of samples, from the QRS onset of each lane's first beat to the end of its cycle (points, lanes) [s]. A lane
        with fewer samples than others repeats its last one.
    once
        Signals by their names in the circulation (points, lanes).
    onsets
        QRS onset of each beat of each lane, and the end [s]: lanes may have cycles of different length.
    parameters
        Of the right-hand side in the first beat (k, lanes).
    patients
        With the treatment of the cycle, one a lane: 1, 2, 4, or 8.
    may_stay_shut
        Whether a beat in which the aortic valve stays shut is read all the same; always where a rotary pump works.
    """

    def __init__(
        self,
        time: Array,
        once: Signals,
        onsets: Sequence[Sequence[float]],
        parameters: Array,
        patients: Sequence[Patient],
        *,
        may_stay_shut: bool = False,
    ):
        if len(patients) not in WIDTHS:
            raise ValueError(f"a block has {', '.join(map(str, WIDTHS))} lanes, not {len(patients)}")
        super().__init__(time, once, np.array([own[-1] for own in onsets]))
        self.patients = patients  # whose measures are told: those of the first lanes
        self.patient = SideBySide(patients)
        self.parameters = parameters
        self.aortic_leak: Any = np.array([aortic_leak(patient) for patient in patients])
        self.beats: Any = np.array([len(own) - 1 for own in onsets])
        self._onsets = np.zeros((len(patients), max(map(len, onsets))))
        for row, own in zip(self._onsets, onsets, strict=True):
            row[: len(own)] = own
        self._lanes = np.arange(len(patients))
        self._step = time[1] - time[0]
        self._may_stay_shut = may_stay_shut | self.patient.has_bypass

    @classmethod
    def of(cls, traces: Sequence[SampledCycle], patients: Sequence[Patient], *, may_stay_shut: bool = False) -> Self:
        """Return the cycles of traces, one of each patient, such as `PeriodicTrace` takes.

        Raise ValueError if there are none, or more than ``MOST_LANES``. Idle lanes repeat the last patient.
        """
        if not 1 <= len(patients) <= MOST_LANES:
            raise ValueError(f"a block takes 1 to {MOST_LANES} patients, not {len(patients)}")
        idle = next(lanes for lanes in WIDTHS if lanes >= len(patients)) - len(patients)
        traces, everybody = [*traces, *[traces[-1]] * idle], [*patients, *[patients[-1]] * idle]
        side_by_side = StackedTraces(traces)
        onsets = [trace.onsets for trace in traces]
        parameters = np.column_stack([trace.parameters for trace in traces])
        made = cls(side_by_side.time, side_by_side, onsets, parameters, everybody, may_stay_shut=may_stay_shut)
        made.patients = patients
        return made

    @staticmethod
    def _key(numbers: tuple[Any, ...]) -> Any:
        return tuple(np.asarray(number).tobytes() for number in numbers)

    def onset(self, index: Any) -> Any:
        """Return the QRS onset of a beat of each lane (lanes,), in the first or second support cycle [s]."""
        later, beat = divmod(index, self.beats)
        return self._onsets[self._lanes, beat] + later * self.length

    def beat(self, index: int) -> Beat:
        """Return a beat of each lane; where a lane's cycle has fewer beats they are counted round."""
        return Beat(self, index % self.beats)

    def _moments(self, found: Any, shut: Callable[[], Any]) -> Systole:
        """No numbers in lanes whose aortic valve does not shut, or does not open where it may not stay shut."""
        stays = self._may_stay_shut & (found.peak <= EJECTING)
        begins, ends, closes = found[:3]
        if stays.any():
            rises, falls = shut()
            begins = np.where(stays, rises, begins)
            ends, closes = np.where(stays, falls, ends), np.where(stays, falls, closes)
        return Systole(begins, ends, closes, ~stays)

    def curves(self, largest: Any) -> PressureVolumeCurves:
        """Return the curves of the left ventricle of each lane (points of the curves, lanes)."""
        return pressure_volume_curves(self.parameters, largest, POINTS_A_STEP * self._step)


class MeasuredLanes(NamedTuple):
    """Measures of a block."""

    values: dict[str, Array]  # by name (lanes,); no number where a measure is not defined, or the lane went wrong
    reasons: list[str | None]  # why a lane has no measures, a sentence


@cache
def _readers() -> dict[str, Callable[[Beat], Any]]:
    """Return the functions of all measures, read again with words for arrays."""
    again: dict[str, Callable[[Beat], Any]] = {}

    def called(name: str) -> Callable[[Beat], Any]:
        return lambda beat: again[name](beat)

    words = ARRAY_WORDS | {name: called(name) for name in MEASURES}
    again |= {name: reread(measure.read, words) for name, measure in MEASURES.items()}
    return again


def measure_lanes(cycle: LaneCycle, index: int) -> MeasuredLanes:
    """Return every measure of one beat of each lane by name, in the order of the vocabulary.

    A lane whose heart does not eject or does not sustain a circulation, or whose signals are no finite numbers, has a
    reason in place of measures.
    """
    with np.errstate(all="ignore"):  # of lanes that went wrong, and of measures that are not defined
        beat = cycle.beat(index)
        found = performance(beat)
        failed = reread(has_failed, ARRAY_WORDS)(beat, found)
        values = {name: np.broadcast_to(read(beat), failed.shape).astype(float) for name, read in _readers().items()}
        reasons = [_reason(cycle, beat, found, bool(failed[lane]), lane) for lane in range(len(cycle.patients))]
    wrong = np.array([reason is not None for reason in reasons])
    told = {name: np.where(wrong, np.nan, value[: wrong.size]) for name, value in values.items()}
    return MeasuredLanes(told, reasons)


def _reason(cycle: LaneCycle, beat: Beat, found: Performance, failed: bool, lane: int) -> str | None:
    """Return why a lane has no measures; None where it has."""
    name = cycle.patients[lane].name
    for number in (beat.index, beat.index + 1):
        systole, flow = (_lane(one, lane) for one in (cycle.systole(number), cycle.flow(number % cycle.beats)))
        if isnan(systole.begins) and isfinite(flow.peak):
            return f"patient '{name}', steady beat: {no_ejection(flow.lowest, flow.peak)}"
    own = _lane(found, lane)
    if not all(map(isfinite, own)):
        return f"patient '{name}', steady beat: its signals are no finite numbers"
    return no_circulation(name, own) if failed else None


def _lane(numbers: Any, lane: int) -> Any:
    """Return the numbers of one lane of a tuple of arrays (lanes,)."""
    return type(numbers)(*(float(number[lane]) for number in numbers))
