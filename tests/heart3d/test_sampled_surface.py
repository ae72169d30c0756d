"""Places on curved triangles stand for areas that add up, and move with the nodes."""

import numpy as np
import pytest

from diastole.model.heart3d.mesh.mesh_checks import boundary, second_order
from diastole.model.heart3d.mesh.sampled_surface import sample
from diastole.model.heart3d.mesh.surface import with_middles
from tests.heart3d.shapes import ellipsoid

CORNERS = np.array([[0.0, 0.0, 0.0], [3.0, 0.0, 0.0], [0.0, 2.0, 0.0]])
FLAT = np.concatenate((CORNERS, 0.5 * (CORNERS + np.roll(CORNERS, -1, axis=0))))
NODES = np.arange(6).reshape(1, 6)


def mean(surface, weights, points):
    """Return the mean of a field at the nodes over a surface."""
    return surface.spread(weights / weights.sum(), len(points)) @ points


def test_areas_and_means_of_a_flat_triangle_are_its_own():
    flat = sample(NODES, FLAT)
    assert flat.areas.sum() == pytest.approx(3.0)
    np.testing.assert_allclose(mean(flat, flat.areas, FLAT), CORNERS.mean(axis=0), atol=1e-12)


def test_a_mean_over_a_part_follows_the_nodes():
    flat = sample(NODES, FLAT)
    part = flat.areas * (flat.places[:, 0] > 1.0)
    matrix = np.array([[1.1, 0.2, 0.0], [0.0, 0.9, -0.1], [0.3, 0.0, 1.05]])
    before = np.average(flat.places, axis=0, weights=part)
    np.testing.assert_allclose(before, [1.0 + 2.0 / 3.0, 4.0 / 9.0, 0.0], rtol=0.05)  # the middle of what is cut off
    np.testing.assert_allclose(mean(flat, part, FLAT @ matrix.T + 1.0), before @ matrix.T + 1.0, atol=1e-12)


def test_a_curved_side_is_followed():
    """With the middle of its first side pushed out by h, a triangle gains a parabola of ⅔ base × h."""
    bent = FLAT.copy()
    bent[3, 1] = -0.3
    assert sample(NODES, bent).areas.sum() == pytest.approx(3.0 + 2.0 / 3.0 * 3.0 * 0.3, rel=1e-3)


def test_middles_lie_between_the_corners_of_their_side():
    heart = ellipsoid(1, 4, 8)
    points, tetrahedra = second_order(heart.points, heart.tetrahedra)
    six = with_middles(tetrahedra, boundary(tetrahedra[:, :4]))
    for middle, ends in ((3, (0, 1)), (4, (1, 2)), (5, (2, 0))):
        np.testing.assert_allclose(points[six[:, middle]], points[six[:, ends]].mean(axis=1), atol=1e-9)
