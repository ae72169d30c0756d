"""A reason explains a miss where the model comes nearer to what is published with that put right."""

import math

import pytest

from validation.arm import Trial
from validation.reasons import is_explained, tried_words
from validation.test_scores import row


@pytest.mark.parametrize(
    ("after", "tried", "explained"),
    [
        (101.5, 106.0, True),  # from the right sign to a hit
        (98.0, 101.5, True),  # from a miss to the right sign
        (98.0, 96.0, False),  # farther away
        (101.5, 103.0, False),  # nearer, by less than half of the distance
        (130.0, 117.0, True),  # too much, and by less than half as much then
        (106.0, 111.0, False),  # a hit needs no reason
        (math.nan, 103.0, True),  # a steady beat
    ],
)
def test_a_reason_betters_the_verdict_or_halves_the_distance(after, tried, explained):
    assert is_explained(row(100.0, after), row(100.0, tried)) == explained


def test_of_a_sign_only_the_verdict_counts():
    missed, nearer, right = (row(100.0, after, direction="rises", sign_only=True) for after in (90.0, 99.0, 110.0))
    assert not is_explained(missed, nearer)
    assert is_explained(missed, right)


def test_a_trial_changes_the_arm_and_not_the_row():
    own = row(1.0, 2.0)
    trial = Trial(what="no reflex", values={"heart_rate": "80 /min"}, do={"balloon_pump.volume": "30 mL"}, reflex=True)
    other = own.tried(trial)
    assert (other.arm.values, other.arm.do) == ((("heart_rate", "80 /min"),), (("balloon_pump.volume", "30 mL"),))
    assert other.arm.reflex
    assert not own.arm.reflex
    assert other.pair != own.pair == (1.0, 2.0)  # the copy runs the model


def test_what_was_tried_is_told_with_what_the_model_shows():
    trial = Trial(what="a faster heart", values={"heart_rate": "80 /min"}, explains=False)
    made = row(1.0, 2.0).model_copy(update={"tested": (trial,)})
    words = tried_words(made)
    assert "a faster heart: " in words
    assert "does not explain it" in words
    assert tried_words(made.model_copy(update={"tested": (), "untested": "of a review"})) == "of a review"
