"""The plans for weaning: the guide shows the files, and what is left of the pump falls step by step."""

from pathlib import Path

import numpy as np
import pytest

from diastole.model.patient import Patient
from diastole.studies.course.course_columns import INDEX
from diastole.studies.course.endings import BELOW, Until
from diastole.studies.course.patient_course import Course
from diastole.studies.course.script import parse_script, read_script

ROOT = Path(__file__).parents[2]
PLANS = ("weaning_by_ratio", "weaning_by_volume")


def plan_text(name):
    return (ROOT / "examples" / "courses" / f"{name}.txt").read_text("utf-8")


@pytest.mark.parametrize("name", PLANS)
def test_the_guide_shows_the_file(name):
    assert plan_text(name).strip() in (ROOT / "docs" / "guides" / "weaning.md").read_text("utf-8")


@pytest.mark.parametrize("name", PLANS)
def test_each_step_of_the_pump_is_followed_by_both_checks(name):
    steps = read_script(ROOT / "examples" / "courses" / f"{name}.txt").steps
    changes = [i for i, step in enumerate(steps) if "IABP" in step.text]
    assert len(changes) == 4
    for i in changes:
        checks = [step.ending for step in steps[i + 1 : i + 3]]
        assert all(isinstance(check, Until) and check.side == BELOW for check in checks)
        assert [check.measure for check in checks] == ["mean_aortic_pressure", "cardiac_index"]


@pytest.mark.parametrize("name", PLANS)
def test_no_plan_leaves_a_balloon_still(name):
    assert "standby for" not in plan_text(name)
    assert "remove IABP" in plan_text(name)


@pytest.mark.slow
@pytest.mark.parametrize("name", PLANS)
def test_the_effect_of_the_pump_falls_with_each_step(name):
    """With shorter steps, and no drug that would still act."""
    shorter = plan_text(name).replace("15 min", "3 min").replace("10 min", "3 min").replace("1 min", "3 s")
    script = parse_script(shorter.replace("dobutamine 5 µg/kg/min", ""))
    course = Course(Patient.preset("shock"), script)
    while course.advance():
        pass
    index = INDEX["cardiac_index"]
    ends = [course.rows[step.after - 6 : step.after, index] for step in course.past_steps if "IABP" in step.text]
    assert (np.diff([np.mean(values) for values in ends]) < 0.0).all()
