"""A beat of a periodic trace, cut from one closure of the aortic valve to the next.

Cut so, the inflation of a balloon and the systole that profits from it belong to the same beat.
"""

from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any, Protocol

import numpy as np

from diastole.arrays import Array
from diastole.model.devices.balloon_pump.console import R_WAVE
from diastole.model.measures.cycle import POINTS_A_STEP, Cycle
from diastole.model.measures.pressure_volume import PressureVolumeCurves, pressure_volume_curves
from diastole.model.patient import Patient
from diastole.model.simulation.events import Systole, systole_of
from diastole.model.simulation.samples import Samples
from diastole.model.simulation.scans import Above, Scan, Stretch
from diastole.model.simulation.systole_scans import EJECTION, SHUT
from diastole.tracing.native import address


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


class PeriodicTrace(Cycle):
    """A support cycle of a patient as if it repeated itself: twice over, so that a beat may reach past its end.

    `trace`: of the cycle; `patient`: with the treatment of the cycle; `may_stay_shut`: whether a beat in which the
    aortic valve stays shut is read all the same; always where a rotary pump works.
    """

    patient: Patient

    def __init__(self, trace: SampledCycle, patient: Patient, *, may_stay_shut: bool = False):
        self.trace = trace
        self.patient = patient
        self.parameters = trace.parameters
        self.aortic_leak = aortic_leak(patient)
        self.length = trace.onsets[-1]
        self.beats = len(trace.onsets) - 1
        self._may_stay_shut = may_stay_shut or patient.has_bypass
        self._samples = Samples(np.ascontiguousarray(trace.time), self.length)
        self._signals: dict[str, tuple[int, Array]] = {}  # with their addresses
        self._found: dict[Any, Any] = {}

    @cached_property
    def time(self) -> Array:
        """Time of the samples of two support cycles [s]."""
        return np.concatenate((self.trace.time, self.trace.time[1:] + self.length))

    def __getitem__(self, name: str) -> Array:
        """Return a signal of the circulation over two support cycles."""
        once = self.trace[name]
        return np.concatenate((once, once[1:]))

    def scan(self, scan: Scan, names: tuple[str, ...], *numbers: float) -> Any:
        """Return what a scan finds in signals of the circulation over two cycles."""
        key = scan.name, names, numbers
        if key not in self._found:
            self._found[key] = self._samples.scan(scan, tuple(map(self._address, names)), numbers)
        return self._found[key]

    def _address(self, name: str) -> int:
        """Return where the samples of a signal lie in one piece."""
        if name not in self._signals:
            signal = np.ascontiguousarray(self.trace[name])
            self._signals[name] = address(signal), signal
        return self._signals[name][0]

    def onset(self, index: int) -> float:
        """Return the QRS onset of a beat, in the first or second support cycle [s]."""
        later, beat = divmod(index, self.beats)
        return self.trace.onsets[beat] + later * self.length

    def systole(self, index: int) -> Systole:
        """Return the moments of the systole of a beat, in the first or second support cycle.

        Raise NoEjectionError if the aortic valve does not shut, or does not open where it may not stay shut.
        """
        later, beat = divmod(index, self.beats)
        window = self.trace.onsets[beat : beat + 2]
        flow = self.scan(EJECTION, ("q_aortic",), *window)
        shut = partial(self.scan, SHUT, ("p_lv",), *window)
        return systole_of(flow, shut, may_stay_shut=self._may_stay_shut).after(later * self.length)

    def curves(self, largest: float) -> PressureVolumeCurves:
        """Return the curves of the left ventricle of the cycle's first beat, up to the largest volume [mL]."""
        step = POINTS_A_STEP * float(self.trace.time[1] - self.trace.time[0])
        volume, relaxed, contracted = pressure_volume_curves(self.parameters, largest, step)
        return PressureVolumeCurves(volume.tolist(), relaxed.tolist(), contracted.tolist())

    def inside(self, start: float, end: float) -> slice:
        """Return the samples between two times."""
        first, last = np.searchsorted(self.time, (start, end))
        return slice(int(first), int(last))

    def beat(self, index: int) -> "Beat":
        """Return the beat from closure of the aortic valve in beat ``index`` of the cycle to the next closure."""
        return Beat(self, index)


@dataclass(frozen=True)
class Beat:
    """Diastole of one beat of the cycle and systole of the next, with the moments that measures refer to [s]."""

    cycle: Any  # a `Cycle`
    index: int

    @property
    def patient(self) -> Patient:
        """Whose beat it is."""
        return self.cycle.patient

    @cached_property
    def before(self) -> Systole:
        """The systole with whose end the beat begins."""
        return self.cycle.systole(self.index)

    @property
    def starts(self) -> float:
        """Closure of the aortic valve, with which the beat begins."""
        return self.before.closes

    @cached_property
    def qrs(self) -> float:
        """QRS onset."""
        return self.cycle.onset(self.index + 1)

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
    def mitral_systole(self) -> Above:
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


def aortic_leak(patient: Patient) -> float:
    """Return the orifice of the aortic valve's leak [cm²]; 0 without one."""
    leak = patient.lesions.aortic_regurgitation
    return 0.0 if leak is None else leak.orifice_area
