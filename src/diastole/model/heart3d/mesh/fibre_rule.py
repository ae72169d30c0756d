"""Fibres by rule for a wall around one cavity or two, from harmonic functions of the wall (bayer2012).

Three functions add up to 1: each is 1 on one surface (left endocardium, right endocardium, epicardium) and 0 on the
other two. Their gradients point across the wall. As in bayer2012 the directions that belong to each of them are turned
into one another along the shortest way. Two things differ. The long axis of the mesh takes the place of a function from
apex to base. And angles are the mean of those of the surfaces, weighted by the functions, so that they go in a straight
line through a free wall, where the paper's go by the square of the depth; through the septum both are the same.
"""

from typing import NamedTuple

import numpy as np
from scipy.spatial.transform import Rotation

from diastole.arrays import Array, Integers
from diastole.model.heart3d.mesh.ellipsoid import Frames

UP = np.array([0.0, 0.0, 1.0])  # the long axis, towards the base
LEFT, RIGHT, OUTSIDE = range(3)  # places of the functions
LEFT_WALL, RIGHT_WALL = 0, 1  # the septum belongs to the left wall
# A frame is the same muscle after half a turn about any of its axes.
HALF_TURNS = np.array([np.diag(signs) for signs in ((1, 1, 1), (1, -1, -1), (-1, 1, -1), (-1, -1, 1))], np.float64)


class WallFunctions(NamedTuple):
    """The harmonic functions at points of a wall, and their gradients; the right one is 0 around a single cavity."""

    values: Array  # (points, 3), in the order LEFT, RIGHT, OUTSIDE
    gradients: Array  # (points, 3, 3), of each function in its row [1/cm]

    @property
    def walls(self) -> Integers:
        """The wall of each point, LEFT_WALL or RIGHT_WALL (points,).

        A wall touches two of the surfaces, so the function of the third is the smallest there.
        """
        left, right, outside = self.values.T
        return np.where((left < right) & (left < outside), RIGHT_WALL, LEFT_WALL)

    @property
    def depth(self) -> Array:
        """Depth in the own wall (points,): 0 on the endocardium of its cavity, 1 on its other side."""
        own = np.where(self.walls == RIGHT_WALL, RIGHT, LEFT)
        return 1.0 - np.take_along_axis(self.values, own[:, np.newaxis], axis=1)[:, 0]

    @property
    def across(self) -> Array:
        """Unit vectors across the own wall, out of its cavity (points, 3)."""
        own = np.where(self.walls == RIGHT_WALL, RIGHT, LEFT)
        return _unit(-self.gradients[np.arange(len(own)), own])


def rule_frames(at: WallFunctions, inner_angle: float, outer_angle: float) -> Frames:
    """Return fibres and transmural directions at points of a wall.

    Parameters
    ----------
    at
        The harmonic functions there.
    inner_angle, outer_angle
        Angle between fibre and circumference on each endocardium and on the epicardium [rad]; seen from its cavity, a
        fibre of a positive angle rises counterclockwise as seen from the base.
    """
    left, right, outside = at.values.T
    from_left = inner_angle * (left - right) + outer_angle * outside
    from_right = inner_angle * (right - left) + outer_angle * outside
    from_outside = inner_angle * (left + right) + outer_angle * outside
    frames = [
        _turned(_axes(sign * at.gradients[:, place]), angle)
        for place, sign, angle in ((LEFT, -1.0, from_left), (RIGHT, -1.0, from_right), (OUTSIDE, 1.0, from_outside))
    ]
    inside = left + right
    share = np.divide(right, inside, out=np.zeros_like(right), where=inside > 0.0)
    joined = between_frames(between_frames(frames[LEFT], frames[RIGHT], share), frames[OUTSIDE], outside)
    return Frames(joined[..., 0], joined[..., 2])


def between_frames(first: Array, second: Array, share: Array) -> Array:
    """Return frames (points, 3, 3), one direction a column, a share (points,) of the shortest way from first to second.

    Frames that differ by half a turn about an axis of theirs count as the same.
    """
    turned = first[:, np.newaxis] @ HALF_TURNS
    likeness = np.einsum("nkij,nij->nk", turned, second)
    start = turned[np.arange(len(first)), np.argmax(likeness, axis=1)]
    way = Rotation.from_matrix(np.swapaxes(start, 1, 2) @ second).as_rotvec()
    return np.asarray(start @ Rotation.from_rotvec(share[:, np.newaxis] * way).as_matrix())


def _axes(across: Array) -> Array:
    """Return circumferential, longitudinal and transmural directions, one a column, of those across (points, 3)."""
    normal = _unit(across)
    upward = _unit(UP - normal * normal[:, 2:])
    return np.stack((np.cross(upward, normal), upward, normal), axis=-1)


def _turned(axes: Array, angle: Array) -> Array:
    """Turn frames about their transmural direction by an angle (points,) [rad]."""
    cosine, sine, one = np.cos(angle), np.sin(angle), np.ones_like(angle)
    turn = np.zeros_like(axes)
    turn[:, 0, 0], turn[:, 0, 1], turn[:, 1, 0], turn[:, 1, 1], turn[:, 2, 2] = cosine, -sine, sine, cosine, one
    return axes @ turn


def _unit(vectors: Array) -> Array:
    """Return vectors (points, 3) of length 1; a vector of no length becomes x."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.where(lengths > 0.0, vectors / np.where(lengths > 0.0, lengths, 1.0), [1.0, 0.0, 0.0])
