"""The table and the figure of a course."""

import pytest
from rich.console import Console

from diastole.faces.figures.course_figure import MOST_LISTED, course_figure
from diastole.faces.figures.theme import THEMES
from diastole.faces.terminal.course_table import print_course
from diastole.model.patient import Patient
from diastole.studies.course.course_checkpoint import resume, save_checkpoint
from diastole.studies.course.patient_course import Course
from diastole.studies.course.script import parse_script

SCRIPT = "wait 5 s\nIABP 1:1 at 40 mL for 10 s\nremove IABP; Impella CP at P-6 for 5 s"
NAME = {"name": "A $x_1$ name"}
HEADINGS = ["HR", "MAP", "LVEDP", "CO", "Mitral leak", "Pump", "Supply", "Water"]


def run_course(preset, script, values=None, beats=10_000):
    course = Course(Patient.preset(preset).with_values(values or {}), parse_script(script))
    for _ in range(beats):
        if not course.advance():
            break
    return course


def printed(course, width=200):
    console = Console(width=width, highlight=False)
    with console.capture() as captured:
        print_course(course, console)
    return captured.get()


@pytest.fixture(scope="module")
def rupture():
    return run_course("shock_mr", SCRIPT, {"drugs.dobutamine": "3 µg/kg/min"})


def test_the_table_has_the_lesions_and_treatments_of_this_patient(rupture):
    text = printed(rupture)
    assert (
        "Lesions: acute mitral regurgitation 0.4\u00a0cm². Treatment at the start: dobutamine 3\u00a0µg/kg/min." in text
    )
    assert all(heading in text for heading in HEADINGS)
    assert "Aortic leak" not in text
    assert "Mitral leak" not in printed(run_course("acute_severe_ar", "wait 5 s"))
    septal = printed(run_course("shock", "wait 5 s", {"lesions.ventricular_septal_defect.orifice_area": "0.3 cm²"}))
    assert "Shunt" in septal
    assert not any(heading in septal for heading in ("Mitral leak", "Aortic leak", "Pump"))


@pytest.mark.parametrize("width", [60, 80, 100, 140])
def test_a_narrow_table_keeps_its_steps_and_drops_columns_from_the_right(rupture, width):
    text = printed(rupture, width)
    lines = text.splitlines()
    assert max(map(len, lines)) <= width
    assert "…" not in text
    for step in ("(before)", "wait 5 s", "IABP 1:1", "remove IABP", "Impella CP"):
        assert any(line.startswith(f" {step}") for line in lines), step
    shown = [heading in text for heading in HEADINGS]
    assert shown == sorted(shown, reverse=True)
    assert ("Not shown at this width" in " ".join(text.split())) == (not all(shown))
    assert all(shown) == (width >= 100)


def test_a_step_of_the_integration_that_had_to_be_shortened_is_said_with_its_line(tmp_path):
    script = "wait 3 s\nset calcium.rise to 1.5 ms for 3 s"
    course = run_course("healthy", script)
    (caution,) = course.cautions
    assert caution.startswith("Line 2: With these values something changes faster")
    assert caution in " ".join(printed(course).split())
    assert not run_course("healthy", "wait 3 s").cautions
    save_checkpoint(course, tmp_path / "a.checkpoint")
    again = Course(Patient.preset("healthy"), parse_script(script))
    resume(again, tmp_path / "a.checkpoint")
    assert again.cautions == [caution]
    (from_the_start,) = run_course("healthy", "wait 3 s", {"calcium.rise": "1.5 ms"}).cautions
    assert from_the_start == caution.removeprefix("Line 2: ")


def texts(figure):
    return [text.get_text() for part in (figure, *figure.subfigs) for text in part.texts]


@pytest.mark.parametrize("theme", THEMES)
def test_panels_steps_and_words(theme):
    figure = course_figure(
        run_course("shock", "wait 5 s; wait 5 s\nIABP 1:1 at 40 mL; dobutamine 5 µg/kg/min for 10 s", NAME), theme
    )
    axes = figure.subfigs[0].axes
    assert [each.get_ylabel().split(",")[0] for each in axes] == [
        "Pressure", "Flow", "Heart rate", "Supply over\ndemand", "Lung water\ngained",
    ]  # fmt: skip
    assert [note.get_text() for note in axes[0].texts] == ["1", "2", "3–4"]
    assert texts(figure)[-1] == "4  dobutamine 5 µg/kg/min for 10 s"
    assert axes[-1].get_xlabel() == "Time, min"


def test_a_course_that_is_cut_short_and_one_of_many_steps():
    assert len(course_figure(run_course("shock", "wait 5 s\nwait 9 s", NAME, beats=12)).subfigs[0].axes[0].texts) == 2
    many = texts(course_figure(run_course("shock", "wait 1 s\n" * 40, NAME)))
    assert sum(text[:1].isdigit() for text in many) == MOST_LISTED - 1
    assert "… and 17 more" in many
