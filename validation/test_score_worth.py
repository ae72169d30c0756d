"""Rows made by hand are counted by either rule as it says."""

from validation.score_worth import changes, nulls_as_signs, worth
from validation.scores import scored, shares
from validation.test_scores import row

RIGHT, WRONG = scored(row(100.0, 110.0)), scored(row(100.0, 90.0))
NULL = {"change": 3.0, "change_sd": 15.0, "n": 9}
INSIDE, OUTSIDE = scored(row(100.0, 101.0, **NULL)), scored(row(100.0, 120.0, **NULL))
STATE = scored(row(105.0, 105.0, change=None, change_in="state", state=100.0, sd=10.0))
ALL = [RIGHT, WRONG, INSIDE, OUTSIDE, STATE]


def test_a_null_was_a_sign_by_the_earlier_rule_and_a_state_never():
    assert shares(ALL).sign == (1, 2)
    assert shares(nulls_as_signs(ALL)).sign == (2, 4)
    assert shares(nulls_as_signs(ALL)).half == shares(ALL).half == (2, 4)


def test_changes_that_are_none_are_left_out_of_the_sizes():
    assert shares(changes(ALL)).half == (1, 2)


def test_the_table_asks_open_rows_and_those_held_back():
    lines = worth(ALL, [RIGHT]).splitlines()
    assert lines[2:] == [
        "| open | 1 of 2 (50%) | 2 of 4 (50%) |",
        "| open, a published change that is none counted as a sign too | 2 of 4 (50%) | 2 of 4 (50%) |",
        "| open, without the published changes that are none | 1 of 2 (50%) | 1 of 2 (50%) |",
        "| held back | 1 of 1 (100%) | 1 of 1 (100%) |",
        "| held back, without the published changes that are none | 1 of 1 (100%) | 1 of 1 (100%) |",
    ]
