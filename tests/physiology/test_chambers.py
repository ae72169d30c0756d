"""Atria, pericardium and the vessels inside the wall."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diastole.model.physiology.atrium import Atrium, atrial_pressure
from diastole.model.physiology.coronary import (
    LEAST_VOLUME,
    Coronary,
    intramyocardial_pressure,
    patency,
    squeezed_pressure,
)
from diastole.model.physiology.pericardium import Pericardium, pericardial_pressure
from tests.laws import gives

ATRIUM = Atrium(15.0, 0.5, 1.0 / 20.0, 0.2)
PERICARDIUM = Pericardium(1.0, 430.0, 1.0 / 50.0)
LAYER = Coronary(elastance=1.0 / 0.035, unstressed_volume=8.0, transmission=0.8)
PER_REFERENCE = 1.0 / 9.0  # 1/mL
WHOLE = LAYER._replace(transmission=1.0)


@gives(
    ("an unstressed atrium has the pressure around it", atrial_pressure, (15.0, 1.0, 3.0, ATRIUM), 3.0),
    ("e-fold stiffer with each 20 mL", atrial_pressure, (55.0, 0.0, 0.0, ATRIUM), pytest.approx(0.5 * (np.e**2 - 1.0))),
    ("above the pericardium", atrial_pressure, (55.0, 0.0, 2.0, ATRIUM), pytest.approx(2.0 + 0.5 * (np.e**2 - 1.0))),
    ("contraction adds to it", atrial_pressure, (55.0, 0.5, 0.0, ATRIUM), pytest.approx(4.0 + 0.5 * (np.e**2 - 1.0))),
    ("the pericardium at its reference", pericardial_pressure, (430.0, PERICARDIUM), pytest.approx(1.0)),
    ("e-fold above", pericardial_pressure, (480.0, PERICARDIUM), pytest.approx(np.e)),
    ("and below", pericardial_pressure, (380.0, PERICARDIUM), pytest.approx(1.0 / np.e)),
    ("a relaxed empty heart squeezes nothing", intramyocardial_pressure, (4.0, 4.0, LAYER), 4.0),
    ("a part of the cavity", intramyocardial_pressure, (120.0, 2.0, LAYER), pytest.approx(2.0 + 0.8 * 118.0)),
    ("all of the cavity", intramyocardial_pressure, (120.0, 2.0, WHOLE), pytest.approx(120.0)),
    ("unstressed squeezed vessels", squeezed_pressure, (8.0, 60.0, LAYER), pytest.approx(60.0)),
    ("add their own elasticity", squeezed_pressure, (9.0, 60.0, LAYER), pytest.approx(60.0 + 1.0 / 0.035)),
    ("patency at the reference", patency, (9.0, PER_REFERENCE), pytest.approx(1.0)),
    ("goes with the square of the volume", patency, (18.0, PER_REFERENCE), pytest.approx(4.0)),
    ("also below", patency, (4.5, PER_REFERENCE), pytest.approx(0.25)),
    ("and has a floor", patency, (-1.0, PER_REFERENCE), pytest.approx((LEAST_VOLUME / 9.0) ** 2)),
)
def test_a_value(law, arguments, value):
    assert law(*arguments) == value


@given(st.floats(0, 150), st.floats(0, 1))
def test_an_atrium_grows_stiffer_and_never_gives_way(volume, activation):
    p = [atrial_pressure(volume + x, activation, 0.0, ATRIUM) for x in (0.0, 1.0)]
    assert p[1] > p[0]


def test_an_atrium_below_its_unstressed_volume_sucks_ever_harder():
    pressures = [atrial_pressure(volume, 0.0, 0.0, ATRIUM) for volume in (15.0, 10.0, 5.0, 0.0)]
    steps = -np.diff(pressures)
    assert pressures[0] == 0.0
    assert (np.diff(steps) > 0.0).all()
    assert steps[0] > 0.0
