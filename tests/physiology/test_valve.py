"""Valves and holes: the jet that the clinic knows, leaflets that stay between shut and open."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import brentq

from diastole.model.physiology.valve import (
    COMPETENT_AREA,
    Coaptation,
    Valve,
    inlet_area,
    leaflet_rate,
    orifice_acceleration,
    valve_area,
)
from tests.laws import gives

VALVE = Valve(1e-4, 3.6, 0.45, 26.7, 20.0, 15.0)
LEAKING = VALVE._replace(closed_area=0.3)
SUPPLE, STIFF = Coaptation(1.0, 1.0 / 100.0, 0.15, 1.0 / 20.0), Coaptation(0.0, 1.0 / 100.0, 0.0, 1.0 / 20.0)
EAGER = SUPPLE._replace(following=2.0)
SYSTOLE = -1e3  # mmHg, a pressure that seals any leaflets
NEWTON = 0.5 * 2.0 * 7.0 * 1333.22 / 1.06  # mL/s², A Δp/(ρ ℓ) with 1333.22 dyn/cm² a mmHg and 1.06 g/cm³
PRESSURES = st.floats(-200, 200)
ROUNDING = 1e-12


def steady_flow(dp: float, area: float) -> float:
    """Return the flow that the orifice neither speeds up nor slows down [mL/s]."""
    return brentq(lambda q: orifice_acceleration(dp, q, area, 1.0), -5e4, 5e4, xtol=1e-12)


@gives(
    *(
        (f"4 v² at {v} m/s", steady_flow, (4.0 * v**2, 0.4), pytest.approx(0.4 * 100.0 * v, rel=0.005))
        for v in (1.0, 2.5, 5.0)
    ),
    # severe aortic regurgitation by any guideline
    ("EROA 0.3 cm² leaks 60 mL in 0.45 s under 80 mmHg", steady_flow, (80.0, 0.3), pytest.approx(60 / 0.45, rel=0.02)),
    ("the other published orifice", steady_flow, (60.0, 0.3), pytest.approx(117.0, rel=0.01)),
    ("the other way round", steady_flow, (-60.0, 0.3), pytest.approx(-117.0, rel=0.01)),
    ("a resting column", orifice_acceleration, (7.0, 0.0, 2.0, 0.5), pytest.approx(NEWTON, rel=1e-5)),
    ("a shut valve has its leak", valve_area, (0.0, LEAKING), 0.3),
    ("an open one its orifice", valve_area, (1.0, LEAKING), pytest.approx(3.6)),
    ("and half-way between", valve_area, (0.5, LEAKING), pytest.approx(1.95)),
    ("stiff leaflets are those of any valve", inlet_area, (0.5, 170.0, 3.0, LEAKING, STIFF), pytest.approx(1.95)),
    ("pressed together at the usual size", inlet_area, (0.0, 100.0, SYSTOLE, LEAKING, SUPPLE), pytest.approx(0.3)),
    ("a large ventricle draws them apart", inlet_area, (0.0, 150.0, SYSTOLE, LEAKING, SUPPLE), pytest.approx(0.45)),
    ("with its square where f is 2", inlet_area, (0.0, 150.0, SYSTOLE, LEAKING, EAGER), pytest.approx(0.3 * 1.5**2)),
    ("also in a small one", inlet_area, (0.0, 50.0, SYSTOLE, LEAKING, EAGER), pytest.approx(0.3 * 0.5**2)),
    ("and never to nothing", inlet_area, (0.0, 0.0, SYSTOLE, LEAKING, EAGER), pytest.approx(COMPETENT_AREA)),
    ("shut without pressure they are loose", inlet_area, (0.0, 100.0, 0.0, LEAKING, SUPPLE), pytest.approx(0.45)),
    ("20 mmHg seal them e-fold", inlet_area, (0.0, 100.0, -20.0, LEAKING, SUPPLE), pytest.approx(0.3 + 0.15 / np.e)),
    ("pressure from behind does not widen them", inlet_area, (0.0, 100.0, 9.0, LEAKING, SUPPLE), pytest.approx(0.45)),
    ("and open they are open", inlet_area, (1.0, 150.0, 3.0, LEAKING, SUPPLE), pytest.approx(3.6)),
    ("open leaflets stop", leaflet_rate, (50.0, 1.0, VALVE), 0.0),
    ("and shut ones", leaflet_rate, (-50.0, 0.0, VALVE), 0.0),
    # without the bound: dξ/dt = (1 − ξ) K Δp, and ξ K Δp closing (mynard2012)
    ("opening as published", leaflet_rate, (1e-3, 0.4, VALVE), pytest.approx(0.6 * 26.7e-3, rel=1e-3)),
    ("closing as published", leaflet_rate, (-1e-3, 0.4, VALVE), pytest.approx(-0.4 * 20e-3, rel=1e-3)),
    ("half of the bound", leaflet_rate, (15.0, 0.0, VALVE), pytest.approx(26.7 * 7.5)),
    ("the bound", leaflet_rate, (1e9, 0.0, VALVE), pytest.approx(26.7 * 15.0)),
)
def test_a_value(law, arguments, value):
    assert law(*arguments) == value


@given(PRESSURES, st.floats(-500, 500))
def test_an_orifice_knows_no_direction(dp, flow):
    forward = orifice_acceleration(dp, flow, 0.5, 1.0)
    assert orifice_acceleration(-dp, -flow, 0.5, 1.0) == pytest.approx(-forward, rel=1e-12, abs=1e-9)


def test_flow_goes_downhill_and_loss_slows_it():
    assert orifice_acceleration(1.0, 0.0, 0.5, 1.0) > 0.0 > orifice_acceleration(-1.0, 0.0, 0.5, 1.0)
    assert orifice_acceleration(0.0, 100.0, 0.5, 1.0) < 0.0 < orifice_acceleration(0.0, -100.0, 0.5, 1.0)


@given(st.floats(1, 400), PRESSURES, st.floats(0, 1))
def test_an_inlet_valve_always_has_an_area_that_grows_with_the_ventricle_and_shrinks_under_its_pressure(
    volume, dp, opening
):
    """In dogs the leak shrinks with the ventricle through systole (yellin1979)."""
    area = inlet_area(opening, volume, dp, LEAKING, SUPPLE)
    assert area > 0.0
    assert inlet_area(opening, volume + 10.0, dp, LEAKING, SUPPLE) >= area * (1.0 - ROUNDING)
    assert inlet_area(opening, volume, dp - 10.0, LEAKING, SUPPLE) <= area * (1.0 + ROUNDING)


@given(PRESSURES, st.floats(0, 1))
def test_leaflets_move_with_the_pressure_and_no_faster_than_their_bound(dp, opening):
    rate = leaflet_rate(dp, opening, VALVE)
    assert rate * dp >= 0.0
    assert abs(rate) <= VALVE.saturation * (VALVE.opening_rate if dp > 0 else VALVE.closing_rate)


def test_a_leaflet_left_to_itself_stays_between_shut_and_open():
    opening, step = 0.0, 1e-3
    for dp in 100.0 * np.sin(np.linspace(0.0, 20.0, 2000)):
        opening += step * leaflet_rate(dp, opening, VALVE)
        assert 0.0 <= opening <= 1.0
