"""Valves and holes: the jet that the clinic knows, leaflets that stay between shut and open."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import brentq

from diastole.model.physiology.valve import Valve, leaflet_rate, orifice_acceleration, valve_area

VALVE = Valve(1e-4, 3.6, 0.45, 26.7, 20.0, 15.0)
PRESSURES = st.floats(-200, 200)
FRACTIONS = st.floats(0, 1)


def steady_flow(dp: float, area: float) -> float:
    """Return the flow that the orifice neither speeds up nor slows down [mL/s]."""
    return brentq(lambda q: orifice_acceleration(dp, q, area, 1.0), -5e4, 5e4, xtol=1e-12)


@pytest.mark.parametrize("velocity", [1.0, 2.5, 5.0])
def test_a_jet_of_v_metres_a_second_needs_four_v_squared(velocity):
    area = 0.4
    assert steady_flow(4.0 * velocity**2, area) == pytest.approx(area * 100.0 * velocity, rel=0.005)


def test_an_orifice_of_a_third_of_a_square_centimetre_leaks_sixty_millilitres():
    """EROA 0.30 cm² under 80 mmHg for 0.45 s: severe aortic regurgitation by any guideline."""
    assert 0.45 * steady_flow(80.0, 0.30) == pytest.approx(60.0, rel=0.02)


def test_the_other_published_orifice():
    assert steady_flow(60.0, 0.3) == pytest.approx(117.0, rel=0.01)
    assert steady_flow(-60.0, 0.3) == pytest.approx(-117.0, rel=0.01)


def test_a_resting_column_is_accelerated_by_newtons_law():
    """A Δp/(ρ ℓ) with 1333.22 dyn/cm² a mmHg and 1.06 g/cm³."""
    assert orifice_acceleration(7.0, 0.0, 2.0, 0.5) == pytest.approx(0.5 * 2.0 * 7.0 * 1333.22 / 1.06, rel=1e-5)


@given(PRESSURES, st.floats(-500, 500))
def test_an_orifice_knows_no_direction(dp, flow):
    forward = orifice_acceleration(dp, flow, 0.5, 1.0)
    assert orifice_acceleration(-dp, -flow, 0.5, 1.0) == pytest.approx(-forward, rel=1e-12, abs=1e-9)


def test_flow_goes_downhill_and_loss_slows_it():
    assert orifice_acceleration(1.0, 0.0, 0.5, 1.0) > 0.0 > orifice_acceleration(-1.0, 0.0, 0.5, 1.0)
    assert orifice_acceleration(0.0, 100.0, 0.5, 1.0) < 0.0 < orifice_acceleration(0.0, -100.0, 0.5, 1.0)


def test_the_area_goes_from_leak_to_orifice():
    valve = VALVE._replace(closed_area=0.3)
    assert valve_area(0.0, valve) == 0.3
    assert valve_area(1.0, valve) == pytest.approx(3.6)
    assert valve_area(0.5, valve) == pytest.approx(1.95)


@given(PRESSURES, FRACTIONS)
def test_leaflets_move_with_the_pressure_and_no_faster_than_their_bound(dp, opening):
    rate = leaflet_rate(dp, opening, VALVE)
    assert rate * dp >= 0.0
    assert abs(rate) <= VALVE.saturation * (VALVE.opening_rate if dp > 0 else VALVE.closing_rate)


def test_leaflets_stop_at_their_ends():
    assert leaflet_rate(50.0, 1.0, VALVE) == 0.0
    assert leaflet_rate(-50.0, 0.0, VALVE) == 0.0


def test_a_small_difference_moves_leaflets_as_published():
    """Without the bound: dξ/dt = (1 − ξ) K Δp, and ξ K Δp closing (mynard2012)."""
    assert leaflet_rate(1e-3, 0.4, VALVE) == pytest.approx(0.6 * 26.7 * 1e-3, rel=1e-3)
    assert leaflet_rate(-1e-3, 0.4, VALVE) == pytest.approx(-0.4 * 20.0 * 1e-3, rel=1e-3)


def test_the_bound_is_half_reached_at_the_saturation():
    assert leaflet_rate(15.0, 0.0, VALVE) == pytest.approx(26.7 * 7.5)
    assert leaflet_rate(1e9, 0.0, VALVE) == pytest.approx(26.7 * 15.0)


def test_a_leaflet_left_to_itself_stays_between_shut_and_open():
    opening, step = 0.0, 1e-3
    for dp in 100.0 * np.sin(np.linspace(0.0, 20.0, 2000)):
        opening += step * leaflet_rate(dp, opening, VALVE)
        assert 0.0 <= opening <= 1.0
