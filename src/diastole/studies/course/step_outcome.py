"""The outcome of a step: whether its end has come, and which it is."""

from typing import NamedTuple

from diastole.model.measures.measure import Value
from diastole.studies.course.durations import shown_time
from diastole.studies.course.endings import For, Until
from diastole.studies.course.kept_beats import KeptBeats
from diastole.studies.course.script import Step
from diastole.studies.course.settled import LONGEST_WAIT, has_settled, is_checked

DONE, REACHED, NOT_REACHED, NEVER = "done", "reached", "not reached", "cannot be reached"


class PastStep(NamedTuple):
    """A step that is over."""

    line: int
    text: str
    started: float  # s
    ended: float  # s
    first: int  # row of the course with which it begins; the row before it is where it started from
    after: int  # row after its last
    outcome: str
    measure: str | None = None  # of an `until`
    target: Value = None
    value: Value = None  # that was reached, or the closest

    @property
    def got(self) -> str:
        """A word for the value."""
        return "reached" if self.outcome == REACHED else "closest"


class StepOutcome(NamedTuple):
    """The outcome of a step."""

    word: str
    value: Value = None  # of an `until`: that was reached, or the closest
    refusal: str = ""  # why the course cannot go on


def judged(step: Step, elapsed: float, kept: KeptBeats, first: int) -> StepOutcome | None:
    """Return what became of a step that has lasted so long [s], or nothing while it goes on.

    `kept`: the beats of the course; `first`: row of the step's first beat.
    """
    if isinstance(step.ending, For):
        return StepOutcome(DONE) if elapsed >= step.ending.seconds else None
    return _of_target(step, step.ending, elapsed, kept, first) if step.ending else None


def _of_target(step: Step, ending: Until, elapsed: float, kept: KeptBeats, first: int) -> StepOutcome | None:
    last = kept.count - 1
    value, start = kept.mean(ending.measure, last), _origin(ending.measure, kept, first)
    if value is not None and start is not None and ending.is_met(value, start):
        return StepOutcome(REACHED, value)
    if ending.within is not None:
        return StepOutcome(NOT_REACHED, _closest(ending, kept, first)) if elapsed >= ending.within else None
    settled = is_checked(kept.rows, elapsed) and has_settled(kept.rows, ending.measure, kept.cycle(last))
    if not settled and elapsed < LONGEST_WAIT:
        return None
    came = "it settled at" if settled else "it came to"
    refusal = (
        f"{step.place}: {ending.title} does not get to {ending.target}: {came} {ending.shown(value)} after "
        f"{shown_time(elapsed)}; expected is a value that this step reaches, or a limit such as 'within 20 min'"
    )
    return StepOutcome(NEVER, _closest(ending, kept, first), refusal)


def _origin(measure: str, kept: KeptBeats, first: int) -> Value:
    """Return the first defined value of a measure, from the beat before the step on."""
    values = (kept.mean(measure, row) for row in range(first - 1, kept.count))
    return next((value for value in values if value is not None), None)


def _closest(ending: Until, kept: KeptBeats, first: int) -> Value:
    """Return the value of the step that lies nearest to its target."""
    values = [kept.mean(ending.measure, row) for row in range(first, kept.count)]
    known = [value for value in values if value is not None]
    return min(known, key=lambda value: abs(value - ending.value)) if known else None
