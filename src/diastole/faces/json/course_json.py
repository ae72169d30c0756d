"""The JSON of a course."""

from typing import Self

from diastole.faces.json.rule_json import AgainstJson
from diastole.faces.json.shape import Document, Json, Shape, finite, finite_each
from diastole.faces.words.against import against_course
from diastole.studies.course.course_columns import MEASURED
from diastole.studies.course.outcome import measures_at_end, measures_at_start
from diastole.studies.course.patient_course import Course
from diastole.studies.course.step_outcome import LivedStep


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
    target: float | None = None
    """Its value, in the unit of the measure."""
    reached: float | None = None
    """The value that was reached."""
    closest: float | None = None
    """The closest value, where the target was not reached."""
    start: dict[str, float | None]
    """Measures around the beat before the step."""
    end: dict[str, float | None]
    """Measures around its last beat."""

    @classmethod
    def of(cls, course: Course, step: LivedStep) -> Self:
        """Return what is printed of a step."""
        aim: Json = {"measure": step.measure, "target": finite(step.target), step.got: finite(step.value)}
        return cls(
            line=step.line,
            text=step.text,
            outcome=step.outcome,
            started=step.started,
            ended=step.ended,
            **(aim if step.measure else {}),
            start=finite_each(measures_at_start(course, step)),
            end=finite_each(measures_at_end(course, step)),
        )


class _Line(Shape):
    line: int | None
    """Of the script, that begins the treatment; null where the patient had it before."""


class CourseAgainstJson(AgainstJson, _Line):
    """What speaks against a treatment of a course."""


class CourseJson(Document):
    """A patient through the steps of a script."""

    NAME = "diastole/course/1"

    patient: str
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
    cautions: list[str]
    """What was measured and this patient does not show, and where steps were shortened."""
    against: list[CourseAgainstJson]
    """What speaks against the treatments."""
    units: dict[str, str]
    """Unit of each measure of a step."""

    @classmethod
    def of(cls, course: Course) -> Self:
        """Return what is printed of a course."""
        return cls.made(
            patient=course.patient.name,
            reflex=course.reflex,
            ischaemia=course.ischaemia,
            beats=int(course.rows.shape[0]),
            seconds=course.time,
            steps=[StepJson.of(course, step) for step in course.lived],
            cautions=course.cautions,
            against=[CourseAgainstJson.of_treatment(each, line=line) for line, each in against_course(course)],
            units={name: column.unit for name, column in MEASURED.items()},
        )
