"""Measures of motion on deformations whose answer is known: nothing moves, turns, twists, stretches."""

import numpy as np
import pytest

from diastole.model.heart3d.mesh.mesh_checks import second_order
from diastole.model.heart3d.run.wall_motion import (
    APEX,
    BASE,
    ENDO,
    EPI,
    MEASURES,
    SLICES,
    STRAINS,
    MovingWall,
    apex_rise,
    base_descent,
    by_level_and_layer,
    deformation,
    local_axes,
    measure_motion,
    rim_descent,
    rotations,
    strain,
    thickening,
    twist,
    volume_ratios,
)
from tests.heart3d.shapes import cut_hexahedra, turned_outward

INNER, OUTER, LENGTH = 2.0, 3.0, 8.0  # cm, of a tube
POINTS = np.array([[0.25, 0.25, 0.25], [0.1, 0.1, 0.7], [0.6, 0.2, 0.1]])  # of an element


def tube(across=2, along=9, around=24, graded=1.0):
    """Return the nodes and the second-order elements of a tube around z, its base at z = 0, and its surfaces.

    Graded by more than 1, its nodes lie nearer to the inner surface.
    """
    depth = np.linspace(0.0, 1.0, across + 1) ** graded
    r, z, a = np.meshgrid(INNER + depth * (OUTER - INNER), np.linspace(-LENGTH, 0.0, along + 1),
                          2.0 * np.pi * np.arange(around) / around, indexing="ij")  # fmt: skip
    index = np.arange(r.size).reshape(r.shape)
    index = np.concatenate((index, index[:, :, :1]), axis=2)
    corners = np.stack((r * np.cos(a), r * np.sin(a), z), axis=-1).reshape(-1, 3)
    nodes, tetrahedra = second_order(corners, turned_outward(corners, cut_hexahedra(index)))
    middles = np.hypot(nodes[:, 0], nodes[:, 1])
    faces = {ENDO: index[0], EPI: index[-1], BASE: index[:, -1]}
    halves = ((f[:-1, :-1], third, f[1:, 1:]) for f in faces.values() for third in (f[1:, :-1], f[:-1, 1:]))
    halves = [np.stack(one, axis=-1).reshape(-1, 3) for one in halves]
    triangles = [np.concatenate(pair) for pair in zip(halves[::2], halves[1::2], strict=True)]
    tags = np.repeat(list(faces), [len(one) for one in triangles])
    return nodes, tetrahedra, np.concatenate(triangles), tags, middles


def moving(*moves, **shape):
    """Return a tube that is first at rest and then where each move brings its nodes."""
    nodes, tetrahedra, triangles, tags, _ = tube(**shape)
    corners = nodes[tetrahedra[:, :4]]
    bary = np.column_stack((1.0 - POINTS.sum(axis=1), POINTS))
    at = np.einsum("qa,mai->mqi", bary, corners)
    radius = np.hypot(at[..., 0], at[..., 1])
    across = np.stack((at[..., 0] / radius, at[..., 1] / radius, np.zeros_like(radius)), axis=-1)
    depth = (radius - INNER) / (OUTER - INNER)
    places = np.stack([nodes, *(move(nodes) for move in moves)])
    return MovingWall(places, tetrahedra, triangles, tags, POINTS, np.ones_like(depth), depth, across)


def turned(angle):
    """Return the move that turns everything by an angle, or by one for each node, about z as seen from above [°]."""

    def move(x):
        c, s = np.cos(np.radians(angle(x))), np.sin(np.radians(angle(x)))
        return np.stack((c * x[:, 0] - s * x[:, 1], s * x[:, 0] + c * x[:, 1], x[:, 2]), axis=-1)

    return move


def everywhere(angle):
    return turned(lambda x: np.full(len(x), angle))


def twisted(degrees_per_cm):
    """Return a pure torsion: the base stays, and below it everything turns counterclockwise as seen from below."""
    return turned(lambda x: degrees_per_cm * x[:, 2])


def scaled(*factors):
    return lambda x: x * np.array(factors)


def test_a_rigid_motion_is_no_motion_of_the_wall():
    wall = moving(lambda x: everywhere(30.0)(x) + np.array([0.4, -0.3, 0.2]))
    np.testing.assert_allclose(strain(wall, 1), 0.0, atol=1e-12)
    np.testing.assert_allclose(thickening(wall, 1), 0.0, atol=1e-10)
    for surface in (ENDO, EPI):
        np.testing.assert_allclose(twist(wall, surface), 0.0, atol=1e-10)
    np.testing.assert_allclose(base_descent(wall), [0.0, -2.0], atol=1e-12)
    assert apex_rise(wall, EPI, 1) == pytest.approx(2.0)


@pytest.mark.parametrize("angle", [-170.0, -12.0, 0.0, 35.0])
def test_a_rotation_is_counted_as_seen_from_below(angle):
    wall = moving(lambda x: everywhere(angle)(x) + 1.0)
    outside = wall.surface(EPI)
    assert rotations(wall, outside, outside.areas * (outside.places[:, 0] > 0.0))[1] == pytest.approx(-angle, abs=1e-9)


def test_a_torsion_has_the_twist_of_its_length_on_both_surfaces():
    wall = moving(twisted(2.0))
    between = np.mean(SLICES["basal"]) - np.mean(SLICES["apical"])  # of the middles of the slices
    for surface in (ENDO, EPI):
        assert twist(wall, surface)[1] == pytest.approx(2.0 * LENGTH * between, rel=0.01)
    assert measure_motion(wall, 1).measures["torsion"] == pytest.approx(2.0, rel=0.005)


@pytest.mark.parametrize("along", [5, 8, 9, 17])
def test_twist_does_not_depend_on_where_nodes_lie(along):
    """The slices hold from one to four rings of nodes; their means over area are the same."""
    wall = moving(twisted(2.0), along=along)
    assert twist(wall, EPI)[1] == pytest.approx(2.0 * LENGTH * 0.535, rel=0.01)


@pytest.mark.parametrize("across", [1, 3])
def test_the_descent_of_the_base_is_a_mean_over_its_area(across):
    """A base that comes down by r cm does so by 2/3 (b³ − a³)/(b² − a²) on average, however its nodes are spread."""
    wall = moving(
        lambda x: x - np.outer(np.hypot(x[:, 0], x[:, 1]), [0.0, 0.0, 1.0]), across=across, graded=2.0, around=48
    )
    mean = 2.0 / 3.0 * (OUTER**3 - INNER**3) / (OUTER**2 - INNER**2)
    assert base_descent(wall)[1] == pytest.approx(10.0 * mean, rel=0.005)


@pytest.mark.parametrize("across", [1, 3])
def test_the_descent_of_the_rim_is_that_of_the_base_at_the_cavity(across):
    """A base that comes down by r cm does so by the inner radius at its rim, which is thus the higher part."""
    wall = moving(lambda x: x - np.outer(np.hypot(x[:, 0], x[:, 1]), [0.0, 0.0, 1.0]), across=across, around=48)
    assert rim_descent(wall)[1] == pytest.approx(10.0 * INNER, rel=0.005)
    assert rim_descent(wall)[1] < base_descent(wall)[1]


def test_the_rim_counts_by_its_length():
    """A tilt about the axis lifts one side as it lowers the other, however unevenly the nodes lie."""
    wall = moving(lambda x: x + np.outer(0.3 * x[:, 0], [0.0, 0.0, 1.0]))
    assert rim_descent(wall)[1] == pytest.approx(0.0, abs=1e-9)


def test_the_apex_is_the_surface_around_its_lowest_place():
    """A single node that rises moves the apex by its share only; what is beyond the apex does not count."""
    wall = moving(lambda x: x, lambda x: x)
    lowest = wall.nodes(EPI)[np.argmin(wall.places[0, wall.nodes(EPI), 2])]
    far = np.linalg.norm(wall.places[0] - wall.places[0, lowest], axis=1) > 3.0
    wall.places[1, lowest, 2] += 1.0
    wall.places[2, far, 2] += 1.0
    assert 0.0 < apex_rise(wall, EPI, 1) < 9.0
    assert apex_rise(wall, EPI, 2) == pytest.approx(0.0, abs=1e-12)


def test_between_two_frames_the_wall_is_between_them():
    wall = moving(scaled(1.0, 1.0, 0.9), scaled(1.0, 1.0, 0.8))
    np.testing.assert_allclose(wall.at(1.5), wall.places[0] * [1.0, 1.0, 0.85], atol=1e-12)
    np.testing.assert_allclose(wall.at(2), wall.places[2], atol=1e-12)
    assert measure_motion(wall, 1.5).measures["longitudinal_strain"] == pytest.approx(0.5 * (0.85**2 - 1.0))


def test_a_small_torsion_shears_along_the_tube_and_nothing_else():
    """E_cl = ½ κ r for a twist of κ [rad/cm], in the limit of small angles and fine elements."""
    wall = moving(twisted(0.01))
    local = strain(wall, 1)
    radius = INNER + wall.depth * (OUTER - INNER)
    np.testing.assert_allclose(local[..., 1, 2], 0.5 * np.radians(0.01) * radius, rtol=0.05)
    for name in ("rr", "cc", "ll", "cr", "rl"):
        assert np.abs(local[..., *STRAINS[name]]).max() < 0.05 * np.radians(0.01) * OUTER


def test_a_stretch_along_the_axis_is_longitudinal():
    wall = moving(scaled(1.0, 1.0, 0.85))
    local = strain(wall, 1)
    np.testing.assert_allclose(local[..., 2, 2], 0.5 * (0.85**2 - 1.0), atol=1e-12)
    np.testing.assert_allclose(np.delete(local.reshape(-1, 9), 8, axis=1), 0.0, atol=1e-12)
    np.testing.assert_allclose(base_descent(wall), 0.0, atol=1e-12)
    assert 10.0 * 0.15 * (LENGTH - APEX) < apex_rise(wall, ENDO, 1) < 10.0 * 0.15 * LENGTH


def test_a_stretch_across_the_axis_is_radial_and_circumferential():
    wall = moving(scaled(1.2, 1.2, 1.0))
    local = strain(wall, 1)
    for name, expected in (("rr", 0.22), ("cc", 0.22), ("ll", 0.0), ("cr", 0.0), ("cl", 0.0), ("rl", 0.0)):
        np.testing.assert_allclose(local[..., *STRAINS[name]], expected, atol=1e-12)
    np.testing.assert_allclose(thickening(wall, 1), 20.0, atol=1e-9)
    assert measure_motion(wall, 1).measures["largest_volume_ratio"] == pytest.approx(1.44)


def test_the_volume_of_an_element_is_what_its_points_hold_together():
    """Where z moves by a z², a point has 1 + 2 a z of its volume; an element has the mean, and extremes are theirs."""
    wall = moving(lambda x: np.column_stack((x[:, :2], x[:, 2] + 0.02 * x[:, 2] ** 2)))
    bary = np.column_stack((1.0 - POINTS.sum(axis=1), POINTS))
    of_points = 1.0 + 0.04 * np.einsum("qa,ma->mq", bary, wall.places[0, wall.tetrahedra[:, :4], 2])
    of_elements = of_points.mean(axis=1)
    np.testing.assert_allclose(volume_ratios(wall, 1), of_elements, atol=1e-12)
    least = measure_motion(wall, 1).measures["smallest_volume_ratio"]
    assert least == pytest.approx(np.percentile(of_elements, 1.0))
    assert least > np.percentile(of_points, 1.0) + 1e-3


def test_a_shear_between_the_layers_is_that_of_its_angle():
    """Each layer turns by its depth: E_cr = ½ r dθ/dr for small angles, at the depth of the point."""
    gradient = 0.002  # rad/cm
    wall = moving(turned(lambda x: np.degrees(gradient) * (np.hypot(x[:, 0], x[:, 1]) - INNER)))
    shear = by_level_and_layer(wall, strain(wall, 1)[..., *STRAINS["cr"]])
    radii = INNER + np.array([1.0, 3.0, 5.0]) / 6.0
    np.testing.assert_allclose(shear, np.tile(0.5 * gradient * radii, (3, 1)), rtol=0.12)
    np.testing.assert_allclose(thickening(wall, 1), 0.0, atol=0.1)  # a shear makes no wall thicker


def test_the_gradient_is_exact_for_what_second_order_elements_can_follow():
    matrix = np.array([[1.1, 0.2, 0.0], [0.0, 0.9, -0.1], [0.3, 0.0, 1.05]])
    wall = moving(lambda x: x @ matrix.T)
    np.testing.assert_allclose(deformation(wall, 1), np.broadcast_to(matrix, (*wall.depth.shape, 3, 3)), atol=1e-12)


def test_axes_are_square_and_right_handed():
    axes = local_axes(moving().across)
    np.testing.assert_allclose(axes @ np.swapaxes(axes, -1, -2), np.broadcast_to(np.eye(3), axes.shape), atol=1e-12)
    np.testing.assert_allclose(np.linalg.det(axes), 1.0, atol=1e-12)
    np.testing.assert_allclose(axes[..., 2, :], np.broadcast_to([0.0, 0.0, 1.0], axes[..., 2, :].shape), atol=1e-12)


def test_levels_and_layers_are_where_they_are_called():
    wall = moving()
    np.testing.assert_allclose(by_level_and_layer(wall, wall.depth)[0], [1 / 6, 1 / 2, 5 / 6], atol=0.08)
    bary = np.column_stack((1.0 - POINTS.sum(axis=1), POINTS))
    height = wall.heights(np.einsum("qa,ma->mq", bary, wall.places[0, wall.tetrahedra[:, :4], 2]))
    np.testing.assert_allclose(by_level_and_layer(wall, height)[:, 1], [5 / 6, 1 / 2, 1 / 6], atol=0.05)


def test_counter_twist_counts_in_systole_only():
    wall = moving(twisted(-0.5), twisted(2.0), twisted(-3.0))
    seen = measure_motion(wall, 2).measures
    assert set(seen) == set(MEASURES)
    assert seen["twist_outside"] == pytest.approx(4.0 * seen["counter_twist_outside"], rel=1e-3)
    assert seen["counter_twist_inside"] == pytest.approx(seen["counter_twist_outside"])
