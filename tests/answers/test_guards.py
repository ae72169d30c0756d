"""The guarantees, each over all statements, and each with mutants that it has to catch."""

import re

import pytest
from diastole.answers.plan import Chosen, load_plans

from diastole.answers.answer import Desk, statement_words
from diastole.answers.guards import GROUPS, quantities, turned, unsupported_numbers, violations
from diastole.answers.parts import Sentence
from diastole.answers.terms import read_question
from tests.answers.conftest import statement

QUESTION = read_question("Why is the balloon pump contraindicated in aortic regurgitation?")
READERS = ("clinician", "trainee", "patient")


@pytest.mark.parametrize("reader", READERS)
def test_every_sentence_has_support_and_every_number_is_used(desk, reader):
    for text in load_plans().questions:
        answer = desk.answer(text, reader)
        assert answer.answered, text
        entries = answer.entries
        evidence = desk.evidence(answer.versions, entries)
        assert violations(answer.sentences, evidence) == []
        cited = [number for sentence in answer.sentences for number in sentence.references]
        assert set(cited) == {reference.number for reference in answer.references}
        assert sorted(set(cited)) == list(range(1, len(answer.references) + 1))
        for sentence in answer.sentences:
            uncited = all(not desk.corpus.statements[id_].support for id_ in sentence.statements)
            assert sentence.references or (uncited and sentence.remark), sentence


def test_no_statement_is_said_twice(desk):
    for text in load_plans().questions:
        ids = [id_ for sentence in desk.answer(text).sentences for id_ in sentence.statements]
        assert len(ids) == len(set(ids)), text


def test_every_statement_can_be_said_and_follows_its_text(desk, corpus):
    for one in corpus.statements.values():
        changed = one.model_copy(
            update={"text": one.text.model_copy(update={"clinician": "The text is new: 77 mmHg."})}
        )
        other = Desk.__new__(Desk)
        other.corpus = corpus.having(changed)
        for place, wanted in ((desk, one.text.clinician), (other, "The text is new: 77 mmHg.")):
            answer = place.compose(QUESTION, "clinician", [Chosen("Short answer", (one.id,))])
            assert [sentence.text for sentence in answer.sentences] == [wanted]


def test_every_changed_number_is_caught(corpus):
    caught = 0
    for one in corpus.statements.values():
        evidence, text = statement_words(one), one.text.clinician
        assert unsupported_numbers(text, evidence) == []
        for number in {number for number, _ in quantities(text)}:
            mutant = re.sub(rf"(?<![\w.]){re.escape(number)}(?![\d.,]*\d)", f"9{number}", text)
            assert mutant == text or unsupported_numbers(mutant, evidence), mutant
            caught += mutant != text
    assert caught > 200


def test_every_changed_unit_is_caught(corpus):
    for one in corpus.statements.values():
        text = one.text.clinician
        if re.search(r"\d \bmL\b(?!/)", text):
            mutant = re.sub(r"(\d) mL\b(?!/)", r"\1 cm²", text)
            assert unsupported_numbers(mutant, statement_words(one)), mutant


SWAPS = [
    (r"\bnot\b", ""), (r"\bcontraindicated\b", "indicated"), (r"\brises\b", "falls"), (r"\bfalls\b", "rises"),
    (r"\blower\b", "higher"), (r"\bnot recommended\b", "recommended"), (r"\bmay\b", "must"), (r"\bno\b", "some"),
]  # fmt: skip


def test_every_turned_direction_is_caught(corpus):
    caught = 0
    for one in corpus.statements.values():
        for pattern, other in SWAPS:
            mutant = re.sub(pattern, other, one.text.clinician, count=1)
            if mutant != one.text.clinician:
                assert turned(one.text.clinician, mutant), mutant
                caught += 1
    assert caught > 100


def test_contraindicated_is_not_indicated():
    assert GROUPS["for"].findall("It is contraindicated, contra-indicated.") == []
    assert turned("It is contraindicated.", "It is indicated.") == ["against", "for"]


@pytest.mark.parametrize(
    ("sentence", "word"),
    [
        (Sentence("Nothing stands behind it."), "nothing supports"),
        (Sentence("Somebody says so.", statements=("T-99",)), "does not exist"),
        (Sentence("It is 60 %.", statements=("T-01",)), "stands in no support"),
        (Sentence("It is 50 mL.", statements=("T-01",)), "stands in no support"),
    ],
)
def test_what_has_no_support_is_a_violation(small, sentence, word):
    evidence = {id_: statement_words(one) for id_, one in small.statements.items()}
    assert word in violations([sentence], evidence)[0]


def test_a_deleted_statement_takes_its_sentence_along(desk, corpus):
    text = load_plans().questions[0]
    for id_ in desk.answer(text).versions:
        answer = Desk(corpus.without(id_)).answer(text)
        assert id_ not in answer.versions
        assert all(id_ not in sentence.statements for sentence in answer.sentences)
        assert corpus.statements[id_].text.clinician not in [sentence.text for sentence in answer.sentences]


def test_without_the_core_there_is_no_answer(small):
    text = "Why is the balloon pump contraindicated in aortic regurgitation?"
    corpus = small
    assert Desk(corpus).answer(text).answered
    for id_ in list(small.statements):
        corpus = corpus.without(id_)
    answer = Desk(corpus).answer(text)
    assert (answer.answered, answer.reason) == (False, "domain")


def test_a_changed_threshold_is_followed_by_the_answer(small):
    text = "Why is the balloon pump contraindicated in aortic regurgitation?"
    changed = statement(text=dict.fromkeys(READERS, "The balloon pump is contraindicated from 40 % on."))
    told = " ".join(sentence.text for sentence in Desk(small.having(changed)).answer(text).sentences)
    assert "40 %" in told
    assert "50 %" not in told


def test_both_sides_of_a_mixed_lesion_are_shown(desk):
    answer = desk.answer("Balloon pump with both aortic and mitral regurgitation?")
    told = [desk.corpus.passages[id_].concepts for each in answer.sentences for id_ in each.statements]
    assert any("aortic_regurgitation" in concepts for concepts in told)
    assert any("mitral_regurgitation" in concepts for concepts in told)
