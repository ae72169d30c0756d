"""The idealised heart of two ventricles: the left one's ellipsoid, and a right one that lies around its septal side.

The right cavity is what an ellipsoid with three half-axes holds outside the left ventricle, and the right free wall is
what a larger one of the same centre adds. Frame and base are those of ``ellipsoid``: the right ventricle lies towards
−x.
"""

from typing import NamedTuple

import numpy as np
from scipy.optimize import brentq

from diastole.arrays import Array
from diastole.errors import InputError
from diastole.model.heart3d.mesh.ellipsoid import Ellipsoid

# Place and half-axes of the right ellipsoid over the outer radii of the left ventricle. With the volumes of a healthy
# heart the septum then takes 38 % of the circumference, and the right ventricle ends above the apex; all assumed.
ASIDE = 0.8  # 1, distance of its centre from the long axis
WIDE = 1.05  # 1, half-axis along the septum
LONG = 0.85  # 1, long half-axis
ACROSS = (0.3, 3.0)  # 1, half-axis across the septum, within which it is still a heart
THICKEST_WALL = 2.0  # cm, of a right ventricle; assumed
SAMPLES = 100  # in both directions of a section


class Biventricle(NamedTuple):
    """A left ventricle with a right one around its septum."""

    left: Ellipsoid
    across: float  # cm, half-axis of the right cavity's ellipsoid across the septum
    thickness: float  # cm, of the right free wall

    @property
    def centre(self) -> Array:
        """Centre of the right ellipsoids (3,) [cm]."""
        return np.array([-ASIDE * self.left.outer_short, 0.0, self.left.centre])

    def half_axes(self, depth: float) -> Array:
        """Return the half-axes of the right ellipsoid at a depth of its wall, 0 inside and 1 outside (3,) [cm]."""
        inside = np.array([self.across, WIDE * self.left.outer_short, LONG * self.left.outer_long])
        return inside + depth * self.thickness

    @property
    def right_cavity(self) -> float:
        """Volume of the right cavity, below the base [mL]."""
        return self._outside_left(0.0)

    @property
    def right_wall(self) -> float:
        """Volume of the right free wall [mL]."""
        return self._outside_left(1.0) - self._outside_left(0.0)

    def _outside_left(self, depth: float) -> float:
        """Return the volume below the base that a right ellipsoid holds outside the left ventricle [mL]."""
        a, b, c = self.half_axes(depth)
        left, at = self.left, (np.arange(SAMPLES) + 0.5) / SAMPLES  # rule of the midpoint: the section has kinks
        rise = c - left.centre
        z = left.centre - c + rise * at[:, np.newaxis]
        size = np.sqrt(1.0 - ((z - left.centre) / c) ** 2)
        wide = b * size
        y = wide * (2.0 * at - 1.0)
        reach = a * size * np.sqrt(1.0 - (2.0 * at - 1.0) ** 2)
        square = left.outer_short**2 * (1.0 - ((z - left.centre) / left.outer_long) ** 2) - y**2
        held = np.sqrt(np.maximum(square, 0.0))
        middle = self.centre[0]
        common = np.minimum(middle + reach, held) - np.maximum(middle - reach, -held)
        lengths = 2.0 * reach - np.maximum(common, 0.0)
        return float(np.sum(lengths * 2.0 * wide) * rise / SAMPLES**2)


def sized_biventricle(left: Ellipsoid, cavity: float, wall: float) -> Biventricle:
    """Return the heart of a left ventricle and a right one with a given cavity and free wall.

    Parameters
    ----------
    left
        The left ventricle.
    cavity, wall
        Volumes of the right ventricle; the septum belongs to the left one [mL].

    Raises
    ------
    InputError
        If no right ventricle of that volume fits beside this left one.
    """
    narrow, broad = (share * left.outer_short for share in ACROSS)

    def cavity_excess(across: float) -> float:
        return Biventricle(left, across, 0.0).right_cavity - cavity

    if not cavity_excess(narrow) < 0.0 < cavity_excess(broad):
        least, most = (cavity + cavity_excess(end) for end in (narrow, broad))
        raise InputError(
            f"a right ventricle of {cavity:.0f} mL does not fit beside this left one, which leaves room for "
            f"{least:.0f} to {most:.0f} mL; try another wall.sphericity"
        )
    across = brentq(cavity_excess, narrow, broad)

    def wall_excess(thickness: float) -> float:
        return Biventricle(left, across, thickness).right_wall - wall

    if wall_excess(THICKEST_WALL) < 0.0:
        raise InputError(
            f"a free wall of {wall:.0f} mL around a right ventricle of {cavity:.0f} mL would be thicker than "
            f"{THICKEST_WALL:.0f} cm; allowed is a smaller right_ventricle.wall_volume"
        )
    return Biventricle(left, across, brentq(wall_excess, 0.0, THICKEST_WALL))
