"""What is read from the samples of signals by walking over them once.

A scan is a state and two laws: what a sample makes of the state, and what the last state says. So one source serves one
patient and a block of patients side by side, each with samples of its own.

A step sees a sample and the one before it. The first sample stands before itself, and a lane that has fewer samples
than others sees its last one again: a step between two samples of the same time changes nothing.
"""

from collections.abc import Callable
from math import inf, nan
from typing import Any, NamedTuple

from diastole.law import only_if, select


class Sample(NamedTuple):
    """What up to three signals are at a time."""

    time: float  # s
    value: float
    other: float = 0.0
    third: float = 0.0


class Scan(NamedTuple):
    """A walk over samples."""

    name: str
    signals: int  # that it looks at
    numbers: int  # that it is given; the last two, or the only one, are times between which it looks
    first: tuple[float, ...]  # state before the first sample
    step: Callable[..., Any]  # state, sample before, sample, numbers → state
    result: Callable[..., Any]  # state, numbers → what was found
    found: Any  # type of that, a record of numbers
    repeats: bool = False  # whether more than one step may be needed between two samples


def crossing(before: Sample, at: Sample, level: float) -> float:
    """Return when a signal passes a level between two samples, by a straight line [s]."""
    rise = at.value - before.value
    share = (level - before.value) / select(rise != 0.0, rise, 1.0)
    return before.time + share * (at.time - before.time)


def value_between(before: Sample, at: Sample, time: float) -> float:
    """Return a signal at a time between two samples, by a straight line."""
    length = at.time - before.time
    return before.value + (at.value - before.value) * ((time - before.time) / select(length > 0.0, length, 1.0))


def difference(at: Sample) -> Sample:
    """Return a sample of what one signal lies above another."""
    return Sample(at.time, at.value - at.other)


def larger(so_far: float, value: float) -> float:
    """Return the larger number; what is not finite stays: a lane that went wrong must be seen to have done so."""
    return max(so_far, value) + 0.0 * value


def is_within(time: float, start: float, end: float) -> bool:
    """Return whether a time lies between two others, the first of them included."""
    return (time >= start) & (time < end)


class Stretch(NamedTuple):
    """A signal between two times."""

    highest: float
    lowest: float
    integral: float  # unit s
    forward: float  # unit s, integral of what lies above 0
    backward: float  # unit s, integral of what lies below 0, as a positive number


class _Sums(NamedTuple):
    """State of `STRETCH`: extremes of a signal so far, and its integrals above and below zero."""

    highest: float
    lowest: float
    forward: float
    backward: float


type _Piece = tuple[float, float, float, float, float]  # half its length [s], values at its ends, highest and lowest


def _clipped(before: Sample, at: Sample, start: float, end: float) -> _Piece:
    """Return what of the line between two samples lies between two times."""
    touches = (at.time >= start) & (before.time <= end)
    begins, ends = max(before.time, start), min(at.time, end)
    entry, leave = value_between(before, at, begins), value_between(before, at, ends)
    return (
        select(touches, 0.5 * (ends - begins), 0.0),
        select(touches, before.value, 0.0),
        select(touches, at.value, 0.0),
        select(touches, max(entry, leave), -inf),
        select(touches, min(entry, leave), inf),
    )


def _stretch(so_far: _Sums, before: Sample, at: Sample, start: float, end: float) -> _Sums:
    """Between samples the signal is a straight line, and an integral grows evenly."""
    whole = (0.5 * (at.time - before.time), before.value, at.value, at.value, at.value)
    is_cut = (before.time < start) | (at.time > end)
    half, begins, ends, highest, lowest = only_if(is_cut, lambda: _clipped(before, at, start, end), whole)
    return _Sums(
        max(so_far.highest, highest),
        min(so_far.lowest, lowest),
        so_far.forward + half * (max(begins, 0.0) + max(ends, 0.0)),
        so_far.backward - half * (min(begins, 0.0) + min(ends, 0.0)),
    )


def _stretch_found(state: _Sums, start: float, end: float) -> Stretch:
    """Extremes pass over what is no number; the integral does not, so it tells them, and times that are none."""
    integral = state.forward - state.backward
    untold = 0.0 * integral + 0.0 * (end - start)
    return Stretch(
        select(state.highest == -inf, nan, state.highest) + untold,
        select(state.lowest == inf, nan, state.lowest) + untold,
        integral + untold, state.forward + untold, state.backward + untold,
    )  # fmt: skip


STRETCH = Scan("stretch", 1, 2, _Sums(-inf, inf, 0.0, 0.0), _stretch, _stretch_found, Stretch)


class Number(NamedTuple):
    """A single number."""

    number: float


def _same(state: Any, *numbers: float) -> Any:
    """A state that says what was found."""
    return state


def _excess(so_far: Number, before: Sample, at: Sample, start: float, end: float) -> Number:
    touches = (at.time > before.time) & (at.time > start) & (before.time <= end)
    half = 0.5 * (min(at.time, end) - max(before.time, start))
    above = max(before.value - before.other, 0.0) + max(at.value - at.other, 0.0)
    return Number(so_far.number + select(touches, half * above, 0.0))


def _excess_found(state: Number, start: float, end: float) -> Number:
    return Number(state.number + 0.0 * (end - start))


# The integral of what one signal lies above another [unit s].
EXCESS = Scan("excess", 2, 2, Number(0.0), _excess, _excess_found, Number)


def _at(so_far: Number, before: Sample, at: Sample, time: float) -> Number:
    between = select(before.time <= time, value_between(before, at, time), so_far.number)
    return Number(select(at.time <= time, at.value, between))


# A signal at a time, by a straight line between samples.
AT = Scan("at", 1, 1, Number(nan), _at, _same, Number)


class Above(NamedTuple):
    """When a signal rises above another, and when it falls below it again [s]."""

    begins: float
    ends: float


class _Rising(NamedTuple):
    """State of `ABOVE`: the first time [s] that a signal rises above another one, and when it falls below it."""

    seen: float  # 1 after the first sample that counts
    rose: float  # 1 once the signal is above the other one
    fell: float  # 1 once it is below it again
    begins: float
    ends: float


def _above(so_far: _Rising, before: Sample, at: Sample, start: float, end: float) -> _Rising:
    counts, gap = is_within(at.time, start, end), difference(at)
    passes = crossing(difference(before), gap, 0.0)
    rises = counts & (gap.value > 0.0) & (so_far.rose == 0.0)
    falls = counts & (gap.value <= 0.0) & (so_far.rose > 0.0) & (so_far.fell == 0.0)
    return _Rising(
        select(counts, 1.0, so_far.seen),
        select(rises, 1.0, so_far.rose),
        select(falls, 1.0, so_far.fell),
        select(rises, select(so_far.seen > 0.0, passes, at.time), so_far.begins),
        select(falls, passes, so_far.ends),
    )


def _above_found(state: _Rising, start: float, end: float) -> Above:
    return Above(select(state.fell > 0.0, state.begins, nan), state.ends)


# No numbers where a signal does not do both.
ABOVE = Scan("above", 2, 2, _Rising(0.0, 0.0, 0.0, nan, nan), _above, _above_found, Above)


def _last_fall(so_far: Number, before: Sample, at: Sample, level: float, start: float, end: float) -> Number:
    falls = (before.time >= start) & (at.time < end) & (before.value >= level) & (at.value < level)
    return Number(select(falls, crossing(before, at, level), so_far.number))


# When a signal last falls through a level [s]; no number where it does not.
LAST_FALL = Scan("last_fall", 1, 3, Number(nan), _last_fall, _same, Number)
