import pytest

from diastole.faces.figures.course_figure import MOST_LISTED, course_figure
from diastole.faces.figures.theme import THEMES
from diastole.model.patient import Patient
from diastole.studies.course.patient_course import Course
from diastole.studies.course.script import parse_script


def run_course(text, beats=10_000):
    course = Course(Patient.preset("shock").with_values({"name": "A $x_1$ name"}), parse_script(text))
    for _ in range(beats):
        if not course.advance():
            break
    return course


def texts(figure):
    return [text.get_text() for part in (figure, *figure.subfigs) for text in part.texts]


@pytest.mark.parametrize("theme", THEMES)
def test_panels_steps_and_words(theme):
    figure = course_figure(run_course("wait 5 s; wait 5 s\nIABP 1:1 at 40 mL; dobutamine 5 µg/kg/min for 10 s"), theme)
    axes = figure.subfigs[0].axes
    assert [each.get_ylabel().split(",")[0] for each in axes] == [
        "Pressure", "Flow", "Heart rate", "Supply over\ndemand", "Lung water\ngained",
    ]  # fmt: skip
    assert [note.get_text() for note in axes[0].texts] == ["1", "2", "3–4"]
    assert texts(figure)[-1] == "4  dobutamine 5 µg/kg/min for 10 s"
    assert axes[-1].get_xlabel() == "Time, min"


def test_a_course_that_is_cut_short_and_one_of_many_steps():
    assert len(course_figure(run_course("wait 5 s\nwait 9 s", beats=12)).subfigs[0].axes[0].texts) == 2
    many = texts(course_figure(run_course("wait 1 s\n" * 40)))
    assert sum(text[:1].isdigit() for text in many) == MOST_LISTED - 1
    assert "… and 17 more" in many
