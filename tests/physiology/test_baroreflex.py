"""The baroreflex as laws: the drive of the receptors, and what a limb strives for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diastole.model.physiology.baroreflex import limb_target, reset_midpoint, sympathetic_drive
from tests.laws import gives

MIDPOINT, WIDTH, USUAL = 93.0, 8.0, 98.5
pressures = st.floats(20.0, 180.0)


@gives(
    ("half drive at the midpoint", sympathetic_drive, (MIDPOINT, MIDPOINT, WIDTH), pytest.approx(0.5)),
    ("full drive far below", sympathetic_drive, (MIDPOINT - 56.0, MIDPOINT, WIDTH), pytest.approx(1.0, abs=1e-3)),
    ("no drive far above", sympathetic_drive, (MIDPOINT + 56.0, MIDPOINT, WIDTH), pytest.approx(0.0, abs=1e-3)),
    ("a limb sums what both receptors ask", limb_target, (0.8, 0.75, 0.25, 0.1, 0.5, 0.3), pytest.approx(0.42)),
)
def test_a_value(law, arguments, value):
    assert law(*arguments) == value


@given(pressures)
def test_the_drive_falls_as_pressure_rises_and_is_odd_about_its_midpoint(pressure):
    drive = sympathetic_drive(pressure, MIDPOINT, WIDTH)
    assert sympathetic_drive(pressure + 1.0, MIDPOINT, WIDTH) < drive
    assert drive + sympathetic_drive(2.0 * MIDPOINT - pressure, MIDPOINT, WIDTH) == pytest.approx(1.0, rel=1e-6)


def test_the_steepest_fall_is_a_quarter_per_width():
    step = 0.01 * WIDTH
    ends = [sympathetic_drive(MIDPOINT + x, MIDPOINT, WIDTH) for x in (-step, step)]
    assert (ends[0] - ends[1]) / (2.0 * step) == pytest.approx(0.25 / WIDTH, rel=1e-3)


@given(st.floats(0, 1), pressures)
def test_receptors_follow_the_pressure_by_the_share_that_they_have_reset(share, own):
    assert reset_midpoint(MIDPOINT, 0.0, own, USUAL) == reset_midpoint(MIDPOINT, share, USUAL, USUAL) == MIDPOINT
    assert own - reset_midpoint(MIDPOINT, 1.0, own, USUAL) == pytest.approx(USUAL - MIDPOINT)
    midpoint = reset_midpoint(MIDPOINT, share, own, USUAL)
    assert min(MIDPOINT, MIDPOINT + own - USUAL) <= midpoint <= max(MIDPOINT, MIDPOINT + own - USUAL)


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 2), st.floats(0, 2))
def test_a_limb_changes_nothing_where_drives_are_as_found_and_never_more_than_its_gain(drive, own, gain, other):
    """From no to full drive; a patient whose drive is near its end has little left."""
    assert limb_target(gain, drive, drive, other, own, own) == 0.0
    assert -0.9 * own - 1e-12 <= limb_target(0.9, drive, own, 0.0, 0.0, 0.0) <= 0.9 * (1.0 - own) + 1e-12
