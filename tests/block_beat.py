"""A beat of a block of lanes, each of the same patient."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from diastole.model.circulation.generated import closed_loop
from diastole.model.circulation.kernel import widths
from diastole.tracing.native import lane_memory

WIDTH = widths(closed_loop)


def states_after_a_beat(
    beat: Callable[..., None], state: Sequence[float], parameters: Sequence[float], length: float, steps: Sequence[int],
    number: type[np.floating[Any]] = np.float64,
) -> np.ndarray:  # fmt: skip
    """Return the states (states, lanes) after a beat of that length [s].

    `beat`: as compiled for so many lanes and for that kind of number; `steps`: of each lane.
    """
    lanes, most = len(steps), max(steps)

    def memory(values: Sequence[float]) -> np.ndarray:
        rows = lane_memory((len(values), lanes), number)
        rows[:] = np.reshape(values, (-1, 1))
        return rows

    y, own = memory(state), lane_memory((1, lanes), number)
    own[0] = steps
    given = [y, memory(parameters), memory([0.0]), memory([length]), own]
    means, work, nothing = (lane_memory((count, lanes), number) for count in (WIDTH.watched, WIDTH.work, 1))
    beat(*(array.ctypes.data for array in (*given, means, nothing, nothing, nothing, work)), most, 0)
    return y
