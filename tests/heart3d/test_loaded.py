"""A patient's block `wall` in the shape and the fibres of the loaded ventricle."""

import numpy as np
import pytest

from tests.heart3d import walls  # noqa: F401  first: skips without engine

from diastole.model.heart3d.wall.loaded_ventricle import ellipsoidal_ventricle  # isort: skip
from diastole.model.patient import Patient  # isort: skip

CAVITY, VOLUME, EDGE = 120.0, 130.0, 2.0  # mL, mL, cm


def loaded(**changes):
    patient = Patient.preset("healthy").with_values({f"wall.{key}": value for key, value in changes.items()})
    return ellipsoidal_ventricle(patient.wall, CAVITY, VOLUME, EDGE)


def extent(result):
    places = result.points.places
    return np.ptp(places[:, 2]), np.ptp(places[:, 0])


@pytest.fixture(scope="module")
def usual():
    return loaded()


def test_a_rounder_heart_is_shorter_and_wider(usual):
    (long, wide), (shorter, wider) = extent(usual), extent(loaded(sphericity="0.8"))
    assert shorter < 0.9 * long
    assert wider > 1.05 * wide


def test_a_thicker_apex_is_longer_outside(usual):
    assert extent(loaded(apex_thinning="1.2"))[0] > extent(usual)[0] + 0.1


def test_the_wall_has_its_volume(usual):
    for result in (usual, loaded(sphericity="0.8"), loaded(apex_thinning="1.2")):
        assert result.points.integral(np.ones(result.points.count)) == pytest.approx(VOLUME, rel=0.02)


@pytest.mark.parametrize(("key", "deep"), [("inner_angle", False), ("outer_angle", True)])
def test_an_angle_turns_the_fibres_on_its_side(usual, key, deep):
    """On the other side they hardly turn."""
    angle = "30" if key == "inner_angle" else "-30"
    depth = usual.coordinates.depth
    turned = np.einsum("ij,ij->i", usual.frames.fibre, loaded(**{key: angle}).frames.fibre)
    near, far = (depth > 0.8, depth < 0.2) if deep else (depth < 0.2, depth > 0.8)
    assert turned[near].mean() < 0.95
    assert turned[far].mean() > 0.99


def test_fibres_lean_by_the_transverse_angle_in_the_middle_of_the_wall(usual):
    """Outwards at the base and inwards at the apex, for a fibre that goes round counterclockwise seen from the base."""
    around = np.stack((-usual.across[:, 1], usual.across[:, 0]), axis=1)
    goes_round = np.sign(np.einsum("ij,ij->i", usual.frames.fibre[:, :2], around))
    out = goes_round * np.einsum("ij,ij->i", usual.frames.fibre, usual.across)
    middle = np.abs(usual.coordinates.depth - 0.5) < 0.1
    assert out[middle & (usual.coordinates.height > 0.8)].mean() > 0.01
    assert out[middle & (usual.coordinates.height < 0.2)].mean() < -0.01
    np.testing.assert_allclose(np.einsum("ij,ij->i", *usual.frames), 0.0, atol=1e-12)
