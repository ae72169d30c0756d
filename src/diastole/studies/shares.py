"""Shares of patients: their intervals, and where they cross a level."""

import numpy as np

from diastole.arrays import Array

HALF = 0.5  # 1, of the patients, from which on something is so in more of them than not
Z = 1.96  # of a normal distribution, within which 95 % lie


def wilson(share: Array, count: Array) -> tuple[Array, Array]:
    """Return the ends of the 95 % interval of shares of so many: Wilson 1927."""
    middle = (share + Z**2 / (2.0 * count)) / (1.0 + Z**2 / count)
    half = Z / (1.0 + Z**2 / count) * np.sqrt(share * (1.0 - share) / count + Z**2 / (4.0 * count**2))
    return middle - half, middle + half


def crossings(places: Array, level: Array) -> list[float]:
    """Return where a level crosses 0 between places."""
    a, b = level[:-1], level[1:]
    crosses = (a > 0.0) != (b > 0.0)
    crosses &= ~(np.isnan(a) | np.isnan(b))
    a, b, before, after = a[crosses], b[crosses], places[:-1][crosses], places[1:][crosses]
    at = before + (after - before) * a / (a - b)
    return [float(each) for each in at]
