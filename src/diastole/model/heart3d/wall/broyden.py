"""Broyden's method: roots of a function of a few unknowns that is costly and whose derivative is only guessed."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from diastole.arrays import Array


def next_guess(tried: Sequence[tuple[Array, Array]], slope: Array) -> Array:
    """Return where the function should be zero; of one unknown by the secant through the last two.

    Parameters
    ----------
    tried
        Unknowns (k,) and values (k,) there, in the order in which they were tried.
    slope
        First guess of the derivative (k, k), which each further try corrects along its own way.
    """
    slope = np.array(slope)
    for (before, value), (now, then) in pairwise(tried):
        moved = now - before
        slope += np.outer(then - value - slope @ moved, moved) / (moved @ moved)
    at, value = tried[-1]
    return np.asarray(at - np.linalg.solve(slope, value))
