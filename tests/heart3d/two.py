"""A small heart of two ventricles for tests, in its shape under load and as a wall; each is built once."""

from functools import cache

import numpy as np

from tests.heart3d import walls  # first: skips without engine

from diastole.model.heart3d.wall.finite_element_wall import FiniteElementWall  # isort: skip
from diastole.model.heart3d.wall.loaded_ventricle import two_ventricles  # isort: skip
from diastole.model.heart3d.wall.material import TRANSVERSE, PassiveMuscle  # isort: skip
from diastole.model.heart3d.wall.unloading import Unloading  # isort: skip
from diastole.model.patient import Patient  # isort: skip

CAVITIES, MUSCLE = np.array([126.0, 118.0]), np.array([140.0, 45.0])  # mL, of the healthy preset
PRESSURES = np.array([0.5, 0.1])  # kPa
EDGE = 2.0  # cm: some 800 elements
SOFT = PassiveMuscle(TRANSVERSE, 0.6, 0.5)


@cache
def heart():
    """Return the heart under load; no test changes it."""
    return two_ventricles(Patient.preset("healthy").wall, CAVITIES, MUSCLE, EDGE)


@cache
def _wall():
    drawn = heart().ventricle.drawn  # the same points in the same order
    loaded = two_ventricles(Patient.preset("healthy").wall, CAVITIES, MUSCLE, EDGE, drawn=drawn)
    unloading = Unloading(loaded.ventricle, loaded.frames, SOFT, walls=loaded.walls)
    unloading.set_stiffness(np.array([0.6, 1.2]))
    unloading.solve(PRESSURES)
    return FiniteElementWall(unloading.moved(), SOFT)


def wall():
    """Return the wall as at the end of diastole; there is one, which is put back."""
    one = _wall()
    one.displacement.x.array[:] = one.loading.x.array
    one.problem.pressures = PRESSURES
    one.problem.forget_factors()
    one.set_active_stress(walls.pull(one, 0.0))
    return one
