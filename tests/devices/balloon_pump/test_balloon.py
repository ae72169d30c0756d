"""The balloon and its helium: what goes in comes out, and the line takes the pressure that Poiseuille says."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diastole.model.devices.balloon_pump.balloon import (
    Drive,
    Inflation,
    helium_flow,
    inflated_volume,
    inflation_rate,
    line_resistance,
    source_pressure,
)
from tests.laws import gives

INFLATION = Inflation(start=0.35, end=0.85, volume=40.0)
FILL, VENT = 0.13, 0.12
DRIVE = Drive(1.0, FILL, VENT, 200.0, -150.0, line_resistance(0.002, 1.0), 0.01)
NONE = Inflation(1e6, 1e6, 0.0)
SHORT = Inflation(0.35, 0.415, 40.0)
LINE = line_resistance(0.002, 1.0)
FILLING = ((0.0, 0.0), (0.35, 0.0), (0.415, 20.0), (0.48, 40.0), (0.85, 40.0), (0.91, 20.0), (0.97, 0.0))  # s, mL
TURNING = ((0.0, -150.0), (0.355, 25.0), (0.36, 200.0), (0.85, 200.0), (0.855, 25.0), (0.87, -150.0))  # s, mmHg


@gives(
    # helium through 1 m of 2 mm bore (Hagen-Poiseuille): 153 mmHg for 400 mL/s
    ("a thin line", line_resistance, (0.002, 1.0), pytest.approx(153.0 / 400.0, rel=0.03)),
    ("half the bore resists sixteenfold", line_resistance, (0.001, 1.0), pytest.approx(16.0 * LINE)),
    ("twice the length twice", line_resistance, (0.002, 2.0), pytest.approx(2.0 * LINE)),
    *(
        (f"filled at {at} s", inflated_volume, (at, FILL, VENT, INFLATION), pytest.approx(v, abs=1e-9))
        for at, v in FILLING
    ),
    ("an interrupted filling", inflated_volume, (0.415, FILL, VENT, SHORT), pytest.approx(20.0)),
    ("vents what went in", inflated_volume, (0.475, FILL, VENT, SHORT), pytest.approx(10.0)),
    ("and all of it", inflated_volume, (0.535, FILL, VENT, SHORT), 0.0),
    *((f"drive at {at} s", source_pressure, (at, DRIVE, NONE, INFLATION), pytest.approx(p)) for at, p in TURNING),
    *((f"the earlier at {at} s", source_pressure, (at, DRIVE, INFLATION, NONE), pytest.approx(p)) for at, p in TURNING),
    ("two inflations do not add up", source_pressure, (0.5, DRIVE, INFLATION, INFLATION), pytest.approx(200.0)),
)
def test_a_value(law, arguments, value):
    assert law(*arguments) == value


inflations = st.builds(
    lambda start, span, volume: Inflation(start, start + span, volume),
    st.floats(-0.5, 0.5), st.floats(0.001, 1.0), st.floats(0.0, 50.0),
)  # fmt: skip
transits = st.floats(0.03, 0.3)


@given(inflations, transits, transits)
def test_what_goes_in_comes_out(inflation, fill, vent):
    """Also where deflation interrupts the filling."""
    time = np.sort(np.append(np.linspace(-1.0, 3.0, 4001), [np.nextafter(inflation.end, -9.0), inflation.end]))
    rate = np.array([inflation_rate(t, fill, vent, inflation) for t in time])
    volume = np.array([inflated_volume(t, fill, vent, inflation) for t in time])
    assert volume[0] == volume[-1] == 0.0
    assert volume.min() >= 0.0
    assert volume.max() <= inflation.volume
    assert np.trapezoid(rate, time) == pytest.approx(0.0, abs=5e-3 * inflation.volume + 1e-12)


@given(inflations, transits, transits, st.floats(-1.0, 2.0))
def test_the_rate_is_the_derivative_of_the_volume(inflation, fill, vent, time):
    h = 1e-7
    if abs(time - inflation.end) > 2.0 * h:  # where an interrupted filling turns, there is a kink
        before, after = (inflated_volume(time + s * h, fill, vent, inflation) for s in (-1, 1))
        slope = (after - before) / (2.0 * h)
        assert inflation_rate(time, fill, vent, inflation) == pytest.approx(slope, rel=1e-3, abs=0.05)


def flow(source=200.0, outside=80.0, inside=20.0, drive=DRIVE, viscosity=0.05):
    return helium_flow(source, outside, viscosity, inside, 40.0, drive)


def test_helium_flows_down_its_pressure():
    assert flow() > 0.0 > flow(source=-150.0)
    assert flow(source=80.0) == 0.0


def test_helium_flows_at_the_published_rate_between_nearly_equal_absolute_pressures():
    assert flow(source=80.001, viscosity=0.0) == pytest.approx(0.001 / DRIVE.line_resistance, rel=1e-4)


def test_an_isothermal_line_counts_the_gas_where_it_expands():
    """ṁ ∝ p_s² − p_b²: measured at the balloon's pressure the flow is (p_s² − p_b²)/(2 p_b R)."""
    p_s, p_b = 960.0, 840.0
    expected = (p_s**2 - p_b**2) / (2.0 * p_b) / DRIVE.line_resistance
    assert flow(viscosity=0.0) == pytest.approx(expected)


def test_more_pressure_around_the_balloon_or_less_behind_it_slow_the_filling():
    assert flow(outside=120.0) < flow()
    assert flow(source=150.0) < flow()
    assert flow(viscosity=0.2) < flow()
    narrow = DRIVE._replace(line_resistance=4.0 * DRIVE.line_resistance)
    assert flow(drive=narrow) < flow()


def test_a_full_balloon_takes_no_more_and_an_empty_one_gives_none():
    assert flow(inside=40.0) == 0.0
    assert flow(inside=41.0) == 0.0
    assert flow(source=-150.0, inside=0.0) == 0.0
    assert flow(inside=0.0) == flow(inside=20.0) > 0.0
    assert flow(source=-150.0, inside=40.0) == flow(source=-150.0, inside=20.0) < 0.0
