"""What words mean: the vectors, and the section that is found by them where it shares no word with a question."""

import numpy as np
import pytest

from diastole.answers.lexicon import load_lexicon
from diastole.answers.question import parse_question
from diastole.answers.section_order import SectionOrder
from diastole.answers.term_vectors import FILE, TermVectors, load_term_vectors
from diastole.answers.text_index import terms_of
from diastole.knowledge.articles.article import parse_article
from tests.answers.conftest import HEAD

VECTORS = load_term_vectors()
LANGUAGE = load_lexicon()
PAGE = "balloon-rupture"
TEXT = """# Clinician

The membrane may tear. [T-01]

## Packing

? which gear goes along
? what equipment is carried

A syringe goes along. [T-01]

## Fees

? how much does the console cost
? who pays for it

It is dear. [T-02]

# Trainee

The membrane may tear. [T-01]

# Patient

The membrane may tear. [T-01]
"""


def meaning(text: str):
    return VECTORS.meaning(terms_of(text, LANGUAGE))


def order(vectors: TermVectors, library, question: str) -> tuple[int, ...]:
    sections = SectionOrder({PAGE: parse_article(HEAD + TEXT, PAGE)}, library.index, vectors)
    return sections.order(parse_question(question), PAGE, "clinician")


@pytest.mark.parametrize(
    ("one", "same", "other"),
    [
        ("shower", "bath", "cost"), ("kit", "gear", "murmur"), ("dangerous", "serious", "helium"),
        ("cost", "cheaper", "sleep"), ("dreams", "memories", "battery"),
    ],
)  # fmt: skip
def test_words_of_one_meaning_lie_closer_than_others(one, same, other):
    assert meaning(one) @ meaning(same) > meaning(one) @ meaning(other) + 0.2


def test_a_section_is_found_that_shares_no_word_with_the_question(library):
    none = TermVectors([], np.zeros((0, 2)))
    for question, place in (("the right kit?", 1), ("a charge in dollars?", 2)):
        assert order(none, library, question)[0] == 0
        assert order(VECTORS, library, question)[0] == place


def test_a_meaning_is_a_direction_and_that_of_unknown_words_is_nothing():
    vectors = TermVectors(["a", "b"], np.array([[3.0, 0.0], [0.0, 4.0]]))
    assert vectors.meaning({"a": 2.0}).tolist() == [1.0, 0.0]
    assert vectors.meaning({"a": 4.0, "b": 3.0}) == pytest.approx([np.sqrt(0.5), np.sqrt(0.5)])
    assert vectors.meaning({"c": 1.0}).tolist() == [0.0, 0.0]
    assert vectors.meaning({}).tolist() == [0.0, 0.0]


def test_the_file_is_small():
    assert FILE.stat().st_size < 1_000_000
