"""The arterioles of the wall, and what a lack of flow costs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diastole.model.physiology.coronary import LEAST_TONE, arteriolar_target, lost_contraction
from tests.laws import gives


@gives(
    # A flow that goes with the open share meets the need at the target.
    ("arterioles open by what is short", arteriolar_target, (0.4, 0.5, 1.0), pytest.approx(0.8)),
    ("and close by what is too much", arteriolar_target, (0.4, 1.0, 0.5), pytest.approx(0.2)),
    ("without flow they are wide open", arteriolar_target, (0.3, 0.0, 1.0), 1.0),
    ("also where it runs back", arteriolar_target, (0.3, -1.0, 1.0), 1.0),
    ("a wall that gets its need loses nothing", lost_contraction, (1.0,), 0.0),
    ("nor one that gets more", lost_contraction, (1.7,), 0.0),
    ("a wall without flow does not contract", lost_contraction, (0.0,), 1.0),
    ("nor with flow that runs back", lost_contraction, (-0.3,), 1.0),
    # −0.75·0.25 + 2.15·0.5 − 0.39 = 0.4975 is left (gallagher1984)
    ("half the inner flow leaves half", lost_contraction, (0.5,), pytest.approx(1.0 - 0.4975)),
)
def test_a_value(law, arguments, value):
    assert law(*arguments) == value


@given(st.floats(0.2, 0.9), st.floats(0.2, 2.0))
def test_arterioles_whose_flow_meets_the_need_stay(tone, flow):
    assert arteriolar_target(tone, flow, flow) == pytest.approx(tone)


@given(st.floats(0.1, 1.0), st.floats(-2.0, 5.0), st.floats(0.0, 5.0))
def test_arterioles_stay_between_their_least_tone_and_wide_open(tone, flow, need):
    assert LEAST_TONE <= arteriolar_target(tone, flow, need) <= 1.0


@given(st.floats(-0.5, 1.5))
def test_less_flow_never_leaves_more_contraction(met):
    assert lost_contraction(met - 0.01) >= lost_contraction(met)
    assert 0.0 <= lost_contraction(met) <= 1.0
