"""The wall in equilibrium: what makes its equations legitimate, seen from outside."""

import numpy as np
import pytest

from tests.heart3d import walls  # first: skips without engine

import ufl  # isort: skip
from dolfinx import fem  # isort: skip
from dolfinx.fem import petsc as fem_petsc  # isort: skip
from ffcx.naming import compute_signature  # isort: skip

from diastole.model.heart3d.mesh.ellipsoid import Frames
from diastole.model.heart3d.mesh.tetrahedra import BASE, EPI
from diastole.model.heart3d.wall.cavity import surface_measure
from diastole.model.heart3d.wall.cavity_problem import VOLUME_TOLERANCE
from diastole.model.heart3d.wall.finite_element_wall import FiniteElementWall
from diastole.model.heart3d.wall.material import TRANSVERSE, PassiveMuscle

DOWN, UP = -4.0, 4.0  # mL


def nodes(wall):
    """Return the places of the unknowns without load, (n, 3) [cm]."""
    return wall.displacement.function_space.tabulate_dof_coordinates()


def move_to(wall, places):
    """Bring the unknowns to places (n, 3) [cm]."""
    wall.displacement.x.array[:] = (places - nodes(wall)).ravel()


def at_end_diastole(wall):
    """Return the places of the unknowns in the loaded shape, whose lid is level, (n, 3) [cm]."""
    return nodes(wall) + wall.loading.x.array.reshape(-1, 3)


def turned(angle):
    c, s = np.cos(angle), np.sin(angle)
    return np.array([[c, -s, 0.0], [s, c, 0.0], [0.0, 0.0, 1.0]])


def residual(wall):
    wall.problem._forces()
    return wall.problem._residual.array.copy()


def tangent_along(wall, direction):
    problem = wall.problem
    problem._factors.matrix.zeroEntries()
    fem_petsc.assemble_matrix(problem._factors.matrix, problem._tangent)
    problem._factors.matrix.assemble()
    problem._answers[0].array[:] = direction
    product = problem._answers[0].duplicate()
    problem._factors.matrix.mult(problem._answers[0], product)
    return product.array.copy()


def around(places):
    """Return the circumferential direction at places (n, 3)."""
    flat = np.column_stack((-places[:, 1], places[:, 0], np.zeros(len(places))))
    return flat / np.linalg.norm(flat, axis=1, keepdims=True)


def test_the_tangent_is_the_derivative_of_the_residual():
    """With pressure, active tension and its stiffness; central differences leave an error that falls as h².

    All fibres are stretched: where one goes slack within a difference, the law has a kink.
    """
    slack = walls.unloaded()
    fibre = around(slack.points.places)
    sheet = np.cross(fibre, (0.0, 0.0, 1.0))
    wall = FiniteElementWall(slack._replace(frames=Frames(fibre, sheet)), PassiveMuscle(TRANSVERSE, 1.0))
    move_to(wall, nodes(wall) * (1.1, 1.1, 1.0))
    wall.set_active_stress(walls.pull(wall, 20.0, 50.0, 8.0, 30.0))
    wall.problem.pressures = np.array([7.0])
    x, here = nodes(wall), wall.displacement.x.array.copy()
    direction = np.sin(np.stack((x[:, 1] + 0.3 * x[:, 2], 0.7 * x[:, 2] - x[:, 0], x[:, 0] * x[:, 1] / 3.0), 1)).ravel()
    exact = tangent_along(wall, direction)
    errors = []
    for h in (8e-3, 4e-3, 2e-3):
        wall.displacement.x.array[:] = here + h * direction
        after = residual(wall)
        wall.displacement.x.array[:] = here - h * direction
        errors.append(np.linalg.norm((after - residual(wall)) / (2.0 * h) - exact) / np.linalg.norm(exact))
    assert errors[-1] < 1e-4
    np.testing.assert_allclose(np.log2(np.array(errors[:-1]) / errors[1:]), 2.0, atol=0.1)


def test_a_rigid_motion_stores_nothing_and_moves_no_blood():
    wall = walls.wall()
    energy, volume, stress = wall.energy()[0], wall.volumes[0], wall.fibres().stress
    move_to(wall, at_end_diastole(wall) @ turned(0.7).T + (1.0, -2.0, 3.0))
    assert wall.energy()[0] == pytest.approx(energy, rel=1e-10)
    assert wall.volumes[0] == pytest.approx(volume, rel=1e-12)
    np.testing.assert_allclose(wall.fibres().stress, stress, rtol=1e-8, atol=1e-8)
    assert wall.energy()[1] > 1.0, "the springs must feel it"


def test_the_shape_without_load_stores_nothing():
    wall = walls.wall()
    move_to(wall, nodes(wall) @ turned(-1.1).T + (0.5, 0.0, -1.0))
    assert wall.energy()[0] == pytest.approx(0.0, abs=1e-10)
    np.testing.assert_allclose(wall.stretch(), 1.0, rtol=1e-12)


@pytest.mark.parametrize(
    "matrix",
    [
        np.diag([1.2, 1.2, 1.2]),
        np.diag([1.0, 1.0, 1.3]),
        [[1.1, 0.2, 0.0], [-0.1, 0.9, 0.0], [0.0, 0.0, 0.8]],
        [[1.0, 0.0, 0.4], [0.0, 1.0, -0.2], [0.0, 0.0, 1.0]],
    ],
)
def test_the_cavity_follows_every_affine_map_that_keeps_the_lid_level(matrix):
    wall = walls.wall()
    before = wall.volumes[0]
    move_to(wall, at_end_diastole(wall) @ np.transpose(matrix) + (3.0, -1.0, 2.0))
    assert wall.volumes[0] == pytest.approx(np.linalg.det(matrix) * before, rel=1e-12)


def test_a_stretch_along_everything_is_the_stretch_of_the_fibres():
    wall = walls.wall()
    move_to(wall, 1.07 * nodes(wall))
    np.testing.assert_allclose(wall.stretch(), 1.07, rtol=1e-12)


def test_the_volume_that_is_asked_for_is_met():
    wall = walls.wall()
    target = wall.volumes[0] + DOWN
    wall.problem.solve_volumes(target)
    assert wall.volumes[0] == pytest.approx(target, abs=1.01 * VOLUME_TOLERANCE)
    assert VOLUME_TOLERANCE < 1e-4


def test_by_pressure_and_by_volume_is_the_same_equilibrium():
    wall = walls.wall()
    wall.problem.solve_volumes(wall.volumes[0] + DOWN)
    pressure, volume, shape = wall.pressures[0], wall.volumes[0], wall.displacement.x.array.copy()
    wall = walls.wall()
    wall.problem.solve_pressures([pressure])
    assert wall.volumes[0] == pytest.approx(volume, abs=1e-3)
    np.testing.assert_allclose(wall.displacement.x.array, shape, atol=1e-4)


@pytest.mark.parametrize("tension", [0.0, 8.0])
def test_the_elastance_is_the_slope_of_pressure_over_volume(tension):
    wall = walls.wall()
    volume = wall.volumes[0]
    for share in np.linspace(0.25, 1.0, 4):
        wall.set_active_stress(walls.pull(wall, share * tension))
        wall.problem.solve_volumes(volume)
    pressures = []
    for target in (volume - 0.05, volume + 0.05):
        wall.problem.solve_volumes(target)
        pressures.append(wall.pressures[0])
    wall.problem.solve_volumes(volume)
    wall.problem.forget_factors()
    assert wall.problem.elastance()[0, 0] == pytest.approx((pressures[1] - pressures[0]) / 0.1, rel=2e-3)
    assert wall.problem.predict(np.zeros(1))[1][0, 0] == pytest.approx((pressures[1] - pressures[0]) / 0.1, rel=2e-4)


def test_the_predicted_rise_of_pressure_is_that_at_constant_volume():
    """To first order in the tension: the part that is missed falls as its square."""
    missed = []
    for tension in (0.4, 0.2):
        wall = walls.wall()
        volume = wall.volumes[0]
        wall.problem.solve_volumes(volume)
        start = wall.pressures[0]
        wall.set_active_stress(walls.pull(wall, tension))
        wall.problem.forget_factors()
        [rise], _ = wall.problem.predict(np.zeros(1))
        wall.problem.solve_volumes(volume)
        missed.append(abs(rise - (wall.pressures[0] - start)) / (wall.pressures[0] - start))
    assert missed[1] < 0.02
    assert missed[0] / missed[1] == pytest.approx(2.0, abs=0.4)


def held_share(height):
    """Return the share of the surroundings' stiffness at a height of the loaded wall."""
    return np.clip((0.4 - height) / 0.3, 0.0, 1.0)


@pytest.mark.parametrize(("shift", "tilt"), [((0.0, 0.0, 0.3), 0.0), ((0.2, 0.0, 0.0), 0.0), ((0.1, -0.2, 0.2), 0.0),
                                              ((0.0, 0.0, 0.0), 0.2)])  # fmt: skip
def test_the_springs_hold_by_hand(shift, tilt):
    """A motion d stores ½ k w (d·N)² on EPI, and on BASE ½ k (d·N)² + ½ k' (d² − (d·N)²); normals without load.

    One by t x along z has there the slope t N_z (e_x − N_x N), and stores ½ k'' t² N_z² (1 − N_x²) too.
    """
    wall = walls.wall()
    mesh = wall.points.mesh
    ds, normal = surface_measure(wall.ventricle, 4), ufl.FacetNormal(mesh)
    lift = tilt * nodes(wall)[:, :1] * (0.0, 0.0, 1.0)
    move_to(wall, at_end_diastole(wall) + shift + lift)
    moved = ufl.as_vector(shift) + ufl.as_vector((0.0, 0.0, tilt * ufl.SpatialCoordinate(mesh)[0]))
    across, whole = ufl.inner(moved, normal) ** 2, ufl.inner(moved, moved)
    weight = fem.Function(fem.functionspace(mesh, ("Lagrange", 2)))
    height = 1.0 - at_end_diastole(wall)[:, 2] / at_end_diastole(wall)[:, 2].min()
    weight.x.array[:] = held_share(height)
    outer, base, all_of_base, sloping = (
        fem.assemble_scalar(fem.form(one))
        for one in (weight * across * ds(EPI), across * ds(BASE), whole * ds(BASE),
                    tilt**2 * normal[2] ** 2 * (1.0 - normal[0] ** 2) * ds(BASE))
    )  # fmt: skip
    # the share bends within elements, where its nodes only follow it roughly
    expected = 10.0 * outer + 0.9 * base + 0.5 * (all_of_base - base) + 100.0 * sloping
    assert wall.energy()[1] == pytest.approx(expected, rel=0.03)


def test_the_surroundings_hold_the_apex_and_not_the_base():
    """Pressed in by the same amount, a place near the apex takes more force than one above it, the base none."""
    wall, energies = walls.wall(), []
    places = at_end_diastole(wall)
    height = 1.0 - places[:, 2] / places[:, 2].min()
    ds, normal = surface_measure(wall.ventricle, 4), ufl.FacetNormal(wall.points.mesh)
    for middle in (0.03, 0.25, 0.6, 0.93):
        bump = np.exp(-(((height - middle) / 0.03) ** 2))
        move_to(wall, places * (1.0 + 0.05 * bump[:, None]))
        across = ufl.inner(wall.displacement - wall.loading, normal) ** 2
        energies.append(wall.energy()[1] / fem.assemble_scalar(fem.form(across * ds(EPI))))
    assert energies[0] == pytest.approx(10.0, rel=0.02)
    assert 2.0 < energies[1] < 8.0
    assert max(energies[2:]) < 0.1


def test_one_compiled_form_serves_every_heart():
    """A number of one heart in a form would have it compiled anew for each, which takes longer than the beat."""
    other = FiniteElementWall(walls.unloaded(1.4, 0.9), PassiveMuscle(TRANSVERSE, 1.4))
    one = walls.wall()
    assert one.loading.x.array[0] != other.loading.x.array[0]
    forms = [[each._internal, each._tangent, *each._loads, *each._volumes] for each in (one.problem, other.problem)]
    for ours, theirs in zip(*forms, strict=True):
        assert ours.module.__name__ == theirs.module.__name__
    for name in ("_stretch", "_stretch_beside", "_volume_ratio", "_fibres"):
        assert _signature(getattr(one, name)) == _signature(getattr(other, name)), name


def _signature(expression):
    """Return what the compiled module of an expression is called by."""
    return compute_signature([(expression.ufl_expression, expression.X())], "")


def test_the_tangent_is_symmetric():
    """All forces derive from energies within a step, so that half of the matrix is enough."""
    wall = walls.wall()
    wall.set_active_stress(walls.pull(wall, 20.0, 50.0, 8.0, 30.0))
    wall.problem.pressures = np.array([7.0])
    one, other = np.random.default_rng(1).standard_normal((2, wall.displacement.x.array.size))
    there, back = other @ tangent_along(wall, one), one @ tangent_along(wall, other)
    assert there == pytest.approx(back, rel=1e-9)


def test_stress_beside_the_fibres_does_its_work_on_the_stretch_there():
    """The force of a stress b beside the fibres times a small motion is ∫ b δ(ln λ_n) dX."""
    wall = walls.wall()
    x, here, size = nodes(wall), wall.displacement.x.array.copy(), 1e-5
    motion = np.sin(np.stack((x[:, 1], x[:, 2], x[:, 0]), axis=1)).ravel()
    without = residual(wall)
    wall.set_active_stress(walls.pull(wall, 0.0, beside=9.0))
    work = size * motion @ (residual(wall) - without)
    stretches = []
    for sign in (-0.5, 0.5):
        wall.displacement.x.array[:] = here + sign * size * motion
        stretches.append(np.log(wall.stretch_beside()))
    assert work == pytest.approx(wall.points.integral(9.0 * (stretches[1] - stretches[0])), rel=1e-5)


def test_beside_is_square_to_the_fibre_and_in_the_wall():
    wall = walls.wall()
    fibre, sheet = wall.frames
    beside = np.cross(fibre, sheet)
    beside /= np.linalg.norm(beside, axis=1, keepdims=True)
    move_to(wall, nodes(wall) * (1.2, 1.2, 0.9))
    expected = np.linalg.norm(beside * (1.2, 1.2, 0.9), axis=1)
    np.testing.assert_allclose(wall.stretch_beside(), expected, rtol=1e-12)


def contracted(steps, *, fresh):
    """Contract an ejecting wall in so many steps; return it, and the factorisations and iterations of the way."""
    wall = walls.wall()
    wall.problem.forget_factors()
    volume, efforts = wall.volumes[0], []
    for share in np.arange(1, steps + 1) / steps:
        wall.set_active_stress(walls.pull(wall, 12.0 * share, 30.0 * share))
        efforts.append(wall.problem.solve_volumes(volume - 4.0 * share, fresh=fresh))
    return wall.pressures[0], wall.displacement.x.array.copy(), np.sum(efforts, axis=0)


def test_old_factors_cost_iterations_and_no_accuracy():
    new, shape, (iterations, factorisations) = contracted(10, fresh=True)
    old, same, (more, fewer) = contracted(10, fresh=False)
    assert old == pytest.approx(new, rel=1e-4)
    np.testing.assert_allclose(same, shape, atol=1e-4)
    assert factorisations == iterations
    assert fewer < 0.7 * factorisations
    assert more > iterations


def test_where_old_factors_lead_nowhere_new_ones_are_made():
    new, shape, _ = contracted(6, fresh=True)
    old, same, _ = contracted(6, fresh=False)
    assert old == pytest.approx(new, rel=1e-4)
    np.testing.assert_allclose(same, shape, atol=1e-4)


def work_along(wall, steps):
    """Contract an ejecting wall; return work of the pressure, work done on the muscle, and what is stored [mJ]."""
    volume, start = wall.volumes[0], sum(wall.energy())
    active = pressed = held_work = 0.0
    held = wall.problem._initial_force.array  # what holds the wall at the start does a little work too
    for step in range(1, steps + 1):
        share = step / steps
        before = wall.pressures[0], wall.volumes[0], np.log(wall.stretch()), wall.fibres().tension
        shape = wall.displacement.x.array.copy()
        wall.set_active_stress(walls.pull(wall, 6.0 * share, 40.0 * share))
        wall.problem.solve_volumes(volume - 3.0 * share**2)
        active += wall.points.integral(0.5 * (wall.fibres().tension + before[3]) * (np.log(wall.stretch()) - before[2]))
        pressed += 0.5 * (wall.pressures[0] + before[0]) * (wall.volumes[0] - before[1])
        held_work += float(held @ (wall.displacement.x.array - shape))
    return pressed, active, sum(wall.energy()) - start - held_work


def test_the_work_of_the_pressure_is_stored_or_done_on_the_muscle():
    """∫ p dV = ∫ ∫ T d(ln λ) dX + stored, in wall and springs; the trapezoid's error falls with the step's square."""
    misses = []
    for steps in (8, 16):
        pressed, active, stored = work_along(walls.wall(), steps)
        misses.append(abs(pressed - active - stored) / abs(pressed))
    assert abs(stored) > 0.1 * abs(pressed)
    assert abs(active) > 0.1 * abs(pressed)
    assert misses[1] < 0.01
    assert misses[0] / misses[1] > 3.0
