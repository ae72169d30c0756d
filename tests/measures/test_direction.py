"""A change smaller than its noise is no change: the one function that says whether a measure rises or falls."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diastole.model.measures.agreement import FLOORS, SAME
from diastole.model.measures.definitions import MEASURES
from diastole.model.measures.measure import TOLD
from diastole.model.patient import BalloonPump, Patient
from diastole.model.run import simulate

FILLING = ("left_atrial_pressure", "right_atrial_pressure", "lv_end_diastolic_pressure", "rv_end_diastolic_pressure")
each_measure = pytest.mark.parametrize("name", MEASURES)


def smallest(name, before):
    """Return the smallest change that is told [unit of the measure]."""
    measure = MEASURES[name]
    return max(measure.least, TOLD * abs(before) if measure.has_zero else 0.0)


@each_measure
@pytest.mark.parametrize("part", [0.001, 1.0])
def test_a_change_is_told_from_its_smallest_on(name, part):
    """Near zero half of a printed digit decides, at large values a share of them."""
    measure = MEASURES[name]
    before = part * measure.plausible.high
    least = smallest(name, before)
    for sign in (-1, 1):
        assert measure.direction(before, before + 0.99 * sign * least) == 0
        assert measure.direction(before, before + 1.01 * sign * least) == sign


@each_measure
def test_what_two_runs_to_one_steady_beat_may_differ_by_is_never_told(name):
    measure = MEASURES[name]
    assert SAME * FLOORS.get(measure.unit, 0.0) < measure.least
    assert SAME < TOLD or not measure.has_zero
    for value in (measure.plausible.low, measure.plausible.high):
        noise = SAME * max(abs(value), FLOORS.get(measure.unit, 0.0))
        assert measure.direction(value, value + noise) == 0


@given(st.sampled_from(list(MEASURES)), st.floats(-500, 500), st.floats(-500, 500))
def test_a_rise_is_no_fall_and_a_fall_no_rise_the_other_way(name, one, other):
    measure = MEASURES[name]
    assert measure.direction(one, other) * (other - one) >= 0.0
    assert measure.direction(one, other) * measure.direction(other, one) <= 0
    assert measure.direction(one, one) == 0


@each_measure
def test_what_is_not_defined_does_not_change(name):
    direction = MEASURES[name].direction
    assert direction(None, 1e6) == direction(1e6, None) == direction(None, None) == 0


@pytest.mark.parametrize("name", FILLING)
def test_half_a_millimetre_of_a_filling_pressure_is_the_least(name):
    assert MEASURES[name].direction(20.0, 20.49) == 0
    assert MEASURES[name].direction(20.0, 20.51) == 1


def test_a_difference_of_times_has_no_share():
    """It is counted from no zero that means something: 800 ms before the R wave and 806 are not alike."""
    assert MEASURES["mitral_closure_before_r_wave"].direction(800.0, 806.0) == 1
    assert MEASURES["lv_ejection_time"].direction(800.0, 806.0) == 0


def test_a_run_changes_nothing_against_itself_and_a_balloon_changes_something():
    shock = Patient.preset("shock")
    found, pumped = simulate(shock).measures, simulate(shock.with_balloon_pump(BalloonPump())).measures
    again = simulate(shock.with_values({"blood_volume": f"{1.00002 * shock.blood_volume} mL"})).measures
    for name, measure in MEASURES.items():
        assert measure.direction(found[name], again[name]) == 0, name
    assert (
        MEASURES["augmented_diastolic_pressure"].direction(
            found["augmented_diastolic_pressure"], pumped["augmented_diastolic_pressure"]
        )
        == 1
    )
