import pytest

from diastole.answers.gate import false_premises, load_premises, load_rules
from diastole.answers.terms import load_language, read_question


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


def test_premises_and_rules_name_what_exists(corpus):
    concepts = set(load_language().concepts)
    for premise in load_premises():
        assert set().union(*premise.concepts) <= concepts, premise.id
        assert [id_ for id_ in premise.correct if id_ in corpus.passages], premise.id
        assert set(premise.correct) <= set(corpus.statements) | set(corpus.claims), premise.id
    assert [rule.refusal.reason for rule in load_rules()][-1] == "domain"


@pytest.mark.parametrize(
    ("text", "premise"),
    [
        ("Why does the balloon lower the leak in AR?", "balloon_reduces_ar"),
        ("Why is IABP contraindicated in MR?", "balloon_forbidden_mr"),
        ("Why do beta blockers help in acute AR?", "beta_blocker_helps_acute_ar"),
        ("How does ECMO unload the LV?", "ecmo_unloads"),
    ],
)
def test_a_false_premise_is_corrected_first(desk, text, premise):
    answer = desk.answer(text)
    found = {each.id: each for each in load_premises()}[premise]
    assert found.says in answer.premises
    assert answer.sections[0].title == "About the question"
    first = answer.sections[0].sentences[0]
    assert {*first.statements, *first.runs} & set(found.correct)


@pytest.mark.parametrize(
    "text",
    [
        "Why is IABP contraindicated in AR?",
        "Is the balloon useful in MR?",
        "Is a beta blocker dangerous in acute AR?",
        "Does VA-ECMO raise afterload?",
    ],
)
def test_a_true_premise_is_left_alone(text):
    assert false_premises(read_question(text)) == []
