from pathlib import Path

import pytest
import yaml

from diastole.answers.answer import NOT_REVIEWED, UNCHECKED, UNCITED, Desk
from diastole.answers.beside import run_beside
from diastole.answers.guards import unsupported_numbers
from diastole.answers.plan import Chosen, load_plans
from diastole.answers.simulation import claim_sentences, run_claims, run_words
from diastole.answers.terms import read_question
from diastole.claims.claim import load_claims
from diastole.errors import InputError
from diastole.evidence.statements import INTENTS
from diastole.patient import Patient
from tests.answers.conftest import statement

JUDGED = [
    (item["q"], item["first"])
    for item in yaml.safe_load((Path(__file__).parent / "judged.yaml").read_text(encoding="utf-8"))
]
TEXT = "Why is the balloon pump contraindicated in aortic regurgitation?"


def test_every_intent_has_a_plan_that_begins_with_the_short_answer():
    sections = load_plans().sections
    assert set(sections) == set(INTENTS)
    assert {plan[0].title for plan in sections.values()} == {"Short answer"}


def test_the_page_that_started_this(desk):
    answer = desk.answer("Why is an intra-aortic balloon pump contraindicated in significant aortic regurgitation?")
    titles = [section.title for section in answer.sections]
    assert titles[:3] == ["Short answer", "Mechanism", "What the simulator shows"]
    assert {"How to detect", "Exceptions and uncertainty", "Alternatives"} <= set(titles)
    assert "C-01" in answer.sections[0].sentences[0].statements
    assert "C05" in {run for sentence in answer.sentences for run in sentence.runs}
    assert {"label", "guideline", "research", "simulation"} == {each.group for each in answer.references}
    assert answer.follow_ups
    assert len(answer.related) == 4
    assert answer.question not in answer.related


def test_the_badge_is_the_lowest_review_state(small):
    assert Desk(small).answer(TEXT).badge == "submitted"
    assert Desk(small.without("T-03")).answer(TEXT).badge == "under_review"
    assert Desk(small.without("T-03").without("T-02")).answer(TEXT).badge == "approved"


def test_the_page_says_that_nobody_has_reviewed_it(desk):
    answer = desk.answer(TEXT)
    assert answer.badge == "submitted"
    assert NOT_REVIEWED in answer.notices
    assert "not a medical device" in answer.disclaimer


def test_references_are_counted_from_the_text_and_grouped(small):
    answer = Desk(small).answer(TEXT)
    first = answer.sentences[0]
    assert first.references == (1,)
    assert answer.references[0].id == "otto2020"
    assert answer.references[0].group == "guideline"
    assert first.printed == ("III, level B",)
    assert {each.id: each.group for each in answer.references}["teleflex-ac3"] == "label"


def test_what_disagrees_is_shown(small):
    answer = Desk(small).answer(TEXT)
    assert "T-03" in answer.versions
    assert answer.versions["T-02"] == 3


def test_how_little_was_checked_is_said(small):
    changed = small.having(statement(id="T-04", support=[], uncited=True))
    desk = Desk(changed)
    answer = desk.compose(read_question(TEXT), "clinician", [Chosen("A", ("T-03", "T-04", "T-01"))])
    assert [sentence.remark for sentence in answer.sentences] == [UNCHECKED, UNCITED, ""]


def test_the_same_question_has_the_same_answer_and_id(desk):
    assert desk.answer(TEXT) == desk.answer(TEXT)
    assert desk.answer(TEXT).id == desk.answer(TEXT).id != desk.answer(TEXT, "patient").id


def test_readers_get_their_own_wording(small):
    texts = {
        reader: Desk(small).answer(TEXT, reader).sentences[0].text for reader in ("clinician", "trainee", "patient")
    }
    assert texts == small.statements["T-01"].text.model_dump()


def test_patients_get_no_class_and_no_numbers_of_a_run(desk):
    answer = desk.answer(TEXT, "patient")
    assert all(not sentence.printed for sentence in answer.sentences)
    runs = [sentence.text for sentence in answer.sentences if sentence.runs]
    assert runs
    assert not [text for text in runs if any(sign.isdigit() for sign in text)]


@pytest.mark.parametrize("reader", ["nurse", ""])
def test_an_unknown_reader_is_refused(desk, reader):
    with pytest.raises(InputError, match="reader"):
        desk.answer(TEXT, reader)


@pytest.mark.parametrize("text", ["", "  \n"])
def test_an_empty_question_is_refused(desk, text):
    with pytest.raises(InputError, match="empty"):
        desk.answer(text)


@pytest.mark.parametrize(
    "text", ["x" * 100_000, "\x00\x1b[31m", "'; drop table passage; --", "<script>", "{{ 7 * 7 }}"]
)
def test_hostile_questions_are_not_answered(desk, text):
    assert not desk.answer(text).answered


def test_verdicts_and_numbers_of_all_claims_come_from_their_runs():
    claims = [claim for claim in load_claims().values() if claim.experiment]
    for entry in run_claims(claims).values():
        told = claim_sentences(entry, "clinician")
        assert entry.claim.sentence.clinician in told[0]
        assert unsupported_numbers(" ".join(told), run_words(entry)) == []
        if entry.verdict.word in ("does_not_hold", "cannot_be_shown"):
            assert told[0] != entry.claim.sentence.clinician
            assert "not" in told[0].split("”")[1]


def test_a_claim_that_does_not_hold_is_never_told_as_true():
    entry = run_claims([load_claims()["N09"]])["N09"]
    assert entry.verdict.word == "does_not_hold"
    assert "does not hold" in claim_sentences(entry, "trainee")[0]
    assert "does not show" in claim_sentences(entry, "patient")[0]


def test_the_run_of_a_patient_stands_beside_the_text(desk):
    beside = run_beside(Patient.preset("acute_severe_ar"), "acute_severe_ar", with_balloon=True)
    answer = desk.answer(TEXT, beside=beside)
    section = answer.sections[-1]
    assert section.title == "This model patient"
    assert "not of a person" in section.sentences[0].text
    assert {sentence.runs for sentence in section.sentences} == {(beside.run,)}
    assert "diastole compare acute_severe_ar" in answer.references[-1].citation
    assert len(run_beside(Patient.preset("shock"), "shock", with_balloon=False).sentences) == len(beside.sentences)


def test_related_questions_can_all_be_answered(desk):
    for text in load_plans().questions:
        for other in desk.answer(text).related:
            assert not desk.refusal(other, "patient"), other


def test_follow_ups_ask_for_what_the_question_leaves_open(desk):
    assert "Is the leak acute or chronic?" in desk.answer("Balloon pump in AR?").follow_ups
    assert "Is the leak acute or chronic?" not in desk.answer("Balloon pump in acute AR?").follow_ups


@pytest.mark.parametrize(("text", "first"), JUDGED)
def test_what_is_said_first(desk, text, first):
    answer = desk.answer(text)
    assert answer.answered
    sentence = answer.sections[0].sentences[0]
    assert {*sentence.statements, *sentence.runs} & set(first)


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("Does the balloon raise coronary flow?", {"P-03"}),  # early deflation
        ("complications of IABP", {"M-41", "M-42", "M-43"}),  # how it works
        ("Can I use a balloon pump in AR?", {"Q-03"}),  # a pump that is already in
    ],
)
def test_no_sentence_is_about_another_situation(desk, text, others):
    assert not {id_ for sentence in desk.answer(text).sentences for id_ in sentence.statements} & others
