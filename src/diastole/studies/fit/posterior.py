"""Patients who fit a bedside sheet, each with a weight: what the sheet leaves possible, not the best patient alone.

The residuals of the fit are taken as normal: numbers of the sheet with their tolerances, what is usual, and how far
patients differ from the preset. Patients are drawn by adaptive importance sampling: a round from how patients differ,
one around the fitted patient (Laplace), and more around what has weight so far. All rounds count, each patient weighed
against the mixture of all (Cornuet 2012). A round is a block of patients who run side by side, which a chain, where
each patient follows from the one before, is not.
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
from scipy import stats
from scipy.special import logsumexp

from diastole.arrays import Array
from diastole.studies.fit.fit_factors import QUANTITIES, FitFactor, scaled_value
from diastole.studies.fit.left_open import Neighbourhood
from diastole.studies.fit.trials import Trial

DRAWS = 256  # patients of a round
MOST_ROUNDS = 8
ENOUGH = 250.0  # patients of equal weight who would say as much; once it is reached, no round is added; assumed
FEW = 50.0  # of those, below which an interval is not to be trusted; assumed
FREEDOM = 5.0  # degrees of Student's t, whose tails are heavier than those of what is looked for; assumed
FIRST, LAST = 0.05, 0.95  # ends of the 90 % interval
SAME_WIDTH, NARROW = 0.9, 0.6  # 1, of the width before the sheet: from which on, and below which; assumed

type Watch = Callable[[int, int], None]


class Posterior(NamedTuple):
    """Patients who fit a sheet, as the factors that make them."""

    near: Neighbourhood
    logarithms: Array  # (patients, factors)
    before: Array  # (patients,) weights without the sheet, that add up to 1
    weights: Array  # (patients,) with it

    @property
    def effective(self) -> float:
        """How many patients of equal weight would say as much."""
        return float(1.0 / np.sum(self.weights**2))


class FactorInterval(NamedTuple):
    """Where a factor lies in nine of ten patients, before the sheet and with it."""

    name: str
    meaning: str
    unit: str
    before: tuple[float, float]
    after: tuple[float, float]
    width: float  # 1, of the interval of its logarithm with the sheet, over that before

    @property
    def told(self) -> str:
        """What the sheet says of it: ``nothing``, ``little`` or ``much``."""
        return "nothing" if self.width >= SAME_WIDTH else "little" if self.width >= NARROW else "much"


def posterior(near: Neighbourhood, *, seed: int = 0, watch: Watch | None = None) -> Posterior:
    """Return patients who fit a sheet.

    `near`: of the fitted patient; `watch`: called with the rounds that are done, and the most there may be.
    """
    random = np.random.default_rng(seed)
    spreads = near.trials.spreads
    start = np.diag(spreads**2), np.linalg.inv(near.jacobian.T @ near.jacobian)
    proposals = [
        _Proposal(np.zeros_like(spreads), start[0], np.inf),
        _Proposal(near.logarithms, start[1], FREEDOM),
    ]
    points = proposals[0].drawn(random)
    trials = near.trials.at(list(points))
    for done in range(1, MOST_ROUNDS):
        points = np.vstack((points, new := proposals[-1].drawn(random)))
        trials += near.trials.at(list(new))
        weighed = _weighed(near, points, trials, proposals)
        if watch:
            watch(done + 1, MOST_ROUNDS)
        if weighed.effective >= ENOUGH:
            break
        proposals.append(_adapted(weighed, start[1]))
    return weighed


class _Proposal(NamedTuple):
    """From what a round is drawn: Student's t, or a normal distribution where its freedom is infinite."""

    middle: Array
    covariance: Array
    freedom: float

    def drawn(self, random: np.random.Generator) -> Array:
        """Return the points of a round (DRAWS, factors)."""
        points: Array = self._distribution.rvs(DRAWS, random_state=random)
        return points.reshape(DRAWS, -1)

    def log_density(self, points: Array) -> Array:
        """Return the logarithm of the density at points."""
        density: Array = np.atleast_1d(self._distribution.logpdf(points))
        return density

    @property
    def _distribution(self) -> Any:
        return stats.multivariate_t(self.middle, self.covariance, df=self.freedom)  # type: ignore[call-overload]


def _weighed(near: Neighbourhood, points: Array, trials: Sequence[Trial], proposals: Sequence[_Proposal]) -> Posterior:
    """Return draws of all rounds with their weights; each round has as many."""
    mixture = logsumexp([each.log_density(points) for each in proposals], axis=0)
    differ = 0.5 * np.sum((points / near.trials.spreads) ** 2, axis=1) + mixture
    squares = np.array([trial.distances for trial in trials]) ** 2
    printed = len(near.trials.measured)
    usual, sheet = (0.5 * part.sum(axis=1) for part in (squares[:, printed:], squares[:, :printed]))
    return Posterior(near, points, _normed(-differ - usual), _normed(-differ - usual - sheet))


def _normed(logarithms: Array) -> Array:
    weights: Array = np.exp(logarithms - logsumexp(logarithms))
    return weights / weights.sum()


def _adapted(weighed: Posterior, around: Array) -> _Proposal:
    """Return a proposal at what has weight so far; where that is little, the curvature at the fit keeps it wide."""
    middle = weighed.weights @ weighed.logarithms
    apart = weighed.logarithms - middle
    share = min(weighed.effective / FEW, 1.0)
    return _Proposal(middle, share * (apart.T * weighed.weights) @ apart + (1.0 - 0.9 * share) * around, FREEDOM)


def factor_intervals(weighed: Posterior) -> list[FactorInterval]:
    """Return where each factor lies, before the sheet and with it."""
    trials = weighed.near.trials
    intervals = []
    for factor, column in zip(trials.factors, weighed.logarithms.T, strict=True):
        before, after = (weighted_interval(column, weights) for weights in (weighed.before, weighed.weights))
        width = (after[1] - after[0]) / (before[1] - before[0])
        ends = [_values(weighed, factor, interval) for interval in (before, after)]
        unit = QUANTITIES[factor.keys[0]].unit
        intervals.append(FactorInterval(factor.name, factor.meaning, unit, ends[0], ends[1], width))
    return intervals


def _values(weighed: Posterior, factor: FitFactor, ends: tuple[float, float]) -> tuple[float, float]:
    low, high = (scaled_value(weighed.near.trials.start, factor, factor.keys[0], float(np.exp(end))) for end in ends)
    return low, high


def weighted_interval(values: Array, weights: Array) -> tuple[float, float]:
    """Return the ends of the 90 % interval of values with weights."""
    low, high = weighted_quantiles(values, weights, (FIRST, LAST))
    return low, high


def weighted_quantiles(values: Array, weights: Array, shares: Sequence[float]) -> list[float]:
    """Return the values below which shares of the weight lie, interpolated between the middles of the weights."""
    order = np.argsort(values)
    reached = np.cumsum(weights[order]) - 0.5 * weights[order]
    return [float(np.interp(share * weights.sum(), reached, values[order])) for share in shares]


def resampled(weighed: Posterior, count: int, seed: int) -> tuple[Any, Any]:
    """Return places of draws, and how often each is taken, for so many of equal weight: systematic resampling."""
    ends = (np.random.default_rng(seed).random() + np.arange(count)) / count
    places = np.searchsorted(np.cumsum(weighed.weights), ends).clip(max=len(weighed.weights) - 1)
    taken, counts = np.unique(places, return_counts=True)
    return taken, counts
