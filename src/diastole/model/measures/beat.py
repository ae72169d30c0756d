"""A beat of a periodic trace, cut from one closure of the aortic valve to the next.

Cut so, the inflation of a balloon and the systole that profits from it belong to the same beat.
"""

from dataclasses import dataclass
from functools import cached_property
from math import nan
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from diastole.arrays import Array
from diastole.model.circulation.kernel_parameters import SECONDS_PER_MINUTE
from diastole.model.devices.balloon_pump.console import R_WAVE
from diastole.model.measures.pressure_volume import PressureVolumeCurves, pressure_volume_curves
from diastole.model.patient import Patient
from diastole.model.simulation.beat_to_beat import Needs, needs
from diastole.model.simulation.events import Systole, crossing, systole
from diastole.model.simulation.stretch import Stretch, stretch

ARTERIOLES = ("q_subendocardial_arterioles", "q_subepicardial_arterioles")
POINTS_A_STEP = 4.0  # 1, points of the trace that a step of the isovolumic beat may span: quick bridges need both short
DOPPLER_POINTS = 200  # at which the velocity of a jet is read
FEWEST_POINTS = 20  # of its fall, on which a line is laid; assumed
VELOCITY_ERROR = 0.05  # 1, of the peak velocity, within which a reader sees no fall; assumed


class Wave(NamedTuple):
    """The highest value after the trough of a signal; no numbers where there are no samples."""

    trough: float
    peak: float


class JetFall(NamedTuple):
    """How the velocity of a jet falls, in the root of the unit of its pressures."""

    peak: float
    slope: float  # per second, of the straight line through its fall; no number where that is too short for one


class EndSystole(NamedTuple):
    """Where pressure over volume is largest."""

    volume: float  # mL
    pressure: float  # mmHg, transmural


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
        self.parameters = trace.parameters
        self.aortic_leak = _aortic_leak(patient)  # cm²
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
            self._stretches[key] = stretch(self.time, self[name], start, end)
        return self._stretches[key]

    @property
    def rate(self) -> float:
        """Heart rate [1/min]."""
        return SECONDS_PER_MINUTE * self.beats / self.length

    def whole(self, name: str) -> Stretch:
        """Return a signal over the support cycle."""
        if name not in self._wholes:
            once = np.ascontiguousarray(self.trace[name])
            self._wholes[name] = stretch(self.trace.time, once, 0.0, self.length)
        return self._wholes[name]

    def mean(self, name: str) -> float:
        """Return the time mean of a signal over the support cycle."""
        return self.whole(name).integral / self.length

    def excess(self, name: str, other: str, start: float, end: float) -> float:
        """Return the integral of what one signal lies above another between two times [unit s]."""
        return stretch(self.time, self[name] - self[other], start, end).forward

    def above(self, name: str, other: str, start: float, end: float) -> tuple[float, float]:
        """Return when, between two times, a signal rises above another, and when it falls below it again [s]; no
        numbers where it does not do both.
        """
        after = self.inside(start, end)
        time, above = self.time[after], self[name][after] - self[other][after]
        first = int(np.argmax(above > 0.0))
        last = first + int(np.argmin(above[first:] > 0.0))
        if above[first] <= 0.0 or above[last] > 0.0:
            return nan, nan
        begins = crossing(time, above, 0.0, first - 1) if first else float(time[0])
        return begins, crossing(time, above, 0.0, last - 1)

    def last_fall(self, name: str, level: float, start: float, end: float) -> float:
        """Return when a signal last falls through a level between two times [s]; no number where it does not."""
        inside = self.inside(start, end)
        time, signal = self.time[inside], self[name][inside]
        falls = np.flatnonzero((signal[:-1] >= level) & (signal[1:] < level))
        return crossing(time, signal, level, int(falls[-1])) if falls.size else nan

    def wave(self, name: str, start: float, end: float) -> Wave:
        """Return the trough of a signal between two times and the highest value after it."""
        if not start < end:
            return Wave(nan, nan)
        signal = np.append(self[name][self.inside(start, end)], self.at(name, end))
        trough = int(np.argmin(signal))
        return Wave(float(signal[trough]), float(signal[trough:].max()))

    def steepest_rise(self, name: str, start: float, end: float) -> float:
        """Return the steepest rise of a signal between two times [unit/s]."""
        rise = self.inside(start, end)
        return float(np.gradient(self[name][rise], self.time[rise]).max())

    def loop_area(self, pressure: str, volume: str, start: float, end: float) -> float:
        """Return the area of the loop of two signals between two times, closed by a straight line [mmHg mL]."""
        inside = self.inside(start, end)
        height, width = self[pressure][inside], self[volume][inside]
        closing = 0.5 * (height[0] + height[-1]) * (width[0] - width[-1])
        return -float(np.trapezoid(height, width) + closing)

    def end_systole(self, start: float, end: float) -> EndSystole:
        """Return where, between two times, transmural pressure over volume of the left ventricle is largest."""
        inside = self.inside(start, end)
        volumes = self["v_lv"][inside]
        pressures = self["p_lv"][inside] - self["p_pericardium"][inside]
        last = int(np.argmax(pressures / volumes))
        return EndSystole(float(volumes[last]), float(pressures[last]))

    def jet_fall(self, high: str, low: str, start: float, end: float) -> JetFall:
        """Return how the velocity of a jet between two pressures (root of their difference) falls between two times.

        The line goes through the velocities from 5 % below the peak to the end, or to where the jet ends.
        """
        time = np.linspace(start, end, DOPPLER_POINTS)
        upstream, downstream = (np.interp(time, self.time, self[name]) for name in (high, low))
        velocity = np.sqrt(np.maximum(upstream - downstream, 0.0))
        peak = int(np.argmax(velocity))
        begins = _first(velocity < (1.0 - VELOCITY_ERROR) * velocity[peak], peak)
        ends = _first(velocity <= 0.0, begins)
        if ends - begins < FEWEST_POINTS:
            return JetFall(float(velocity[peak]), nan)
        slope = np.polyfit(time[begins:ends], velocity[begins:ends], 1)[0]
        return JetFall(float(velocity[peak]), float(slope))

    def curves(self, largest: float) -> PressureVolumeCurves:
        """Return the curves of the left ventricle of the cycle's first beat, up to the largest volume [mL]."""
        step = POINTS_A_STEP * float(self.time[1] - self.time[0])
        volume, relaxed, contracted = pressure_volume_curves(self.parameters, largest, step)
        return PressureVolumeCurves(volume.tolist(), relaxed.tolist(), contracted.tolist())

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
    def mitral_systole(self) -> tuple[float, float]:
        """When the pressure of the left ventricle rises above that of the atrium, from the R wave on, and when it falls
        below it again; no numbers where it does not. A sound mitral valve is shut between the two.
        """
        return self.cycle.above("p_lv", "p_la", self.r_wave, self.r_wave + self.cycle.length)

    @property
    def ejects(self) -> bool:
        """Whether the aortic valve opens."""
        return self._systole.ejects

    def over(self, name: str, start: float | None = None, end: float | None = None) -> Stretch:
        """Return a signal over the beat or a part of it."""
        return self.cycle.over(name, self.starts if start is None else start, self.closes if end is None else end)


def _aortic_leak(patient: Patient) -> float:
    """Return the orifice of the aortic valve's leak [cm²]; 0 without one."""
    leak = patient.lesions.aortic_regurgitation
    return 0.0 if leak is None else leak.orifice_area


def _first(is_so: NDArray[np.bool_], start: int) -> int:
    """Return the first place from one on where something is so; the end where it is nowhere."""
    return start + int(np.argmax(is_so[start:])) if is_so[start:].any() else is_so.size
