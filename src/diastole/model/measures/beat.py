"""A beat of a periodic trace, cut from one closure of the aortic valve to the next.

Cut so, the inflation of a balloon and the systole that profits from it belong to the same beat.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from diastole.model.devices.balloon_pump.console import R_WAVE
from diastole.model.simulation.events import Systole, systole
from diastole.model.simulation.trace import Trace

Array = NDArray[np.float64]


class PeriodicTrace:
    """A support cycle that repeats: the trace twice over, so that a beat may reach past its end."""

    def __init__(self, trace: Trace, *, supported: bool = False):
        self.trace = trace
        self.supported = supported  # by a pump that lets the aortic valve stay shut
        self.length = trace.onsets[-1]
        self.beats = len(trace.onsets) - 1
        self.onsets = (*trace.onsets, *(self.length + onset for onset in trace.onsets[1:]))
        self.time = np.concatenate((trace.time, trace.time[1:] + self.length))
        self._signals: dict[str, Array] = {}
        self._sums: dict[str, Array] = {}

    def __getitem__(self, name: str) -> Array:
        """Return a signal of the circulation over two support cycles."""
        if name not in self._signals:
            once = self.trace[name]
            self._signals[name] = np.concatenate((once, once[1:]))
        return self._signals[name]

    def integral(self, name: str, start: float, end: float, values: Array | None = None) -> float:
        """Return the integral of a signal (or of values kept under that name) between two times [unit s]."""
        if name not in self._sums:
            y = self[name] if values is None else values
            self._sums[name] = np.concatenate(([0.0], np.cumsum(0.5 * (y[1:] + y[:-1]) * np.diff(self.time))))
        low, high = np.interp((start, end), self.time, self._sums[name])
        return float(high - low)

    def mean(self, name: str) -> float:
        """Return the time mean of a signal over the support cycle."""
        return self.integral(name, 0.0, self.length) / self.length

    def inside(self, start: float, end: float) -> slice:
        """Return the samples between two times."""
        first, last = np.searchsorted(self.time, (start, end))
        return slice(int(first), int(last))

    def at(self, name: str, time: float) -> float:
        """Return a signal at a time, by a straight line between samples."""
        return float(np.interp(time, self.time, self[name]))

    def beat(self, index: int) -> "Beat":
        """Return the beat from closure of the aortic valve in beat ``index`` of the cycle to the next closure."""
        return Beat(self, index)


@dataclass(frozen=True)
class Beat:
    """Diastole of one beat of the cycle and systole of the next, with the moments that measures refer to [s]."""

    cycle: PeriodicTrace
    index: int

    def _systole_of(self, index: int) -> Systole:
        cycle = self.cycle
        inside = cycle.inside(cycle.onsets[index], cycle.onsets[index + 1])
        return systole(cycle.time[inside], cycle["q_aortic"][inside], cycle["p_lv"][inside], supported=cycle.supported)

    @cached_property
    def starts(self) -> float:
        """Closure of the aortic valve, with which the beat begins."""
        return self._systole_of(self.index).closes

    @cached_property
    def qrs(self) -> float:
        """QRS onset."""
        return self.cycle.onsets[self.index + 1]

    @cached_property
    def r_wave(self) -> float:
        """Peak of the R wave."""
        return self.qrs + R_WAVE

    @cached_property
    def _systole(self) -> Systole:
        return self._systole_of(self.index + 1)

    @property
    def opens(self) -> float:
        """Begin of ejection."""
        return self._systole.begins

    @property
    def ends(self) -> float:
        """End of ejection."""
        return self._systole.ends

    @property
    def closes(self) -> float:
        """Closure of the aortic valve, with which the beat ends."""
        return self._systole.closes

    @property
    def ejects(self) -> bool:
        """Whether the aortic valve opens."""
        return self._systole.ejects

    def between(self, name: str, start: float, end: float) -> Array:
        """Return the samples of a signal between two times, with its values at these times."""
        ends = np.interp((start, end), self.cycle.time, self.cycle[name])
        return np.concatenate((ends[:1], self.cycle[name][self.cycle.inside(start, end)], ends[1:]))

    def highest(self, name: str, start: float, end: float) -> float:
        """Return the highest value of a signal between two times."""
        return float(self.between(name, start, end).max())

    def lowest(self, name: str, start: float, end: float) -> float:
        """Return the lowest value of a signal between two times."""
        return float(self.between(name, start, end).min())

    def integral(self, name: str, start: float | None = None, end: float | None = None) -> float:
        """Return the integral of a signal over the beat or a part of it [unit s]."""
        return self.cycle.integral(name, self.starts if start is None else start, self.closes if end is None else end)

    def backward(self, name: str, start: float | None = None, end: float | None = None) -> float:
        """Return the volume that flows backward over the beat or a part of it [mL], as a positive number."""
        return self._one_way(f"-{name}", np.maximum(-self.cycle[name], 0.0), start, end)

    def forward(self, name: str) -> float:
        """Return the volume that flows forward over the beat [mL]."""
        return self._one_way(f"+{name}", np.maximum(self.cycle[name], 0.0), None, None)

    def _one_way(self, key: str, values: Array, start: float | None, end: float | None) -> float:
        return self.cycle.integral(
            key, self.starts if start is None else start, self.closes if end is None else end, values
        )
