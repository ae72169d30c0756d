"""Hearts side by side on their way to the steady beat, each as it would go on its own."""

from collections.abc import Callable, Sequence
from functools import cache

import numpy as np

from diastole.model.simulation.accuracy import MOST_CYCLES, TOLERANCE
from diastole.model.simulation.beats import BeatingHeart
from diastole.model.simulation.search_memory import GIVEN, SIZE, Clock
from diastole.tracing.native import address, load

LONGEST_CYCLE = 3  # beats, at 1:3


@cache
def _search(lanes: int) -> Callable[..., None]:
    return load("diastole.model.simulation.search_program:hearts", lanes)["search"]


def search(hearts: Sequence[BeatingHeart], lanes: int = 1, tolerance: float = TOLERANCE) -> list[Clock]:
    """Advance hearts side by side, each until it is steady, has failed or does not come to rest; say how each ended.

    `hearts`: as many as there are lanes, or fewer, which leaves the others idle; `lanes`: how many the compiled code
    computes at once; `tolerance`: largest weighted change of any state over a cycle [mL].

    Raise ValueError if there is no heart, or more than lanes.
    """
    if not 1 <= len(hearts) <= lanes:
        raise ValueError(f"a block of {lanes} lanes takes 1 to {lanes} hearts, not {len(hearts)}")
    memory = np.zeros((SIZE, lanes))
    for lane, heart in enumerate(hearts):
        memory[:GIVEN, lane] = heart.search_numbers(tolerance)
    memory[:GIVEN, len(hearts) :] = memory[:GIVEN, len(hearts) - 1 : len(hearts)]
    _search(lanes)(address(memory), MOST_CYCLES * LONGEST_CYCLE)
    return [heart.end_search(memory[:, lane]) for lane, heart in enumerate(hearts)]
