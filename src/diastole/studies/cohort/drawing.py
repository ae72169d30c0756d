"""Patients drawn from a specification: quasi-random, and the same whoever draws them and in which order."""

import warnings
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from scipy import stats
from scipy.stats import qmc

from diastole.arrays import Array
from diastole.model.patient import Patient
from diastole.studies.cohort.cohort_runs import changed
from diastole.studies.cohort.specification import Specification

EDGE = 1e-9  # 1, by which shares stay away from 0 and 1, where a normal number is infinite


def drawn(spec: Specification, seed: int, first: int, count: int) -> dict[str, Any]:
    """Return the values of so many patients from a place on, by key: numbers (count,), or words.

    The points of Sobol's sequence, scrambled by the seed (Owen 1998), fill the space evenly; a normal copula makes
    values go together.
    """
    shares = _mixed(spec, _sobol(len(spec.spreads), seed, first, count))
    return {
        spread.key: spread.distribution.values(column) for spread, column in zip(spec.spreads, shares.T, strict=True)
    }


def drawn_patients(spec: Specification, seed: int, first: int, count: int) -> list[Patient | str]:
    """Return so many patients from a place on, or why there is no such patient; as `drawn`."""
    return patients_of(spec, drawn(spec, seed, first, count), range(count))


def patients_of(spec: Specification, values: Mapping[str, Any], places: Iterable[int]) -> list[Patient | str]:
    """Return the patients at some places among drawn values, or why there is no such patient."""
    return [changed(spec.patient, {key: _plain(column[place]) for key, column in values.items()}) for place in places]


def _plain(value: Any) -> Any:
    return value if isinstance(value, str) else float(value)


def _sobol(dimensions: int, seed: int, first: int, count: int) -> Array:
    """Return points of the unit cube (count, dimensions)."""
    sequence = qmc.Sobol(dimensions, scramble=True, rng=np.random.default_rng(seed))
    if first:
        sequence.fast_forward(first)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # of a count that is no power of 2: it is a part of more
        points: Array = sequence.random(count)
    return np.clip(points, EDGE, 1.0 - EDGE)


def _mixed(spec: Specification, shares: Array) -> Array:
    """Return shares that go together as the specification says, each alone still uniform."""
    if np.array_equal(spec.mixing, np.eye(len(spec.spreads))):
        return shares
    normal = stats.norm.ppf(shares) @ spec.mixing.T
    mixed: Array = stats.norm.cdf(normal)
    return mixed
