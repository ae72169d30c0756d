"""Where the R wave of a beat was, known a fixed time after it.

A trigger that cannot wait comes at the first turn of a wave, and in noise or in a broad wave with two shoulders the
first turn is not where the wave is. Who may wait sees the whole wave. A straight line is taken off it, for the baseline
drifts, and the R wave is the middle between the two moments at which its largest deflection crosses a share of its
height: the double-level method (jane1991), which treats narrow and broad beats and both signs of the lead alike.

What is planned from the last R wave, such as inflation and a deflation before the next one, has this time; a deflation
that waits for the R wave has not, and follows the trigger.

For teaching and experiments. Recorded signals never lead to advice on a patient.
"""

from collections import deque
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.signal import lfilter

from diastole.arrays import Array
from diastole.model.devices.balloon_pump.ecg_trigger import REFRACTORY, EcgTrigger

SMOOTHING = 0.02  # s, of the window that evens out noise and mains; assumed
NEAR = 0.5 * REFRACTORY  # s, from the crossing of the threshold to the R wave on either side: no other beat is so near
AROUND = 0.15  # s, of the baseline on either side, more than a broad wave lasts; assumed
LEVEL = 0.7  # 1, of the height at which the two moments are taken, above notch and noise; assumed


class RWave(NamedTuple):
    """An R wave, in seconds from the first sample."""

    time: float
    known: float


class RWaveFinder:
    """Places R waves among samples, one or many at a time; how they are cut into blocks changes nothing.

    Parameters
    ----------
    sampling_rate
        Samples per second [Hz], as of `EcgTrigger`.

    Raises
    ------
    ValueError
        If the sampling rate is too low, or a sample is not a number.
    """

    def __init__(self, sampling_rate: float) -> None:
        self.sampling_rate = sampling_rate
        self._trigger = EcgTrigger(sampling_rate)
        window = np.hanning(2 * (round(SMOOTHING * sampling_rate) // 2) + 3)
        self._window, self._state = window / window.sum(), np.zeros(window.size - 1)
        self._lag = window.size // 2  # samples, of the smoothed signal behind the signal
        self._near, self._around = round(NEAR * sampling_rate), round(AROUND * sampling_rate)
        self._wave: deque[float] = deque(maxlen=2 * self._around + 1)
        self._sample = -1
        self._crossings: deque[int] = deque()  # samples whose wave is not yet seen to its end
        self._placed: deque[RWave] = deque()  # found, but not yet to be reported

    @property
    def delay(self) -> float:
        """How long after each R wave it is known [s]: the same for every beat."""
        return (self._near + self._around + self._lag) / self.sampling_rate

    def see(self, samples: ArrayLike) -> list[RWave]:
        """Return the R waves that become known with these samples [mV, any scale], oldest first."""
        block = np.atleast_1d(np.asarray(samples, dtype=float))
        seen = self._trigger.see(block)
        if not block.size:
            return []
        self._crossings.extend(round(each.onset * self.sampling_rate) for each in seen)
        smooth, self._state = lfilter(self._window, [1.0], block, zi=self._state)
        return [wave for value in smooth.tolist() for wave in self._next(value)]

    def _next(self, smooth: float) -> list[RWave]:
        self._sample += 1
        self._wave.append(smooth)
        if self._crossings and self._crossings[0] + self._around + self._lag == self._sample:
            crossing = self._crossings.popleft()
            time = (crossing + self._middle(np.array(self._wave))) / self.sampling_rate
            self._placed.append(RWave(time, time + self.delay))
        now = self._sample / self.sampling_rate
        return [self._placed.popleft()] if self._placed and self._placed[0].known <= now else []

    def _middle(self, wave: Array) -> float:
        """Return how many samples after the middle of a wave its largest deflection has its own middle."""
        places = np.arange(wave.size) - self._around
        level = wave - np.polyval(np.polyfit(places, wave, 1), places)
        top = int(np.where(np.abs(places) <= self._near, np.abs(level), 0.0).argmax())
        below = np.flatnonzero(level * np.sign(level[top]) < LEVEL * abs(level[top]))
        first = max(below[below < top], default=-1) + 1
        last = min(below[below > top], default=wave.size) - 1
        return 0.5 * float(first + last) - self._around
