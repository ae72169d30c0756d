"""A beat of a periodic trace, cut from one closure of the aortic valve to the next.

Cut so, the inflation of a balloon and the systole that profits from it belong to the same beat.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np

from diastole.arrays import Array
from diastole.model.circulation.kernel_parameters import SECONDS_PER_MINUTE
from diastole.model.devices.balloon_pump.console import R_WAVE
from diastole.model.patient import Patient
from diastole.model.simulation.beat_to_beat import Needs, needs
from diastole.model.simulation.events import Systole, crossing, systole
from diastole.model.simulation.stretch import Stretch, stretch

ARTERIOLES = ("q_subendocardial_arterioles", "q_subepicardial_arterioles")


class SampledCycle(Protocol):
    """Samples of a support cycle, such as a trace."""

    @property
    def time(self) -> Array:
        """From the QRS onset of the first beat (points,) [s]."""

    @property
    def onsets(self) -> tuple[float, ...]:
        """QRS onset of each beat, and the end [s]."""

    @property
    def parameters(self) -> Array:
        """Of the right-hand side in the first beat."""

    def __getitem__(self, name: str) -> Array:
        """Return a signal by its name in the circulation (points,)."""


class PeriodicTrace:
    """A support cycle of a patient as if it repeated itself: twice over, so that a beat may reach past its end.

    `trace`: of the cycle; `patient`: with the treatment of the cycle; `may_stay_shut`: whether a beat in which the
    aortic valve stays shut is read all the same; always where a rotary pump works.
    """

    def __init__(self, trace: SampledCycle, patient: Patient, *, may_stay_shut: bool = False):
        self.trace = trace
        self.patient = patient
        self.may_stay_shut = may_stay_shut or patient.has_bypass
        self.length = trace.onsets[-1]
        self.beats = len(trace.onsets) - 1
        self.onsets = (*trace.onsets, *(self.length + onset for onset in trace.onsets[1:]))
        self.time = np.concatenate((trace.time, trace.time[1:] + self.length))
        self._signals: dict[str, Array] = {}
        self._stretches: dict[tuple[str, float, float], Stretch] = {}
        self._wholes: dict[str, Stretch] = {}
        self._systoles: dict[int, Systole] = {}

    def __getitem__(self, name: str) -> Array:
        """Return a signal of the circulation over two support cycles."""
        if name not in self._signals:
            once = self.trace[name]
            self._signals[name] = np.concatenate((once, once[1:]))
        return self._signals[name]

    def over(self, name: str, start: float, end: float) -> Stretch:
        """Return a signal between two times [s]."""
        key = name, start, end
        if key not in self._stretches:
            self._stretches[key] = Stretch(*stretch(self.time, self[name], start, end))
        return self._stretches[key]

    @property
    def rate(self) -> float:
        """Heart rate [1/min]."""
        return SECONDS_PER_MINUTE * self.beats / self.length

    def whole(self, name: str) -> Stretch:
        """Return a signal over the support cycle."""
        if name not in self._wholes:
            once = np.ascontiguousarray(self.trace[name])
            self._wholes[name] = Stretch(*stretch(self.trace.time, once, 0.0, self.length))
        return self._wholes[name]

    def mean(self, name: str) -> float:
        """Return the time mean of a signal over the support cycle."""
        return self.whole(name).integral / self.length

    def excess(self, name: str, other: str, start: float, end: float) -> float:
        """Return the integral of what one signal lies above another between two times [unit s]."""
        return Stretch(*stretch(self.time, self[name] - self[other], start, end)).forward

    @cached_property
    def needs(self) -> Needs:
        """Flow that the layers of the left ventricular wall get and need."""
        supplied = self.mean(ARTERIOLES[0]), self.mean(ARTERIOLES[1])
        return needs(self.patient, self.mean("atp_lv"), supplied, self.rate)

    def systole(self, index: int) -> Systole:
        """Return the moments of the systole of a beat, in the first or second support cycle."""
        later, beat = divmod(index, self.beats)
        if beat not in self._systoles:
            once = slice(*np.searchsorted(self.trace.time, self.onsets[beat : beat + 2]).tolist())
            time, flow, pressure = (one[once] for one in (self.trace.time, self.trace["q_aortic"], self.trace["p_lv"]))
            self._systoles[beat] = systole(time, flow, pressure, may_stay_shut=self.may_stay_shut)
        return self._systoles[beat].after(later * self.length)

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

    @property
    def patient(self) -> Patient:
        """Whose beat it is."""
        return self.cycle.patient

    @cached_property
    def starts(self) -> float:
        """Closure of the aortic valve, with which the beat begins."""
        return self.cycle.systole(self.index).closes

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
        return self.cycle.systole(self.index + 1)

    @property
    def opens(self) -> float:
        """Start of ejection."""
        return self._systole.begins

    @property
    def ends(self) -> float:
        """End of ejection."""
        return self._systole.ends

    @property
    def closes(self) -> float:
        """Closure of the aortic valve, with which the beat ends."""
        return self._systole.closes

    @cached_property
    def mitral_systole(self) -> tuple[float, float] | None:
        """When the pressure of the left ventricle rises above that of the atrium, from the R wave on, and when it falls
        below it again; None where it does not. A sound mitral valve is shut between the two.
        """
        after = self.cycle.inside(self.r_wave, self.r_wave + self.cycle.length)
        time, above = self.cycle.time[after], self.cycle["p_lv"][after] - self.cycle["p_la"][after]
        first = int(np.argmax(above > 0.0))
        last = first + int(np.argmin(above[first:] > 0.0))
        if above[first] <= 0.0 or above[last] > 0.0:
            return None
        begins = crossing(time, above, 0.0, first - 1) if first else float(time[0])
        return begins, crossing(time, above, 0.0, last - 1)

    @property
    def ejects(self) -> bool:
        """Whether the aortic valve opens."""
        return self._systole.ejects

    def over(self, name: str, start: float | None = None, end: float | None = None) -> Stretch:
        """Return a signal over the beat or a part of it."""
        return self.cycle.over(name, self.starts if start is None else start, self.closes if end is None else end)
