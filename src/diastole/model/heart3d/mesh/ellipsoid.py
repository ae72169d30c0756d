"""The idealised left ventricle: a truncated thick-walled ellipsoid with the patient's cavity and wall volumes.

The long axis is z, the base is the plane z = 0, the apex lies below it, and the middle of the septum lies towards −x.
"""

from math import pi
from typing import NamedTuple

import numpy as np
from scipy.optimize import brentq

from diastole.arrays import Array
from diastole.errors import InputError

TRUNCATION = 0.29  # 1, height of the base above the widest section, over the long radius of the cavity; arostica2025
THICKEST_WALL = 5.0  # cm, thicker than any ventricle; assumed


class Ellipsoid(NamedTuple):
    """A truncated thick-walled ellipsoid of revolution about z."""

    inner_short: float  # cm, radius of the cavity at its widest section
    inner_long: float  # cm, from the widest section to the apex of the cavity
    outer_short: float  # cm, the same for the outer surface
    outer_long: float  # cm
    centre: float  # cm, height z of the widest section, below the base at z = 0

    @property
    def cavity(self) -> float:
        """Volume within the wall, below the base [mL]."""
        return _truncated_volume(self.inner_short, self.inner_long, -self.centre)

    @property
    def wall(self) -> float:
        """Volume of the wall [mL]."""
        return _truncated_volume(self.outer_short, self.outer_long, -self.centre) - self.cavity

    def radii(self, depth: Array) -> tuple[Array, Array]:
        """Return the short and the long radius of the surface at a depth, 0 inside and 1 outside [cm]."""
        short = self.inner_short + depth * (self.outer_short - self.inner_short)
        long = self.inner_long + depth * (self.outer_long - self.inner_long)
        return short, long

    def depth(self, points: Array) -> Array:
        """Return the depth of points (..., 3) in the wall, of the ellipsoid through each: 0 inside, 1 outside [1]."""
        radial = np.hypot(points[..., 0], points[..., 1])
        axial = points[..., 2] - self.centre
        low, high = np.zeros(radial.shape), np.ones(radial.shape)
        for _ in range(50):  # bisection: the surfaces are nested, so the sign changes once
            middle = 0.5 * (low + high)
            short, long = self.radii(middle)
            outside = (radial / short) ** 2 + (axial / long) ** 2 > 1.0
            low, high = np.where(outside, middle, low), np.where(outside, high, middle)
        return 0.5 * (low + high)


def _truncated_volume(short: float, long: float, base: float) -> float:
    """Return the volume of an ellipsoid of revolution from its apex to a height above its widest section [mL]."""
    top = base / long
    return pi * short**2 * long * (top - top**3 / 3.0 + 2.0 / 3.0)


def sized_ellipsoid(cavity: float, wall: float, sphericity: float, apex_thinning: float) -> Ellipsoid:
    """Return the ellipsoid of a given cavity and wall.

    Parameters
    ----------
    cavity, wall
        Volumes [mL].
    sphericity
        Widest inner diameter over the length of the cavity from apex to base [1].
    apex_thinning
        Thickness of the wall at the apex over that at the widest section [1].

    Raises
    ------
    InputError
        If no wall of that volume fits around the cavity.
    """
    slender = 2.0 / (sphericity * (1.0 + TRUNCATION))  # long over short radius of the cavity
    unit = _truncated_volume(1.0, slender, TRUNCATION * slender)
    short = (cavity / unit) ** (1.0 / 3.0)
    long = slender * short

    def excess(thickness: float) -> float:
        outer = _truncated_volume(short + thickness, long + apex_thinning * thickness, TRUNCATION * long)
        return outer - cavity - wall

    if excess(THICKEST_WALL) < 0.0:
        raise InputError(
            f"a wall of {wall:.0f} mL around a cavity of {cavity:.0f} mL would be thicker than {THICKEST_WALL:.0f} cm; "
            f"allowed is a smaller left_ventricle.wall_volume"
        )
    thickness = brentq(excess, 0.0, THICKEST_WALL)
    return Ellipsoid(short, long, short + thickness, long + apex_thinning * thickness, -TRUNCATION * long)


class Frames(NamedTuple):
    """Directions of the muscle at points (..., 3), as unit vectors."""

    fibre: Array
    sheet: Array  # across the wall; s₀ of holzapfel2009


def ellipsoidal_frames(shape: Ellipsoid, points: Array, inner_angle: float, outer_angle: float) -> Frames:
    """Return fibres whose angle changes linearly across the wall, and the transmural direction.

    Parameters
    ----------
    shape
        The ellipsoid in which the points lie.
    points
        (..., 3) [cm].
    inner_angle, outer_angle
        Angles between fibre and circumference at the inner and the outer surface [rad]; a fibre with a positive angle
        rises towards the base, counterclockwise as seen from the base.
    """
    depth = shape.depth(points)
    short, long = shape.radii(depth)
    azimuth = np.arctan2(points[..., 1], points[..., 0])
    cos_azimuth, sin_azimuth = np.cos(azimuth), np.sin(azimuth)
    around = np.stack((-sin_azimuth, cos_azimuth, np.zeros_like(azimuth)), axis=-1)
    radial = np.hypot(points[..., 0], points[..., 1]) / short
    axial = (points[..., 2] - shape.centre) / long
    upward = np.stack((-axial * short * cos_azimuth, -axial * short * sin_azimuth, radial * long), axis=-1)
    upward /= np.linalg.norm(upward, axis=-1, keepdims=True)
    angle = inner_angle + depth * (outer_angle - inner_angle)
    fibre = np.sin(angle)[..., None] * upward + np.cos(angle)[..., None] * around
    return Frames(fibre, np.cross(around, upward))
