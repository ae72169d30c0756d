"""A support cycle as measures see it: what scans find in its signals, whatever reads them.

A cycle of a patient gives floats; that of a traced program gives values, for a block of patients or for a page.
"""

from abc import ABC, abstractmethod
from typing import Any

from diastole.model.circulation.kernel_parameters import SECONDS_PER_MINUTE
from diastole.model.measures.pressure_volume import PressureVolumeCurves
from diastole.model.simulation.beat_to_beat import Needs, needs
from diastole.model.simulation.events import Systole
from diastole.model.simulation.leak_scan import LEAKING, LeakDrive
from diastole.model.simulation.scans import ABOVE, AT, EXCESS, LAST_FALL, STRETCH, Above, Scan, Stretch
from diastole.model.simulation.shape_scans import (
    END_SYSTOLE,
    EXTREMES,
    JET_FALL,
    LOOP,
    STEEPEST,
    WAVE,
    EndSystole,
    Extremes,
    JetFall,
    Wave,
)

ARTERIOLES = ("q_subendocardial_arterioles", "q_subepicardial_arterioles")
POINTS_A_STEP = 4.0  # 1, points of the trace that a step of the isovolumic beat may span: quick bridges need both short


class Cycle(ABC):
    """A support cycle as if it repeated itself: twice over, so that a beat may reach past its end."""

    patient: Any  # numbers of the patient under the names of `Patient`
    parameters: Any  # of the right-hand side in the first beat, by their place
    aortic_leak: Any  # cm², orifice of the aortic valve's leak; 0 without one
    length: Any  # s
    beats: Any  # in the cycle

    @abstractmethod
    def scan(self, scan: Scan, names: tuple[str, ...], *numbers: float) -> Any:
        """Return what a scan finds in signals of the circulation over two cycles."""

    @abstractmethod
    def onset(self, index: int) -> float:
        """Return the QRS onset of a beat, in the first or second support cycle [s]."""

    @abstractmethod
    def curves(self, largest: float) -> PressureVolumeCurves:
        """Return the curves of the left ventricle of the cycle's first beat, up to the largest volume [mL]."""

    @abstractmethod
    def systole(self, index: int) -> Systole:
        """Return the moments of the systole of a beat, in the first or second support cycle."""

    @property
    def rate(self) -> Any:
        """Heart rate [1/min]."""
        return SECONDS_PER_MINUTE * self.beats / self.length

    @property
    def needs(self) -> Needs:
        """Flow that the layers of the left ventricular wall get and need."""
        supplied = self.mean(ARTERIOLES[0]), self.mean(ARTERIOLES[1])
        return needs(self.patient, self.mean("atp_lv"), supplied, self.rate)

    def over(self, name: str, start: float, end: float) -> Stretch:
        """Return a signal between two times [s]."""
        stretch: Stretch = self.scan(STRETCH, (name,), start, end)
        return stretch

    def whole(self, name: str) -> Stretch:
        """Return a signal over the support cycle."""
        return self.over(name, 0.0, self.length)

    def mean(self, name: str) -> float:
        """Return the time mean of a signal over the support cycle."""
        mean: float = self.whole(name).integral / self.length
        return mean

    def at(self, name: str, time: float) -> float:
        """Return a signal at a time, by a straight line between samples."""
        return self._number(AT, (name,), time)

    def excess(self, name: str, other: str, start: float, end: float) -> float:
        """Return the integral of what one signal lies above another between two times [unit s]."""
        return self._number(EXCESS, (name, other), start, end)

    def above(self, name: str, other: str, start: float, end: float) -> Above:
        """Return when, between two times, a signal rises above another, and when it falls below it again [s]; no
        numbers where it does not do both.
        """
        area: Above = self.scan(ABOVE, (name, other), start, end)
        return area

    def last_fall(self, name: str, level: float, start: float, end: float) -> float:
        """Return when a signal last falls through a level between two times [s]; no number where it does not."""
        return self._number(LAST_FALL, (name,), level, start, end)

    def wave(self, name: str, start: float, end: float) -> Wave:
        """Return the trough of a signal between two times and the highest value after it."""
        wave: Wave = self.scan(WAVE, (name,), start, end)
        return wave

    def extremes(self, name: str, start: float, end: float) -> Extremes:
        """Return the highest and the lowest point of a signal between two times, and the end of its largest rise."""
        extremes: Extremes = self.scan(EXTREMES, (name,), start, end)
        return extremes

    def steepest_rise(self, name: str, start: float, end: float) -> float:
        """Return the steepest rise of a signal between two times [unit/s]."""
        return self._number(STEEPEST, (name,), start, end)

    def loop_area(self, height: str, width: str, start: float, end: float) -> float:
        """Return the area that two signals go round to the left between two times, closed by a straight line."""
        return self._number(LOOP, (height, width), start, end)

    def end_systole(self, start: float, end: float) -> EndSystole:
        """Return where, between two times, transmural pressure over volume of the left ventricle is largest."""
        end_systole: EndSystole = self.scan(END_SYSTOLE, ("p_lv", "p_pericardium", "v_lv"), start, end)
        return end_systole

    def jet_fall(self, high: str, low: str, start: float, end: float) -> JetFall:
        """Return how the velocity of a jet between two pressures (root of their difference) falls between two times.

        The line goes through the velocities from 5 % below the peak to the end, or to where the jet ends.
        """
        fall: JetFall = self.scan(JET_FALL, (high, low), start, end)
        return fall

    def leaking(self, flow: str, above: str, below: str, start: float, end: float) -> LeakDrive:
        """Return what drives the backward part of a flow between two times: pressures above and below the valve."""
        drive: LeakDrive = self.scan(LEAKING, (flow, above, below), start, end)
        return drive

    def _number(self, scan: Scan, names: tuple[str, ...], *numbers: float) -> float:
        number: float = self.scan(scan, names, *numbers).number
        return number
