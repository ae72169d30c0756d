"""Hearts side by side on their way to the steady beat, each as it would go on its own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from diastole.arrays import Array
from diastole.model.circulation.kernel import SEARCH
from diastole.model.simulation.accuracy import MOST_CYCLES
from diastole.model.simulation.beats import BeatingHeart
from diastole.model.simulation.plans import Request
from diastole.model.simulation.search_memory import GIVEN, SIZE, Clock
from diastole.tracing.native import address, lane_memory, load

LONGEST_CYCLE = 3  # beats, at 1:3


@dataclass(frozen=True)
class Search(Request):
    """A heart that is to go to its steady beat; answered by its clock, which says how the search ended."""

    heart: BeatingHeart
    tolerance: float  # mL, largest weighted change of any state over a cycle

    @property
    def length(self) -> tuple[float, ...]:
        """Beats of a support cycle, and steps of a beat."""
        heart = self.heart
        return heart.console.settings.cycle, 1.0 / (heart.patient.heart_rate * heart.longest_step)

    @classmethod
    def answers(cls, requests: "Sequence[Search]", lanes: int) -> list[Clock]:
        """Advance hearts side by side, each until it is steady, has failed or does not come to rest.

        `lanes`: how many the compiled code computes at once; with fewer hearts the others are idle.
        """
        memory = block_memory([one.heart for one in requests], [one.tolerance for one in requests], lanes)
        _compiled_search(lanes)(address(memory), MOST_CYCLES * LONGEST_CYCLE)
        return [one.heart.end_search(memory[:, lane]) for lane, one in enumerate(requests)]


def block_memory(hearts: Sequence[BeatingHeart], tolerances: Sequence[float], lanes: int) -> Array:
    """Return the memory (`SIZE`, lanes) in which hearts go on side by side; idle lanes repeat the last one.

    Raise ValueError if there is no heart, or more than lanes.

    `tolerances`: of each heart's search [mL].
    """
    if not 1 <= len(hearts) <= lanes:
        raise ValueError(f"a block of {lanes} lanes takes 1 to {lanes} hearts, not {len(hearts)}")
    memory = lane_memory((SIZE, lanes))
    memory[GIVEN:] = 0.0
    for lane, (heart, tolerance) in enumerate(zip(hearts, tolerances, strict=True)):
        memory[:GIVEN, lane] = heart.search_numbers(tolerance)
    memory[:GIVEN, len(hearts) :] = memory[:GIVEN, len(hearts) - 1 : len(hearts)]
    return memory


@cache
def _compiled_search(lanes: int) -> Callable[..., None]:
    return load(SEARCH, lanes)["search"]
