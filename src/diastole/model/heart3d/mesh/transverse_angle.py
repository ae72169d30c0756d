"""Fibres that lean through the wall: the transverse angle, by which they cross from layer to layer."""

import numpy as np

from diastole.arrays import Array
from diastole.model.heart3d.mesh.ellipsoid import Frames

# Middle of the wall, at the apex and at the base, outwards for a fibre that goes round counterclockwise seen from the
# base. In goats −12 and +9 (geerts2002), and in human fetuses and newborns it changes its sign from base to apex too
# (jouk2007), but no size is printed of people. A fifth of the goats' was chosen, by healthy people: the inside twists a
# little further than the outside, and both turn the other way first by less than 3°. With all of it the inside twists
# three times as far.
TRANSVERSE_ANGLES = (-2.4, 1.8)  # °


def leaning(frames: Frames, height: Array, depth: Array, angles: tuple[float, float] = TRANSVERSE_ANGLES) -> Frames:
    """Return fibres that lean outwards by the transverse angle, which is none at both surfaces (bovendeerd1994).

    Parameters
    ----------
    frames
        Directions at points of a wall, with the fibres in its layers, each (points, 3).
    height, depth
        Place of the points in the wall, 0 at the apex and inside, 1 at the base and outside, each (points,).
    angles
        In the middle of the wall at the apex and at the base, and in a straight line between them [°].
    """
    fibre, across = frames
    angle = np.radians(np.interp(height, (0.0, 1.0), angles)) * 4.0 * depth * (1.0 - depth)
    around = np.stack((-across[:, 1], across[:, 0], np.zeros(len(across))), axis=1)
    around /= np.maximum(np.linalg.norm(around, axis=1, keepdims=True), np.finfo(float).tiny)
    share = np.sum(fibre * around, axis=1)[:, np.newaxis]
    lean = fibre + share * ((np.cos(angle) - 1.0)[:, np.newaxis] * around + np.sin(angle)[:, np.newaxis] * across)
    square = across - np.sum(across * lean, axis=1)[:, np.newaxis] * lean
    return Frames(lean, square / np.linalg.norm(square, axis=1, keepdims=True))
