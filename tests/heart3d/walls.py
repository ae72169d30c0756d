"""Small ventricles for tests of the mechanics, each built once; modules that import this are skipped without engine."""

from functools import cache

import numpy as np
import pytest

import diastole.model.heart3d  # noqa: F401  before the engine: the order of its parts matters
from diastole.model.heart3d.availability import available

if not available():
    pytest.skip("needs the extra heart3d", allow_module_level=True)

from diastole.model.heart3d.mesh.ellipsoid import ellipsoidal_frames, sized_ellipsoid
from diastole.model.heart3d.mesh.tetrahedra import ellipsoid_mesh
from diastole.model.heart3d.wall.finite_element_wall import ActiveStress, FiniteElementWall
from diastole.model.heart3d.wall.material import TRANSVERSE, PassiveMuscle
from diastole.model.heart3d.wall.quadrature import IntegrationPoints
from diastole.model.heart3d.wall.unloading import UnloadedVentricle, Unloading

CAVITY, MUSCLE = 120.0, 130.0  # mL, at the end of diastole
PRESSURE = 1.2  # kPa
EDGE = 1.6  # cm: 483 elements
SHAPE = sized_ellipsoid(CAVITY, MUSCLE, 0.58, 0.7)
ANGLES = np.radians((60.0, -60.0))


def loaded(edge=EDGE):
    """Return a ventricle in its shape under load, with its fibres."""
    ventricle = ellipsoid_mesh(SHAPE, edge)
    return ventricle, ellipsoidal_frames(SHAPE, IntegrationPoints(ventricle.mesh).places, *ANGLES)


def unload(ventricle, frames, rest, pressure) -> UnloadedVentricle:
    """Move a mesh from its loaded to its unloaded shape."""
    unloading = Unloading(ventricle, frames, rest)
    unloading.solve(np.atleast_1d(pressure))
    return unloading.moved()


def unloaded(stiffness=1.0, pressure=PRESSURE) -> UnloadedVentricle:
    ventricle, frames = loaded()
    return unload(ventricle, frames, PassiveMuscle(TRANSVERSE, stiffness), pressure)


@cache
def _wall() -> FiniteElementWall:
    return FiniteElementWall(unloaded(), PassiveMuscle(TRANSVERSE, 1.0))


def wall() -> FiniteElementWall:
    """Return the wall as at the end of diastole; there is one, which is put back."""
    one = _wall()
    one.displacement.x.array[:] = one.loading.x.array
    one.problem.pressures = np.array([PRESSURE])
    one.set_active_stress(pull(one, 0.0))
    return one


def pull(
    one: FiniteElementWall,
    tension: float,
    stiffness: float = 0.0,
    beside: float = 0.0,
    stiffness_beside: float = 0.0,
) -> ActiveStress:
    """Return the same pull everywhere [kPa], about the present stretch."""
    count = one.points.count
    along = np.full(count, tension), np.full(count, stiffness), one.stretch()
    return ActiveStress(*along, np.full(count, beside), np.full(count, stiffness_beside), one.stretch_beside())
