"""Designs of Morris and Sobol in the unit cube, and what their results say of each dimension (SALib).

A design is made of groups of points that belong together. What one point of a group lacks, the whole group lacks, so
groups with a result that is missing are left out before anything is computed.
"""

import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np
from SALib.analyze import morris as morris_analysis
from SALib.analyze import sobol as sobol_analysis
from SALib.sample import morris as morris_sample
from SALib.sample import sobol as sobol_sample

from diastole.arrays import Array
from diastole.studies.sensitivity.influences import Effect, Estimate, Indices

EDGE = 1e-9  # 1, by which shares stay away from 0 and 1, where a normal number is infinite
TAIL = 0.025  # 1, of a population at either end, between which a screening goes from value to value
LEVELS = 4  # values of each dimension in a screening, Morris 1991
RESAMPLES = 1000  # of the bootstrap
CONFIDENCE = 0.95


def morris_points(dimensions: int, groups: int, seed: int) -> Array:
    """Return points (groups × (dimensions + 1), dimensions): in a group, each differs from the one before in one."""
    points: Array = morris_sample.sample(_problem(dimensions, TAIL), groups, num_levels=LEVELS, seed=seed)
    return points


def sobol_points(dimensions: int, groups: int, seed: int) -> Array:
    """Return points (groups × (dimensions + 2), dimensions), quasi-random; `groups` is a power of 2."""
    problem = _problem(dimensions, EDGE)
    points: Array = sobol_sample.sample(problem, groups, calc_second_order=False, scramble=True, seed=seed)
    return points


def complete(results: Array, size: int) -> Array:
    """Return which results (points,) belong to a group of so many that lacks none."""
    return np.repeat(~np.isnan(results.reshape(-1, size)).any(axis=1), size)


def effects(points: Array, results: Array, seed: int) -> list[Effect]:
    """Return the effect of each dimension: `points` and `results` of whole groups of `morris_points`."""
    dimensions = points.shape[1]
    screened = _said(
        morris_analysis.analyze, _problem(dimensions, TAIL), points, results, num_levels=LEVELS,
        num_resamples=RESAMPLES, conf_level=CONFIDENCE, seed=seed,
    )  # fmt: skip
    means = _estimates(screened["mu_star"], screened["mu_star_conf"])
    return [Effect(mean, float(spread)) for mean, spread in zip(means, screened["sigma"], strict=True)]


def indices(dimensions: int, results: Array, seed: int) -> list[Indices]:
    """Return the indices of each dimension; `results`: of whole groups of `sobol_points`, not all the same."""
    shares = _said(
        sobol_analysis.analyze, _problem(dimensions, EDGE), results, calc_second_order=False,
        num_resamples=RESAMPLES, conf_level=CONFIDENCE, seed=np.random.default_rng(seed),  # SALib takes 0 for no seed
    )  # fmt: skip
    first, total = (_estimates(shares[name], shares[f"{name}_conf"]) for name in ("S1", "ST"))
    return [Indices(*pair) for pair in zip(first, total, strict=True)]


def _problem(dimensions: int, edge: float) -> dict[str, Any]:
    return {
        "num_vars": dimensions,
        "names": [str(number) for number in range(dimensions)],
        "bounds": [[edge, 1.0 - edge]] * dimensions,
    }


def _said(analyze: Any, *given: Any, **how: Any) -> Any:
    """Return what an analysis says; what it warns of (few groups) shows in its intervals."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return analyze(*given, **how)


def _estimates(values: Sequence[float], halves: Sequence[float]) -> list[Estimate]:
    return [Estimate(float(at), float(at - half), float(at + half)) for at, half in zip(values, halves, strict=True)]
