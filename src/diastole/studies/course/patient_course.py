"""A course: a patient, beat by beat, through the steps of a script."""

from diastole.arrays import Array
from diastole.display import Plotted
from diastole.errors import InputError, SimulationError
from diastole.model.devices.balloon_pump.console import settings_of
from diastole.model.measures.beat import Beat, PeriodicTrace
from diastole.model.measures.cautions import step_caution
from diastole.model.measures.conversions import L_MIN_PER_ML_S
from diastole.model.measures.lung_congestion import lung_water_gain
from diastole.model.measures.measure import Measure, Value
from diastole.model.measures.pressures import augmented_diastolic_pressure
from diastole.model.patient import Patient
from diastole.model.run import baseline
from diastole.model.simulation.accuracy import LONGEST_STEP
from diastole.model.simulation.assist import unassisted_landmarks
from diastole.model.simulation.beat_to_beat import Regulation
from diastole.model.simulation.beats import BeatingHeart
from diastole.model.simulation.events import NoEjectionError
from diastole.model.simulation.steady_beat import blamed
from diastole.model.simulation.trace import StepEnds
from diastole.studies.course.course_columns import IN_COURSE, INDEX, LUNG_WATER
from diastole.studies.course.course_state import CourseState
from diastole.studies.course.durations import shown_time
from diastole.studies.course.endings import Until
from diastole.studies.course.initial_state import short_step, steady_heart
from diastole.studies.course.kept_beats import KeptBeats
from diastole.studies.course.script import Script, Step, plan
from diastole.studies.course.step_outcome import DONE, NEVER, PastStep, judged
from diastole.studies.course.watched_console import WatchedConsole

SECONDS_PER_HOUR = 3600.0


class Course(Plotted):
    """A patient on the way through a script; `advance` until it says that there is no more.

    The first row is a beat before the first step. A step begins with the beat after the one in which the
    step before it ended; a step without an end changes what it says, and the next step begins with the same beat.
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

        Raise InputError if a step is not possible for this patient. Raise SimulationError if the patient has no steady
        beat.

        `patient`: as found, or with treatment: then the course starts from the steady beat with it; `reflex` and
        `ischaemia`: whether the baroreflex works, and whether a lasting lack of oxygen weakens the wall; `accuracy`:
        ``default`` or ``accurate`` (a shorter step).
        """
        self.patient, self.script, self.steps = patient, script, script.steps
        self.reflex, self.ischaemia, self.accuracy = reflex, ischaemia, accuracy
        self.patients = (patient, *plan(patient, script))  # after so many steps: the first is the one that was given
        self._own = baseline(patient, accuracy=accuracy)
        self.past_steps: list[PastStep] = []
        self.time = 0.0  # s, since the start
        self.kept = KeptBeats([settings_of(each.balloon_pump).cycle for each in self.patients])
        self.started: float | None = None  # s, at which the present step began; None before it has
        self.first = 0  # row with which the present step began
        self.console = WatchedConsole()
        # Sentences on steps of the integration that had to be shortened, or are too long still, with the line of the
        # script that calls for them; None where the patient does from the start.
        self.step_cautions: dict[str, int | None] = {}
        longest_step = self._longest_step(patient)
        self.heart = steady_heart(patient, self._own, reflex=reflex, longest_step=longest_step)
        self.heart.set_patient(patient, self._regulation(patient))

    def __repr__(self) -> str:
        done = f"{len(self.past_steps)} of {len(self.steps)} steps"
        return f"<Course of '{self.patient.name}': {done}, {shown_time(self.time)}, {self.kept.count} beats>"

    @property
    def as_found(self) -> dict[str, float]:
        """Mean pressures [mmHg] and cardiac index [L/min/m²] of the patient before anything was done, by measure."""
        means = self._own.reached.means
        return {
            "mean_aortic_pressure": means["p_ascending_aorta"],
            "right_atrial_pressure": means["p_ra"],
            "left_atrial_pressure": means["p_la"],
            "cardiac_index": means["q_aortic"] * L_MIN_PER_ML_S / self.patient.body.body_surface_area,
        }

    @property
    def rows(self) -> Array:
        """The beats so far (beats, columns), as `diastole.studies.course.course_columns.COLUMNS` says."""
        return self.kept.rows

    @property
    def is_over(self) -> bool:
        """Whether every step is over."""
        return len(self.past_steps) == len(self.steps)

    @property
    def is_complete(self) -> bool:
        """Whether every step was past_steps to its end."""
        return self.is_over and self.past_steps[-1].outcome != NEVER

    @property
    def present(self) -> Step | None:
        """The step that runs or comes next."""
        return None if self.is_over else self.steps[len(self.past_steps)]

    def advance(self) -> bool:
        """Go on by one beat; return False where nothing is left to do.

        Raise InputError if an ``until`` without a limit settles elsewhere. Raise SimulationError if the patient's
        circulation leaves the range in which the model means something.
        """
        if self.is_over or (self.past_steps and self.past_steps[-1].outcome == NEVER):
            return False
        try:
            if self.kept.count and self.started is None:
                self._begin()
            self._beat()
        except SimulationError as problem:
            raise SimulationError(f"{self._where()}: {problem}") from None
        if self.started is not None:
            self._judge()
        return True

    @property
    def cautions(self) -> list[str]:
        """Measurements that the patient does not show, and each way in which the course is an extrapolation."""
        lines = (f"Line {line}: {text}" if line else text for text, line in self.step_cautions.items())
        return [*self.patient.fit_remarks, *lines]

    @property
    def planned(self) -> float:
        """How long all steps are planned to last [s]."""
        return sum(step.planned for step in self.steps)

    @property
    def done(self) -> float:
        """How much of the plan is done [s]."""
        over = sum(step.planned for step in self.steps[: len(self.past_steps)])
        if self.present is None or self.started is None:
            return over
        return over + min(self.time - self.started, self.present.planned)

    def snapshot(self) -> CourseState:
        """Return where the course stands between two beats."""
        heart = self.heart
        return CourseState(
            heart.snapshot(), list(self.past_steps), self.rows.copy(), self.time, self.started, self.first,
            heart.longest_step, dict(self.step_cautions), self.console.noted(),
        )  # fmt: skip

    def restore(self, state: CourseState) -> None:
        """Bring a course that has just been made to where one stood.

        Raise ValueError if it has the state of another circulation.
        """
        self.past_steps, self.time, self.started, self.first = (
            list(state.past_steps),
            state.time,
            state.started,
            state.first,
        )
        self.step_cautions, self.console = dict(state.step_cautions), WatchedConsole.restored(state.console)
        self.kept.fill(state.rows)
        patient = self.patients[len(self.past_steps) + (self.started is not None)]
        self.heart.set_patient(patient, self._regulation(patient), longest_step=state.longest_step)
        self.heart.restore(state.heart)

    def _where(self) -> str:
        step = self.present
        return f"{step.place} after {shown_time(self.time)}" if step and self.kept.count else "before the first step"

    def _regulation(self, patient: Patient) -> Regulation:
        return Regulation(patient, self._own.own, reflex=self.reflex, ischaemia=self.ischaemia)

    def _begin(self) -> None:
        """Begin the present step; steps that happen at once are over with it."""
        while (step := self.steps[len(self.past_steps)]) is not None:
            self._change(self.patients[len(self.past_steps) + 1], step.line)
            if step.action.fault:
                self.console = self.console.with_fault(step.action.fault)
            if step.ending is not None:
                break
            here = self.kept.count
            self.past_steps.append(PastStep(step.line, step.text, self.time, self.time, here, here, DONE))
        self.started, self.first = self.time, self.kept.count

    def _change(self, patient: Patient, line: int) -> None:
        """Change the patient between two beats; a balloon that is switched on sees one beat without it first."""
        heart, before, after = self.heart, self.heart.console.settings, settings_of(patient.balloon_pump)
        was = heart.patient
        if patient is was:
            return
        heart.set_patient(patient, self._regulation(patient), longest_step=self._longest_step(patient, line))
        if after != settings_of(was.balloon_pump):
            self.console = self.console.set_anew()
        if after.on and not before.on:
            bare = BeatingHeart(
                patient, longest_step=heart.longest_step, state=heart.state, slow=heart.slow,
                regulation=heart.regulation,
            )  # fmt: skip
            heart.set_console(after, unassisted_landmarks(bare))
        elif after != before:
            heart.set_console(after, heart.console.landmarks)

    def _longest_step(self, patient: Patient, line: int | None = None) -> float:
        """Return the longest step [s] that follows a patient, and keep what has to be said of it."""
        usual = LONGEST_STEP[self.accuracy]
        step, is_sure = short_step(patient, self._own, longest_step=usual)
        if step < usual or not is_sure:
            self.step_cautions.setdefault(step_caution(step, sure=is_sure), line)
        return step

    def _beat(self) -> None:
        """Beat once and keep the row."""
        heart, number = self.heart, len(self.past_steps) + 1.0 if self.started is not None else 0.0
        slow = heart.slow.copy()
        heart.set_console_settings(self.console.given(settings_of(heart.patient.balloon_pump)))
        try:
            recorded = heart.beat(record=True)
        except SimulationError as problem:
            raise blamed(heart, problem) from None
        water = float(self.rows[-1, INDEX[LUNG_WATER]]) if self.kept.count else 0.0
        beat = PeriodicTrace(StepEnds(recorded), heart.patient, may_stay_shut=True).beat(0)
        measured = [_read(measure, beat) for measure in IN_COURSE]
        water += lung_water_gain(beat) * recorded.period / SECONDS_PER_HOUR
        self.kept.append([self.time, number, *measured, water, *slow.tolist()])
        self.time += recorded.period
        if heart.patient.balloon_pump is not None:
            line = self.present.line if self.started is not None and self.present else 0
            augmented, inflated = _read(augmented_diastolic_pressure, beat), recorded.present is not None
            self.console = self.console.after(self.time, line, recorded.period, augmented, inflated=inflated)

    def _judge(self) -> None:
        """End the present step where its end has come."""
        step, started = self.steps[len(self.past_steps)], self.started
        assert started is not None
        outcome = judged(step, self.time - started, self.kept, self.first)
        if outcome is None:
            return
        target = (step.ending.measure, step.ending.value, outcome.value) if isinstance(step.ending, Until) else ()
        rows = self.first, self.kept.count
        self.past_steps.append(PastStep(step.line, step.text, started, self.time, *rows, outcome.word, *target))
        self.started = None
        if outcome.refusal:
            raise InputError(outcome.refusal)


def _read(measure: Measure, beat: Beat) -> Value:
    """Return a measure of a beat; None where it needs a valve that shuts, and this one does not within the beat."""
    try:
        return measure.value(beat)
    except NoEjectionError:
        return None
