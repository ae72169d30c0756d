"""What the measurements in a question say of a leak."""

import pytest

from diastole.answers.measurements import NAMES, STATEMENTS, TITLE, read_measurements
from diastole.answers.question import parse_question
from diastole.knowledge.evidence.thresholds import load_thresholds
from diastole.knowledge.rules.fact_definitions import vocabulary


def graded(text: str, answerer) -> str:
    """Return the sentence on the measurements of a question; empty if there is none."""
    found = read_measurements(parse_question(text), answerer.library.lexicon)
    return found.sentences[0].template if found else ""


@pytest.mark.parametrize(
    ("text", "value", "grade"),
    [
        ("PHT 180 ms, is this AR severe?", "180 ms (below 200 ms)", "severe aortic regurgitation"),
        ("a half-time of 0,3 s", "300 ms", "moderate aortic regurgitation"),
        ("AR with a vena contracta of 7 mm", "0.7 cm (above 0.6 cm)", "severe aortic regurgitation"),
        ("vena contracta 0.2 cm in aortic regurgitation", "0.2 cm (below 0.3 cm)", "mild aortic regurgitation"),
        ("MR, EROA = 45 mm2: what now?", "0.45 cm² (at least 0.4 cm²)", "severe mitral regurgitation"),
        ("RF 55% in AR", "55 % (at least 50 %)", "severe aortic regurgitation"),
        ("65 mL regurgitant volume in AR", "65 mL", "severe aortic regurgitation"),
    ],
)
def test_a_measurement_is_graded_by_the_limits(answerer, text, value, grade):
    said = graded(text, answerer)
    assert value in said
    assert f"in the range of {grade}" in said


def test_without_a_unit_the_plausible_one_is_taken_and_printed(answerer):
    said = graded("EROA 0.35 and RVol 65 in AR: grade?", answerer)
    assert "0.35 cm²" in said
    assert "65 mL" in said
    assert "0.7 cm" in graded("AR, vena contracta 7", answerer)  # cm would be a hole of 7 cm


def test_different_grades_are_told_by_the_worst(answerer):
    said = graded("AR with EROA 0.25 cm² and RVol 65 mL", answerer)
    assert said.startswith("By the worst of these measurements the aortic regurgitation is severe")
    assert "moderate to severe, between 0.2 and 0.3 cm²" in said


def test_what_contradicts_itself_has_no_grade(answerer):
    said = graded("AR with VC 2 mm and RF of 60 %", answerer)
    assert "contradict each other" in said
    assert "in the range" not in said


@pytest.mark.parametrize(
    "text",
    [
        "vena contracta AR severe cutoff",
        "is a vena contracta above 6 mm severe AR?",
        "is EROA > 0.3 cm² severe AR?",
        "EROA 0.2-0.3 in AR",
        "AR: EROA 0.4 cm² before and EROA 0.1 cm² after repair",  # of when?
        "EROA 0.2 to 0.3 cm² in AR",
        "AR eroa 5 m",
        "AR, vena contracta 7x",
        "AR, vena contracta 0 mm",
        "AR, regurgitant volume 9000 mL",
        "vena contracta 7 mm",  # of which valve?
        "AR and MR, vena contracta 7 mm",
        "MR with a pressure half-time of 180 ms",  # has no grade
        "give 5 mg in AR",
    ],
)
def test_what_is_no_measurement_of_one_valve_is_not_graded(answerer, text):
    assert graded(text, answerer) == ""


def test_the_answer_opens_with_it_and_cites_the_limit(answerer):
    answer = answerer.answer("PHT 180 ms and vena contracta 7 mm, how severe is this AR?")
    first = answer.sections[0]
    assert first.title == TITLE
    assert first.sentences[0].statements == ("GR-01", "GR-07")
    cited = {reference.id for reference in answer.references if reference.number in first.sentences[0].references}
    assert cited & set(load_thresholds().of("aortic_regurgitation", "vena_contracta").sources)


def test_patients_are_told_no_grade_of_their_own(answerer):
    answer = answerer.answer("my leaky aortic valve has a vena contracta of 7 mm", "patient")
    assert TITLE not in [section.title for section in answer.sections]


def test_each_measurement_has_the_statement_of_its_limits(answerer):
    kinds = [kind for kind in vocabulary().values() if kind.graded and kind.name.split(".")[-1] in NAMES]
    assert {kind.name for kind in kinds} == set(STATEMENTS)
    for kind in kinds:
        statement = answerer.library.statements[STATEMENTS[kind.name]]
        assert kind.graded[0] in statement.entities
        assert kind.name.split(".")[1] in statement.entities
