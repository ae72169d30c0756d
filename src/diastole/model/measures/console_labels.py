"""Labels that the console of a balloon pump prints beside its trace, and where on the trace they stand.

The points of a beat are read with the words of laws, as measures are, so that a page has them from the same source;
which label stands at which point of which beat is a table that both read.
"""

from math import isnan
from typing import NamedTuple

from diastole.model.measures.beat import Beat, PeriodicTrace
from diastole.model.measures.measure import Value, only_where
from diastole.model.measures.pressures import AORTA, BEFORE_OPENING

SEEN = 1.0  # mmHg, by which pressure must rise to a peak, or fall to a notch, for the eye to see it; assumed

LABELS: dict[str, str] = {
    "SYS": "systolic pressure of an unassisted beat",
    "DIA": "end-diastolic pressure before an unassisted systole",
    "AUG": "peak of diastole while the balloon is inflated",
    "ASYS": "systolic pressure of the beat after an inflation (assisted systole)",
    "ADIA": "end-diastolic pressure after deflation (assisted diastole)",
    "DN": "pressure at the dicrotic notch, where the aortic valve closes",
}

# Beats of a support cycle that a label is of. Without a balloon at work each of them is unassisted, and none assisted.
FIRST, ASSISTED, UNASSISTED = "first", "assisted", "unassisted"
READ_FROM: dict[str, tuple[str, str]] = {  # label → beats, point of `MarkedPoints`
    "SYS": (UNASSISTED, "systole"),
    "DIA": (UNASSISTED, "end_diastole"),
    "AUG": (ASSISTED, "peak"),
    "ASYS": (ASSISTED, "systole"),
    "ADIA": (ASSISTED, "end_diastole"),
    "DN": (FIRST, "notch"),
}


class MarkedPoints(NamedTuple):
    """Points of the aortic pressure of a beat that a console marks, by time [s] and height [mmHg]; what the eye cannot
    see has no numbers.
    """

    notch_at: float
    notch: float
    peak_at: float
    peak: float
    end_diastole_at: float
    end_diastole: float
    systole_at: float
    systole: float


class Mark(NamedTuple):
    """Where a label stands on the trace."""

    time: float  # s, from the QRS onset of the first beat; beyond the support cycle it is of the next one
    pressure: float  # mmHg


def marked_points(beat: Beat) -> MarkedPoints:
    """Return the points of a beat that a console marks.

    The peak is where pressure rises most from a trough of diastole, the notch or a later one: after a late inflation it
    may lie below the notch, above all where the aortic valve leaks. The notch is where the valve closes; it is not seen
    where the valve stays shut, and where pressure has not fallen by then: an inflation that is early runs into systole
    and fills it.
    """
    cycle, systole = beat.cycle, beat.before
    closure = cycle.at(AORTA, systole.closes)
    falls = beat.over(AORTA, systole.begins, systole.closes).highest > closure + SEEN
    diastole = cycle.extremes(AORTA, beat.starts, beat.r_wave)
    end_diastole = cycle.extremes(AORTA, beat.opens - BEFORE_OPENING, beat.opens)
    ejection = cycle.extremes(AORTA, beat.opens, beat.closes)
    return MarkedPoints(
        notch_at=systole.closes,
        notch=only_where(systole.ejects & falls, closure),
        peak_at=diastole.risen_at,
        peak=only_where(diastole.rise > SEEN, diastole.risen),
        end_diastole_at=end_diastole.lowest_at,
        end_diastole=end_diastole.lowest,
        systole_at=ejection.highest_at,
        systole=ejection.highest,
    )


def console_marks(cycle: PeriodicTrace, *, pumping: bool) -> dict[str, Mark | None]:
    """Return where each label stands; None where the screen shows no such beat, notch or peak.

    The pressure of several unassisted beats is their mean, and its time that in the last of them.

    `pumping`: whether a balloon works.
    """
    first, *others = (marked_points(cycle.beat(index)) for index in range(cycle.beats))
    beats = {FIRST: [first], ASSISTED: [first] if pumping else [], UNASSISTED: others if pumping else [first]}
    return {label: _mark(beats[of], point) for label, (of, point) in READ_FROM.items()}


def _mark(beats: list[MarkedPoints], point: str) -> Mark | None:
    pressures = [getattr(beat, point) for beat in beats]
    if not pressures or any(map(isnan, pressures)):
        return None
    return Mark(getattr(beats[-1], f"{point}_at"), sum(pressures) / len(pressures))


def console_labels(cycle: PeriodicTrace, *, pumping: bool) -> dict[str, Value]:
    """Return the number of each label [mmHg], as `console_marks`."""
    return {label: mark and mark.pressure for label, mark in console_marks(cycle, pumping=pumping).items()}
