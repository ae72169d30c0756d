"""Follow-ups without a subject stay on the page where they are asked."""

import pytest

from diastole.answers.follow_ups import going_on, is_follow_up, key
from diastole.answers.lexicon import load_lexicon
from diastole.answers.question import parse_question, with_the_pump
from diastole.errors import InputError

LANGUAGE = load_lexicon()


@pytest.mark.parametrize(
    "text", ["does it hurt?", "why?", "how long?", "and after surgery?", "and in MR?", "severe?", "how do I fix it?"]
)
def test_a_wording_without_a_subject_is_a_follow_up(text):
    assert is_follow_up(text, LANGUAGE)


@pytest.mark.parametrize(
    "text", ["can he eat?", "what can I eat?", "does a balloon pump hurt?", "IABP in AR", "scuba diving", "AR, why?"]
)
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


def test_a_follow_up_takes_what_it_leaves_out_from_the_question_before():
    before = parse_question("Why is the balloon pump contraindicated in aortic regurgitation?")
    assert {"iabp", "aortic_regurgitation"} <= going_on(parse_question("why?"), before).left_out
    other = going_on(parse_question("and in MR?"), before)
    assert "iabp" in other.left_out
    assert "aortic_regurgitation" not in other.left_out, "another disease takes its place"
    assert not going_on(parse_question("and with an Impella?"), before).left_out & {"iabp", "impella"}


@pytest.mark.parametrize(
    ("before", "article"),
    [("When should the balloon inflate?", "early-inflation"), ("When should the balloon deflate?", "early-deflation")],
)
def test_the_question_before_tells_which_thing_of_a_page_is_meant(answerer, before, article):
    about = "timing-of-the-balloon"
    assert answerer.answer("what if too early", "trainee", about=about, after=before).article == article


def test_the_disease_of_the_question_before_leads_to_its_section_in_another_article(answerer):
    about = "va-ecmo-in-aortic-regurgitation"
    ways = answerer.answer("how can that be vented?", about=about)
    answer = answerer.answer("how can that be vented?", about=about, after="What does VA-ECMO do in AR?")
    assert ways.article == answer.article == "venting-va-ecmo"
    assert (ways.sections[0].title, answer.sections[0].title) == ("Short answer", "With aortic regurgitation")


def test_the_page_is_the_answer_to_the_question_before(answerer):
    before = "Why is helium used in the balloon pump?"
    assert answerer.answer("why not carbon dioxide?", after=before) == answerer.answer(
        "why not carbon dioxide?", about="helium", after=before
    )
    alone = answerer.answer("why not helium?")
    for nothing in (" ", "Who won the football match?"):
        assert answerer.answer("why not helium?", after=nothing) == alone


def test_the_question_before_has_the_limits_of_any_question(answerer):
    with pytest.raises(InputError, match="1001 characters"):
        answerer.answer("why?", after="x" * 1001)


@pytest.mark.parametrize(
    ("text", "about", "article"),
    [
        ("and in a pregnant woman?", "how-long-a-balloon-can-stay", "balloon-in-pregnancy"),
        ("Who invented it?", "what-is-a-balloon-pump", "history-of-the-balloon"),
        ("how often does that succeed?", "weaning-from-va-ecmo", "weaning-from-va-ecmo"),
    ],
)
def test_a_follow_up_leaves_its_page_for_what_it_names_and_not_for_another_device(answerer, text, about, article):
    assert answerer.answer(text, about=about).article == article
