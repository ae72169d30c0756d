"""The arterioles of the wall, and what a lack of flow costs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diastole.model.physiology.coronary import LEAST_TONE, arteriolar_target, lost_contraction


@given(st.floats(0.2, 0.9), st.floats(0.2, 2.0))
def test_arterioles_whose_flow_meets_the_need_stay(tone, flow):
    assert arteriolar_target(tone, flow, flow) == pytest.approx(tone)


def test_arterioles_open_by_what_is_short_and_close_by_what_is_too_much():
    """A flow that goes with the open share meets the need at the target."""
    assert arteriolar_target(0.4, 0.5, 1.0) == pytest.approx(0.8)
    assert arteriolar_target(0.4, 1.0, 0.5) == pytest.approx(0.2)


@given(st.floats(0.1, 1.0), st.floats(-2.0, 5.0), st.floats(0.0, 5.0))
def test_arterioles_stay_between_their_least_tone_and_wide_open(tone, flow, need):
    assert LEAST_TONE <= arteriolar_target(tone, flow, need) <= 1.0


def test_without_flow_or_with_flow_that_runs_back_they_are_wide_open():
    assert arteriolar_target(0.3, 0.0, 1.0) == 1.0
    assert arteriolar_target(0.3, -1.0, 1.0) == 1.0


def test_a_wall_that_gets_its_need_loses_nothing():
    assert lost_contraction(1.0) == 0.0
    assert lost_contraction(1.7) == 0.0


def test_a_wall_without_flow_does_not_contract():
    assert lost_contraction(0.0) == 1.0
    assert lost_contraction(-0.3) == 1.0


def test_half_the_inner_flow_leaves_half_the_contraction():
    """−0.75·0.25 + 2.15·0.5 − 0.39 = 0.4975 is left (gallagher1984)."""
    assert lost_contraction(0.5) == pytest.approx(1.0 - 0.4975)


@given(st.floats(-0.5, 1.5))
def test_less_flow_never_leaves_more_contraction(met):
    assert lost_contraction(met - 0.01) >= lost_contraction(met)
    assert 0.0 <= lost_contraction(met) <= 1.0
