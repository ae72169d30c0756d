"""A question that asks several things: what each is, and how the opening of one article answers two of them."""

import pytest

from diastole.answers.asks import asks_of
from diastole.answers.lexicon import load_lexicon
from diastole.answers.opening import completed
from diastole.answers.question import parse_question
from diastole.knowledge.articles.article import DIFFERENCE, parse_article
from tests.answers.conftest import HEAD

LANGUAGE = load_lexicon()
PAGE = "balloon-rupture"  # whose subject, the balloon pump, every part inherits
ALONE = "A hole in the membrane lets helium into the aorta. [T-01]"
WALKING = "Walking is allowed with an axillary balloon. [T-02]"
QUESTION = "What does a hole in the membrane do, and is walking allowed?"


def pages(*sections: str):
    """Return an article with a bottom line and sections, each its heading, questions and sentences."""
    texts = "\n".join(["# Clinician", *sections, "# Trainee", ALONE, "# Patient", ALONE])
    return parse_article(HEAD + texts, PAGE)


def opened(library, question: str, *sections: str):
    """Return the article, and its sections as a question gets them."""
    article = pages(*sections)
    return article, completed(parse_question(question), article, article.texts["clinician"], library.index)


def said(sections) -> list[str]:
    return [sentence.template for section in sections for sentence in section.sentences]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("suction alarm causes and fix", 2), ("what is a hole in the membrane and is it dangerous?", 2),
        ("goals: rate, rhythm, preload", 3), ("options (Park stitch, bioprosthesis)", 2),
        ("target heart rate and why", 2), ("he is in pain. Can he walk?", 1), ("he bled and is in theatre", 0),
        ("lysis or heparin?", 0), ("why?", 1), ("", 0),
    ],
)  # fmt: skip
def test_what_a_question_asks_is_read_one_by_one(text, count):
    assert len(asks_of(text, ["iabp"], LANGUAGE)) == count


def test_a_part_that_names_a_kind_of_answer_alone_asks_for_that_kind():
    cause, action = asks_of("impella suction alarm causes and how to fix it", ["impella"], LANGUAGE)
    assert cause.kinds == {"cause"}
    assert cause.terms
    assert action.kinds == {"action"}
    assert not action.terms


def test_what_every_part_inherits_tells_none_apart():
    part, other = asks_of("does the balloon hurt, and can he walk?", ["iabp"], LANGUAGE)
    assert part.terms & other.terms == frozenset()
    assert "iabp" not in part.terms | other.terms


def test_the_sentence_of_another_section_answers_what_the_opening_leaves_open(library):
    more = f"{ALONE}\nBlood in the tubing shows it. [T-01]"
    article, sections = opened(library, QUESTION, more, "## Walking", "? is walking allowed", WALKING)
    assert [each.template.split()[0] for each in sections[0].sentences] == ["A", "Walking", "Blood"]
    assert sorted(said(sections)) == sorted(said(article.texts["clinician"])), "nothing is lost or told twice"
    assert len(sections) == 1, "a section of which nothing is left goes"


def test_the_rest_of_that_section_follows(library):
    walking = f"{WALKING}\nCrutches help. [T-02]"
    _, sections = opened(library, QUESTION, ALONE, "## Gas", ALONE, "## Walking", "? is walking allowed", walking)
    assert [section.title for section in sections] == ["", "Walking", "Gas"]
    assert [each.template for each in sections[1].sentences] == ["Crutches help."]


def test_a_section_that_is_asked_for_a_part_and_little_else_answers_it_in_other_words(library):
    stroll = "Some patients get up. [T-02]"
    _, (first, *_) = opened(library, QUESTION, ALONE, "## Out of bed", "? is walking allowed", stroll)
    assert [each.template for each in first.sentences] == [ALONE[:-7], stroll[:-7]]


@pytest.mark.parametrize(
    ("lead", "asked"),
    [
        (ALONE, "? is walking allowed with oedema, delirium, shivering, haemodialysis and tracheostomy"),
        (f"? is walking allowed\n{ALONE}", "? is walking allowed"),
        (f"? does clotting spoil the catheter\n{ALONE}\nHelium escapes. [T-01]", "? is walking allowed"),
    ],
    ids=["asks for much else", "the first section is asked for it", "the second sentence may be needed"],
)
def test_in_other_words_it_answers_only_what_nothing_else_does(library, lead, asked):
    question = QUESTION.replace("?", ", and does clotting spoil the catheter?") if "spoil" in lead else QUESTION
    article, told = opened(library, question, lead, "## Out of bed", asked, "Some patients get up. [T-02]")
    assert told == article.texts["clinician"]


@pytest.mark.parametrize(
    ("question", "sections"),
    [
        ("What does a hole in the membrane do?", (ALONE, "## Walking", "? is walking allowed", WALKING)),
        (QUESTION, (f"{ALONE}\n{WALKING}", "## Walking", "? is walking allowed", WALKING)),
        (QUESTION, (ALONE, "## Walking", "? what about shoes", WALKING)),
        (QUESTION, (ALONE, "## Walking", "? is walking allowed", "It is allowed, walking. [T-02]")),
        (QUESTION, (ALONE, "## Walking", "? is walking allowed", f"{WALKING}\nIt helps. [T-02]")),
        (QUESTION, (f"{ALONE}\nIt is rare. [T-01]", "## Walking", "? is walking allowed", WALKING)),
        (QUESTION, (ALONE, f"## {DIFFERENCE}", "? is walking allowed", WALKING)),
        (QUESTION, (ALONE, "## Walking allowed", "? is walking allowed", ALONE)),
        (
            QUESTION.replace("?", ", and does clotting spoil the catheter?"),
            (f"{ALONE}\nClotting spoils the catheter. [T-01]", "## Walking", "? is walking allowed", WALKING),
        ),
    ],
    ids=[
        "one thing", "answered", "not asked", "goes on", "is gone on", "lead is gone on", "box", "repeats",
        "no gain",
    ],
)  # fmt: skip
def test_an_opening_stays_unless_another_section_clearly_answers_a_part(library, question, sections):
    article, told = opened(library, question, *sections)
    assert told == article.texts["clinician"]


def test_a_bare_why_asks_it_of_what_the_first_section_is_on(library):
    """The section on another topic gives a reason too, but not the one that is asked for."""
    question = "Which console message comes with suction, and why?"
    asked = ("? console message with suction", "Suction shows as a console message. [T-01]")
    other = ("## Why it stopped", "? why did it stop", "The motor stopped because of heat. [T-01]")
    article = pages(ALONE, "## Suction", *asked, *other)
    bottom, suction, stopped = article.texts["clinician"]
    parsed = parse_question(question)
    assert completed(parsed, article, (suction, bottom, stopped), library.index) == (suction, bottom, stopped)
    about_it = ("## Why there is suction", "? why is there suction", "Suction arises because of low volume. [T-01]")
    article = pages(ALONE, "## Suction", *asked, *about_it)
    bottom, suction, reason = article.texts["clinician"]
    first, *_ = completed(parsed, article, (suction, bottom, reason), library.index)
    assert [each.template for each in first.sentences][1] == "Suction arises because of low volume."


def test_a_bare_kind_is_answered_by_a_section_of_which_many_questions_ask_for_it(library):
    question, last = "What does a hole in the membrane do, and how long?", "Leaks last for a few days. [T-01]"
    others = "\n".join(f"? what about {each}" for each in ("shoes", "visitors", "helium", "colour", "noise"))
    for more, count in ((last, 2), (f"{others}\n{last}", 1)):
        _, (first, *_) = opened(library, question, ALONE, "## Course", "? how long is it open", more)
        assert len(first.sentences) == count
