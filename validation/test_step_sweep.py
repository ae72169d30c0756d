"""A sample of the sweep over all values, and its verdicts; the whole sweep is run by hand."""

import json

import pytest

from diastole.model.input_blocks.fields import quantities
from diastole.model.patient import PRESETS, Patient
from validation.step_sweep import Case, Outcome, cases, is_blamed, is_wrong, keep, kept, outcome, summary, values

EVERY = 700  # of some 14,000 patients
RIGHT = Outcome("steady", "steady", 0.004, "coronary_flow", 3e-3, False, "")
CASE = Case("healthy", "heart_rate", 80.0)


@pytest.mark.slow
def test_a_sample_has_no_wrong_number_without_a_caution_and_refuses_no_patient_in_vain():
    outcomes = {case: outcome(case) for case in list(cases(list(PRESETS)))[::EVERY]}
    assert sum(one.kind == "steady" for one in outcomes.values()) > len(outcomes) / 2
    assert [case for case, one in outcomes.items() if is_wrong(one)] == []
    assert [case for case, one in outcomes.items() if is_blamed(one)] == []


def test_a_patient_of_the_issue_is_right_and_has_the_caution_of_a_shortened_step():
    short = outcome(Case("healthy", "coronary.subepicardium.compliance", 1e-4))
    assert short.kind == short.accurate == "steady"
    assert short.is_cautioned
    assert short.error < 0.01


@pytest.mark.parametrize("key", ["vessels.upper_body.compliance", "balloon_pump.fill_time", "heart_rate"])
def test_values_reach_from_end_to_end_of_the_range(key):
    quantity = quantities(Patient)[key]
    tried = values(quantity, 0.2)
    low, high = quantity.ends.values()
    assert min(tried) <= (low or 0.001)
    assert max(tried) == high
    assert 0.2 not in tried


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({}, False),
        ({"error": 0.02}, True),
        ({"error": float("nan")}, True),
        ({"error": 0.02, "is_cautioned": True}, False),
        ({"kind": "patient", "error": None}, False),
    ],
)
def test_wrong_is_off_by_more_than_a_hundredth_without_a_caution(changed, wrong):
    one = RIGHT._replace(**changed)
    assert is_wrong(one) == wrong
    assert (f"Wrong without a caution: {CASE}" in summary({CASE: one})) == wrong


def test_blamed_is_who_runs_with_the_accurate_step():
    assert is_blamed(RIGHT._replace(kind="patient", error=None))
    assert not is_blamed(RIGHT._replace(kind="step", error=None))
    assert not is_blamed(RIGHT._replace(kind="patient", accurate="patient", error=None))


def test_a_file_that_a_kill_cut_short_is_read_as_far_as_it_goes(tmp_path):
    path = tmp_path / "kept.jsonl"
    whole = json.dumps([CASE, RIGHT])
    path.write_text(f"{whole}\n{whole[:40]}", encoding="utf-8")
    assert kept(path) == {CASE: RIGHT}
    other = CASE._replace(value=90.0)
    keep(path, other, RIGHT)
    assert kept(path) == {CASE: RIGHT, other: RIGHT}
    assert kept(tmp_path / "nothing.jsonl") == {}
