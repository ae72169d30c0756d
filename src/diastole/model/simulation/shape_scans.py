"""Scans that look at the shape of signals: waves, slopes, loops of pressure and volume, the fall of a jet."""

from math import inf, nan, sqrt
from typing import NamedTuple

from diastole.law import select
from diastole.model.simulation.scans import Number, Sample, Scan, difference, is_within, larger, value_between


class Wave(NamedTuple):
    """The trough of a signal and the highest value after it; no numbers where there are no samples."""

    trough: float
    peak: float


def _taken(so_far: Wave, counts: bool, value: float) -> Wave:
    is_lower = value < so_far.trough
    peak = select(is_lower, value, larger(so_far.peak, value))
    trough = select(is_lower, value, so_far.trough) + 0.0 * value  # as `larger`
    return Wave(select(counts, trough, so_far.trough), select(counts, peak, so_far.peak))


def _wave(so_far: Wave, before: Sample, at: Sample, start: float, end: float) -> Wave:
    sampled = _taken(so_far, is_within(at.time, start, end), at.value)
    return _taken(sampled, (before.time < end) & (at.time >= end) & (start < end), value_between(before, at, end))


def _wave_found(state: Wave, start: float, end: float) -> Wave:
    return Wave(select(state.trough == inf, nan, state.trough), state.peak)


WAVE = Scan("wave", 1, 2, Wave(inf, nan), _wave, _wave_found, Wave)


class Extremes(NamedTuple):
    """The points of a signal that the eye sees between two times, each by its time [s] and height.

    The highest, the lowest, and the end of its largest rise from a trough. No numbers without samples, or a rise.
    """

    highest_at: float
    highest: float
    lowest_at: float
    lowest: float
    rise: float  # above the lowest point before
    risen_at: float
    risen: float


def _extended(so_far: Extremes, counts: bool, time: float, value: float) -> Extremes:
    """Return the extremes with one point more."""
    higher, lower = counts & (value > so_far.highest), counts & (value < so_far.lowest)
    lowest = select(lower, value, so_far.lowest)
    rises = counts & (value - lowest > so_far.rise)
    return Extremes(
        select(higher, time, so_far.highest_at), select(higher, value, so_far.highest),
        select(lower, time, so_far.lowest_at), lowest,
        select(rises, value - lowest, so_far.rise), select(rises, time, so_far.risen_at),
        select(rises, value, so_far.risen),
    )  # fmt: skip


def _extremes(so_far: Extremes, before: Sample, at: Sample, start: float, end: float) -> Extremes:
    """The ends of the stretch are points as well."""
    touches = (at.time >= start) & (before.time <= end)
    is_cut = before.time < start
    entry = select(is_cut, value_between(before, at, start), before.value)
    entered = _extended(so_far, touches, select(is_cut, start, before.time), entry)
    is_left = at.time > end
    leave = select(is_left, value_between(before, at, end), at.value)
    return _extended(entered, touches, select(is_left, end, at.time), leave)


def _extremes_found(state: Extremes, start: float, end: float) -> Extremes:
    untold = 0.0 * (end - start)
    highest, lowest = (select(abs(value) == inf, nan, value) + untold for value in (state.highest, state.lowest))
    return state._replace(highest=highest, lowest=lowest)


EXTREMES = Scan("extremes", 1, 2, Extremes(nan, -inf, nan, inf, 0.0, nan, nan), _extremes, _extremes_found, Extremes)


class _Slopes(NamedTuple):
    """State of `STEEPEST`: slopes in the unit of the signal per second."""

    steepest: float
    slope: float  # between the last two samples
    length: float  # s, between them; 0 before the second one


def slope_between(before: Sample, at: Sample) -> float:
    """Return the slope of the straight line between two samples."""
    length = at.time - before.time
    return (at.value - before.value) / select(length > 0.0, length, 1.0)


def slope_amid(before: float, length: float, after: float, next_length: float) -> float:
    """Return the slope at a sample, exact for a parabola, from those on both sides and the lengths of these [s]."""
    whole = length + next_length
    amid = (next_length * before + length * after) / select(whole > 0.0, whole, 1.0)
    return select(length > 0.0, amid, after)


def _steepest(so_far: _Slopes, before: Sample, at: Sample, start: float, end: float) -> _Slopes:
    counts = (at.time > before.time) & (before.time >= start) & (at.time < end)
    length, slope = at.time - before.time, slope_between(before, at)
    amid = slope_amid(so_far.slope, so_far.length, slope, length)
    return _Slopes(
        select(counts, larger(so_far.steepest, amid), so_far.steepest),
        select(counts, slope, so_far.slope),
        select(counts, length, so_far.length),
    )


def _steepest_found(state: _Slopes, start: float, end: float) -> Number:
    return Number(larger(state.steepest, state.slope))


# The steepest rise of a signal [unit/s].
STEEPEST = Scan("steepest", 1, 2, _Slopes(-inf, nan, 0.0), _steepest, _steepest_found, Number)


class _Loop(NamedTuple):
    """State of `LOOP`: its first and last point, and the area under the way between them."""

    seen: float
    first_height: float
    first_width: float
    height: float
    width: float
    area: float


def _loop(so_far: _Loop, before: Sample, at: Sample, start: float, end: float) -> _Loop:
    counts, seen = is_within(at.time, start, end), so_far.seen > 0.0
    added = 0.5 * (so_far.height + at.value) * (at.other - so_far.width)
    return _Loop(
        select(counts, 1.0, so_far.seen),
        select(counts, select(seen, so_far.first_height, at.value), so_far.first_height),
        select(counts, select(seen, so_far.first_width, at.other), so_far.first_width),
        select(counts, at.value, so_far.height),
        select(counts, at.other, so_far.width),
        so_far.area + select(counts, select(seen, added, 0.0), 0.0),
    )


def _loop_found(state: _Loop, start: float, end: float) -> Number:
    closing = 0.5 * (state.first_height + state.height) * (state.first_width - state.width)
    return Number(-(state.area + closing))


# The area that height (the first signal) over width (the second) goes round to the left, closed by a straight line.
LOOP = Scan("loop", 2, 2, _Loop(0.0, nan, nan, nan, nan, 0.0), _loop, _loop_found, Number)


class EndSystole(NamedTuple):
    """Where transmural pressure over volume is largest."""

    volume: float  # mL
    pressure: float  # mmHg, transmural


class _Largest(NamedTuple):
    """State of `END_SYSTOLE`: the largest ratio so far [mmHg/mL], volume [mL] and transmural pressure [mmHg] there."""

    ratio: float
    volume: float
    pressure: float


def _end_systole(so_far: _Largest, before: Sample, at: Sample, start: float, end: float) -> _Largest:
    pressure, volume = at.value - at.other, at.third
    ratio = pressure / volume
    is_larger = is_within(at.time, start, end) & (ratio > so_far.ratio)
    return _Largest(
        select(is_larger, ratio, so_far.ratio),
        select(is_larger, volume, so_far.volume),
        select(is_larger, pressure, so_far.pressure),
    )


def _end_systole_found(state: _Largest, start: float, end: float) -> EndSystole:
    return EndSystole(state.volume, state.pressure)


# Of pressures of a ventricle and of the pericardium, and of the volume.
END_SYSTOLE = Scan("end_systole", 3, 2, _Largest(-inf, nan, nan), _end_systole, _end_systole_found, EndSystole)


class JetFall(NamedTuple):
    """How the velocity of a jet falls, in the root of the unit of its pressures."""

    peak: float
    slope: float  # per second, of the straight line through its fall; no number where that is too short for one


DOPPLER_POINTS = 200  # at which the velocity of a jet is read
FEWEST_POINTS = 20  # of its fall, on which a line is laid; assumed
VELOCITY_ERROR = 0.05  # 1, of the peak velocity, within which a reader sees no fall; assumed


class _Jet(NamedTuple):
    """State of `JET_FALL`: the peak so far, and the sums of a least-squares line through what follows it."""

    point: float  # that is read next
    peak: float
    falls: float  # 1 once the velocity is seen to fall
    over: float  # 1 once the jet has ended
    points: float  # of the fall
    total: float  # of velocities less the peak
    moment: float  # of these times their place


def _jet_fall(so_far: _Jet, before: Sample, at: Sample, start: float, end: float) -> _Jet:
    time = start + so_far.point * ((end - start) / (DOPPLER_POINTS - 1.0))
    time = select(so_far.point == DOPPLER_POINTS - 1.0, end, time)
    counts = (before.time <= time) & (time < at.time) & (so_far.point < DOPPLER_POINTS)
    velocity = sqrt(max(value_between(difference(before), difference(at), time), 0.0))
    higher = counts & (velocity > so_far.peak)
    peak = select(higher, velocity, so_far.peak)
    falls = select(higher, 0.0, select(counts & (velocity < (1.0 - VELOCITY_ERROR) * peak), 1.0, so_far.falls))
    over = select(higher, 0.0, select(counts & (falls > 0.0) & (velocity <= 0.0), 1.0, so_far.over))
    adds = counts & (falls > 0.0) & (over == 0.0)
    return _Jet(
        so_far.point + select(counts, 1.0, 0.0), peak, falls, over,
        select(higher, 0.0, so_far.points + select(adds, 1.0, 0.0)),
        select(higher, 0.0, so_far.total + select(adds, velocity - peak, 0.0)),
        select(higher, 0.0, so_far.moment + select(adds, so_far.points * (velocity - peak), 0.0)),
    )  # fmt: skip


def _jet_fall_found(state: _Jet, start: float, end: float) -> JetFall:
    n = max(state.points, 2.0)
    slope = (12.0 * state.moment - 6.0 * (n - 1.0) * state.total) / (n * (n * n - 1.0))  # least squares over 0 … n − 1
    fall = slope * (DOPPLER_POINTS - 1.0) / (end - start)
    return JetFall(select(state.peak >= 0.0, state.peak, nan), select(state.points >= FEWEST_POINTS, fall, nan))


# The line goes through the velocities from 5 % below the peak to the end, or to where the jet ends.
JET_FALL = Scan(
    "jet_fall", 2, 2, _Jet(0.0, -1.0, 0.0, 0.0, 0.0, 0.0, 0.0), _jet_fall, _jet_fall_found, JetFall, repeats=True
)
