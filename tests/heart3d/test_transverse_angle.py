"""Fibres with a transverse angle lean as far as they should, and stay unit vectors."""

import numpy as np
import pytest

from diastole.model.heart3d.mesh.ellipsoid import Frames
from diastole.model.heart3d.mesh.transverse_angle import TRANSVERSE_ANGLES, leaning

HELIX = np.radians([60.0, 0.0, 0.0, -60.0])
# Points at +x of a wall: inside, in the middle at the apex and at the base, outside.
FRAMES = Frames(np.stack((np.zeros(4), np.cos(HELIX), np.sin(HELIX)), axis=1), np.tile([1.0, 0.0, 0.0], (4, 1)))
HEIGHT, DEPTH = np.array([0.5, 0.0, 1.0, 0.5]), np.array([0.0, 0.5, 0.5, 1.0])


def test_fibres_lean_by_the_angle_of_their_height_in_the_middle_of_the_wall_only():
    fibre = leaning(FRAMES, HEIGHT, DEPTH, (-12.0, 9.0)).fibre
    np.testing.assert_allclose(np.degrees(np.arcsin(fibre[:, 0])), [0.0, -12.0, 9.0, 0.0], atol=1e-9)
    np.testing.assert_allclose(fibre[[0, 3]], FRAMES.fibre[[0, 3]], atol=1e-12)


def test_the_usual_angle_is_a_part_of_the_goats_with_their_sign():
    """Outwards at the base for a fibre that goes round counterclockwise, inwards at the apex: geerts2002, jouk2007."""
    apex, base = TRANSVERSE_ANGLES
    assert -12.0 < apex < 0.0 < base < 9.0
    assert apex / base == pytest.approx(-12.0 / 9.0)


def test_frames_stay_unit_vectors_square_to_each_other():
    frames = leaning(FRAMES, HEIGHT, np.full(4, 0.3), (-12.0, 9.0))
    for one in frames:
        np.testing.assert_allclose(np.linalg.norm(one, axis=1), 1.0, atol=1e-12)
    np.testing.assert_allclose(np.sum(frames.fibre * frames.sheet, axis=1), 0.0, atol=1e-12)


@pytest.mark.parametrize("turn", [(-1.0, 1.0), (1.0, -1.0), (-1.0, -1.0)])
def test_half_a_turn_of_the_frame_leans_the_same_muscle(turn):
    """A fibre is no arrow, and a sheet has no side."""
    usual = leaning(FRAMES, HEIGHT, DEPTH)
    turned = leaning(Frames(*(sign * one for sign, one in zip(turn, FRAMES, strict=True))), HEIGHT, DEPTH)
    for sign, one, other in zip(turn, usual, turned, strict=True):
        np.testing.assert_allclose(sign * one, other, atol=1e-12)


def test_at_the_pole_where_no_direction_goes_round_nothing_leans():
    pole = Frames(np.array([[1.0, 0.0, 0.0]]), np.array([[0.0, 0.0, -1.0]]))
    lean = leaning(pole, np.zeros(1), np.full(1, 0.5))
    for before, after in zip(pole, lean, strict=True):
        np.testing.assert_allclose(after, before, atol=1e-12)
