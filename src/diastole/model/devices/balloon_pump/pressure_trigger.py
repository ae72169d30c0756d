"""A trigger on the arterial pressure that knows only past samples.

A beat is an upstroke: the smoothed pressure has risen above its lowest value of a moment before by a share of the usual
pulse, steeply. The console tells it when it sends helium in, since a balloon that fills makes an upstroke too: that
rise is not looked at. Upstroke and pulse are followed as they change, and after a pause less of both is asked for.

Pressure is a late sign of a beat. It comes after the time in which the ventricle contracts with all valves shut, after
the delay of the smoothing, and after the rise that has to be seen; a beat that does not open the aortic valve has none.

For teaching and experiments. Recorded signals never lead to advice on a patient.
"""

from collections import deque
from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike
from scipy.signal import butter, sosfilt, sosfilt_zi

from diastole.model.devices.balloon_pump.balloon import Inflation
from diastole.model.devices.balloon_pump.ecg_trigger import (
    FADING,
    FIRST_INTERVAL,
    LARGEST_PEAK,
    LEARNING,
    NEWEST,
    PAUSE,
    RECENT,
    SETTLING,
    Detection,
)

LOW_PASS = 16.0  # Hz; a monitor's own filter has 12 to 40; assumed
LOWEST_RATE = 100.0  # Hz, of sampling, with some samples in an upstroke; assumed
FOOT = 0.15  # s, in which the lowest pressure is the foot of the upstroke, so that drift does not add up; assumed
RISE = 0.3  # 1, of the usual pulse, above that of a dicrotic wave; assumed
STEEPNESS = 0.3  # 1, of the usual upstroke, below that of the dicrotic wave; assumed
LEAST_RISE = 4.0  # mmHg, below which nothing is a beat; assumed
BLIND = 0.25  # s, after a beat: its own systole; assumed
OWN_RISE = 0.2  # s, after helium is sent in, in which the balloon fills; assumed


class PressureTrigger:
    """A trigger that is fed samples, one or many at a time; how they are cut into blocks changes nothing.

    Parameters
    ----------
    sampling_rate
        Samples per second [Hz], at least 100.

    Raises
    ------
    ValueError
        If the sampling rate is too low, or a sample is not a number.
    """

    def __init__(self, sampling_rate: float) -> None:
        if not sampling_rate >= LOWEST_RATE:
            raise ValueError(f"the pressure needs at least {LOWEST_RATE:.0f} samples a second")
        self.sampling_rate = sampling_rate
        self._filter = butter(2, LOW_PASS, fs=sampling_rate, output="sos")
        self._state: np.ndarray | None = None
        self._past: deque[float] = deque(maxlen=max(2, round(FOOT * sampling_rate)))
        self._upstrokes = UpstrokeRule()
        self._sample = -1

    def see(self, samples: ArrayLike, inflations: Iterable[Inflation] = ()) -> list[Detection]:
        """Return the beats that become known with these samples [mmHg], oldest first.

        `inflations`: that the console orders while they are taken, in seconds from the first sample of all.
        """
        block = np.atleast_1d(np.asarray(samples, dtype=float))
        if not np.isfinite(block).all():
            raise ValueError("the pressure holds a sample that is no number")
        if not block.size:
            return []
        if self._state is None:
            self._state = sosfilt_zi(self._filter) * block[0]
        smooth, self._state = sosfilt(self._filter, block, zi=self._state)
        starts = [each.start for each in inflations]
        seen = [self._next(pressure, starts) for pressure in smooth.tolist()]
        return [detection for detection in seen if detection]

    def _next(self, pressure: float, starts: list[float]) -> Detection | None:
        self._sample += 1
        time = self._sample / self.sampling_rate
        slope = (pressure - self._past[-1]) * self.sampling_rate if self._past else 0.0
        if any(0.0 <= time - start < OWN_RISE for start in starts):
            self._past.clear()
        self._past.append(pressure)
        return self._upstrokes.see(time, pressure - min(self._past), slope if len(self._past) > 1 else 0.0)


class UpstrokeRule:
    """From rise and slope of the pressure, sample by sample, to detections."""

    def __init__(self) -> None:
        self.pulse = self.upstroke = 0.0  # usual rise [mmHg] and slope [mmHg/s]
        self.highest = self.steepest = 0.0  # of the present beat
        self.beat: float | None = None  # s, of the last beat
        self.intervals: deque[float] = deque(maxlen=RECENT)
        self.before = 0.0  # s, time of the last sample

    def see(self, time: float, rise: float, slope: float) -> Detection | None:
        """Return the beat that becomes known with this sample."""
        passed, self.before = time - self.before, time
        if time < LEARNING:
            if time > SETTLING:
                self.pulse, self.upstroke = max(self.pulse, rise), max(self.upstroke, slope)
            return None
        since = time - (LEARNING if self.beat is None else self.beat)
        if self.beat is not None and since < BLIND:
            self._follow(rise, slope, over=since + passed >= BLIND)
            return None
        share = self._asked(since, passed)
        if rise <= max(share * RISE * self.pulse, LEAST_RISE) or slope <= share * STEEPNESS * self.upstroke:
            return None
        if self.beat is not None:
            self.intervals.append(since)
        self.beat, self.highest, self.steepest = time, rise, slope
        return Detection(time - rise / slope, time)

    def _asked(self, since: float, passed: float) -> float:
        """Return the share of the usual thresholds that is asked for: half of it after a pause, and then still less."""
        mean = sum(self.intervals) / len(self.intervals) if self.intervals else FIRST_INTERVAL
        if since <= PAUSE * mean:
            return 1.0
        self.pulse *= 1.0 - FADING * passed
        self.upstroke *= 1.0 - FADING * passed
        return 0.5

    def _follow(self, rise: float, slope: float, *, over: bool) -> None:
        """Take the highest rise and the steepest slope of a beat as its pulse, once its systole is over."""
        self.highest, self.steepest = max(self.highest, rise), max(self.steepest, slope)
        if over:
            self.pulse += NEWEST * (min(self.highest, LARGEST_PEAK * self.pulse) - self.pulse)
            self.upstroke += NEWEST * (min(self.steepest, LARGEST_PEAK * self.upstroke) - self.upstroke)
