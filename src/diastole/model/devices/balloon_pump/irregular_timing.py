"""When the balloon deflates under an irregular rhythm, decided from past R-R intervals only.

Consoles time deflation in one of two ways (cadwell1996): by a prediction of the next beat, or by its R wave. Here are
both and an older one, a time that is fixed when the pump is started. Each is the law of the console with another
expectation of the beat's length, and each lets the balloon out at once when an R wave comes before its time.

It is assumed that the trigger sees each R wave, and that the moment at which the valve closes follows from the interval
before the beat, as the console takes it to. Whether the heart ejects in a premature beat is not asked.
"""

from typing import Literal, NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from diastole.array_words import ARRAY_WORDS
from diastole.arrays import Array
from diastole.law import reread
from diastole.model.devices.balloon_pump.console import (
    NEARLY_EMPTY,
    R_WAVE,
    Landmarks,
    Settings,
    deflation_time,
)
from diastole.model.physiology.clock import MINUTE, systolic_scale

Flags = NDArray[np.bool_]
Algorithm = Literal["fixed", "predicted", "r_wave"]
ALGORITHMS: dict[Algorithm, str] = {
    "fixed": "a fixed time after the R wave, set as the pump is started",
    "predicted": "predicted from the median of the last intervals",
    "r_wave": "R-wave deflation",
}
SEEN_FIRST = 32  # intervals, by which the pump is set before it starts; assumed
RECENT_INTERVALS = 8  # whose median predicts the next; assumed

_deflation = reread(deflation_time, ARRAY_WORDS)
_systole = reread(systolic_scale, ARRAY_WORDS)


class Timed(NamedTuple):
    """Assisted beats of a series, in seconds from the QRS onset of each; an array of one number a beat."""

    intervals: Array  # to the next QRS onset
    start: Array  # helium in
    end: Array  # helium out; not after the start where the beat has no time for an inflation
    best_end: Array  # of a console that knows the next beat: nearly empty as the valve opens, the R wave at the latest
    closes: Array  # the aortic valve in this beat
    opens: Array  # the aortic valve in the next beat

    @property
    def inflated(self) -> Flags:
        """Whether the beat has an inflation."""
        return self.end > self.start

    @property
    def into_ejection(self) -> Flags:
        """Whether helium is ordered in at any moment between opening and closing of the aortic valve."""
        return self.inflated & ((self.start < self.closes) | (self.end > self.opens))

    def not_nearly_empty(self, vent_time: float) -> Flags:
        """Whether less than the console's share of the time to empty is over as the next ejection begins."""
        return self.inflated & (self.end > self.opens - NEARLY_EMPTY * vent_time + 1e-9)

    @property
    def augmentation_lost(self) -> float:
        """The share of the time inflated by the best end that is lost, because the balloon deflates before it [1]."""
        best = np.maximum(self.best_end - self.start, 0.0)
        kept = np.clip(np.minimum(self.end, self.best_end) - self.start, 0.0, None)
        return float(1.0 - kept.sum() / best.sum())


def expected_intervals(intervals: Array, algorithm: Algorithm) -> Array:
    """Return the length of each beat after the first ``SEEN_FIRST`` [s] as it is expected at its beginning."""
    count = len(intervals) - SEEN_FIRST
    if algorithm == "fixed":
        return np.full(count, np.median(intervals[:SEEN_FIRST]))
    if algorithm == "predicted":
        past = intervals[SEEN_FIRST - RECENT_INTERVALS : -1]
        return np.asarray(np.median(sliding_window_view(past, RECENT_INTERVALS), axis=1))
    return np.full(count, np.inf)


def timed_beats(
    intervals: Array, settings: Settings, landmarks: Landmarks, seen_at: float, algorithm: Algorithm, delay: float
) -> Timed:
    """Return the inflations of a series of R-R intervals [s] at 1:1; the first ``SEEN_FIRST`` beats are not assisted.

    `landmarks`: of an unassisted beat, seen at a heart rate of `seen_at` [1/min]; `delay`: of the trigger after the R
    wave [s].

    Raises
    ------
    ValueError
        If the series is too short, or an interval is not positive and finite.
    """
    if len(intervals) <= SEEN_FIRST:
        raise ValueError(f"the console needs more than {SEEN_FIRST} R-R intervals")
    if not (np.isfinite(intervals).all() and (intervals > 0.0).all()):
        raise ValueError("each R-R interval must be positive")
    assisted, before = intervals[SEEN_FIRST:], intervals[SEEN_FIRST - 1 : -1]
    closes = landmarks.notch * _systole(MINUTE / before) / systolic_scale(seen_at)
    expected = expected_intervals(intervals, algorithm)
    end = _deflation(settings, landmarks, expected, assisted + delay)
    empty = np.concatenate([[0.0], end[:-1] - assisted[:-1] + settings.vent_time])  # of the inflation before
    start = np.maximum(closes + settings.inflation_offset, np.maximum(empty, 0.0))
    nearly_empty = min(R_WAVE, landmarks.upstroke - NEARLY_EMPTY * settings.vent_time)
    return Timed(assisted, start, end, assisted + nearly_empty, closes, assisted + landmarks.upstroke)
