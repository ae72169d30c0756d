"""Fibres by rule: those of the ellipsoid around one cavity, and through the septum without a jump around two."""

import numpy as np
import pytest

from tests.heart3d import walls  # first: skips without engine

from diastole.model.heart3d.mesh.ellipsoid import ellipsoidal_frames  # isort: skip
from diastole.model.heart3d.mesh.fibre_rule import LEFT_WALL, RIGHT_WALL, WallFunctions, between_frames, rule_frames  # isort: skip
from diastole.model.heart3d.mesh.tetrahedra import ellipsoid_mesh  # isort: skip
from diastole.model.heart3d.wall.quadrature import IntegrationPoints  # isort: skip
from diastole.model.heart3d.wall.wall_functions import wall_functions  # isort: skip
from tests.heart3d.two import heart  # isort: skip

ENDO, EPI = walls.ANGLES
X = np.array([1.0, 0.0, 0.0])


def at(left, right, outside, gradients=((-1, 0, 0), (1, 0, 0), (0, 0, 0))):
    """Return functions at one point of a wall that lies across x."""
    return WallFunctions(np.array([[left, right, outside]]), np.array([gradients], float))


def angle_of(frames, outward):
    """Return the angle between fibre and circumference at one point, for a cavity behind it [°]."""
    around = np.cross([0.0, 0.0, 1.0], outward)
    fibre = frames.fibre[0] * np.sign(frames.fibre[0] @ around)
    return np.degrees(np.arctan2(fibre[2], fibre @ around))


@pytest.mark.parametrize("depth", [0.0, 0.25, 0.5, 1.0])
def test_through_a_free_wall_the_angle_goes_in_a_straight_line(depth):
    """Left: x points out of the left cavity. Right: −x out of the right one."""
    left = at(1.0 - depth, 0.0, depth, ((-1, 0, 0), (0, 0, 0), (1, 0, 0)))
    right = at(0.0, 1.0 - depth, depth, ((0, 0, 0), (1, 0, 0), (-1, 0, 0)))
    for functions, outward in ((left, X), (right, -X)):
        assert angle_of(rule_frames(functions, ENDO, EPI), outward) == pytest.approx(60.0 - 120.0 * depth, abs=1e-9)


@pytest.mark.parametrize("share", [0.01, 0.3, 0.5, 0.7, 0.99])
def test_the_septum_is_the_inside_of_both_ventricles(share):
    """Seen from either cavity its fibres have the inner angle on that side, and change evenly between."""
    frames = rule_frames(at(1.0 - share, share, 0.0), ENDO, EPI)
    assert angle_of(frames, X) == pytest.approx(60.0 * (1.0 - 2.0 * share), abs=1e-9)
    assert angle_of(frames, -X) == pytest.approx(-60.0 * (1.0 - 2.0 * share), abs=1e-9)
    assert abs(frames.sheet[0] @ X) == pytest.approx(1.0)


def test_half_a_turn_about_an_own_axis_is_the_same_muscle():
    random = np.random.default_rng(1)
    frame = np.linalg.qr(random.normal(size=(1, 3, 3)))[0]
    frame *= np.sign(np.linalg.det(frame))
    turned = frame * np.array([-1.0, -1.0, 1.0])
    for share in (0.0, 0.4, 1.0):
        between = between_frames(turned, frame, np.array([share]))
        np.testing.assert_allclose(np.abs(np.einsum("nij,nik->njk", between, frame))[0], np.eye(3), atol=1e-12)


def test_around_one_cavity_they_are_those_of_the_ellipsoid():
    """But for the depth, which is harmonic here; at the apex, where both are singular, they may differ."""
    ventricle = ellipsoid_mesh(walls.SHAPE, walls.EDGE)
    points = IntegrationPoints(ventricle.mesh)
    functions, _ = wall_functions(ventricle, points)
    assert np.all(functions.walls == LEFT_WALL)
    ours = rule_frames(functions, *walls.ANGLES)
    theirs = ellipsoidal_frames(walls.SHAPE, points.places, *walls.ANGLES)
    apart = np.degrees(np.arccos(np.clip(np.abs(np.einsum("ij,ij->i", ours.fibre, theirs.fibre)), 0.0, 1.0)))
    away = points.places[:, 2] > 0.8 * (walls.SHAPE.centre - walls.SHAPE.inner_long)
    assert np.average(apart[away], weights=points.weights[away]) < 6.0
    assert np.percentile(apart[away], 95) < 13.0


def test_frames_of_two_ventricles_are_square_and_go_along_the_wall():
    loaded = heart()
    fibre, sheet = loaded.frames
    np.testing.assert_allclose(np.linalg.norm(fibre, axis=1), 1.0, atol=1e-12)
    np.testing.assert_allclose(np.einsum("ij,ij->i", fibre, sheet), 0.0, atol=1e-12)
    crossing = np.abs(np.einsum("ij,ij->i", fibre, loaded.across)) > 0.5
    assert loaded.points.weights[crossing].sum() < 0.05 * loaded.points.weights.sum()


def test_the_walls_hold_the_muscle_of_their_ventricles():
    loaded = heart()
    for wall, volume in ((LEFT_WALL, 140.0), (RIGHT_WALL, 45.0)):
        assert loaded.points.weights[loaded.walls == wall].sum() == pytest.approx(volume, rel=0.03)
    assert np.all(loaded.segments[loaded.walls == RIGHT_WALL] == 0)
    assert set(np.unique(loaded.segments)) == set(range(18))
