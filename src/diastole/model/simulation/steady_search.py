"""Hearts side by side on their way to the steady beat, each as it would go on its own."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np

from diastole.model.simulation.accuracy import MOST_CYCLES
from diastole.model.simulation.beats import BeatingHeart
from diastole.model.simulation.search_memory import GIVEN, SIZE, Clock
from diastole.tracing.native import address, load

LONGEST_CYCLE = 3  # beats, at 1:3


class Search(NamedTuple):
    """A heart that is to go to its steady beat."""

    heart: BeatingHeart
    tolerance: float  # mL, largest weighted change of any state over a cycle

    @property
    def length(self) -> tuple[int, float]:
        """What decides how long it takes: beats of a support cycle, and steps of a beat."""
        heart = self.heart
        return heart.console.settings.cycle, 1.0 / (heart.patient.heart_rate * heart.longest_step)


@cache
def _compiled_search(lanes: int) -> Callable[..., None]:
    return load("diastole.model.simulation.search_program:hearts", lanes)["search"]


def search(searches: Sequence[Search], lanes: int = 1) -> list[Clock]:
    """Advance hearts side by side, each until it is steady, has failed or does not come to rest; say how each ended.

    `searches`: as many as there are lanes, or fewer, which leaves the others idle; `lanes`: how many the compiled code
    computes at once.

    Raise ValueError if there is no heart, or more than lanes.
    """
    if not 1 <= len(searches) <= lanes:
        raise ValueError(f"a block of {lanes} lanes takes 1 to {lanes} hearts, not {len(searches)}")
    memory = np.zeros((SIZE, lanes))
    for lane, one in enumerate(searches):
        memory[:GIVEN, lane] = one.heart.search_numbers(one.tolerance)
    memory[:GIVEN, len(searches) :] = memory[:GIVEN, len(searches) - 1 : len(searches)]
    _compiled_search(lanes)(address(memory), MOST_CYCLES * LONGEST_CYCLE)
    return [one.heart.end_search(memory[:, lane]) for lane, one in enumerate(searches)]
