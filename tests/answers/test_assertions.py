import pytest

from diastole.answers.assertions import directions, read_assertions


def said(text: str) -> set[tuple[str, str]]:
    return {(one.does, one.target) for one in read_assertions(text)}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The balloon raises the regurgitant volume.", ("up", "regurgitant_volume")),
        ("The regurgitant volume falls with the balloon.", ("down", "regurgitant_volume")),
        ("A balloon does not lower the leak.", ("up", "leak")),
        ("It doesn't raise afterload.", ("down", "afterload")),
        ("The patient's cardiac output falls.", ("down", "cardiac_output")),
        ("The pump is contraindicated in aortic regurgitation.", ("against", "advice")),
        ("The pump is not contraindicated in mitral regurgitation.", ("for", "advice")),
        ("Routine use is not recommended.", ("against", "advice")),
        ("It is not a good choice.", ("against", "advice")),
    ],
)
def test_which_way_a_sentence_points(text, wanted):
    assert wanted in said(text)


@pytest.mark.parametrize("text", ["The present patient has a transient gradient.", "A regurgitant jet is seen."])
def test_words_that_end_like_a_negation_turn_nothing_round(text):
    assert said(text) == set()
    assert directions(f"{text[:-1]} raises output.") == {"up"}


def test_subjects_belong_to_the_whole_sentence():
    (one,) = read_assertions("In aortic regurgitation, the balloon raises afterload.")
    assert {"iabp", "aortic_regurgitation"} <= one.subjects
    assert one.opposite.does == "down"


def test_a_clause_does_not_reach_into_the_next():
    found = said("Afterload falls, but the leak rises.")
    assert found == {("down", "afterload"), ("up", "leak")}
