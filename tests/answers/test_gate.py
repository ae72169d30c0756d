import pytest

from diastole.answers.gate import load_rules
from tests.answers.score import shown


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("My wife has AR and cannot breathe", "emergency"),
        ("What dose of dobutamine should I give my patient?", "dosing"),
        ("nitroprusside dose for Mr Miller, 80 kg", "dosing"),
        ("Is a gastric balloon useful?", "device"),
        ("How do I cook rice?", "domain"),
        ("acute severe", "domain"),
    ],
)
@pytest.mark.parametrize("reader", ["clinician", "patient"])
def test_refused_to_everybody(desk, text, reason, reader):
    answer = desk.answer(text, reader)
    assert not answer.answered
    assert answer.reason == reason
    assert answer.message
    assert not answer.sections


def test_a_verdict_is_refused_in_patient_mode_only(desk):
    text = "Is a balloon pump safe for my mother with a leaky aortic valve?"
    assert desk.answer(text, "patient").reason == "verdict"
    assert desk.answer(text, "clinician").answered


def test_an_emergency_goes_before_everything(desk):
    answer = desk.answer("How many mg of metoprolol for my husband, he collapsed and has no pulse", "patient")
    assert answer.reason == "emergency"
    assert "emergency number" in answer.message
    assert answer.related == ()


def test_a_dose_in_general_is_a_question_of_its_own(desk):
    assert desk.answer("Which dose of nitroprusside did the older guideline quote for acute AR?").answered


def test_the_last_rule_is_for_everything_outside_the_domain():
    assert [rule.refusal.reason for rule in load_rules()][-1] == "domain"


@pytest.mark.parametrize(
    "text",
    [
        "What is the price of an IABP?",
        "Is IABP good for the stock market?",
        "How is mitral stenosis treated?",
        "ECMO for ARDS in covid",
    ],
)
def test_a_subject_alone_does_not_answer_what_is_asked_about_it(desk, text):
    answer = desk.answer(text)
    assert answer.reason == "domain"
    assert answer.related  # what can be asked instead


@pytest.mark.parametrize("text", ["Which claims do not hold?", "How far can I trust this simulator?"])
def test_what_only_the_runs_know_is_said_by_the_ledger(desk, text):
    assert "diastole claims" in desk.answer(text).message


@pytest.mark.parametrize("reader", ["clinician", "trainee", "patient"])
def test_the_question_of_each_article_and_each_of_its_wordings_lead_to_it(desk, reader):
    for one in desk.library.articles.values():
        for text in (one.head.question, *one.head.wordings):
            answer = desk.answer(text, reader)
            if answer.reason in ("verdict", "dosing", "emergency"):  # asked about a person, whatever the article says
                continue
            assert one.id in shown(answer), f"{one.id}: {text}"
