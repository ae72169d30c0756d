"""Opening and closure of the aortic valve, by which the console of a pump and the measures go."""

from collections.abc import Callable
from math import inf, isnan
from typing import NamedTuple

import numpy as np

from diastole.arrays import Array
from diastole.errors import SimulationError
from diastole.model.simulation.samples import Samples
from diastole.model.simulation.systole_scans import EJECTING, EJECTION, SHUT, FlowSystole, ShutSystole
from diastole.tracing.native import address


class NoEjectionError(SimulationError):
    """The aortic valve does not open, or does not shut, within a beat."""


class Systole(NamedTuple):
    """Moments of a systole [s]."""

    begins: float  # of ejection; of the steepest rise of pressure where the valve stays shut
    ends: float
    closes: float  # aortic valve; of the steepest fall of pressure where it stays shut
    ejects: bool

    def after(self, seconds: float) -> "Systole":
        """Return the same systole so much later [s]."""
        return Systole(self.begins + seconds, self.ends + seconds, self.closes + seconds, self.ejects)


def no_ejection(lowest: float, peak: float) -> str:
    """Return why a heart with flow between these through its aortic valve [mL/s] has no systole."""
    return (
        f"no ejection: flow through the aortic valve ranges from {lowest:.0f} to {peak:.0f} mL/s and does not pass "
        f"{EJECTING:.0f} mL/s once up and once down within a beat; this heart cannot sustain a beat"
    )


def systole_of(flow: FlowSystole, shut: Callable[[], ShutSystole], *, may_stay_shut: bool) -> Systole:
    """Return the moments of a systole from what scans find, as `systole` does; `shut`: gives those of pressure."""
    if may_stay_shut and flow.peak <= EJECTING:
        rises, falls = shut()
        return Systole(rises, falls, falls, ejects=False)
    if isnan(flow.begins):
        raise NoEjectionError(no_ejection(flow.lowest, flow.peak))
    return Systole(flow.begins, flow.ends, flow.closes, ejects=True)


def systole(time: Array, aortic_flow: Array, pressure: Array, *, may_stay_shut: bool) -> Systole:
    """Return the moments of a systole, also of a heart whose aortic valve stays shut because a pump does its work.

    Raise NoEjectionError if the aortic valve does not shut, or does not open where it may not stay shut.

    `time`, `aortic_flow` and `pressure`: samples [s, mL/s, mmHg] of a beat from the QRS onset; the pressure is that
    of the left ventricle; `may_stay_shut`: whether the valve may stay shut, as where a pump takes over flow; else a
    heart that does not eject is an error.
    """
    time, aortic_flow, pressure = (np.ascontiguousarray(one) for one in (time, aortic_flow, pressure))
    samples, beat = Samples(time), (-inf, inf)
    return systole_of(
        samples.scan(EJECTION, (address(aortic_flow),), beat),
        lambda: samples.scan(SHUT, (address(pressure),), beat),
        may_stay_shut=may_stay_shut,
    )
