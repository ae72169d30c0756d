"""Activation and calcium of a wall behind one protocol: when the front reaches a place, and how calcium moves there."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from diastole.arrays import Array, Integers
from diastole.model.heart3d.compiler import compiled
from diastole.model.physiology.clock import Calcium, calcium_concentration

Courses = Sequence[Calcium]  # calcium of the one fibre of each wall in a beat, left before right


class Excitation(Protocol):
    """What makes the muscle at the points of a wall contract."""

    delay: Array  # (points,) s, from the QRS onset to the activation, with the lead of the local constants

    def calcium(self, times: Array, courses: Courses) -> Array:
        """Return free calcium (points, times) [µM] at times of a beat [s], from the courses of the one fibres."""


class OneFibreTransient:
    """The calcium of the one fibre of a place's wall, later by the time of its activation."""

    def __init__(self, delay: Array, walls: Integers | None = None):
        """Take the delays (points,) [s], and the wall of each point (points,); one wall if left out."""
        self.delay = delay
        self.walls = np.zeros(delay.size, np.int64) if walls is None else walls

    def calcium(self, times: Array, courses: Courses) -> Array:
        """Return free calcium (points, times) [µM]."""
        return _of_one_fibre(times, self.delay, self.walls, tuple(courses))


class CellTransient:
    """The calcium of an ionic cell of a place's layer, which the front sets off at the time of its activation."""

    def __init__(
        self, delay: Array, walls: Integers, layers: Integers, curves: Array, *, spacing: float, gain: float = 1.0
    ):
        """Take what the calcium at the points is made of.

        Parameters
        ----------
        delay, walls
            As of `OneFibreTransient`.
        layers
            Layer of each point (points,), a row of ``curves``.
        curves
            Calcium above its least value, over the rise of the endocardial cell (layers, samples) [1], from the
            stimulus to the next one.
        spacing
            Between the samples [s].
        gain
            Rise of the endocardial cell over that of the one fibre [1].
        """
        self.delay, self.walls, self.layers = delay, walls, layers
        self.curves, self.spacing, self.gain = curves, spacing, gain

    def calcium(self, times: Array, courses: Courses) -> Array:
        """Return free calcium (points, times) [µM]."""
        rise = np.array([self.gain * (course.peak - course.diastolic) for course in courses])
        least, onset = (np.array([getattr(one, name) for one in courses]) for name in ("diastolic", "onset"))
        since = times - (self.delay + onset[self.walls])[:, np.newaxis]
        return least[self.walls, np.newaxis] + rise[self.walls, np.newaxis] * _read(
            self.curves, self.layers, since / self.spacing
        )


@compiled
def _of_one_fibre(times: Array, delay: Array, walls: Integers, courses: tuple[Calcium, ...]) -> Array:
    """Return the calcium of the one fibre of each point's wall (points, times) [µM]."""
    found = np.empty((delay.size, times.size))
    for i in range(delay.size):
        course = courses[walls[i]]
        for k in range(times.size):
            found[i, k] = calcium_concentration(times[k] - delay[i], course)
    return found


@compiled
def _read(curves: Array, layers: Integers, at: Array) -> Array:
    """Return the curve of each point's layer (points, times) at places among its samples.

    Before the stimulus it is the end of the beat before, and after the end of the curve it stays there.
    """
    last = curves.shape[1] - 1
    found = np.empty(at.shape)
    for i in range(at.shape[0]):
        curve = curves[layers[i]]
        for k in range(at.shape[1]):
            place = at[i, k] + last if at[i, k] < 0.0 else at[i, k]
            place = min(max(place, 0.0), last)
            low = min(int(place), last - 1)
            found[i, k] = curve[low] + (place - low) * (curve[low + 1] - curve[low])
    return found
