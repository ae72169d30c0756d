import pytest
from hypothesis import given
from hypothesis import strategies as st

from diastole.faces.words.change import NO_CHANGE, Change, changes
from diastole.faces.words.groups import grouped
from diastole.model.measures.definitions import MEASURES
from diastole.model.measures.measure import TOLD
from diastole.numbers import NONE
from tests.faces.synthetic import CASES, Pump, regurgitation, tight

NUMBERS = st.one_of(st.none(), st.floats(-500, 500))


def test_the_groups_hold_every_measure_once():
    names = [name for group in grouped(MEASURES).values() for name in group]
    assert sorted(names) == sorted(MEASURES)


@pytest.mark.parametrize("case", CASES)
def test_every_measure_of_a_run_has_a_change(case):
    assert list(changes(CASES[case]())) == list(MEASURES)


@given(st.sampled_from(list(MEASURES)), NUMBERS, NUMBERS)
def test_exchanging_the_runs_turns_the_change_round(name, before, after):
    there, back = Change(name, before, after), Change(name, after, before)
    assert (there.absolute is None) == (back.absolute is None) == (before is None or after is None)
    if there.absolute is not None:
        assert there.absolute == pytest.approx(-back.absolute)
        assert there.direction * back.direction <= 0


@given(st.sampled_from(list(MEASURES)), NUMBERS, NUMBERS)
def test_a_change_is_always_shown_as_text(name, before, after):
    change = Change(name, before, after)
    assert change.shown(before)
    assert change.absolute_text
    assert change.percent_text


@given(st.floats(20, 300), st.floats(-0.99 * TOLD, 0.99 * TOLD))
def test_a_change_that_nobody_could_tell_is_said_to_be_none(before, share):
    change = Change("mean_aortic_pressure", before, before * (1 + share))
    assert (change.direction, change.absolute_text, change.percent_text) == (0, NO_CHANGE, NONE)


def test_a_change_over_the_threshold_has_a_direction():
    assert Change("mean_aortic_pressure", 70.0, 72.5).direction == 1
    assert Change("mean_aortic_pressure", 70.0, 67.5).direction == -1
    assert Change("mean_aortic_pressure", 70.0, 71.4).is_little


def test_no_percent_of_a_tight_valve_or_of_nothing():
    leak = changes(tight())["aortic_regurgitant_volume"]
    assert leak.relative is None
    assert leak.absolute == pytest.approx(0.9)
    assert Change("right_atrial_pressure", 0.0, 2.0).relative is None
    assert changes(regurgitation())["aortic_regurgitant_volume"].relative == pytest.approx(6.9 / 40)


def test_a_share_is_shown_in_percent_and_changes_by_points():
    change = Change("aortic_regurgitant_fraction", 0.5, 0.54)
    assert (change.unit, change.shown(0.5), change.absolute_text) == ("%", "50.0", "+4.0 pts")


def test_the_beats_between_have_no_cycle_means_of_their_own():
    every = changes(regurgitation(Pump(ratio="1:2")))
    assert every["aortic_regurgitant_volume"].unassisted_text == "40.0"
    assert every["cardiac_output"].unassisted_text == ""
