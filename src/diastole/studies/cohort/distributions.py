"""Distributions of one quantity: from a share of the population to the value below which that share lies."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import log
from typing import Any, NamedTuple

import numpy as np
from scipy import stats

from diastole.arrays import Array
from diastole.errors import InputError


def _uniform(low: float, high: float) -> Any:
    if not low < high:
        raise InputError(f"the lower end ({low:g}) has to lie below the upper one ({high:g})")
    return stats.uniform(low, high - low)


def _normal(mean: float, deviation: float) -> Any:
    if not deviation > 0.0:
        raise InputError(f"the standard deviation has to be above 0, not {deviation:g}")
    return stats.norm(mean, deviation)


def _lognormal(median: float, factor: float) -> Any:
    if not (median > 0.0 and factor > 1.0):
        raise InputError(f"the median has to be above 0 and the factor above 1, not {median:g} and {factor:g}")
    return stats.lognorm(log(factor), scale=median)


class ParametricFamily(NamedTuple):
    """Distributions that differ by two numbers."""

    names: tuple[str, str]
    made: Callable[[float, float], Any]


FAMILIES = {
    "uniform": ParametricFamily(("low", "high"), _uniform),
    "normal": ParametricFamily(("mean", "sd"), _normal),
    "lognormal": ParametricFamily(("median", "factor"), _lognormal),
}


@dataclass(frozen=True)
class Continuous:
    """A distribution of numbers, cut off at both ends: what lies outside is drawn again, in effect."""

    family: str  # of FAMILIES
    numbers: tuple[float, float]
    low: float
    high: float

    def values(self, shares: Array) -> Array:
        """Return the values below which these shares of the population lie."""
        whole = FAMILIES[self.family].made(*self.numbers)
        least, most = whole.cdf(self.low), whole.cdf(self.high)
        values: Array = np.clip(whole.ppf(least + shares * (most - least)), self.low, self.high)
        return values

    @property
    def share_within(self) -> float:
        """Share of the whole distribution that lies between both ends."""
        whole = FAMILIES[self.family].made(*self.numbers)
        return float(whole.cdf(self.high) - whole.cdf(self.low))


@dataclass(frozen=True)
class Categorical:
    """A distribution of words."""

    words: tuple[str, ...]
    shares: tuple[float, ...]  # that add up to 1

    def values(self, shares: Array) -> Sequence[str]:
        """Return the words of these shares of the population, which has them one after another."""
        places = np.searchsorted(np.cumsum(self.shares)[:-1], shares, side="right")
        return [self.words[place] for place in places]


type Distribution = Continuous | Categorical
