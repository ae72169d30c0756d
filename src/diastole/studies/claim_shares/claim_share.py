"""In how many patients a claim holds, and where along its sweep in half of them."""

from typing import NamedTuple

import numpy as np

from diastole.numbers import plain
from diastole.studies.shares import HALF, crossings, wilson


class ShareAlong(NamedTuple):
    """In how many patients a claim holds at one value of its sweep."""

    value: float  # in the unit of the key
    holds: int
    decided: int


class ClaimShare(NamedTuple):
    """In how many patients a claim holds."""

    claim: str
    drawn: int
    rejected: dict[str, int]  # by the reason
    decided: int
    holds: int
    key: str = ""  # of the sweep
    along: tuple[ShareAlong, ...] = ()

    @property
    def share(self) -> float:
        """Of those in whom it is decided."""
        return self.holds / self.decided

    @property
    def interval(self) -> tuple[float, float]:
        """Ends of the 95 % interval of the share."""
        low, high = wilson(np.array(self.share), np.array(self.decided))
        return max(float(low), 0.0), min(float(high), 1.0)

    @property
    def words(self) -> str:
        """The share with its interval, such as ``holds in 96 % (95 % interval 82 to 99 %) of 107 …``."""
        low, high = (plain(100.0 * end, 0) for end in self.interval)
        share = f"{plain(100.0 * self.share, 0)} % (95 % interval {low} to {high} %)"
        return f"holds in {share} of {self.decided} simulated patients"

    @property
    def flips(self) -> list[list[float]]:
        """Where along the sweep half of the patients are crossed: by the share, and by both ends of its interval."""
        known = [each for each in self.along if each.decided]
        if len(known) < 2:
            return [[], [], []]
        values = np.array([each.value for each in known])
        count = np.array([each.decided for each in known], dtype=float)
        share = np.array([each.holds for each in known]) / count
        return [crossings(values, each - HALF) for each in (share, *wilson(share, count))]
