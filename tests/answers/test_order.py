"""A question brings the section that answers it to the front of its article."""

import pytest

from diastole.answers.answer import BOTTOM_LINE
from diastole.answers.follow_ups import is_follow_up
from diastole.answers.measurements import TITLE
from diastole.knowledge.articles.article import READERS


@pytest.mark.parametrize(
    ("text", "about", "title"),
    [
        ("what happens if it is too low?", "tip-position", "Tip at the carina or below it"),
        ("And with a pacemaker?", "trigger-of-the-balloon", "Pacemaker"),
        ("and after removal, what do I watch?", "removal-of-the-balloon", "Afterwards"),
        ("Low augmentation alarm - troubleshooting", "alarms-of-the-balloon-pump", "Low augmentation"),
    ],
)
def test_on_its_page_the_section_of_a_follow_up_comes_first(answerer, text, about, title):
    answer = answerer.answer(text, about=about)
    assert answer.article == about
    assert answer.sections[0].title == title
    assert sum(section.title == BOTTOM_LINE for section in answer.sections) == 1


@pytest.mark.parametrize("reader", READERS)
def test_a_question_that_a_section_answers_begins_with_that_section(answerer, reader):
    begun = 0
    asked = (each for article in answerer.library.articles.values() for each in article.asked.items())
    questions = [(text, place) for place, texts in asked if place.section and place.reader == reader for text in texts]
    for text, place in questions[::12]:  # all of them would take minutes
        page = place.article if is_follow_up(text, answerer.library.lexicon) else ""
        answer = answerer.answer(text, reader, about=page)
        if answer.reason in ("verdict", "dosing", "emergency"):  # asked about a person, whatever the article says
            continue
        assert answer.article == place.article, text
        title = answerer.library.articles[place.article].texts[reader][place.section].title
        if not answer.premises:  # a correction comes before everything else
            opening = next(section.title for section in answer.sections if section.title != TITLE)
            assert opening == title, text
            begun += 1
    assert begun > 100


def test_a_false_belief_brings_the_section_that_sets_it_right_to_the_front(answerer):
    answer = answerer.answer("Since most patients on the balloon pump lose a leg, why is it used?")
    assert "lose a leg" in answer.premises[0]
    assert answer.article == "limb-ischaemia"


def test_the_question_of_an_article_leaves_its_order_and_takes_nothing_for_granted(answerer):
    for article in answerer.library.articles.values():
        answer = answerer.answer(article.head.question)
        assert answer.sections[0].title == BOTTOM_LINE, article.id
        assert answer.premises == (), article.id


def test_no_sentence_is_lost_or_told_twice(answerer):
    asked = answerer.answer("what happens if it is too low?", about="tip-position")
    whole = answerer.article("tip-position")
    assert sorted(each.text for each in asked.sentences) == sorted(each.text for each in whole.sentences)


def test_nothing_is_read_that_steers_a_terminal(answerer):
    answer = answerer.answer("Why no \x1b[31mballoon\x07 pump in \u202eAR?\udcff")
    assert answer.question == "Why no [31mballoon pump in AR?"


def test_another_balloon_is_not_ours(answerer):
    for text in (
        "kissing balloon technique",
        "insulin pump alarm keeps going off",
        "intragastric balloon complications",
    ):
        assert not answerer.answer(text).answered, text


def test_what_rests_on_a_withdrawn_statement_says_so_where_it_is_offered(answerer):
    library = answerer.library
    id_ = library.articles["balloon-in-aortic-regurgitation"].statements[0]
    taken = library.having(library.statements[id_].model_copy(update={"withdrawn": "Its source was retracted."}))
    assert "withdrawn" not in library.link("balloon-in-aortic-regurgitation").question
    assert "withdrawn" in taken.link("balloon-in-aortic-regurgitation").question
