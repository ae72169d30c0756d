"""Oxygen in the blood, in the wall and in the body: limits and numbers that a textbook prints."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diastole.model.physiology.oxygen import flow_need, oxygen_content, oxygen_need, venous_saturation


def test_a_decilitre_of_arterial_blood_carries_nineteen_millilitres():
    assert 100.0 * oxygen_content(14.5, 0.98) == pytest.approx(19.0, abs=0.1)
    assert oxygen_content(14.5, 0.0) == oxygen_content(0.0, 1.0) == 0.0


def test_a_resting_wall_needs_its_upkeep_only():
    """17.4 mL/min per kg of 100 mL of muscle at 1.05 g/mL."""
    assert 60.0 * oxygen_need(0.0, 100.0, 17.4, 0.134, 0.0) == pytest.approx(17.4 * 0.105)


def test_calcium_is_paid_for_by_the_beat():
    at = [oxygen_need(0.0, 100.0, 0.0, 0.134, rate) for rate in (60.0, 120.0)]
    assert at[1] == pytest.approx(2.0 * at[0])
    assert at[0] == pytest.approx(0.105 * 0.134)  # one beat a second


def test_five_atp_cost_one_oxygen():
    """5 µmol/s of ATP are 1 µmol/s or 22.4 µL/s of oxygen."""
    assert oxygen_need(5.0, 140.0, 0.0, 0.0, 70.0) == pytest.approx(0.0224)


def test_the_flow_that_is_needed_brings_the_oxygen_at_its_extraction():
    flow = flow_need(0.2, 0.19, 0.7)
    assert flow * 0.19 * 0.7 == pytest.approx(0.2)
    assert flow_need(0.4, 0.19, 0.7) == pytest.approx(2.0 * flow)
    assert flow_need(0.2, 0.095, 0.7) == pytest.approx(2.0 * flow)  # anaemia


def test_a_body_at_rest_leaves_three_quarters_of_the_oxygen():
    """250 mL/min of 5 L/min of blood with 14 g/dL: 0.97 − 250/(5000·0.1876) = 0.70."""
    assert venous_saturation(0.97, 250.0, 5000.0, 14.0) == pytest.approx(0.97 - 250.0 / 938.0)


@given(st.floats(500, 8000), st.floats(50, 400))
def test_what_arteries_bring_and_veins_take_away_differ_by_the_consumption(output, consumption):
    veins = venous_saturation(0.97, consumption, output, 14.0)
    used = output * (oxygen_content(14.0, 0.97) - oxygen_content(14.0, veins))
    assert used == pytest.approx(consumption) if veins > 0.0 else used <= consumption + 1e-9


def test_more_than_is_there_cannot_be_used():
    assert venous_saturation(0.97, 400.0, 500.0, 10.0) == 0.0
