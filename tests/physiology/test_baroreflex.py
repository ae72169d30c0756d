"""The baroreflex as laws: the drive of the receptors, and what a limb strives for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diastole.model.physiology.baroreflex import limb_target, reset_midpoint, sympathetic_drive

MIDPOINT, WIDTH, USUAL = 93.0, 8.0, 98.5
pressures = st.floats(20.0, 180.0)


def test_the_drive_is_half_at_its_midpoint_and_ends_at_one_and_nought():
    assert sympathetic_drive(MIDPOINT, MIDPOINT, WIDTH) == pytest.approx(0.5)
    assert sympathetic_drive(MIDPOINT - 7.0 * WIDTH, MIDPOINT, WIDTH) == pytest.approx(1.0, abs=1e-3)
    assert sympathetic_drive(MIDPOINT + 7.0 * WIDTH, MIDPOINT, WIDTH) == pytest.approx(0.0, abs=1e-3)


@given(pressures)
def test_the_drive_falls_as_pressure_rises_and_is_odd_about_its_midpoint(pressure):
    drive = sympathetic_drive(pressure, MIDPOINT, WIDTH)
    assert sympathetic_drive(pressure + 1.0, MIDPOINT, WIDTH) < drive
    assert drive + sympathetic_drive(2.0 * MIDPOINT - pressure, MIDPOINT, WIDTH) == pytest.approx(1.0, rel=1e-6)


def test_the_steepest_fall_is_a_quarter_per_width():
    step = 0.01 * WIDTH
    ends = [sympathetic_drive(MIDPOINT + x, MIDPOINT, WIDTH) for x in (-step, step)]
    assert (ends[0] - ends[1]) / (2.0 * step) == pytest.approx(0.25 / WIDTH, rel=1e-3)


@given(pressures)
def test_receptors_that_have_not_reset_keep_their_midpoint_and_those_that_have_follow_the_pressure(own):
    assert reset_midpoint(MIDPOINT, 0.0, own, USUAL) == MIDPOINT
    assert own - reset_midpoint(MIDPOINT, 1.0, own, USUAL) == pytest.approx(USUAL - MIDPOINT)


@given(st.floats(0, 1), pressures)
def test_at_the_usual_pressure_there_is_nothing_to_reset(share, pressure):
    assert reset_midpoint(MIDPOINT, share, USUAL, USUAL) == MIDPOINT
    midpoint = reset_midpoint(MIDPOINT, share, pressure, USUAL)
    assert min(MIDPOINT, MIDPOINT + pressure - USUAL) <= midpoint <= max(MIDPOINT, MIDPOINT + pressure - USUAL)


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 2), st.floats(0, 2))
def test_a_limb_that_stands_where_it_was_found_strives_for_nothing(arterial, cardiopulmonary, gain, other):
    assert limb_target(gain, arterial, arterial, other, cardiopulmonary, cardiopulmonary) == 0.0


def test_a_limb_sums_what_both_receptors_ask():
    assert limb_target(0.8, 0.75, 0.25, 0.1, 0.5, 0.3) == pytest.approx(0.8 * 0.5 + 0.1 * 0.2)


@given(st.floats(0, 1), st.floats(0, 1))
def test_the_gain_is_the_most_that_a_limb_can_change(drive, own):
    """From no to full drive; a patient whose drive is near its end has little left."""
    change = limb_target(0.9, drive, own, 0.0, 0.0, 0.0)
    assert -0.9 * own - 1e-12 <= change <= 0.9 * (1.0 - own) + 1e-12
