"""Water in the lung: Starling's balance, and the lymph that carries away what it can."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diastole.model.physiology.lung import VENOUS_SHARE, LungWater, capillary_pressure, filtration_rate, water_gain
from tests.laws import gives

LUNG = LungWater(
    filtration=0.25, reflection=0.75, plasma_oncotic=26.0, tissue_oncotic=10.8, tissue_pressure=-3.0, greatest_lymph=3.9
)
LEAKY = LUNG._replace(reflection=0.0)
DRY = LUNG.tissue_pressure + LUNG.reflection * (LUNG.plasma_oncotic - LUNG.tissue_oncotic)  # mmHg, 8.4


@gives(
    ("capillaries between equal pressures", capillary_pressure, (10.0, 10.0), 10.0),
    ("between artery and atrium", capillary_pressure, (8.0, 18.0), pytest.approx(8.0 + 10.0 * VENOUS_SHARE)),
    ("no water leaves in balance", filtration_rate, (DRY, LUNG), pytest.approx(0.0, abs=1e-12)),
    ("nor below it", filtration_rate, (DRY - 5.0, LUNG), 0.0),
    ("4 mmHg above it", filtration_rate, (DRY + 4.0, LUNG), pytest.approx(1.0)),
    ("without a barrier for protein", filtration_rate, (20.0, LEAKY), 0.25 * 23.0),
    ("plasma holds nothing then", filtration_rate, (20.0, LEAKY._replace(plasma_oncotic=5.0)), 0.25 * 23.0),
)
def test_a_value(law, arguments, value):
    assert law(*arguments) == value


@pytest.mark.parametrize(
    ("change", "sign"),
    [
        ({"filtration": 0.5}, 1), ({"tissue_oncotic": 15.0}, 1), ({"plasma_oncotic": 20.0}, 1),
        ({"reflection": 0.5}, 1), ({"plasma_oncotic": 30.0}, -1), ({"tissue_pressure": 2.0}, -1),
    ],
)  # fmt: skip
def test_what_drives_water_out_and_what_holds_it(change, sign):
    assert sign * (filtration_rate(20.0, LUNG._replace(**change)) - filtration_rate(20.0, LUNG)) > 0.0


@given(st.floats(0, 10))
def test_lymph_carries_away_what_it_can(filtration):
    assert water_gain(filtration, LUNG) == pytest.approx(max(0.0, filtration - 3.9))
