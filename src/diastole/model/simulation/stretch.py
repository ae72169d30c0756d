"""A signal between two times: its extremes, its integral, and what flows each way."""

from typing import NamedTuple

from diastole.arrays import Array
from diastole.law import compiled


class Stretch(NamedTuple):
    """A signal between two times."""

    highest: float
    lowest: float
    integral: float  # unit s
    forward: float  # unit s, integral of what lies above 0
    backward: float  # unit s, integral of what lies below 0, as a positive number


@compiled
def stretch(time: Array, values: Array, start: float, end: float) -> tuple[float, float, float, float, float]:
    """Return the fields of a `Stretch` of samples (n,) at rising times (n,) that reach from start to end [s].

    Between samples the signal is a straight line, and an integral grows evenly.
    """
    low, high = 0, time.size - 1
    while high - low > 1:
        middle = (low + high) // 2
        if time[middle] <= start:
            low = middle
        else:
            high = middle
    first = values[low] + (values[low + 1] - values[low]) * (start - time[low]) / (time[low + 1] - time[low])
    highest = lowest = last = first
    integral = forward = backward = 0.0
    for i in range(low, time.size - 1):
        if time[i] >= end:
            break
        length = time[i + 1] - time[i]
        inside = min(time[i + 1], end) - max(time[i], start)
        integral += inside * 0.5 * (values[i] + values[i + 1])
        forward += inside * 0.5 * (max(values[i], 0.0) + max(values[i + 1], 0.0))
        backward -= inside * 0.5 * (min(values[i], 0.0) + min(values[i + 1], 0.0))
        last = values[i] + (values[i + 1] - values[i]) * min((end - time[i]) / length, 1.0)
        highest, lowest = max(highest, last), min(lowest, last)
    return highest, lowest, integral, forward, backward
