"""Follow-ups without a subject stay on the page where they are asked."""

import pytest

from diastole.answers.follow_ups import is_follow_up, key
from diastole.answers.lexicon import load_lexicon
from diastole.answers.question import parse_question, with_the_pump

LANGUAGE = load_lexicon()


@pytest.mark.parametrize("text", ["does it hurt?", "why?", "how long?", "and after surgery?", "and in MR?", "severe?"])
def test_a_wording_without_a_subject_is_a_follow_up(text):
    assert is_follow_up(text, LANGUAGE)


@pytest.mark.parametrize("text", ["can he eat?", "does a balloon pump hurt?", "IABP in AR", "scuba diving", "AR, why?"])
def test_a_wording_with_a_subject_or_about_a_person_is_none(text):
    assert not is_follow_up(text, LANGUAGE)


def test_a_follow_up_is_known_again_in_other_small_words():
    assert key("and in MR?", LANGUAGE) == key("what about MR?", LANGUAGE)
    assert key("how long?", LANGUAGE) != key("why?", LANGUAGE)


def test_the_pump_is_the_device_of_the_page_or_of_the_question():
    question = parse_question("can he eat with the pump?")
    assert "va_ecmo" in with_the_pump(question, ("va_ecmo", "cardiogenic_shock")).concepts
    assert with_the_pump(question, ("iabp", "va_ecmo")) == question
    assert "impella" in with_the_pump(parse_question("he has an Impella, is the pump loud?"), ()).concepts


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("severe?", "grading-aortic-regurgitation"), ("and after surgery?", "heparin-with-the-balloon"),
        ("what about women?", "balloon-in-cardiogenic-shock"), ("and in AF?", "timing-of-the-balloon"),
        ("does it hurt?", "limb-ischaemia"),
    ],
)  # fmt: skip
def test_a_follow_up_stays_on_its_page_or_goes_to_a_related_one(answerer, text, about):
    assert answerer.answer(text, about=about).article in (about, *answerer.library.articles[about].head.related)
