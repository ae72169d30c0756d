"""Waveforms laid out for a figure: the periodic cycle repeated over the span that is shown."""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from diastole.model.run import Run

Array = NDArray[np.float64]
LEAST_BEATS = 2  # shown, so that one whole diastole is seen


def cycle_length(run: Run) -> float:
    """Return the length of the support cycle [s]: a whole number of beats."""
    return run.period * max(1, round(float(run.time[-1]) / run.period))


def span(*runs: Run) -> float:
    """Return how much time is shown [s]: the longest support cycle, and two beats at least."""
    return max(max(cycle_length(run), LEAST_BEATS * run.period) for run in runs)


def repeated(run: Run, name: str, length: float) -> tuple[Array, Array]:
    """Return time [s] and a signal, repeated from 0 to ``length``."""
    cycle = cycle_length(run)
    time, values = np.asarray(run.time, float), np.asarray(run.signals[name], float)
    keep = time < cycle - 1e-9
    time, values = time[keep], values[keep]
    copies = range(int(np.ceil(length / cycle + 1e-9)) + 1)
    times = np.concatenate([time + copy * cycle for copy in copies])
    tiled = np.tile(values, len(copies))
    inside = times < length
    end = np.interp(length, times, tiled)
    return np.append(times[inside], length), np.append(tiled[inside], end)


def loop(run: Run) -> tuple[Array, Array]:
    """Return volume [mL] and pressure [mmHg] of the left ventricle over the support cycle, closed."""
    volume, pressure = (np.asarray(run.signals[name], float) for name in ("lv_volume", "lv_pressure"))
    return np.append(volume, volume[0]), np.append(pressure, pressure[0])


def repeated_times(times: list[float], cycle: float, length: float) -> list[float]:
    """Return moments of the cycle [s], repeated from 0 to ``length``."""
    copies = range(int(np.ceil(length / cycle)) + 1)
    return [at for copy in copies for time in times if 0.0 <= (at := time + copy * cycle) <= length]


def inflated_spans(run: Run, length: float) -> list[tuple[float, float]]:
    """Return the spans in which the balloon holds helium [s], repeated to ``length``, neighbours joined."""
    cycle = cycle_length(run)
    copies = range(int(np.ceil(length / cycle)) + 1)
    spans = sorted((start + copy * cycle, end + copy * cycle) for copy in copies for start, end in run.inflations)
    joined: list[tuple[float, float]] = []
    for start, end in spans:
        if joined and start <= joined[-1][1] + 0.01 * cycle:
            joined[-1] = joined[-1][0], max(joined[-1][1], end)
        else:
            joined.append((start, end))
    return [(max(start, 0.0), min(end, length)) for start, end in joined if start < length]


def turning_points(values: Array) -> tuple[list[int], list[int]]:
    """Return the indices of local maxima and of local minima."""
    slopes = np.sign(np.diff(values))
    for index, (before, after) in enumerate(pairwise(slopes)):
        if after == 0.0:
            slopes[index + 1] = before
    turns = np.diff(slopes)
    maxima, minima = np.flatnonzero(turns < 0) + 1, np.flatnonzero(turns > 0) + 1
    return maxima.tolist(), minima.tolist()
