"""When the aortic valve opens and closes: what the console of a pump, and the measures, go by."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from diastole.errors import SimulationError

Array = NDArray[np.float64]

EJECTING = 20.0  # mL/s, aortic flow above which the ventricle ejects; assumed


def crossing(time: Array, signal: Array, level: float, index: int) -> float:
    """Return when a signal passes a level between the samples index and index + 1, by a straight line [s]."""
    low, high = signal[index], signal[index + 1]
    return float(time[index] + (level - low) / (high - low) * (time[index + 1] - time[index]))


def ejection(time: Array, aortic_flow: Array) -> tuple[float, float, float]:
    """Return when ejection begins, when it ends, and when flow turns back (the valve closes) [s].

    Parameters
    ----------
    time, aortic_flow
        Samples [s, mL/s] that begin before the valve opens and reach past its closure.

    Raises
    ------
    SimulationError
        If the ventricle does not open the aortic valve.
    """
    peak = int(np.argmax(aortic_flow))
    before = np.flatnonzero(aortic_flow[: peak + 1] <= EJECTING)
    after = np.flatnonzero(aortic_flow[peak:] <= EJECTING)
    if aortic_flow[peak] <= EJECTING or after.size == 0:
        raise SimulationError(
            f"no ejection: flow through the aortic valve ranges from {aortic_flow.min():.0f} to "
            f"{aortic_flow.max():.0f} mL/s and does not pass {EJECTING:.0f} mL/s once up and once down within a beat; "
            f"this heart cannot sustain a beat"
        )
    # A ventricle so full that it opens the valve before the first sample ejects from there on.
    begins = crossing(time, aortic_flow, EJECTING, int(before[-1])) if before.size else float(time[0])
    last = peak + int(after[0]) - 1
    reversal = np.flatnonzero(aortic_flow[last:] <= 0.0)
    end = crossing(time, aortic_flow, EJECTING, last)
    closes = crossing(time, aortic_flow, 0.0, last + int(reversal[0]) - 1) if reversal.size else end
    return begins, end, closes


class Systole(NamedTuple):
    """Moments of a systole [s]."""

    begins: float  # of ejection; of the steepest rise of pressure where the valve stays shut
    ends: float
    closes: float  # aortic valve; of the steepest fall of pressure where it stays shut
    ejects: bool


def systole(time: Array, aortic_flow: Array, pressure: Array, *, supported: bool) -> Systole:
    """Return the moments of a systole, also of a heart whose aortic valve stays shut because a pump does its work.

    Parameters
    ----------
    time, aortic_flow, pressure
        Samples [s, mL/s, mmHg] of a beat from the QRS onset; the pressure is that of the left ventricle.
    supported
        Whether a pump takes over flow; without one, a heart that does not eject is an error.

    Raises
    ------
    SimulationError
        If the ventricle does not open the aortic valve and nothing supports it.
    """
    if supported and aortic_flow.max() <= EJECTING:
        slope = np.gradient(pressure, time)
        peak = int(np.argmax(pressure))
        rises = float(time[int(np.argmax(slope[: peak + 1]))])
        falls = float(time[peak + int(np.argmin(slope[peak:]))])
        return Systole(rises, falls, falls, ejects=False)
    return Systole(*ejection(time, aortic_flow), ejects=True)
