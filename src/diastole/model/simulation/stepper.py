"""Explicit fixed-step integration of one beat; a beat is cut into equal steps, so that its ends are step ends.

With a bounded leaflet rate the circulation is hardly stiff: its fastest eigenvalue is about 700 /s, so the classical
Runge-Kutta method is stable up to some 3.9 ms and explicit steps are the cheapest way.
"""

from math import ceil

import numpy as np
from numpy.typing import NDArray

from diastole.arrays import Array
from diastole.law import compiled
from diastole.model.circulation.generated.closed_loop import rates, signals

BoolArray = NDArray[np.bool_]

ORDER = 4  # of the method, between kinks of the laws


def step_count(period: float, longest_step: float) -> int:
    """Return the number of equal steps into which a beat is cut."""
    return ceil(period / longest_step)


@compiled
def copy(values: Array, start: int, row: Array) -> None:
    """Fill a row with values from a place on; a slice costs 3 s of compiling, for its message about unlike shapes."""
    for j in range(row.size):
        row[j] = values[start + j]


@compiled
def rk4_beat(y: Array, p: Array, period: float, steps: int, seen: Array, states: Array, slopes: Array) -> None:
    """Advance y in place over one beat by the classical Runge-Kutta method.

    `y`: states (n,) at the QRS onset; those at the end of the beat afterwards.
    `p`: parameters of the right-hand side.
    `period`: length of the beat [s].
    `seen`: filled with what is watched (steps + 1, w) at the step ends.
    `states` and `slopes`: filled with states and rates (steps + 1, n) at the step ends; left alone where they have no
        rows.
    """
    n = y.size
    width = n + seen.shape[1]
    step = period / steps
    half = 0.5 * step
    k1 = np.empty(width)
    k2 = np.empty(width)
    k3 = np.empty(width)
    k4 = np.empty(width)
    ahead = np.empty(n)
    recording = states.shape[0] > 0
    for i in range(steps):
        time = i * step
        rates(time, y, p, k1)
        copy(k1, n, seen[i])
        if recording:
            copy(y, 0, states[i])
            copy(k1, 0, slopes[i])
        for j in range(n):
            ahead[j] = y[j] + half * k1[j]
        rates(time + half, ahead, p, k2)
        for j in range(n):
            ahead[j] = y[j] + half * k2[j]
        rates(time + half, ahead, p, k3)
        for j in range(n):
            ahead[j] = y[j] + step * k3[j]
        rates(time + step, ahead, p, k4)
        for j in range(n):
            y[j] += step / 6.0 * (k1[j] + 2.0 * (k2[j] + k3[j]) + k4[j])
    rates(period, y, p, k1)
    copy(k1, n, seen[steps])
    if recording:
        copy(y, 0, states[steps])
        copy(k1, 0, slopes[steps])


@compiled
def is_sound(y: Array, blood: BoolArray, openings: BoolArray, expected: float, tolerance: float, slack: float) -> bool:
    """Return whether states are finite, no store is empty, blood [mL] is kept and leaflets lie between 0 and 1."""
    total = 0.0
    for i in range(y.size):
        if not np.isfinite(y[i]):
            return False
        if blood[i]:
            total += y[i]
            if y[i] <= 0.0:
                return False
        if openings[i] and (y[i] < -slack or y[i] > 1.0 + slack):
            return False
    return abs(total / expected - 1.0) <= tolerance


@compiled
def observe(times: Array, states: Array, p: Array, out: Array) -> None:
    """Set each row of out to the signals of that row of states."""
    for i in range(times.size):
        signals(times[i], states[i], p, out[i])
