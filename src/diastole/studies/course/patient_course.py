"""A course: a patient, beat by beat, through the steps of a script."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from diastole.display import Plotted
from diastole.errors import InputError, SimulationError
from diastole.model.devices.balloon_pump.console import Landmarks, Settings
from diastole.model.measures.beat import PeriodicTrace
from diastole.model.measures.lung_congestion import lung_water_gain
from diastole.model.measures.measure import Value
from diastole.model.patient import Patient
from diastole.model.run import found
from diastole.model.simulation.accuracy import LONGEST_STEP
from diastole.model.simulation.assist import unassisted_landmarks
from diastole.model.simulation.beat_to_beat import Regulation
from diastole.model.simulation.beats import BeatingHeart, console_settings
from diastole.model.simulation.steady_beat import blamed
from diastole.model.simulation.trace import StepEnds
from diastole.studies.course.course_columns import COLUMNS, IN_COURSE, INDEX, LUNG_WATER
from diastole.studies.course.endings import For, Until
from diastole.studies.course.growing_table import Table
from diastole.studies.course.initial_state import short_step, steady_heart
from diastole.studies.course.script import Script, Step, plan
from diastole.studies.course.settled import LONGEST_WAIT, has_settled, is_checked

Array = NDArray[np.float64]

SECONDS_PER_HOUR = 3600.0
DONE, REACHED, NOT_REACHED, NEVER = "done", "reached", "not reached", "cannot be reached"


class Lived(NamedTuple):
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
        """What the value is."""
        return "reached" if self.outcome == REACHED else "closest"


class Course(Plotted):
    """A patient on the way through a script; `advance` until it says that there is no more.

    The first row is a beat before the first step. A step begins with the beat after the one in which the
    step before it ended; a step without an end changes what it says, and the next step begins with the same beat.

    Attributes
    ----------
    steps : tuple of Step
        Of the script.
    patients : tuple of Patient
        After so many steps: the first is the one that was given.
    lived : list of Lived
        Steps that are over.
    time : float
        Since the beginning [s].
    heart : BeatingHeart
        As it beats now.
    started, first
        Time [s] and row with which the present step began; the time is None before it has begun.
    """

    def __init__(
        self,
        patient: Patient,
        script: Script,
        *,
        reflex: bool = True,
        ischaemia: bool = True,
        accuracy: str = "default",
    ):
        """Bring a patient to the steady beat from which the course starts.

        Parameters
        ----------
        patient
            As found, or with treatment: then the course starts from the steady beat with it.
        reflex, ischaemia
            Whether the baroreflex works, and whether a lasting lack of oxygen weakens the wall.
        accuracy
            ``default`` or ``accurate`` (a shorter step).

        Raises
        ------
        InputError
            If a step is not possible for this patient.
        SimulationError
            If the patient has no steady beat.
        """
        self.patient, self.script, self.steps = patient, script, script.steps
        self.reflex, self.ischaemia, self.accuracy = reflex, ischaemia, accuracy
        self.patients = (patient, *plan(patient, script))
        self._own = found(patient, accuracy=accuracy)
        self.heart = steady_heart(patient, self._own, reflex=reflex, longest_step=self._step_of(patient))
        self._set_patient(patient)
        self.switched = self.heart.beats  # count of the heart when the console was last set
        self.lived: list[Lived] = []
        self.time = 0.0
        self.table = Table(len(COLUMNS))
        self.started: float | None = None
        self.first = 0

    def __repr__(self) -> str:
        done = f"{len(self.lived)} of {len(self.steps)} steps"
        return f"<Course of '{self.patient.name}': {done}, {shown_time(self.time)}, {self.table.count} beats>"

    @property
    def pressures_as_found(self) -> dict[str, float]:
        """Mean pressures of the patient before anything was done [mmHg], by the names of the vocabulary."""
        own = self._own.own
        return {"mean_aortic_pressure": own.aortic_pressure, "right_atrial_pressure": own.right_atrial_pressure}

    @property
    def rows(self) -> Array:
        """The beats so far (beats, columns), as `diastole.studies.course.course_columns.COLUMNS` says."""
        return self.table.rows

    @property
    def is_over(self) -> bool:
        """Whether every step is over."""
        return len(self.lived) == len(self.steps)

    @property
    def is_complete(self) -> bool:
        """Whether every step was lived to its end."""
        return self.is_over and self.lived[-1].outcome != NEVER

    @property
    def present(self) -> Step | None:
        """The step that runs or comes next."""
        return None if self.is_over else self.steps[len(self.lived)]

    def advance(self) -> bool:
        """Go on by one beat; return False where nothing is left to do.

        Raises
        ------
        InputError
            If an ``until`` without a limit settles elsewhere.
        SimulationError
            If the patient's circulation leaves the range in which the model means something.
        """
        if self.is_over or (self.lived and self.lived[-1].outcome == NEVER):
            return False
        try:
            if self.table.count and self.started is None:
                self._begin()
            self._beat()
        except SimulationError as problem:
            raise SimulationError(f"{self._where()}: {problem}") from None
        if self.started is not None:
            self._judge()
        return True

    def place(self, lived: list[Lived], time: float, started: float | None, first: int, rows: Array) -> None:
        """Put a course that has just been made to where another one stood; the state of the heart is not touched."""
        self.lived, self.time, self.started, self.first = lived, time, started, first
        self.table.fill(rows)
        begun = len(lived) + (started is not None)
        self._set_patient(self.patients[begun])

    def mean(self, name: str, row: int) -> Value:
        """Return a measure around a row: of that beat, or the mean over the support cycle that ends with it."""
        values = self.rows[max(0, row + 1 - self._cycle(row)) : row + 1, INDEX[name]]
        value = float(values.mean()) if values.size > 1 else float(values[0])
        return None if np.isnan(value) else value

    def _cycle(self, row: int) -> int:
        """Return the beats of a support cycle at a row."""
        step = int(self.rows[row, INDEX["step"]])
        pump = self.patients[step].balloon_pump
        return pump.beats if pump is not None and pump.mode == "on" else 1

    def _where(self) -> str:
        step = self.present
        return f"{step.place} after {shown_time(self.time)}" if step and self.table.count else "before the first step"

    def _regulation(self, patient: Patient) -> Regulation:
        return Regulation(patient, self._own.own, reflex=self.reflex, ischaemia=self.ischaemia)

    def _begin(self) -> None:
        """Begin the present step; steps that happen at once are over with it."""
        while (step := self.steps[len(self.lived)]) is not None:
            self._change(self.patients[len(self.lived) + 1])
            if step.ending is not None:
                break
            here = self.table.count
            self.lived.append(Lived(step.line, step.text, self.time, self.time, here, here, DONE))
        self.started, self.first = self.time, self.table.count

    def _change(self, patient: Patient) -> None:
        """Change the patient between two beats; a balloon that is switched on sees one beat without it first."""
        heart, before, after = self.heart, self.heart.settings, console_settings(patient)
        if patient is heart.patient:
            return
        self._set_patient(patient)
        if after.on and not before.on:
            bare = BeatingHeart(
                patient, longest_step=heart.longest_step, state=heart.state, slow=heart.slow,
                regulation=heart.regulation,
            )  # fmt: skip
            self._set_console(after, unassisted_landmarks(bare))
        elif after != before:
            self._set_console(after, heart.landmarks)

    def _set_patient(self, patient: Patient) -> None:
        """Change the patient of the heart, and its step to one that follows these values."""
        self.heart.set_patient(patient, self._regulation(patient))
        self.heart.longest_step = self._step_of(patient)

    def _step_of(self, patient: Patient) -> float:
        return short_step(patient, self._own, longest_step=LONGEST_STEP[self.accuracy])

    def _set_console(self, settings: Settings, landmarks: Landmarks) -> None:
        self.heart.set_console(settings, landmarks)
        self.switched = self.heart.beats

    def _beat(self) -> None:
        """Beat once and keep the row."""
        heart, number = self.heart, len(self.lived) + 1.0 if self.started is not None else 0.0
        slow = heart.slow.copy()
        try:
            recorded = heart.beat(record=True)
        except SimulationError as problem:
            raise blamed(heart, problem) from None
        water = float(self.rows[-1, INDEX[LUNG_WATER]]) if self.table.count else 0.0
        beat = PeriodicTrace(StepEnds(recorded), heart.patient, may_stay_shut=True).beat(0)
        measured = [measure.read(beat) for measure in IN_COURSE]
        water += lung_water_gain(beat) * recorded.period / SECONDS_PER_HOUR
        self.table.append([self.time, number, *measured, water, *slow.tolist()])
        self.time += recorded.period

    def _judge(self) -> None:
        """End the present step where its end has come."""
        step = self.steps[len(self.lived)]
        assert self.started is not None
        elapsed = self.time - self.started
        if isinstance(step.ending, For):
            if elapsed >= step.ending.seconds:
                self._end(DONE)
        elif step.ending is not None:
            self._judge_target(step, step.ending, elapsed)

    def _judge_target(self, step: Step, ending: Until, elapsed: float) -> None:
        last = self.table.count - 1
        value, start = self.mean(ending.measure, last), self._origin(ending.measure)
        if value is not None and start is not None and ending.is_met(value, start):
            self._end(REACHED, ending, value)
            return
        if ending.within is not None:
            if elapsed >= ending.within:
                self._end(NOT_REACHED, ending, self._closest(ending))
            return
        settled = is_checked(self.rows, elapsed) and has_settled(self.rows, ending.measure, self._cycle(last))
        if settled or elapsed >= LONGEST_WAIT:
            self._end(NEVER, ending, self._closest(ending))
            came = "it settled at" if settled else "it came to"
            raise InputError(
                f"{step.place}: {ending.title} does not get to {ending.target}: {came} {ending.shown(value)} after "
                f"{shown_time(elapsed)}; expected is a value that this step reaches, or a limit such as 'within 20 min'"
            )

    def _origin(self, measure: str) -> Value:
        """Return the first defined value of a measure, from the beat before the present step on."""
        values = (self.mean(measure, row) for row in range(self.first - 1, self.table.count))
        return next((value for value in values if value is not None), None)

    def _closest(self, ending: Until) -> Value:
        """Return the value of the present step that lies nearest to its target."""
        values = [self.mean(ending.measure, row) for row in range(self.first, self.table.count)]
        known = [value for value in values if value is not None]
        return min(known, key=lambda value: abs(value - ending.value)) if known else None

    def _end(self, outcome: str, ending: Until | None = None, value: Value = None) -> None:
        """Keep what became of the present step."""
        step = self.steps[len(self.lived)]
        assert self.started is not None
        target = (ending.measure, ending.value, value) if ending else ()
        rows = (self.first, self.table.count)
        self.lived.append(Lived(step.line, step.text, self.started, self.time, *rows, outcome, *target))
        self.started = None


def shown_time(seconds: float) -> str:
    """Write a time of a course for a person, such as ``45 s``, ``12 min`` or ``2 h 5 min``."""
    whole = round(seconds)
    if whole < 120:
        return f"{whole} s"
    minutes = round(whole / 60)
    if minutes < 120:
        return f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"
