"""The shape without load: loading brings the heart back, and what cannot be unloaded is refused in words."""

import numpy as np
import pytest

from diastole.errors import SimulationError
from tests.heart3d import walls  # first: skips without engine

import ufl  # isort: skip

from diastole.model.heart3d.wall.finite_element_wall import FiniteElementWall
from diastole.model.heart3d.wall.material import TRANSVERSE, PassiveMuscle


def test_the_loaded_wall_is_in_equilibrium_with_its_pressure():
    """On the same elements, the equations of unloading are those of loading, but for what holds the base."""
    wall = walls.wall()
    assert wall.problem.settle() < 2e-3


def test_loading_brings_the_shape_back():
    wall = walls.wall()
    volume, shape = wall.volumes[0], wall.displacement.x.array.copy()
    for pressure in np.linspace(walls.PRESSURE, 0.3, 5):
        wall.problem.solve_pressures([pressure])
    assert wall.volumes[0] < 0.9 * volume
    for pressure in np.linspace(0.3, walls.PRESSURE, 5):
        wall.problem.solve_pressures([pressure])
    assert wall.volumes[0] == pytest.approx(volume, rel=1e-4)
    np.testing.assert_allclose(wall.displacement.x.array, shape, atol=1e-3)


def test_the_shape_under_load_is_the_one_that_was_given():
    """Its nodes come back to where they were, and its cavity to what was asked for."""
    ventricle, frames = walls.loaded()
    before = ventricle.mesh.geometry.x.copy()
    slack = walls.unload(ventricle, frames, PassiveMuscle(TRANSVERSE, 1.0), walls.PRESSURE)
    assert np.abs(ventricle.mesh.geometry.x - before).max() > 0.1
    space = slack.loading.function_space
    places = space.tabulate_dof_coordinates() + slack.loading.x.array.reshape(-1, 3)
    order = np.lexsort(np.round(places, 6).T)
    np.testing.assert_allclose(places[order], before[np.lexsort(np.round(before, 6).T)], atol=1e-9)


def test_the_fibres_come_back_to_their_directions():
    """F f₀, of unit length, is the fibre of the loaded shape."""
    wall = walls.wall()
    _, frames = walls.loaded()
    points = wall.points
    gradient = points.expression(ufl.Identity(3) + ufl.grad(wall.displacement))
    F = gradient.eval(points.mesh, np.arange(points.elements, dtype=np.int32)).reshape(-1, 3, 3)
    carried = np.einsum("nij,nj->ni", F, wall.frames.fibre)
    carried /= np.linalg.norm(carried, axis=1, keepdims=True)
    np.testing.assert_allclose(carried, frames.fibre, atol=1e-9)
    np.testing.assert_allclose(np.linalg.norm(wall.frames.fibre, axis=1), 1.0, rtol=1e-12)


def test_a_stiffer_wall_loses_less_volume():
    soft = walls.wall()
    soft.displacement.x.array[:] = 0.0
    stiff = FiniteElementWall(walls.unloaded(stiffness=4.0), PassiveMuscle(TRANSVERSE, 4.0))
    stiff.displacement.x.array[:] = 0.0
    assert soft.volumes[0] + 5.0 < stiff.volumes[0] < walls.CAVITY


def test_a_wall_that_cannot_be_unloaded_is_refused_in_words():
    with pytest.raises(
        SimulationError, match=r"cannot be unloaded: .* \d+% of .* 40.00 kPa removed; give a stiffer wall"
    ):
        walls.unloaded(stiffness=0.02, pressure=40.0)
