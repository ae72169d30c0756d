"""Scans that find the moments of a systole: by flow through the aortic valve, or by pressure where that stays shut."""

from math import inf, nan
from typing import NamedTuple

from diastole.law import select
from diastole.model.simulation.scans import Sample, Scan, crossing, is_within
from diastole.model.simulation.shape_scans import slope_amid, slope_between

EJECTING = 20.0  # mL/s, aortic flow above which the ventricle ejects; assumed


class FlowSystole(NamedTuple):
    """Moments of an ejection [s]; no numbers where the valve does not open and shut again."""

    begins: float
    ends: float
    closes: float  # where flow turns back
    peak: float  # mL/s, highest flow
    lowest: float  # mL/s, lowest flow


class _Ejecting(NamedTuple):
    """State of `EJECTION`: times in s, flows in mL/s."""

    seen: float  # 1 after the first sample that counts
    lowest: float
    ejects: float  # 1 while flow is high
    rose: float  # when it last became so
    peak: float  # of the highest flow so far; what follows belongs to the ejection with it
    begins: float
    ended: float
    ends: float
    turned: float
    closes: float


def _ejection(so_far: _Ejecting, before: Sample, at: Sample, start: float, end: float) -> _Ejecting:
    counts, high = is_within(at.time, start, end), at.value > EJECTING
    passes = crossing(before, at, EJECTING)
    # A ventricle so full that it opens the valve before the first sample ejects from there on.
    begins = select(so_far.ejects > 0.0, so_far.rose, select(so_far.seen > 0.0, passes, at.time))
    rose = select(counts & high, begins, so_far.rose)
    higher = counts & (at.value > so_far.peak)
    ends = counts & (at.value <= EJECTING) & (so_far.peak > EJECTING) & (so_far.ended == 0.0)
    ended = select(higher, 0.0, select(ends, 1.0, so_far.ended))
    turns = counts & (at.value <= 0.0) & (ended > 0.0) & (so_far.turned == 0.0)
    return _Ejecting(
        select(counts, 1.0, so_far.seen),
        select(counts, min(so_far.lowest, at.value), so_far.lowest),
        select(counts, select(high, 1.0, 0.0), so_far.ejects),
        rose,
        select(higher, at.value, so_far.peak),
        select(higher, rose, so_far.begins),
        ended,
        select(ends, passes, so_far.ends),
        select(higher, 0.0, select(turns, 1.0, so_far.turned)),
        select(turns, crossing(before, at, 0.0), so_far.closes),
    )


def _ejection_found(state: _Ejecting, start: float, end: float) -> FlowSystole:
    is_whole = state.ended > 0.0
    closes = select(state.turned > 0.0, state.closes, state.ends)
    return FlowSystole(
        select(is_whole, state.begins, nan), select(is_whole, state.ends, nan), select(is_whole, closes, nan),
        state.peak, state.lowest,
    )  # fmt: skip


EJECTION = Scan(
    "ejection",
    1,
    2,
    _Ejecting(0.0, inf, 0.0, nan, -inf, nan, 0.0, nan, 0.0, nan),
    _ejection,
    _ejection_found,
    FlowSystole,
)


class ShutSystole(NamedTuple):
    """When the pressure of a ventricle rises most steeply before its peak, and falls so from it on [s]."""

    rises: float
    falls: float


class _Turning(NamedTuple):
    """State of `SHUT`: the last samples of a pressure, which its slope is taken from, and what was found so far."""

    time: float  # of the sample before the last one, which is judged when the slope after it is known
    pressure: float
    length: float  # s, from it to the last sample; 0 before the second one
    slope: float  # mmHg/s, between them
    before: float  # mmHg/s, slope at the sample before it; no number where there is none
    amid: float  # mmHg/s, slope at it; no number before there is one
    peak: float  # mmHg, of the samples judged
    steepest: float
    rise: float  # s, of the steepest slope so far
    rises: float  # s, of the steepest slope up to the peak
    fall: float  # steepest since the peak
    falls: float


def turn(length: float, before: float, at: float, after: float) -> float:
    """Return how far from a sample a signal has its extremum, by the parabola through it and its neighbours [s]."""
    bend = before - 2.0 * at + after
    share = select(bend != 0.0, 0.5 * (before - after) / select(bend != 0.0, bend, 1.0), 0.0)
    return select(share == share, min(max(share, -0.5), 0.5), 0.0) * length


def _judged(so_far: _Turning, counts: bool, after: float) -> _Turning:
    """Judge the sample before the last one, given the slope at the last one; none where that is the end."""
    turns = so_far.time + turn(so_far.length, so_far.before, so_far.amid, after)
    rises = counts & (so_far.amid > so_far.steepest)
    peaks = counts & (so_far.pressure > so_far.peak)
    falls = counts & ((so_far.amid < so_far.fall) | peaks)
    rise = select(rises, turns, so_far.rise)
    return so_far._replace(
        peak=select(peaks, so_far.pressure, so_far.peak),
        steepest=select(rises, so_far.amid, so_far.steepest),
        rise=rise,
        rises=select(peaks, rise, so_far.rises),
        fall=select(falls, so_far.amid, so_far.fall),
        falls=select(falls, turns, so_far.falls),
    )


def _shut(so_far: _Turning, before: Sample, at: Sample, start: float, end: float) -> _Turning:
    counts = (at.time > before.time) & (before.time >= start) & (at.time < end)
    length, slope = at.time - before.time, slope_between(before, at)
    amid = slope_amid(so_far.slope, so_far.length, slope, length)  # at the sample before
    judged = _judged(so_far, counts & (so_far.length > 0.0), amid)
    return judged._replace(
        time=select(counts, before.time, so_far.time),
        pressure=select(counts, before.value, so_far.pressure),
        length=select(counts, length, so_far.length),
        slope=select(counts, slope, so_far.slope),
        before=select(counts, so_far.amid, so_far.before),
        amid=select(counts, amid, so_far.amid),
    )


def _shut_found(state: _Turning, start: float, end: float) -> ShutSystole:
    """Judge the last two samples as well: the slope at the last one is that of the line to it."""
    judged = _judged(state, state.length > 0.0, state.slope)
    last = judged._replace(
        time=state.time + state.length, pressure=state.pressure + state.slope * state.length, before=nan,
        amid=state.slope,
    )  # fmt: skip
    judged = _judged(last, state.length > 0.0, nan)
    return ShutSystole(judged.rises, judged.falls)


SHUT = Scan(
    "shut", 1, 2, _Turning(nan, nan, 0.0, nan, nan, nan, -inf, -inf, nan, nan, inf, nan), _shut, _shut_found,
    ShutSystole,
)  # fmt: skip
