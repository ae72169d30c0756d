"""Segments by hand-made positions, and that they share the wall as their source says."""

import numpy as np
import pytest

from diastole.model.heart3d.mesh.segments import APEX, SEGMENTS, segment_numbers
from tests.heart3d.shapes import ellipsoid

SEPTUM, INFERIOR, LATERAL, ANTERIOR = 0.0, 90.0, 180.0, 270.0
BASE, MIDDLE, APICAL, CAP = 0.9, 0.5, 0.1, -0.05


@pytest.mark.parametrize(
    ("height", "degrees", "name"),
    [
        (BASE, ANTERIOR, "basal anterior"),
        (BASE, SEPTUM - 30, "basal anteroseptal"),
        (BASE, SEPTUM + 30, "basal inferoseptal"),
        (BASE, INFERIOR, "basal inferior"),
        (BASE, LATERAL - 30, "basal inferolateral"),
        (BASE, LATERAL + 30, "basal anterolateral"),
        (MIDDLE, ANTERIOR, "mid anterior"),
        (MIDDLE, SEPTUM - 59, "mid anteroseptal"),
        (MIDDLE, SEPTUM + 1, "mid inferoseptal"),
        (MIDDLE, INFERIOR - 29, "mid inferior"),
        (MIDDLE, INFERIOR + 31, "mid inferolateral"),
        (MIDDLE, ANTERIOR - 31, "mid anterolateral"),
        (APICAL, ANTERIOR, "apical anterior"),
        (APICAL, SEPTUM, "apical septal"),
        (APICAL, SEPTUM - 44, "apical septal"),
        (APICAL, INFERIOR - 44, "apical inferior"),
        (APICAL, LATERAL, "apical lateral"),
        (CAP, LATERAL, "apex"),
        (1.05, INFERIOR, "basal inferior"),
    ],
)
@pytest.mark.parametrize("turns", [-1, 0, 2])
def test_a_place_has_its_name(height, degrees, name, turns):
    number = segment_numbers(np.array([height]), np.radians([degrees + 360.0 * turns]))
    assert SEGMENTS[number[0] - 1] == name


def test_a_tiny_negative_angle_is_still_the_septum():
    assert list(segment_numbers(np.array([0.5, 0.1]), np.array([-1e-17, -1e-17]))) in ([9, 14], [8, 14])


def test_every_segment_of_a_ventricle_has_wall():
    heart = ellipsoid(2, 12, 24)
    middle = heart.points[heart.tetrahedra].mean(axis=1)
    p = heart.points[heart.tetrahedra]
    volume = np.linalg.det(p[:, 1:] - p[:, :1]) / 6.0
    height = heart.height[heart.tetrahedra].mean(axis=1)
    number = segment_numbers(height, np.arctan2(middle[:, 1], -middle[:, 0]))
    share = np.bincount(number, volume, minlength=18)[1:] / volume.sum()
    assert np.all(share > 0.0)
    np.testing.assert_allclose(share[:6], share[:6].mean(), rtol=0.05)
    assert share[:6].sum() == pytest.approx(0.35, abs=0.1)  # cerqueira2002: 35, 35 and 30 % of the mass
    assert share[6:12].sum() == pytest.approx(0.35, abs=0.1)
    assert share[12:].sum() == pytest.approx(0.30, abs=0.1)


def test_means_are_weighted():
    mpi = pytest.importorskip("mpi4py.MPI")
    from diastole.model.heart3d.run.metrics import segment_means

    values, weights = np.array([1.0, 4.0, 9.0]), np.array([2.0, 1.0, 5.0])
    means = segment_means(values, weights, np.array([1, 1, APEX]), mpi.COMM_SELF)
    assert means[0] == pytest.approx(2.0)
    assert means[-1] == pytest.approx(9.0)
    assert np.all(np.isnan(means[1:-1]))
