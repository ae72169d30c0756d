"""Oxygen in the blood, in the wall and in the body: limits and numbers that a textbook prints."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diastole.model.physiology.oxygen import flow_need, oxygen_content, oxygen_need, venous_saturation
from tests.laws import gives


@gives(
    ("a decilitre of blood carries 19 mL", oxygen_content, (14.5, 0.98), pytest.approx(0.19, abs=1e-3)),
    ("nothing without saturation", oxygen_content, (14.5, 0.0), 0.0),
    ("nor without haemoglobin", oxygen_content, (0.0, 1.0), 0.0),
    # 17.4 mL/min per kg of 100 mL of muscle at 1.05 g/mL
    ("upkeep of a resting wall", oxygen_need, (0.0, 100.0, 17.4, 0.134, 0.0), pytest.approx(17.4 * 0.105 / 60.0)),
    ("calcium is paid for by the beat", oxygen_need, (0.0, 100.0, 0.0, 0.134, 60.0), pytest.approx(0.105 * 0.134)),
    ("twice at twice the rate", oxygen_need, (0.0, 100.0, 0.0, 0.134, 120.0), pytest.approx(0.21 * 0.134)),
    # 5 µmol/s of ATP are 1 µmol/s or 22.4 µL/s of oxygen
    ("five ATP cost one oxygen", oxygen_need, (5.0, 140.0, 0.0, 0.0, 70.0), pytest.approx(0.0224)),
    ("flow brings it at its extraction", flow_need, (0.2, 0.19, 0.7), pytest.approx(0.2 / (0.19 * 0.7))),
    ("twice the need", flow_need, (0.4, 0.19, 0.7), pytest.approx(0.4 / (0.19 * 0.7))),
    ("half the haemoglobin", flow_need, (0.2, 0.095, 0.7), pytest.approx(0.4 / (0.19 * 0.7))),
    # 250 mL/min of 5 L/min of blood with 14 g/dL: 0.97 − 250/(5000·0.1876) = 0.70
    ("a body at rest", venous_saturation, (0.97, 250.0, 5000.0, 14.0), pytest.approx(0.97 - 250.0 / 938.0)),
    ("more than is there cannot be used", venous_saturation, (0.97, 400.0, 500.0, 10.0), 0.0),
)
def test_a_value(law, arguments, value):
    assert law(*arguments) == value


@given(st.floats(500, 8000), st.floats(50, 400))
def test_what_arteries_bring_and_veins_take_away_differ_by_the_consumption(output, consumption):
    veins = venous_saturation(0.97, consumption, output, 14.0)
    used = output * (oxygen_content(14.0, 0.97) - oxygen_content(14.0, veins))
    assert used == pytest.approx(consumption) if veins > 0.0 else used <= consumption + 1e-9
