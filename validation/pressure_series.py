"""The aortic pressure of a simulated heart over many beats of any rhythm, and how a line of fluid spoils it."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

import numpy as np
from scipy.signal import cont2discrete, lfilter

from diastole import Patient
from diastole.arrays import Array
from diastole.model.devices.balloon_pump.balloon import Inflation
from diastole.model.devices.balloon_pump.console import OFF, R_WAVE, settings_of
from diastole.model.simulation.assist import unassisted_landmarks
from diastole.model.simulation.beats import BeatingHeart
from diastole.model.simulation.steady_beat import find_steady_state
from diastole.model.simulation.trace import StepEnds

SAMPLING = 250.0  # Hz
AORTA = "p_ascending_aorta"  # where the inner lumen of a balloon opens, near the arch
EJECTS = 1.0  # mL/s, of flow through the aortic valve


class PressureSeries(NamedTuple):
    """The aortic pressure over a series of beats."""

    pressure: Array  # (n,) mmHg, at SAMPLING
    r_waves: Array  # (beats,) s
    opens: Array  # (beats,) s, at which the aortic valve opens; not a number where it stays shut
    inflations: tuple[Inflation, ...]  # in the time of the series
    augmented: Array  # (beats,) mmHg, highest pressure after closure of the valve
    period: Array  # (beats,) s


def pressure_series(patient: Patient, intervals: Iterable[float]) -> PressureSeries:
    """Beat a patient, with the balloon pump that he has, through R-R intervals [s]."""
    heart = BeatingHeart(patient)
    find_steady_state(heart)
    settings = settings_of(patient.balloon_pump)
    if settings is not OFF and settings.on:
        heart.set_console(settings, unassisted_landmarks(heart))
    onset, rows = 0.0, []
    times, pressures, inflations = [], [], []
    for seconds in intervals:
        beat = heart.beat(float(seconds), record=True)
        ends = StepEnds(beat)
        time, pressure, flow = ends.time, ends[AORTA], ends["q_aortic"]
        ejects = np.flatnonzero(flow > EJECTS)
        opens = time[ejects[0]] if ejects.size else np.nan
        after = pressure[ejects[-1] :] if ejects.size else pressure
        rows.append((onset + R_WAVE, onset + opens, float(after.max()), beat.period))
        times.append(onset + time[:-1])
        pressures.append(pressure[:-1])
        if beat.present:
            inflations.append(Inflation(onset + beat.present.start, onset + beat.present.end, beat.present.volume))
        onset += beat.period
    grid = np.arange(0.0, onset, 1.0 / SAMPLING)
    whole = np.interp(grid, np.concatenate(times), np.concatenate(pressures))
    r_waves, opening, augmented, periods = np.array(rows).T
    return PressureSeries(whole, r_waves, opening, tuple(inflations), augmented, periods)


def line(pressure: Array, frequency: float, damping: float) -> Array:
    """Return what a line of fluid shows: a second-order system of a natural frequency [Hz] and a damping [1]."""
    omega = 2.0 * np.pi * frequency
    numerator, denominator, _ = cont2discrete(([omega**2], [1.0, 2.0 * damping * omega, omega**2]), 1.0 / SAMPLING)
    return pressure[0] + lfilter(numerator.ravel(), denominator, pressure - pressure[0])


def noise(pressure: Array, seed: int, size: float = 1.0) -> Array:
    """Return the pressure with white noise of a standard deviation [mmHg]."""
    return pressure + size * np.random.default_rng(seed).standard_normal(len(pressure))


def whip(pressure: Array, seed: int, size: float = 10.0, rate: float = 0.5) -> Array:
    """Return the pressure with blows against the catheter: at random, ringing at 12 Hz and over in 0.1 s."""
    random = np.random.default_rng(seed)
    blows = np.where(random.random(len(pressure)) < rate / SAMPLING, random.normal(0.0, size, len(pressure)), 0.0)
    time = np.arange(0.0, 0.4, 1.0 / SAMPLING)
    ringing = np.exp(-time / 0.05) * np.sin(2.0 * np.pi * 12.0 * time)
    return pressure + np.convolve(blows, ringing)[: len(pressure)]


def drift(pressure: Array, swing: float = 8.0, slope: float = 0.05) -> Array:
    """Return the pressure with a swing of respiration [mmHg] at 0.25 Hz, and a zero that runs away [mmHg/s]."""
    time = np.arange(len(pressure)) / SAMPLING
    return pressure + swing * np.sin(2.0 * np.pi * 0.25 * time) + slope * time


DISTURBANCES: dict[str, Callable[[Array], Array]] = {
    "none": lambda pressure: pressure,
    "noise, SD 1 mmHg": lambda pressure: noise(pressure, 1),
    "damped line, 5 Hz and 1.2": lambda pressure: line(pressure, 5.0, 1.2),
    "ringing line, 12 Hz and 0.15": lambda pressure: line(pressure, 12.0, 0.15),
    "whip, SD 10 mmHg": lambda pressure: whip(pressure, 1),
    "drift and respiration, 8 mmHg": drift,
    "ringing line, noise, whip and drift": lambda pressure: noise(whip(drift(line(pressure, 12.0, 0.15)), 1), 1),
}
