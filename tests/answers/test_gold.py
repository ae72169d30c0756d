"""The gold set: what has to be shown on its test half, and that nothing of it was chosen."""

import pytest

from diastole.answers.gate import THRESHOLD, load_rules
from diastole.answers.premises import load_premises
from diastole.claims.claim import load_claims
from tests.answers.gold.score import HALVES, SETS, Count, Judge, half, items


@pytest.fixture(scope="module")
def judge(corpus):
    return Judge(corpus)


@pytest.fixture(scope="module")
def score(judge):
    return judge.score("test")


def everything(name):
    return [item for each in HALVES for item in items(name, each)]


def test_the_sets_are_large_enough_and_hold_no_question_twice():
    counts = {name: len(everything(name)) for name in SETS}
    assert counts["in_scope"] >= 150
    assert counts["out_of_scope"] >= 60
    assert counts["false_premise"] >= 30
    questions = [item["q"] for name in SETS for item in everything(name)]
    assert len(questions) == len(set(questions))


def test_the_halves_are_those_of_the_hash():
    assert half("Why is an intra-aortic balloon pump contraindicated in significant aortic regurgitation?") in HALVES
    for name in SETS:
        assert 0.2 < len(items(name, "test")) / len(everything(name)) < 0.8


def test_what_is_wanted_exists(corpus):
    known = set(corpus.statements) | set(load_claims())
    for item in everything("in_scope"):
        assert set(item["any"]) <= known, item["q"]
    assert {item["premise"] for item in everything("false_premise")} <= {each.id for each in load_premises()}
    assert {item["why"] for item in everything("out_of_scope")} <= {rule.refusal.reason for rule in load_rules()}


def test_the_threshold_is_as_good_as_any_on_the_tuning_half(judge):
    best, ours = judge.score("tune", judge.fitted_threshold()), judge.score("tune", THRESHOLD)
    assert ours.abstained.share - ours.refused.share >= best.abstained.share - best.refused.share


def test_what_has_to_be_shown_on_the_test_half(score):
    assert score.abstained.share >= 0.95
    assert score.refused.share <= 0.05
    assert score.corrected.share >= 0.9
    assert score.hit.share >= 0.95
    assert score.said.share >= 0.85


def test_nobody_is_corrected_without_cause(score):
    assert score.accused.share <= 0.05


def test_wilson_interval():
    low, high = Count(9, 10).interval  # Wilson 1927: 0.596 to 0.982
    assert low == pytest.approx(0.5958, abs=1e-3)
    assert high == pytest.approx(0.9821, abs=1e-3)
    assert Count(10, 10).interval[1] == pytest.approx(1.0)
