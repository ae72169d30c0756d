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

ATRIUM = Atrium(15.0, 0.1, 0.2, 0.001)
PERICARDIUM = Pericardium(1.0, 430.0, 1.0 / 50.0)
WALL_VESSELS = Coronary(1.0 / 0.035, 8.0, 1.0 / 9.0, 0.8)


def test_an_unstressed_atrium_has_the_pressure_around_it():
    assert atrial_pressure(15.0, 1.0, 3.0, ATRIUM) == 3.0


def test_an_atrium_at_fifty_millilitres():
    """(0.1 + 0.2·0.5)·35 + 0.001·35² = 8.225 mmHg above the pericardium."""
    assert atrial_pressure(50.0, 0.5, 2.0, ATRIUM) == pytest.approx(10.225)


def test_contraction_raises_the_pressure_of_a_filled_atrium():
    assert atrial_pressure(50.0, 1.0, 0.0, ATRIUM) == pytest.approx(atrial_pressure(50.0, 0.0, 0.0, ATRIUM) + 7.0)


@given(st.floats(0, 150), st.floats(0, 1))
def test_an_atrium_grows_stiffer_and_never_gives_way(volume, activation):
    p = [atrial_pressure(volume + x, activation, 0.0, ATRIUM) for x in (0.0, 1.0)]
    assert p[1] > p[0]


def test_an_atrium_below_its_unstressed_volume_sucks():
    """The stiffening keeps its sign: below V₀ the pressure is odd in V − V₀."""
    below, above = (atrial_pressure(v, 0.0, 0.0, ATRIUM) for v in (5.0, 25.0))
    assert below == pytest.approx(-above)
    assert below < 0.0


def test_the_pericardium_rises_e_fold_over_its_scale():
    assert pericardial_pressure(430.0, PERICARDIUM) == pytest.approx(1.0)
    assert pericardial_pressure(480.0, PERICARDIUM) == pytest.approx(np.e)
    assert pericardial_pressure(380.0, PERICARDIUM) == pytest.approx(1.0 / np.e)


def test_tissue_pressure_lies_between_pericardium_and_cavity():
    """A relaxed empty heart squeezes nothing; a share of 1 hands on the whole cavity pressure."""
    assert intramyocardial_pressure(4.0, 4.0, WALL_VESSELS) == 4.0
    assert intramyocardial_pressure(120.0, 2.0, WALL_VESSELS) == pytest.approx(2.0 + 0.8 * 118.0)
    assert intramyocardial_pressure(120.0, 2.0, WALL_VESSELS._replace(transmission=1.0)) == pytest.approx(120.0)


def test_squeezed_vessels_add_their_own_elasticity():
    assert squeezed_pressure(8.0, 60.0, WALL_VESSELS) == pytest.approx(60.0)
    assert squeezed_pressure(9.0, 60.0, WALL_VESSELS) == pytest.approx(60.0 + 1.0 / 0.035)


def test_conductance_goes_with_the_square_of_the_volume():
    assert patency(9.0, WALL_VESSELS) == pytest.approx(1.0)
    assert patency(18.0, WALL_VESSELS) == pytest.approx(4.0)
    assert patency(4.5, WALL_VESSELS) == pytest.approx(0.25)
    assert patency(-1.0, WALL_VESSELS) == patency(LEAST_VOLUME, WALL_VESSELS) > 0.0
