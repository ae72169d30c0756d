"""The one-fibre wall: geometry of Arts 1991, and work that is the same for fibre and pump."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diastole.model.physiology.one_fibre import (
    MMHG_PER_KPA,
    Wall,
    fibre_stress,
    fibre_stretch,
    fibre_stretch_rate,
    passive_stress,
    ventricular_pressure,
    wall_share,
)
from tests.laws import gives

WALL = Wall(140.0, 1.0 / (140.0 + 3.0 * 60.0), 1.7, 6.7, 0.05)
VOLUMES = st.floats(10, 300)


@gives(
    # σ/P = 1 + 3 V/V_w (arts1991)
    ("an empty cavity carries the stress itself", wall_share, (1e-9, WALL), pytest.approx(1.0)),
    ("a cavity as large as its wall a quarter", wall_share, (140.0, WALL), pytest.approx(0.25)),
    ("which is its pressure", ventricular_pressure, (10.0, 140.0, 0.0, WALL), pytest.approx(2.5 * 7.50062)),
    ("the pressure around it adds", ventricular_pressure, (10.0, 140.0, 5.0, WALL), pytest.approx(2.5 * 7.50062 + 5.0)),
    ("stretch at the reference volume", fibre_stretch, (60.0, WALL), pytest.approx(1.0, abs=1e-10)),
    ("a fibre at rest length", passive_stress, (1.0, WALL), 0.0),
    ("pulls below", passive_stress, (0.9, WALL), pytest.approx(1.7 * (np.exp(-0.67) - 1.0))),
    ("resists above", passive_stress, (1.2, WALL), pytest.approx(1.7 * (np.exp(6.7 * 0.2) - 1.0), rel=1e-9)),
    ("active stress alone", fibre_stress, (20.0, 1.0, 0.0, WALL), 20.0),
    ("passive stress adds", fibre_stress, (20.0, 1.1, 0.0, WALL), pytest.approx(20.0 + 1.7 * (np.exp(0.67) - 1.0))),
    ("a shortening fibre has less", fibre_stress, (20.0, 1.0, -2.0, WALL), pytest.approx(20.0 - 0.1)),
)
def test_a_value(law, arguments, value):
    assert law(*arguments) == value


@given(VOLUMES)
def test_the_stretch_is_the_cubic_root_of_the_midwall_volume(volume):
    assert fibre_stretch(volume, WALL) == pytest.approx(((140.0 + 3.0 * volume) / 320.0) ** (1 / 3), rel=1e-9)


@given(VOLUMES, st.floats(-600, 600))
def test_the_rate_of_stretch_is_its_derivative(volume, filling):
    h = 1e-6
    slope = (fibre_stretch(volume + h * filling, WALL) - fibre_stretch(volume - h * filling, WALL)) / (2.0 * h)
    rate = fibre_stretch_rate(fibre_stretch(volume, WALL), volume, filling, WALL)
    assert rate == pytest.approx(slope, rel=1e-4, abs=1e-7)


@given(VOLUMES, st.floats(-600, 600), st.floats(-5, 60))
def test_fibre_power_is_pump_power(volume, filling, stress):
    """P dV/dt = V_w σ d(ln λ)/dt, whatever the stress."""
    stretch = fibre_stretch(volume, WALL)
    fibre = WALL.volume * stress * fibre_stretch_rate(stretch, volume, filling, WALL) / stretch * MMHG_PER_KPA
    assert ventricular_pressure(stress, volume, 0.0, WALL) * filling == pytest.approx(fibre, rel=1e-9, abs=1e-9)


@given(st.floats(0.8, 1.3))
def test_a_resting_fibre_grows_stiffer_with_stretch(stretch):
    steps = np.diff([passive_stress(stretch + x, WALL) for x in (0.0, 0.01, 0.02)])
    assert steps[1] > steps[0] > 0.0
