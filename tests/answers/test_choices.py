"""A choice is offered between articles that all are on what the question names."""

import pytest

from diastole.answers.concepts import DEVICES, DISEASES


@pytest.mark.parametrize(
    ("text", "article"),
    [
        ("TandemHeart compared with VA-ECMO: which one unloads the left ventricle better?", "comparison-of-devices"),
        ("IABP vs Impella haemodynamic effects", "impella-against-the-balloon"),
        ("what is the dicrotic notch and why is it used for timing", "timing-of-the-balloon"),
        ("Is there any data that putting the IABP in before PCI rather than after changes outcome in infarct shock?",
         "unloading-before-reperfusion"),
    ],
)  # fmt: skip
def test_an_article_on_less_than_the_question_names_is_no_choice(answerer, text, article):
    assert answerer.answer(text).article == article


@pytest.mark.parametrize(
    "text",
    [
        "Where should the tip of the balloon sit on the chest x-ray, and what goes wrong if it is too high or too low?",
        "Blood seen in the helium line. What has happened, what do I do with the console and why is it urgent to get "
        "the catheter out?",
        "Why does coronary flow mostly happen in diastole, and why does this matter for counterpulsation?",
    ],
)
def test_a_part_is_not_answered_by_an_article_on_another_subject(answerer, text):
    answer = answerer.answer(text)
    shown = [answer.article] if answer.article else [section.article for section in answer.sections]
    subjects = answerer.library.index.subjects
    assert all("iabp" in subjects[id_] & (DEVICES | DISEASES) for id_ in shown)


def test_parts_on_different_subjects_get_an_answer_and_a_link(answerer):
    answer = answerer.answer("Can I put a balloon in aortic stenosis, and is an Impella allowed in septal rupture?")
    subjects = [answerer.library.index.subjects[id_] for id_ in (answer.article, answer.related[0].article)]
    assert any("aortic_stenosis" in one for one in subjects)
    assert any("septal_rupture" in one or "impella" in one for one in subjects)


@pytest.mark.parametrize(
    ("text", "article"),
    [
        ("reason IABP no good in AI", "balloon-in-aortic-regurgitation"),
        ("ECMO plus IABP, does it lower mortality?", "balloon-with-ecmo"),
    ],
)
def test_of_close_articles_the_one_on_no_other_subject_answers(answerer, text, article):
    assert answerer.answer(text).article == article
