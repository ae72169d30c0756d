"""Explicit fixed-step integration of one beat; a beat is cut into equal steps, so that its ends are step ends.

With a bounded leaflet rate the circulation is hardly stiff: its fastest eigenvalue is about 700 /s, so the classical
Runge-Kutta method is stable up to some 3.9 ms and explicit steps are the cheapest way.
"""

from math import ceil
from typing import NamedTuple

import numpy as np

from diastole.arrays import Array
from diastole.model.circulation.kernel import FINER, Circulation, closed_circulation
from diastole.tracing.native import address

ORDER = 4  # of the method, between kinks of the laws
TIMES = ("start", "length", "steps")  # of a beat, as its compiled code takes them


class Steps(NamedTuple):
    """The steps of a beat, or of a part of it."""

    means: Array  # (w,), time means of what is watched
    states: Array  # (steps + 1, n), at the step ends; no rows where they are not recorded
    slopes: Array  # (steps + 1, n), rates of the states likewise
    signals: Array  # (steps + 1, m), likewise


def step_count(period: float, longest_step: float) -> int:
    """Return the number of equal steps into which a beat is cut."""
    return ceil(period / longest_step)


def advance(
    y: Array, p: Array, length: float, steps: int, *, start: float = 0.0, record: bool = False,
    circulation: Circulation | None = None,
) -> Steps:  # fmt: skip
    """Advance states y (n,) in place by the classical Runge-Kutta method.

    Raise ValueError if an array is not of the circulation, or may not be changed.

    `p`: parameters of the right-hand side; `length`: of what is integrated [s], a beat if it starts at its QRS onset;
    `steps`: into which it is cut; `start`: time of the beat [s]; `record`: whether steps are kept; `circulation`: the
    closed loop if left out.
    """
    if not y.flags.writeable:
        raise ValueError("the states change in place, and this array may not be changed")
    loop = circulation or closed_circulation()
    n, w, m, k = width = loop.width
    rows = steps + 1 if record else 0
    kept = np.empty(rows * (2 * n + m))
    held = np.empty(len(TIMES) + w + width.work)  # one array of all that is small: an address takes time to ask for
    held[: len(TIMES)] = start, length, steps
    times, states = address(held), address(kept)
    means = times + len(TIMES) * held.itemsize
    slopes = states + rows * n * held.itemsize
    signals = slopes + rows * n * held.itemsize
    loop.beat(
        address(y, (n,)), address(p, (k,)), times, times + held.itemsize, times + 2 * held.itemsize, means, states,
        slopes, signals, means + w * held.itemsize, steps, rows,
    )  # fmt: skip
    ends = rows * n, 2 * rows * n
    return Steps(
        held[len(TIMES) : len(TIMES) + w].copy(),
        kept[: ends[0]].reshape(rows, n), kept[ends[0] : ends[1]].reshape(rows, n), kept[ends[1] :].reshape(rows, m),
    )  # fmt: skip


def is_sound(y: Array, blood: float) -> bool:
    """Return whether states are finite, no store is empty, blood [mL] is kept and leaflets lie between 0 and 1."""
    expected_and_verdict = np.array((blood, 0.0))
    own = address(expected_and_verdict)
    loop = closed_circulation()
    loop.judge(address(y, (loop.width.states,)), own, own + expected_and_verdict.itemsize)
    return bool(expected_and_verdict[1])


def differentiate(times: Array, states: Array, p: Array, circulation: Circulation | None = None) -> tuple[Array, Array]:
    """Return rates (points, n) and signals (points, m) of states (points, n) at times (points,).

    Raise ValueError if an array is not of the circulation.

    `circulation`: the closed loop if left out.
    """
    loop = circulation or closed_circulation()
    width, points = loop.width, times.size
    out = np.empty((points, width.rates))
    given = address(times, (points,)), address(states, (points, width.states)), address(p, (width.parameters,))
    loop.differentiate(*given, address(out), points)
    return out[:, : width.states], out[:, width.states :]


def refined(steps_of_beat: Steps, p: Array, length: float) -> tuple[Array, Array]:
    """Return states (points, n) and signals (points, m) at ``FINER`` points a step of a recorded beat, and its end.

    Raise ValueError if an array is not of the circulation.

    `p`: parameters of the right-hand side; `length`: of the beat [s].
    """
    loop = closed_circulation()
    width, states, slopes = loop.width, steps_of_beat.states, steps_of_beat.slopes
    count = states.shape[0] - 1
    shape = (count + 1, width.states)
    out = np.empty((width.rates, count * FINER + 1))
    held = np.empty(len(TIMES) + width.work)
    held[: len(TIMES)] = 0.0, length, count
    start = address(held)
    given = address(states, shape), address(slopes, shape), address(p, (width.parameters,))
    loop.refine(
        *given, start, start + held.itemsize, start + 2 * held.itemsize, address(out),
        start + len(TIMES) * held.itemsize, count,
    )  # fmt: skip
    return out[: width.states].T, out[width.states :].T
