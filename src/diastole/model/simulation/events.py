"""Opening and closure of the aortic valve, by which the console of a pump and the measures go."""

from math import isnan, nan
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from diastole.arrays import Array
from diastole.errors import SimulationError

EJECTING = 20.0  # mL/s, aortic flow above which the ventricle ejects; assumed


class NoEjectionError(SimulationError):
    """The aortic valve does not open, or does not shut, within a beat."""


def crossing(time: Array, signal: Array, level: float, index: int) -> float:
    """Return when a signal passes a level between the samples index and index + 1, by a straight line [s]."""
    low, high = signal[index], signal[index + 1]
    return float(time[index] + (level - low) / (high - low) * (time[index + 1] - time[index]))


def turning(time: Array, signal: Array, index: int) -> float:
    """Return when a signal has its extremum near a sample, by the parabola through it and its neighbours [s]."""
    if not 0 < index < signal.size - 1:
        return float(time[index])
    before, at, after = signal[index - 1 : index + 2]
    bend = before - 2.0 * at + after
    share = 0.5 * (before - after) / bend if bend else 0.0
    return float(time[index] + np.clip(share, -0.5, 0.5) * (time[index + 1] - time[index]))


def _next(is_so: NDArray[np.bool_], start: int) -> int:
    """Return the first index from a start on at which something is so; the size where there is none."""
    later = int(np.argmax(is_so[start:]))
    return start + later if is_so[start + later] else is_so.size


def _moments(time: Array, flow: Array) -> tuple[float, float, float]:
    """Return what `ejection` does, or no numbers where the ventricle does not open the valve and let it close."""
    peak, is_out = int(np.argmax(flow)), flow > EJECTING
    last = _next(~is_out, peak) - 1  # sample of the ejection
    if last < peak or last + 1 == flow.size:
        return nan, nan, nan
    first = peak - _next(~is_out[peak::-1], 0)
    # A ventricle so full that it opens the valve before the first sample ejects from there on.
    begins = crossing(time, flow, EJECTING, first) if first >= 0 else float(time[0])
    ends = crossing(time, flow, EJECTING, last)
    turned = _next(flow <= 0.0, last)
    return begins, ends, crossing(time, flow, 0.0, turned - 1) if turned < flow.size else ends


def ejection(time: Array, aortic_flow: Array) -> tuple[float, float, float]:
    """Return when ejection begins, when it ends, and when flow turns back (the valve closes) [s].

    Raise NoEjectionError if the aortic valve does not open and shut again.

    `time` and `aortic_flow`: samples [s, mL/s] that begin before the valve opens and reach past its closure.
    """
    begins, ends, closes = _moments(time, aortic_flow)
    if isnan(begins):
        raise NoEjectionError(
            f"no ejection: flow through the aortic valve ranges from {aortic_flow.min():.0f} to "
            f"{aortic_flow.max():.0f} mL/s and does not pass {EJECTING:.0f} mL/s once up and once down within a beat; "
            f"this heart cannot sustain a beat"
        )
    return begins, ends, closes


class Systole(NamedTuple):
    """Moments of a systole [s]."""

    begins: float  # of ejection; of the steepest rise of pressure where the valve stays shut
    ends: float
    closes: float  # aortic valve; of the steepest fall of pressure where it stays shut
    ejects: bool

    def after(self, seconds: float) -> "Systole":
        """Return the same systole so much later [s]."""
        return Systole(self.begins + seconds, self.ends + seconds, self.closes + seconds, self.ejects)


def systole(time: Array, aortic_flow: Array, pressure: Array, *, may_stay_shut: bool) -> Systole:
    """Return the moments of a systole, also of a heart whose aortic valve stays shut because a pump does its work.

    Raise NoEjectionError if the aortic valve does not shut, or does not open where it may not stay shut.

    `time`, `aortic_flow` and `pressure`: samples [s, mL/s, mmHg] of a beat from the QRS onset; the pressure is that
    of the left ventricle; `may_stay_shut`: whether the valve may stay shut, as where a pump takes over flow; else a
    heart that does not eject is an error.
    """
    if may_stay_shut and aortic_flow.max() <= EJECTING:
        slope = np.gradient(pressure, time)
        peak = int(np.argmax(pressure))
        rises = turning(time, slope, int(np.argmax(slope[: peak + 1])))
        falls = turning(time, slope, peak + int(np.argmin(slope[peak:])))
        return Systole(rises, falls, falls, ejects=False)
    return Systole(*ejection(time, aortic_flow), ejects=True)
