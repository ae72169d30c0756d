"""The verdict follows from the cells alone: synthetic ones, so that every kind of verdict is met."""

import pytest

from diastole.model.measures.definitions import MEASURES
from diastole.studies.claims.claim import Claim, Experiment, ExperimentSubject
from diastole.studies.claims.claim_experiment import ExperimentCell
from diastole.studies.claims.claim_verdict import verdict
from diastole.units import parse_quantity

KEY = "lesions.aortic_regurgitation.orifice_area"
WORDS = {"clinician": "A sentence.", "trainee": "A sentence.", "patient": "A sentence."}
VALUES = ("0.1 cm²", "0.2 cm²", "0.4 cm²", "0.8 cm²")


def claim(*expect, along=True, subjects=("acute",), ordered=None):
    experiment = {
        "subjects": [{"name": name, "preset": "acute_severe_ar"} for name in subjects],
        "arms": {"off": {}, "on": {"balloon_pump.volume": "40 mL"}},
        "along": {"key": KEY, "values": list(VALUES)} if along else None,
        "expect": list(expect),
        "ordered": ordered,
    }
    return Claim.model_validate({"id": "C99", "sentence": WORDS, "standing": "Known.", "experiment": experiment})


def cell(off, on, subject="acute", along=None, measure="cardiac_output"):
    return ExperimentCell(subject, along, None, {"off": {measure: off}, "on": {measure: on}})


def never(*_):
    raise AssertionError("no more runs are needed")


RISES = {"measure": "cardiac_output", "does": "rises"}
FALLS = {"measure": "cardiac_output", "does": "falls"}


@pytest.mark.parametrize(
    ("expected", "afters", "word"),
    [
        (RISES, (5.1, 5.2, 5.3, 5.4), "holds"),
        (RISES, (4.9, 4.8, 5.0, 4.9), "does_not_hold"),
        (FALLS, (4.9, 4.8, 4.7, 4.9), "holds"),
        (FALLS, (5.0, 5.0, 5.0, 5.0), "does_not_hold"),  # no change is no fall
        (FALLS, (4.96, 4.97, 4.98, 4.99), "does_not_hold"),  # nor is one that nobody could tell
        (RISES | {"by": 0.05}, (5.1, 5.2, 5.2, 5.2), "does_not_hold"),  # under 5 %
        ({"measure": "cardiac_output", "does": "is_above", "by": 5.0}, (5.1, 5.2, 5.3, 5.4), "holds"),
        ({"measure": "cardiac_output", "does": "is_below", "by": 5.0}, (5.1, 5.2, 5.3, 5.4), "does_not_hold"),
        ({"measure": "cardiac_output", "does": "is_above", "by": 4.0, "arm": "off"}, (1.0,) * 4, "holds"),
    ],
)
def test_all_cells_or_none(expected, afters, word):
    cells = [cell(5.0, after, along=value) for after, value in zip(afters, VALUES, strict=True)]
    assert verdict(claim(expected), cells, never).word == word


def test_where_it_turns_is_found_between_the_cells():
    def run(subject: ExperimentSubject, along: str, across):
        leak = parse_quantity(along, "cm²")
        return cell(5.0, 5.0 + (leak - 0.31), along=along)

    cells = [run(None, value, None) for value in VALUES]
    found = verdict(claim(RISES), cells, run)
    assert found.word == "holds_if"
    (threshold,) = found.thresholds
    least = MEASURES["cardiac_output"].least  # L/min, from which on a rise is one
    assert threshold.value == pytest.approx(0.31 + least, abs=0.005)
    assert threshold.holds == "above"
    assert threshold.where == "above 0.36 cm²"
    falling = verdict(claim(FALLS), cells, run).thresholds[0]
    assert falling.holds == "below"
    assert falling.value == pytest.approx(0.31 - least, abs=0.005)


def test_what_turns_twice_has_no_threshold():
    cells = [cell(5.0, after, along=value) for after, value in zip((5.1, 4.9, 5.1, 5.1), VALUES, strict=True)]
    found = verdict(claim(RISES), cells, never)
    assert (found.word, found.thresholds) == ("holds_if", ())


def test_a_heart_that_cannot_beat_says_nothing():
    empty = ExperimentCell("acute", VALUES[0], None, {}, "no ejection")
    cells = [empty, *(cell(5.0, 5.1, along=value) for value in VALUES[1:])]
    assert verdict(claim(RISES), cells, never).word == "holds"
    assert verdict(claim(RISES), [empty], never).word == "cannot_be_shown"


def test_a_measure_that_is_not_defined_says_nothing():
    assert verdict(claim(RISES), [cell(None, 5.1), cell(5.0, None)], never).word == "cannot_be_shown"


def test_every_part_must_hold():
    both = claim(RISES, {"measure": "lv_end_diastolic_pressure", "does": "falls"}, along=False)
    arms = {
        "off": {"cardiac_output": 5.0, "lv_end_diastolic_pressure": 20.0},
        "on": {"cardiac_output": 5.5, "lv_end_diastolic_pressure": 21.0},
    }
    found = verdict(both, [ExperimentCell("acute", None, None, arms)], never)
    assert found.word == "does_not_hold"
    assert found.judged[0].parts == (True, False)


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ((-0.2, -0.1, 0.0), "holds"),
        ((0.0, -0.1, -0.2), "does_not_hold"),
        ((-0.2, 0.0, -0.1), "holds_if"),
        ((-0.2, -0.195, -0.19), "does_not_hold"),  # by less than anybody could tell
    ],
)
def test_an_ordering_compares_relative_changes(changes, word):
    names = ("none", "mitral", "aortic")
    ordering = {"measure": "cardiac_output", "subjects": list(names)}
    cells = [cell(5.0, 5.0 * (1.0 + change), subject=name) for name, change in zip(names, changes, strict=True)]
    assert verdict(claim(along=False, subjects=names, ordered=ordering), cells, never).word == word


def test_a_claim_without_an_experiment_cannot_be_shown():
    plain = Claim.model_validate(
        {"id": "C98", "sentence": WORDS, "standing": "Known.", "not_shown": "It is a rule, not an effect."}
    )
    assert verdict(plain, (), never).word == "cannot_be_shown"


def test_an_experiment_needs_an_expectation():
    with pytest.raises(ValueError, match="either expect or ordered"):
        Experiment.model_validate({"subjects": [{"name": "any", "preset": "healthy"}], "arms": {"off": {}}})
