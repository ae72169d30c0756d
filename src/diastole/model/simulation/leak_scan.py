"""A scan of what drives the leak of a valve while it leaks."""

from math import nan, sqrt
from typing import NamedTuple

from diastole.law import select
from diastole.model.simulation.scans import Sample, Scan


class LeakDrive(NamedTuple):
    """How long a valve leaks, and what drives the leak in that time; no numbers where it does not leak."""

    seconds: float  # s, in which blood goes back
    above: float  # mmHg, mean pressure from which it comes
    below: float  # mmHg, mean pressure into which it goes
    root: float  # √mmHg, mean root of the difference, with which the velocity of the jet goes


class _Sums(NamedTuple):
    """Integrals over the time in which blood went back so far."""

    seconds: float
    above: float  # mmHg s
    below: float  # mmHg s
    root: float  # √mmHg s


def _leaking(so_far: _Sums, before: Sample, at: Sample, start: float, end: float) -> _Sums:
    """Of the line between two samples counts what lies below zero; its middle stands for it."""
    length, fall = at.time - before.time, before.value - at.value
    crosses = before.time + length * before.value / select(fall != 0.0, fall, 1.0)
    begins = max(select(before.value < 0.0, before.time, crosses), start)
    ends = min(select(at.value < 0.0, at.time, crosses), end)
    leaks = (min(before.value, at.value) < 0.0) & (ends > begins)
    share = (0.5 * (begins + ends) - before.time) / select(length > 0.0, length, 1.0)
    seconds = select(leaks, ends - begins, 0.0)
    high = before.other + share * (at.other - before.other)
    low = before.third + share * (at.third - before.third)
    return _Sums(
        so_far.seconds + seconds,
        so_far.above + seconds * high,
        so_far.below + seconds * low,
        so_far.root + seconds * sqrt(max(high - low, 0.0)),
    )


def _leaking_found(state: _Sums, start: float, end: float) -> LeakDrive:
    """Return means over the time."""
    leaks = state.seconds > 0.0
    seconds = select(leaks, state.seconds, 1.0) + 0.0 * (end - start)
    means = (select(leaks, total / seconds, nan) for total in (state.above, state.below, state.root))
    return LeakDrive(select(leaks, seconds, nan), *means)


# Of the flow through a valve, the pressure from which its leak comes, and the pressure into which it goes.
LEAKING = Scan("leaking", 3, 2, _Sums(0.0, 0.0, 0.0, 0.0), _leaking, _leaking_found, LeakDrive)
