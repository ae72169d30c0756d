"""False assumptions: every way to say one is found, and nothing that is true or only asked."""

import pytest

from diastole.answers.language import load_language
from diastole.answers.premises import false_premises, load_premises
from diastole.answers.terms import read_question


def found(text):
    return {premise.id for premise in false_premises(read_question(text))}


def test_premises_name_what_exists(corpus):
    concepts = set(load_language().concepts)
    for premise in load_premises():
        named = premise.of.union(*premise.about, *(assertion.to for assertion in premise.asserts))
        assert named <= concepts, premise.id
        assert [id_ for id_ in premise.correct if id_ in corpus.passages], premise.id
        assert set(premise.correct) <= set(corpus.statements) | set(corpus.claims), premise.id


@pytest.mark.parametrize(
    ("text", "premise"),
    [
        ("Why does the balloon lower the leak in AR?", "balloon_reduces_ar"),
        ("Why does the leak in AR fall with the balloon?", "balloon_reduces_ar"),
        ("Since IABP cures AR, how fast does it work?", "balloon_reduces_ar"),
        ("Repeat after me: balloon pumps are safe in aortic regurgitation", "balloon_indicated_ar"),
        ("Because the balloon pump is safe in AI, when do we remove it?", "balloon_indicated_ar"),
        ("Isn't IABP the treatment of choice for aortic insufficiency in shock?", "balloon_indicated_ar"),
        ("Why is IABP contraindicated in MR?", "balloon_forbidden_mr"),
        ("Why does the balloon increase mitral regurgitation?", "balloon_forbidden_mr"),
        ("Why do beta blockers help in acute AR?", "beta_blocker_helps_acute_ar"),
        ("How does ECMO unload the LV?", "ecmo_unloads"),
        ("As ECMO fixes AR, why operate?", "ecmo_good_ar"),
        ("How come Impella is recommended in severe AR?", "impella_fine_ar"),
        ("Why did DANGER show that Impella kills more patients?", "impella_kills_shock"),
        ("Why does nitroprusside worsen AR?", "nitroprusside_worsens_ar"),
        ("Why does the IABP lower coronary flow?", "balloon_lowers_coronary_flow"),
        ("Why does the balloon raise afterload?", "balloon_raises_afterload"),
        ("Why does the balloon inflate in systole?", "balloon_fills_in_systole"),
        ("Why is early inflation better?", "early_inflation_good"),
        ("Why does late deflation help the heart?", "late_deflation_good"),
        ("Since echo is not needed before IABP, how fast can it be put in?", "echo_not_needed"),
        ("Why is mild AR an absolute contraindication?", "mild_is_absolute"),
        ("Why is sepsis an indication for IABP?", "balloon_good_sepsis"),
        ("Why is the balloon pump recommended in aortic dissection?", "balloon_fine_dissection"),
    ],
)
def test_a_false_premise_is_corrected_before_everything(desk, text, premise):
    assert premise in found(text)
    answer = desk.answer(text)
    known = {each.id: each for each in load_premises()}[premise]
    assert known.says in answer.premises
    assert answer.sections[0].title == "About the question"
    first = answer.sections[0].sentences[0]
    assert {*first.statements, *first.runs} & set(known.correct)
    assert "Short answer" not in [section.title for section in answer.sections]  # nothing stands before the correction


@pytest.mark.parametrize(
    "text",
    [
        "Why is IABP contraindicated in AR?",
        "Is the balloon useful in MR?",
        "Is a beta blocker dangerous in acute AR?",
        "Is the balloon pump safe in aortic regurgitation?",
        "Does the balloon reduce the leak in AR?",
        "Does VA-ECMO raise afterload?",
        "Why does early inflation raise afterload?",
        "Why does early deflation lower coronary flow?",
        "What happens if the balloon inflates in systole?",
        "Why does the balloon lower stroke work in AR?",
        "Why is the balloon pump not recommended in AR?",
        "What do guidelines recommend about IABP in AR?",
        "What is recommended instead of a balloon pump in AR?",
        "Why is the balloon helpful in mitral but not in aortic regurgitation?",
        "Why does nitroprusside reduce the leak in AR?",
        "Why does norepinephrine worsen AR?",
        "Does IABP save lives in cardiogenic shock?",
    ],
)
def test_what_is_true_or_only_asked_is_left_alone(text):
    assert found(text) == set()
