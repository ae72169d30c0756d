"""In how many patients a claim holds, and where along its sweeps in half of them."""

from typing import NamedTuple

import numpy as np

from diastole.arrays import Array
from diastole.numbers import plain
from diastole.studies.shares import HALF, crossings, wilson


class ShareAlong(NamedTuple):
    """In how many patients a claim holds at one value of its sweep."""

    value: float  # in the unit of the key
    holds: int
    decided: int


class SharePlace(NamedTuple):
    """In how many patients a claim holds at one place of its sweeps."""

    along: float  # in the unit of the key
    across: float | None  # in the unit across; None without a sweep across
    holds: int
    decided: int


class ShareMap(NamedTuple):
    """The share of patients in whom a claim holds, over two sweeps."""

    along: Array  # (x,)
    across: Array  # (y,)
    share: Array  # (y, x); not a number where nobody counts
    low: Array  # ends of its 95 % interval
    high: Array

    @property
    def turns(self) -> bool:
        """Whether it holds in more than half of the patients at one place, and not at another."""
        known = self.share[~np.isnan(self.share)] > HALF
        return bool(known.any() and not known.all())


class ClaimShare(NamedTuple):
    """In how many patients a claim holds."""

    claim: str
    drawn: int
    rejected: dict[str, int]  # by the reason
    decided: int
    holds: int
    key: str = ""  # of the sweep
    across_key: str = ""  # of the one across it
    across_unit: str = ""  # of the values across
    places: tuple[SharePlace, ...] = ()  # of the sweeps, the values across in turn

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
    def along(self) -> tuple[ShareAlong, ...]:
        """The counts by the value of the sweep, whatever lies across it."""
        rows = []
        for value in dict.fromkeys(place.along for place in self.places):
            here = [place for place in self.places if place.along == value]
            rows.append(ShareAlong(value, sum(each.holds for each in here), sum(each.decided for each in here)))
        return tuple(rows)

    @property
    def map(self) -> ShareMap | None:
        """The share over both sweeps; None without two sweeps of numbers."""
        if not self.across_key or not self.places:
            return None
        along, across = (np.unique([place[side] for place in self.places]) for side in (0, 1))
        by_place = {(place.across, place.along): place for place in self.places}
        grid = [[by_place[up, right] for right in along] for up in across]
        holds, count = (np.array([[each[part] for each in row] for row in grid], dtype=float) for part in (2, 3))
        with np.errstate(invalid="ignore", divide="ignore"):
            share = holds / count
            return ShareMap(along, across, share, *wilson(share, count))

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
