"""Vessels: elastic stores, and the ways between them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diastole.model.physiology.vessel import (
    CLOSING_SPAN,
    USUAL_PRESSURE,
    Arterioles,
    Artery,
    Segment,
    Vessel,
    arterial_growth,
    arterial_pressure,
    arteriolar_flow,
    bed_flow,
    lumen_narrowing,
    perfusion_pressure,
    segment_acceleration,
    vessel_pressure,
)
from tests.laws import gives

AORTA = Vessel(elastance=2.0, unstressed_volume=80.0, viscosity=0.04, stiffening=0.0)
LUNG = Vessel(elastance=0.1, unstressed_volume=40.0, viscosity=0.0, stiffening=0.004)
ARTERIOLES = Arterioles(conductance=0.5, closing_pressure=45.0)
ARTERY = Artery(growth=arterial_growth(0.4), unstressed_volume=30.0, viscosity=0.05)
ARCH = Segment(resistance=0.03, mobility=330.0)


@gives(
    ("a limp artery has no pressure", arterial_pressure, (30.0, 0.0, ARTERY), pytest.approx(0.0)),
    ("its viscous wall resists filling", arterial_pressure, (30.0, 200.0, ARTERY), pytest.approx(10.0)),
    ("an unstressed vessel has no pressure", vessel_pressure, (80.0, 0.0, AORTA), 0.0),
    ("0.5 mL/mmHg hold 90 mmHg", vessel_pressure, (80.0 + 0.5 * 90.0, 0.0, AORTA), pytest.approx(90.0)),
    # 0.1·50 + 0.004·50² = 15 mmHg, where a wall that does not stiffen gives 5
    ("a wall that stiffens", vessel_pressure, (90.0, 0.0, LUNG), pytest.approx(15.0)),
    ("does not below its unstressed volume", vessel_pressure, (30.0, 0.0, LUNG), pytest.approx(-1.0)),
    ("a viscous wall resists filling", vessel_pressure, (125.0, 500.0, AORTA), pytest.approx(90.0 + 20.0)),
    ("and emptying", vessel_pressure, (125.0, -500.0, AORTA), pytest.approx(90.0 - 20.0)),
    ("a resting column and its inertance", segment_acceleration, (3.0, 0.0, 1.0, ARCH), pytest.approx(3.0 * 330.0)),
    ("nothing flows under the closing pressure", arteriolar_flow, (40.0, 5.0, ARTERIOLES), 0.0),
    ("and the excess drives it above", arteriolar_flow, (95.0, 5.0, ARTERIOLES), pytest.approx(0.5 * 50.0)),
    ("a free lumen", lumen_narrowing, (60.0, 0.0), 1.0),
    ("a balloon of the volume of the blood", lumen_narrowing, (60.0, 60.0), pytest.approx(4.0)),
)
def test_a_value(law, arguments, value):
    assert law(*arguments) == value


def compliance_at(pressure):
    """Return the compliance of the artery at a pressure, from two of its volumes."""
    inside = np.linspace(30.0, 130.0, 20001)
    pressures = np.array([arterial_pressure(volume, 0.0, ARTERY) for volume in inside])
    return float(np.interp(pressure, pressures, np.gradient(inside, pressures)))


def test_an_artery_has_its_compliance_at_the_usual_pressure():
    assert compliance_at(USUAL_PRESSURE) == pytest.approx(0.4, rel=1e-3)


def test_an_artery_is_the_more_compliant_the_lower_its_pressure():
    """Between one that does not stiffen and one whose modulus goes with pressure; in aortas more. langewouters1984."""
    at = [compliance_at(pressure) for pressure in (140.0, 100.0, 70.0, 50.0, 30.0)]
    assert at == sorted(at)
    assert 1.0 < at[3] / at[1] < USUAL_PRESSURE / 50.0


@given(st.floats(-50, 50), st.floats(1, 4))
def test_a_steady_column_carries_what_its_resistance_lets_through(dp, narrowing):
    steady = dp / (ARCH.resistance * narrowing)
    assert segment_acceleration(dp, steady, narrowing, ARCH) == pytest.approx(0.0, abs=1e-9)
    assert segment_acceleration(dp, steady + 1.0, narrowing, ARCH) < 0.0


@given(st.floats(-100, 100))
def test_blood_goes_from_high_to_low_pressure(dp):
    assert bed_flow(dp, 0.5) * dp >= 0.0
    assert bed_flow(dp, 0.5) == pytest.approx(0.5 * dp)


@given(st.floats(-10, 40), st.floats(-10, 40))
def test_veins_below_the_closing_pressure_do_not_change_the_flow(one, other):
    assert arteriolar_flow(90.0, one, ARTERIOLES) == arteriolar_flow(90.0, other, ARTERIOLES)


@given(st.floats(0, 200), st.floats(0, 200))
def test_arterioles_are_the_same_both_ways_and_a_resistance_where_they_do_not_close(inlet, outlet):
    back = arteriolar_flow(outlet, inlet, ARTERIOLES)
    assert arteriolar_flow(inlet, outlet, ARTERIOLES) == pytest.approx(-back, abs=1e-9)
    inlet, outlet = inlet + 5.0, outlet + 5.0  # above the span of those that close at 0
    never = ARTERIOLES._replace(closing_pressure=0.0)
    assert arteriolar_flow(inlet, outlet, never) == pytest.approx(bed_flow(inlet - outlet, 0.5), abs=1e-9)


@pytest.mark.parametrize("end", [-0.5, 0.5])
def test_the_perfusion_pressure_bends_without_a_kink(end):
    """None below the span, the whole excess above it, and the same slope on both sides of each end."""
    at, tiny = 45.0 + end * CLOSING_SPAN, 1e-4
    before, here, after = (perfusion_pressure(at + change, 45.0) for change in (-tiny, 0.0, tiny))
    assert here == pytest.approx(0.0 if end < 0.0 else 0.5 * CLOSING_SPAN)
    assert after - here == pytest.approx(here - before, abs=1e-8)
