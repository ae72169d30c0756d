"""A trigger on the electrocardiogram that knows only past samples.

After Pan and Tompkins (pan1985): band-pass, slope, energy in a moving window, and thresholds that follow the peaks of
signal and noise. Three things differ, because a pump cannot wait and has to treat broad beats alike. The window's
energy has to cross the threshold, not pass its peak. The trigger is then the turn of the wave, so that it lies at the
R wave of narrow and broad beats. The energy lags behind the wave by half its window, so a beat with little energy
crosses after its turn: the trigger is then the crossing, and waits for no other turn. A turn that is small against the
usual wave is noise on the way to it. After a pause the threshold is halved for what comes, instead of searching back:
a beat that is found late is of no use to a pump.

For teaching and experiments. Recorded signals never lead to advice on a patient.
"""

from collections import deque
from math import pi
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.signal import butter, lfilter, sosfilt

from diastole.arrays import Array

BAND = (3.0, 20.0)  # Hz, that passes; assumed, pan1985 has 5 to 15 Hz, which weakens broad beats
WINDOW = 0.08  # s, of the moving mean; assumed, pan1985 has 0.15 s with a longer delay
REFRACTORY = 0.2  # s, in which no second beat begins; pan1985
T_WAVE = 0.36  # s, in which a wave of less than half the slope of a beat is its T wave; pan1985
T_WAVE_SHARE = 0.5  # 1; pan1985
THRESHOLD = 0.17  # 1, of the way from noise to signal in slope, not in its square; assumed
NEWEST = 0.125  # 1, weight of the newest peak; pan1985
LARGEST_PEAK = 2.0  # 1, of the usual signal, to which a peak counts: an artefact must not blind the trigger; assumed
PAUSE = 1.66  # 1, of the mean R-R interval, after which the threshold is halved; pan1985
FADING = 0.3  # 1/s, at which the usual signal is forgotten in such a pause; assumed
RECENT = 8  # intervals in the mean; pan1985
FIRST_INTERVAL = 1.0  # s, where none was seen; assumed
SAMPLES = 10.0  # of the shortest period that passes: of five, the top of a wave falls between two; assumed
SETTLING = 0.3  # s, in which the filters settle; assumed
LEARNING = 2.0  # s, in which signal and noise are measured and nothing is triggered; pan1985
TURN_SHARE = 0.5  # 1, of the usual height of the wave, from which on a turn is its own; assumed, as T_WAVE_SHARE
LONGEST_RISE = 0.07  # s, from crossing the threshold to the turn, after which the trigger waits no more; assumed


class Detection(NamedTuple):
    """A beat that a trigger has seen, in seconds from its first sample."""

    onset: float  # the energy crossed the threshold
    known: float  # the trigger


class EcgTrigger:
    """A trigger that is fed samples, one or many at a time.

    How the samples are cut into blocks changes nothing, and no sample changes what was triggered before it.

    Parameters
    ----------
    sampling_rate
        Samples per second [Hz], at least ten times the upper edge of the band.

    Raises
    ------
    ValueError
        If the sampling rate is too low, or a sample is not a number.
    """

    def __init__(self, sampling_rate: float) -> None:
        if not sampling_rate >= SAMPLES * BAND[1]:
            raise ValueError(f"the electrocardiogram needs at least {SAMPLES * BAND[1]:.0f} samples a second")
        self.sampling_rate = sampling_rate
        self._filters = (
            butter(1, BAND, "bandpass", fs=sampling_rate, output="sos"),
            butter(1, BAND[1], fs=sampling_rate, output="sos"),
        )
        self._states = [np.zeros((len(sections), 2)) for sections in self._filters]
        width = max(1, round(WINDOW * sampling_rate))
        self._mean, self._mean_state = np.full(width, 1.0 / width), np.zeros(width - 1)
        self._before = [0.0, 0.0]  # the last sample that passed each filter
        self._offset: float | None = None  # the first sample: an amplifier's level must not look like the first wave
        self._rule = ThresholdRule(sampling_rate)

    @property
    def delay(self) -> float:
        """How long after the R wave the trigger comes [s]: the group delay of the low-pass at low frequency."""
        return 1.0 / (2.0 * pi * BAND[1])

    def see(self, samples: ArrayLike) -> list[Detection]:
        """Return the beats that become known with these samples [mV, any scale], oldest first."""
        block = np.atleast_1d(np.asarray(samples, dtype=float))
        if not np.isfinite(block).all():
            raise ValueError("the electrocardiogram holds a sample that is no number")
        if not block.size:
            return []
        if self._offset is None:
            self._offset = block[0]
        seen = map(self._rule.see, *self._features(block - self._offset))
        return [detection for detection in seen if detection]

    def _features(self, block: Array) -> tuple[list[float], list[float], list[float]]:
        """Return the root mean square of the band's slope over the window, the smoothed signal, and its slope."""
        slopes = []
        for i, sections in enumerate(self._filters):
            passed, self._states[i] = sosfilt(sections, block, zi=self._states[i])
            slopes.append(np.diff(passed, prepend=self._before[i]) * self.sampling_rate)
            self._before[i] = passed[-1]
        energy, self._mean_state = lfilter(self._mean, [1.0], slopes[0] ** 2, zi=self._mean_state)
        return np.sqrt(np.maximum(energy, 0.0)).tolist(), passed.tolist(), slopes[1].tolist()


class FilteredWave:
    """The smoothed wave of the last moment: whether it turns, and whether that turn is as high as a beat's."""

    def __init__(self, sampling_rate: float) -> None:
        self._past: deque[float] = deque(maxlen=max(2, round(WINDOW * sampling_rate)))
        self._lag = round(0.5 * WINDOW * sampling_rate)  # samples, of the energy behind the wave
        self._since = self._lag + 1  # samples, since the last high turn
        self._usual = self._highest = 0.0  # height of a wave; of the present one

    @property
    def has_turned(self) -> bool:
        """Whether the wave turned while the energy was on its way."""
        return self._since <= self._lag

    def turns(self, smooth: float, *, turning: bool) -> bool:
        """Take a sample, and return whether the wave turns with it at a height that is a beat's own."""
        self._past.append(smooth)
        self._since += 1
        if turning:
            height = max(max(self._past) - smooth, smooth - min(self._past))
            self._highest = max(self._highest, height)
            if height >= TURN_SHARE * self._usual:
                self._since = 0
                return True
        return False

    def learn(self) -> None:
        """Take the highest turn so far as the usual one."""
        self._usual = self._highest

    def end(self) -> None:
        """Let the highest turn of a beat move the usual height."""
        self._usual += NEWEST * (min(self._highest, LARGEST_PEAK * self._usual) - self._usual)
        self._highest = 0.0


class ThresholdRule:
    """The thresholds: from the window's energy and the signal's slope, sample by sample, to detections."""

    def __init__(self, sampling_rate: float) -> None:
        self.sampling_rate = sampling_rate
        self.sample = -1
        self.signal = self.noise = self.peak = self.last_peak = 0.0
        self.beat: int | None = None  # sample at which the last beat crossed the threshold
        self.waiting = False  # for its turn
        self.intervals: deque[int] = deque(maxlen=RECENT)
        self.energy = self.slope = 0.0
        self.rising = False
        self.wave = FilteredWave(sampling_rate)

    def see(self, energy: float, smooth: float, slope: float) -> Detection | None:
        """Return the beat that becomes known with this sample."""
        self.sample += 1
        turned = self.wave.turns(smooth, turning=slope * self.slope <= 0.0)
        time = self.sample / self.sampling_rate
        if time < LEARNING:
            self._learn(energy, time)
        elif self.beat is not None and self._since() <= REFRACTORY:
            self._follow_signal(energy)
        elif energy > self._threshold():
            self._begin(energy)
            turned = self.wave.has_turned
        else:
            self._follow_noise(energy)
        self.energy, self.slope = energy, slope
        return self._known(time) if self.waiting and (turned or self._since() >= LONGEST_RISE) else None

    def _known(self, time: float) -> Detection:
        self.waiting = False
        return Detection(time - self._since(), time)

    def _since(self) -> float:
        """Return how long ago the last beat began [s]; before the first one, since learning."""
        return self.sample / self.sampling_rate - (LEARNING if self.beat is None else self.beat / self.sampling_rate)

    def _learn(self, energy: float, time: float) -> None:
        if time < SETTLING:
            return
        self.signal = max(self.signal, energy)
        self.wave.learn()
        self.noise += (energy - self.noise) / max(1.0, (time - SETTLING) * self.sampling_rate)

    def _threshold(self) -> float:
        threshold = self.noise + THRESHOLD * (self.signal - self.noise)
        mean = sum(self.intervals) / len(self.intervals) / self.sampling_rate if self.intervals else FIRST_INTERVAL
        if self._since() > PAUSE * mean:
            self.signal *= 1.0 - FADING / self.sampling_rate
            return 0.5 * threshold
        if self.beat is not None and self._since() < T_WAVE:
            return max(threshold, T_WAVE_SHARE * min(self.last_peak, self.signal))
        return threshold

    def _begin(self, energy: float) -> None:
        if self.beat is not None:
            self.intervals.append(self.sample - self.beat)
        self.beat, self.peak, self.waiting, self.rising = self.sample, energy, True, False

    def _follow_signal(self, energy: float) -> None:
        """Take the highest energy of a beat as its peak once the refractory time is over."""
        self.peak = max(self.peak, energy)
        if self._since() + 1.0 / self.sampling_rate > REFRACTORY:
            self.last_peak = self.peak
            self.signal += NEWEST * (min(self.peak, LARGEST_PEAK * self.signal) - self.signal)
            self.wave.end()
        self.rising = False

    def _follow_noise(self, energy: float) -> None:
        if self.rising and energy < self.energy:
            self.noise += NEWEST * (min(self.energy, self.signal) - self.noise)
        if energy != self.energy:
            self.rising = energy > self.energy
