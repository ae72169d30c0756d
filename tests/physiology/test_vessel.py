"""Vessels: elastic stores, and the ways between them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diastole.model.physiology.vessel import (
    CLOSING_SPAN,
    Arterioles,
    Segment,
    Vessel,
    arteriolar_flow,
    bed_flow,
    lumen_narrowing,
    perfusion_pressure,
    segment_acceleration,
    vessel_pressure,
)

AORTA = Vessel(elastance=2.0, unstressed_volume=80.0, viscosity=0.04)
ARTERIOLES = Arterioles(conductance=0.5, closing_pressure=45.0)
ARCH = Segment(resistance=0.03, mobility=330.0)


def test_an_unstressed_vessel_has_no_pressure():
    assert vessel_pressure(80.0, 0.0, AORTA) == 0.0


def test_a_compliance_of_half_a_millilitre_holds_ninety_millimetres():
    assert vessel_pressure(80.0 + 0.5 * 90.0, 0.0, AORTA) == pytest.approx(90.0)


def test_a_viscous_wall_resists_filling_and_emptying():
    still = vessel_pressure(125.0, 0.0, AORTA)
    assert vessel_pressure(125.0, 500.0, AORTA) == pytest.approx(still + 20.0)
    assert vessel_pressure(125.0, -500.0, AORTA) == pytest.approx(still - 20.0)


@given(st.floats(-50, 50), st.floats(1, 4))
def test_a_steady_column_carries_what_its_resistance_lets_through(dp, narrowing):
    steady = dp / (ARCH.resistance * narrowing)
    assert segment_acceleration(dp, steady, narrowing, ARCH) == pytest.approx(0.0, abs=1e-9)
    assert segment_acceleration(dp, steady + 1.0, narrowing, ARCH) < 0.0


def test_a_resting_column_is_accelerated_by_the_pressure_over_its_inertance():
    assert segment_acceleration(3.0, 0.0, 1.0, ARCH) == pytest.approx(3.0 * 330.0)


@given(st.floats(-100, 100))
def test_blood_goes_from_high_to_low_pressure(dp):
    assert bed_flow(dp, 0.5) * dp >= 0.0
    assert bed_flow(dp, 0.5) == pytest.approx(0.5 * dp)


def test_no_blood_flows_through_arterioles_under_their_closing_pressure():
    assert arteriolar_flow(40.0, 5.0, ARTERIOLES) == 0.0
    assert arteriolar_flow(95.0, 5.0, ARTERIOLES) == pytest.approx(0.5 * 50.0)


@given(st.floats(-10, 40), st.floats(-10, 40))
def test_veins_below_the_closing_pressure_do_not_change_the_flow(one, other):
    assert arteriolar_flow(90.0, one, ARTERIOLES) == arteriolar_flow(90.0, other, ARTERIOLES)


@given(st.floats(5, 200), st.floats(5, 200))
def test_arterioles_that_do_not_close_are_a_resistance(inlet, outlet):
    never = ARTERIOLES._replace(closing_pressure=0.0)
    assert arteriolar_flow(inlet, outlet, never) == pytest.approx(bed_flow(inlet - outlet, 0.5), abs=1e-9)


@given(st.floats(0, 200), st.floats(0, 200))
def test_arterioles_let_blood_through_both_ways_alike(inlet, outlet):
    back = arteriolar_flow(outlet, inlet, ARTERIOLES)
    assert arteriolar_flow(inlet, outlet, ARTERIOLES) == pytest.approx(-back, abs=1e-9)


@pytest.mark.parametrize("end", [-0.5, 0.5])
def test_the_perfusion_pressure_bends_without_a_kink(end):
    """None below the span, the whole excess above it, and the same slope on both sides of each end."""
    at, tiny = 45.0 + end * CLOSING_SPAN, 1e-4
    before, here, after = (perfusion_pressure(at + change, 45.0) for change in (-tiny, 0.0, tiny))
    assert here == pytest.approx(0.0 if end < 0.0 else 0.5 * CLOSING_SPAN)
    assert after - here == pytest.approx(here - before, abs=1e-8)


def test_a_balloon_of_the_volume_of_the_blood_quadruples_the_resistance():
    assert lumen_narrowing(60.0, 0.0) == 1.0
    assert lumen_narrowing(60.0, 60.0) == pytest.approx(4.0)
