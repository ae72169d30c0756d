"""A balloon pump that fails within a course: what the alarms say, and what the circulation shows of it."""

import numpy as np
import pytest

from diastole.errors import InputError
from diastole.faces.json.course_json import CourseJson
from diastole.model.patient import Patient
from diastole.studies.course.course_checkpoint import resume, save_checkpoint
from diastole.studies.course.course_columns import INDEX
from diastole.studies.course.course_dataset import course_dataset
from diastole.studies.course.outcome import sentences
from diastole.studies.course.patient_course import Course
from diastole.studies.course.script import parse_script, plan

FAULTS = """\
IABP 1:1 at 40 mL for 60 s
lose trigger for 15 s
restore trigger for 30 s
helium leak at 360 mL/h for 60 s
stop helium leak
refill balloon for 40 s
"""


def course(text, preset="shock"):
    return Course(Patient.preset(preset), parse_script(text))


def finished(one):
    while one.advance():
        pass
    return one


@pytest.fixture(scope="module")
def failing():
    return finished(course(FAULTS))


def augmentation(one, line):
    """Return the mean aortic pressure over the last three beats of a step [mmHg]."""
    step = next(step for step in one.past_steps if step.line == line)
    return float(np.mean(one.rows[step.after - 3 : step.after, INDEX["mean_aortic_pressure"]]))


def test_each_fault_has_its_alarm_and_no_other(failing):
    assert [(alarm.line, alarm.key) for alarm in failing.console.alarms] == [(2, "trigger"), (4, "rapid_loss")]


def test_the_circulation_loses_its_balloon_and_gets_it_back(failing):
    """Without the balloon mean pressure in shock is lower; the trigger and the helium each give it back."""
    on, lost, back, leaked, refilled = (augmentation(failing, line) for line in (1, 2, 3, 4, 6))
    assert lost < on - 2.0
    assert back == pytest.approx(on, abs=0.5)
    assert leaked < on - 2.0
    assert refilled == pytest.approx(on, abs=0.5)


def test_the_alarms_are_told_everywhere(failing):
    said = [alarm.sentence for alarm in failing.console.alarms]
    assert [line for line in sentences(failing) if line.startswith("Alarm")] == said
    assert course_dataset(failing).attrs["alarms"].splitlines() == said
    assert [each.key for each in CourseJson.of(failing).alarms] == ["trigger", "rapid_loss"]


@pytest.mark.parametrize("beats", [100, 130, 180, 240])
def test_a_resumed_console_goes_on_as_if_it_had_not_stopped(failing, tmp_path, beats):
    first, second = course(FAULTS), course(FAULTS)
    for _ in range(beats):
        first.advance()
    save_checkpoint(first, tmp_path / "a.checkpoint")
    resume(second, tmp_path / "a.checkpoint")
    assert second.console == first.console
    finished(second)
    assert second.rows.tobytes() == failing.rows.tobytes()
    assert second.console == failing.console


def test_a_little_helium_lost_is_a_smaller_balloon():
    leaking = finished(course("IABP 1:1 at 40 mL for 30 s\nhelium leak 100 mL/h for 2 min"))
    smaller = finished(course("IABP 1:1 at 40 mL for 30 s\nIABP 1:1 at 36.7 mL for 2 min"))
    assert leaking.console.alarms == ()
    assert augmentation(leaking, 2) == pytest.approx(augmentation(smaller, 2), abs=0.1)


@pytest.mark.slow
@pytest.mark.parametrize("preset", ["healthy", "shock", "acute_severe_ar", "chronic_severe_ar"])
def test_an_hour_of_pumping_without_a_fault_has_no_alarm(preset):
    assert finished(course("IABP 1:1 for 1 h", preset)).console.alarms == ()


def test_standby_that_lasts_sounds_after_a_quarter_of_an_hour():
    found = finished(course("IABP 1:1 for 20 s\nIABP standby for 14.5 min\nwait 1 min")).console.alarms
    assert [(alarm.line, alarm.key) for alarm in found] == [(3, "still")]
    assert found[0].time == pytest.approx(20.0 + 900.0, abs=3.0)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("lose trigger for 1 min", "no balloon pump"),
        ("helium leak 20 mL for 1 min", "not a flow"),
        ("helium leak for 1 min", "no value is given"),
        ("helium leak -1 mL/h for 1 min", "not possible"),
        ("helium leak 100 L/h for 1 min", "not possible"),
        ("helium leak nan mL/h for 1 min", "nan"),
        ("loose trigger for 1 min", "lose trigger"),
    ],
)
def test_a_fault_that_cannot_be_is_refused(text, said):
    with pytest.raises(InputError, match=said):
        plan(Patient.preset("shock"), parse_script(text))
