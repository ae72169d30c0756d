"""A signal between two times: its extremes, its integral, and what flows each way."""

from typing import NamedTuple

import numpy as np

from diastole.arrays import Array
from diastole.tracing.native import address, load


class Stretch(NamedTuple):
    """A signal between two times."""

    highest: float
    lowest: float
    integral: float  # unit s
    forward: float  # unit s, integral of what lies above 0
    backward: float  # unit s, integral of what lies below 0, as a positive number


def stretch(time: Array, values: Array, start: float, end: float) -> Stretch:
    """Return a signal (n,) at rising times (n,) that reach from start to end [s].

    Between samples the signal is a straight line, and an integral grows evenly.
    """
    first = max(int(time.searchsorted(start, side="right")) - 1, 0)
    pieces = min(int(time.searchsorted(end)), time.size - 1) - first  # rounding may put the end behind the samples
    held = np.empty(2 + len(Stretch._fields))
    held[:2] = ends = start, end
    own = address(held)
    load("diastole.model.simulation.stretch_program:stretch")["stretch"](
        address(time), address(values), own, own + len(ends) * held.itemsize, first, pieces
    )
    return Stretch(*held[len(ends) :].tolist())
