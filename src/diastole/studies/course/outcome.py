"""The outcome of a course, in numbers and in sentences."""

from diastole.model.measures.flow import cardiac_output, pump_flow
from diastole.model.measures.measure import Value
from diastole.studies.course.course_columns import IN_COURSE, MEASURED
from diastole.studies.course.durations import shown_time
from diastole.studies.course.endings import Until
from diastole.studies.course.patient_course import Course
from diastole.studies.course.step_outcome import DONE, NEVER, NOT_REACHED, PastStep


def measures_at_start(course: Course, step: PastStep) -> dict[str, Value]:
    """Return every measure of a course around the beat before a step."""
    return _measures(course, max(step.first - 1, 0))


def measures_at_end(course: Course, step: PastStep) -> dict[str, Value]:
    """Return every measure of a course around the last beat of a step."""
    return _measures(course, max(step.after - 1, 0))


def _measures(course: Course, row: int) -> dict[str, Value]:
    return {name: course.kept.mean(name, row) for name in MEASURED}


def flows_of(course: Course) -> list[str]:
    """Return the flows that say something of a course: of the lesions and pumps that its patient has at some time."""
    lesions = {
        name
        for patient in course.patients
        for name, lesion in patient.lesions
        if lesion is not None and lesion.orifice_area > 0.0
    }
    unit = cardiac_output.unit
    leaks = [measure.name for measure in IN_COURSE if measure.unit == unit and measure.lesion in lesions]
    pumped = any(patient.has_bypass for patient in course.patients)
    return [cardiac_output.name, *leaks, *([pump_flow.name] if pumped else [])]


def sentences(course: Course) -> list[str]:
    """Return a sentence for each step that ended as a measure got to its value, or did not, and for each alarm."""
    targets = [_sentence(step) for step in course.past_steps if step.outcome != DONE]
    return [*targets, *(alarm.sentence for alarm in course.console.alarms)]


def _sentence(step: PastStep) -> str:
    """Say what became of an ``until``."""
    assert step.measure is not None
    assert step.target is not None
    ending = Until(step.measure, step.target, None)
    took = shown_time(step.ended - step.started)
    if step.outcome in (NOT_REACHED, NEVER):
        how = f"did not get to {ending.target} within {took}; the closest was {ending.shown(step.value)}"
    else:
        how = f"got to {ending.target} after {took}"
    return f"Line {step.line}: {ending.title} {how}."


def basis(course: Course) -> str:
    """Say which of the body's responses worked."""
    words = [
        f"baroreflex {'on' if course.reflex else 'off'}",
        f"weakening of the wall by a lack of oxygen {'on' if course.ischaemia else 'off'}",
    ]
    return f"{words[0][0].upper()}{words[0][1:]}, {words[1]}."
