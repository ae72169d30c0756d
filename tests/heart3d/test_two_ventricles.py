"""Two cavities in one wall: their mesh, their volumes and pressures, and what one does to the other."""

import numpy as np
import pytest

from tests.heart3d import two, walls  # first: skips without engine

import ufl  # isort: skip
from dolfinx import fem  # isort: skip

from diastole.errors import InputError  # isort: skip
from diastole.model.heart3d.wall.broyden import next_guess  # isort: skip
from diastole.model.heart3d.mesh.biventricle import sized_biventricle  # isort: skip
from diastole.model.heart3d.mesh.ellipsoid import sized_ellipsoid  # isort: skip
from diastole.model.heart3d.mesh.tetrahedra import BASE, ENDO, EPI, RIGHT_ENDO  # isort: skip
from diastole.model.heart3d.run.wall_motion import MovingWall, septal_curvature  # isort: skip
from diastole.model.heart3d.wall.global_numbering import Layout  # isort: skip
from diastole.model.heart3d.wall.cavity import cavities, cavity_volume, surface_measure  # isort: skip

LEFT = sized_ellipsoid(two.CAVITIES[0], two.MUSCLE[0], 0.58, 0.7)


def test_the_shape_has_the_volumes_that_were_asked_for():
    shape = sized_biventricle(LEFT, two.CAVITIES[1], two.MUSCLE[1])
    assert (shape.right_cavity, shape.right_wall) == pytest.approx((118.0, 45.0), rel=1e-6)
    assert 0.2 < shape.thickness < 0.6  # cm


@pytest.mark.parametrize(
    ("cavity", "wall", "named"), [(900.0, 45.0, "900 mL does not fit"), (118.0, 900.0, "thicker than 2 cm")]
)
def test_a_right_ventricle_that_no_heart_has_is_refused(cavity, wall, named):
    with pytest.raises(InputError, match=named):
        sized_biventricle(LEFT, cavity, wall)


def test_the_surface_is_closed_and_each_cavity_holds_what_was_asked_for():
    ventricle = two.heart().ventricle
    ds, normal = surface_measure(ventricle, 6), ufl.FacetNormal(ventricle.mesh)
    area = [fem.assemble_scalar(fem.form(normal[i] * ds((ENDO, EPI, BASE, RIGHT_ENDO)))) for i in range(3)]
    np.testing.assert_allclose(area, 0.0, atol=1e-9)
    still = fem.Function(fem.functionspace(ventricle.mesh, ("Lagrange", 2, (3,))))
    held = [fem.assemble_scalar(fem.form(cavity_volume(ventricle, still, 4, one))) for one in cavities(ventricle, 4)]
    np.testing.assert_allclose(held, two.CAVITIES, rtol=6e-3)


def test_a_tilt_of_the_heart_changes_no_volume():
    """To first order, in both cavities: otherwise a pressure would turn the wall."""
    ventricle = two.heart().ventricle
    tilt = fem.Function(fem.functionspace(ventricle.mesh, ("Lagrange", 2, (3,))))
    for axis in ([0.0, 1.0, 0.0], [1.0, 0.0, 0.0]):
        for one in cavities(ventricle, 4):
            form = fem.form(cavity_volume(ventricle, tilt, 4, one))
            tilt.x.array[:] = 0.0
            before = fem.assemble_scalar(form)
            tilt.interpolate(lambda x, axis=axis: np.cross(1e-4 * np.array(axis), x.T).T)
            assert abs(fem.assemble_scalar(form) / before - 1.0) < 1e-6, (axis, one.surface)


def test_loaded_again_the_wall_is_as_it_was_given():
    wall = two.wall()
    np.testing.assert_allclose(wall.volumes, two.CAVITIES, rtol=6e-3)
    assert np.all(wall.unloaded_volumes < wall.volumes)
    before = wall.displacement.x.array.copy()
    wall.problem.solve_pressures(two.PRESSURES)
    np.testing.assert_allclose(wall.displacement.x.array, before, atol=1e-6)


def test_both_volumes_are_found_and_the_elastance_is_that_of_a_finite_difference():
    wall = two.wall()
    start = wall.volumes
    wall.problem.solve_volumes(start)
    pressures = wall.pressures
    elastance = wall.problem.elastance()
    np.testing.assert_allclose(elastance, elastance.T, rtol=1e-6)
    for side in (0, 1):
        step = np.zeros(2)
        step[side] = 0.05
        wall.problem.solve_volumes(start + step)
        np.testing.assert_allclose(wall.volumes, start + step, atol=1.01e-6)
        np.testing.assert_allclose((wall.pressures - pressures) / 0.05, elastance[:, side], rtol=0.02)
        wall.problem.solve_volumes(start)


def test_what_fills_one_ventricle_raises_the_pressure_in_the_other():
    """As in hearts: the septum gives way, and the walls share fibres (a positive off-diagonal elastance)."""
    wall = two.wall()
    wall.problem.solve_volumes(wall.volumes)
    (left, cross), (_, right) = wall.problem.elastance()
    assert 0.0 < cross < min(left, right)


def test_a_pull_in_the_left_wall_raises_its_own_pressure():
    """At constant volumes, and hardly the other one: the septum keeps its place."""
    wall = two.wall()
    volumes, before = wall.volumes, wall.pressures
    pull = walls.pull(wall, 1.0)._replace(tension=np.where(two.heart().walls == 0, 2.0, 0.0))

    def part(share):
        wall.set_active_stress(pull._replace(tension=share * pull.tension, beside=0.0 * pull.tension))
        wall.problem.solve_volumes(volumes)

    wall.problem.in_shares(part, first=0.1)
    left, right = wall.pressures - before
    assert left > 0.05
    assert abs(right) < left / 50.0


def test_a_loaded_right_ventricle_bows_the_septum_to_the_left():
    """Its curvature falls with the pressure on the right and changes its sign, as roeleveld2005 saw in people."""
    wall, layout = two.wall(), Layout(two.wall())
    left = layout.join_points(two.heart().walls).mean(axis=1) < 0.5
    drawn = two.heart().ventricle.drawn
    own = np.isin(drawn.triangles, layout.tetrahedra[left, :4]).all(axis=1)
    shapes = []
    for pressure in (0.1, 0.5, 0.8, 1.2):  # kPa; 0.5 on the left
        start, rise = wall.pressures, np.array([0.5, pressure]) - wall.pressures
        wall.problem.in_shares(lambda share, start=start, rise=rise: wall.problem.solve_pressures(start + share * rise))
        shapes.append(layout.places + layout.join_nodes(wall.displacement.x.array))
    moving = MovingWall(np.array(shapes), layout.tetrahedra[left], drawn.triangles[own], drawn.tags[own], *4 * [None])
    curvature = septal_curvature(moving)
    assert curvature[0] > 0.3
    assert np.all(np.diff(curvature) < 0.0)
    assert curvature[-1] < 0.0


def test_roots_of_two_unknowns_are_found_from_a_guessed_slope():
    def function(at):
        return np.array([at[0] ** 2 + 0.3 * at[1] - 2.0, at[1] + 0.2 * at[0] * at[1] - 1.0])

    at, tried = np.array([1.0, 1.0]), []
    for _ in range(8):
        tried.append((at, function(at)))
        at = next_guess(tried, np.eye(2))
    np.testing.assert_allclose(function(at), 0.0, atol=1e-4)


def test_of_one_unknown_the_next_guess_is_the_secants():
    tried = [(np.array([1.0]), np.array([-1.0])), (np.array([2.0]), np.array([2.0]))]
    assert next_guess(tried, np.array([[50.0]])) == pytest.approx([4.0 / 3.0])
