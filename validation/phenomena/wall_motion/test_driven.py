"""Fibres with a transverse angle lean as far as they should, and stay unit vectors."""

from typing import NamedTuple

import numpy as np
import pytest

from validation.phenomena.wall_motion.driven import tilted


class Frames(NamedTuple):
    fibre: np.ndarray
    sheet: np.ndarray


class Coordinates(NamedTuple):
    height: np.ndarray
    depth: np.ndarray


class Loaded(NamedTuple):
    frames: Frames
    coordinates: Coordinates


HELIX = np.radians([60.0, 0.0, 0.0, -60.0])


@pytest.fixture
def wall():
    """Points at +x of a wall: inside, in the middle at the apex and at the base, outside."""
    fibre = np.stack((np.zeros(4), np.cos(HELIX), np.sin(HELIX)), axis=1)
    across = np.tile([1.0, 0.0, 0.0], (4, 1))
    return Loaded(Frames(fibre, across), Coordinates(np.array([0.5, 0.0, 1.0, 0.5]), np.array([0.0, 0.5, 0.5, 1.0])))


def test_fibres_lean_by_the_angle_of_their_height_in_the_middle_of_the_wall_only(wall):
    fibre = tilted(wall, (-12.0, 9.0)).frames.fibre
    np.testing.assert_allclose(np.degrees(np.arcsin(fibre[:, 0])), [0.0, -12.0, 9.0, 0.0], atol=1e-9)
    np.testing.assert_allclose(fibre[[0, 3]], wall.frames.fibre[[0, 3]], atol=1e-12)


def test_frames_stay_unit_vectors_square_to_each_other(wall):
    oblique = wall._replace(coordinates=wall.coordinates._replace(depth=np.full(4, 0.3)))
    frames = tilted(oblique, (-12.0, 9.0)).frames
    for one in frames:
        np.testing.assert_allclose(np.linalg.norm(one, axis=1), 1.0, atol=1e-12)
    np.testing.assert_allclose(np.sum(frames.fibre * frames.sheet, axis=1), 0.0, atol=1e-12)
