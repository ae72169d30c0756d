"""A lesson for a bench: its states as the page takes them, run once, so that its texts have their numbers."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from diastole.answers.placeholders import FillingError, Placeholder
from diastole.errors import SimulationError, did_you_mean
from diastole.faces.browser.bench_controls import controls_of
from diastole.knowledge.lessons.lesson import SAME, WITH, WITHOUT, Lesson, LessonError, LessonStep, RunNumber
from diastole.knowledge.lessons.lesson_file import REFLEX
from diastole.model.bench_state import BenchState
from diastole.model.measures.definitions import MEASURES
from diastole.model.run import Comparison, compare


class RunLesson(NamedTuple):
    """A lesson whose steps were run."""

    lesson: Lesson
    runs: Mapping[str, Comparison]  # by the id of the step

    def number(self, step: LessonStep, number: RunNumber) -> str:
        """Return a number of a step with its unit. Raise FillingError if the run does not give it."""
        hearts = {id_: {WITHOUT: run.without.measures, WITH: run.with_.measures} for id_, run in self.runs.items()}
        here, measure = hearts[step.id], number.measure
        before = hearts[number.since][number.heart] if number.since else here[WITHOUT]
        arms = {"before": before, "now": here[number.heart]}
        if number.what != SAME:
            return Placeholder(number.what, measure, number.percent, "", step.title).number(arms)
        if MEASURES[measure].direction(before[measure], arms["now"][measure]):
            raise FillingError(f"{measure} does not stay the same in '{step.title}'")
        return ""


def run_lesson(lesson: Lesson) -> RunLesson:
    """Run each step without and with the balloon, and check what the lesson says of it.

    Raise LessonError, naming file, line and what to do, if a step sets or frees what is no control of the bench, has no
    steady beat, or a number or claim of it is not what the run shows.
    """
    known = {control.key for control in controls_of(lesson.patient)}
    for step in lesson.steps:
        for key in (*step.set, *step.controls):
            if key not in known | ({REFLEX} - set(step.set)):
                raise _error(lesson, step.lines[key], f"'{key}' is no control of the bench.{did_you_mean(key, known)}")
    ran = RunLesson(lesson, {step.id: _run(lesson, step) for step in lesson.steps})
    for step in lesson.steps:
        for line, number in step.numbers():
            try:
                ran.number(step, number)
            except FillingError as error:
                raise _error(lesson, line, f"{error}; say what the run shows, or change the state") from None
    return ran


def lesson_payload(lesson: Lesson) -> list[dict[str, Any]]:
    """Return what a page does in each step, ready for JSON: state, controls to move, and the right answer."""
    return [
        {
            "values": BenchState("").with_changes(step.set, lesson.patient_of(step)).changes,
            "reflex": step.reflex,
            "controls": step.controls,
            "right": [answer.is_right for answer in step.question.answers].index(True),
        }
        for step in lesson.steps
    ]


def _run(lesson: Lesson, step: LessonStep) -> Comparison:
    try:
        return compare(lesson.patient_of(step), reflex=step.reflex)
    except SimulationError as error:
        raise _error(lesson, step.line, f"{error}; give the step '{step.title}' another state") from None


def _error(lesson: Lesson, line: int, words: str) -> LessonError:
    return LessonError(f"{lesson.name}:{line}: {words}")
