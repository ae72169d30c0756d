"""The JSON of a course."""

from typing import Self

from diastole.faces.json.rule_json import AgainstJson
from diastole.faces.json.shape import Document, Number, PatientName, Shape
from diastole.faces.words.objections import against_course
from diastole.studies.course.course_columns import MEASURED
from diastole.studies.course.outcome import measures_at_end, measures_at_start
from diastole.studies.course.patient_course import Course
from diastole.studies.course.step_outcome import PastStep


class StepJson(Shape):
    """A step that is over."""

    line: int
    """Of the script, from 1."""
    text: str
    """As the script has it."""
    outcome: str
    """done, reached, not reached or cannot be reached."""
    started: float
    """When [s]."""
    ended: float
    """When [s]."""
    measure: str | None = None
    """That an ``until`` waits for."""
    target: Number = None
    """Its value, in the unit of the measure."""
    reached: Number = None
    """The value that was reached."""
    closest: Number = None
    """The closest value, where the target was not reached."""
    start: dict[str, Number]
    """Measures around the beat before the step."""
    end: dict[str, Number]
    """Measures around its last beat."""

    @classmethod
    def of(cls, course: Course, step: PastStep) -> Self:
        """Return what is printed of a step."""
        value = {step.got: step.value} if step.measure else {}
        return super().of(step, start=measures_at_start(course, step), end=measures_at_end(course, step), **value)


class _Line(Shape):
    """What is said of a line of a script."""

    line: int | None
    """Line of the script that starts the treatment; null where the patient had it before."""


class CourseAgainstJson(AgainstJson, _Line):
    """An objection to a treatment of a course."""


class AlarmJson(Shape):
    """An alarm of the balloon pump's console that began to sound."""

    time: float
    """When [s]."""
    line: int
    """Of the script, from 1; 0 before the first step."""
    key: str
    """Which, in one word."""
    sentence: str
    """Which, why, and what the console does."""


class CourseJson(Document):
    """A patient through the steps of a script."""

    NAME = "diastole/course/2"

    patient: PatientName
    """Name of the patient."""
    reflex: bool
    """Whether the baroreflex worked."""
    ischaemia: bool
    """Whether a lasting lack of oxygen weakened the wall."""
    beats: int
    """How many there were."""
    seconds: float
    """How long it lasted."""
    steps: list[StepJson]
    """Each step that is over."""
    alarms: list[AlarmJson]
    """Of the balloon pump's console, in the order in which they began."""
    cautions: list[str]
    """Measured numbers that this patient does not show, and steps that were shortened."""
    objections: list[CourseAgainstJson]
    """Objections to the treatments."""
    units: dict[str, str]
    """Unit of each measure of a step."""

    @classmethod
    def of(cls, course: Course) -> Self:
        """Return what is printed of a course."""
        return super().of(
            course,
            beats=course.rows.shape[0],
            seconds=course.time,
            alarms=[AlarmJson.of(alarm) for alarm in course.console.alarms],
            steps=[StepJson.of(course, step) for step in course.past_steps],
            objections=[CourseAgainstJson.of_treatment(each, line=line) for line, each in against_course(course)],
            units={name: column.unit for name, column in MEASURED.items()},
        )
