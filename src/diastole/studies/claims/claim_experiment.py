"""Run the experiment of a claim: every subject in every arm, along its sweeps."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import batched
from typing import NamedTuple

from diastole.errors import InputError, SimulationError
from diastole.model.many_runs import simulate_each
from diastole.model.measures.definitions import MEASURES
from diastole.model.patient import Patient
from diastole.model.patient.patient import Changes
from diastole.studies.claims.claim import Experiment, ExperimentSubject
from diastole.studies.course.course_columns import COLUMNS
from diastole.studies.course.patient_course import Course
from diastole.studies.course.script import parse_script

REMEMBERED = 1000  # steady beats

type Measures = dict[str, float | None]
type Failure = InputError | SimulationError
type Place = tuple[ExperimentSubject, str | None, str | None]  # subject, value along, value across


class ExperimentCell(NamedTuple):
    """One subject at one place of the sweeps, in all arms."""

    subject: str
    along: str | None  # value of the swept key
    across: str | None
    arms: dict[str, Measures]  # by name of the arm; empty where the heart cannot sustain a beat
    failure: str = ""


def subject_patient(subject: ExperimentSubject, *changes: Changes) -> Patient:
    """Return a subject with changes. Raise InputError if a value is not possible."""
    values = {**subject.set}
    for change in changes:
        values |= change
    patient = Patient.preset(subject.preset)
    return patient.with_values(values) if values else patient


def cell_places(experiment: Experiment) -> Iterator[Place]:
    """Walk through all cells of an experiment: subject, value along, value across."""
    for subject in experiment.subjects:
        for across in experiment.across.values if experiment.across else (None,):
            for along in experiment.along.values if experiment.along else (None,):
                yield subject, along, across


def run_cells(experiment: Experiment, places: Iterable[Place]) -> list[ExperimentCell]:
    """Run subjects in all arms, side by side; a heart that cannot sustain a beat gives an empty cell."""
    listed = list(places)
    run = _steady_beats if experiment.minutes is None else _courses
    arms = [(place, change) for place in listed for change in experiment.arms.values()]
    rows = batched(run(experiment, arms), len(experiment.arms))
    return [_cell(experiment, place, row) for place, row in zip(listed, rows, strict=True)]


def _cell(experiment: Experiment, place: Place, results: Sequence[Measures | Failure]) -> ExperimentCell:
    """Return a cell of what was found in each arm."""
    subject, along, across = place
    measured: dict[str, Measures] = {}
    for name, measures in zip(experiment.arms, results, strict=True):
        if isinstance(measures, Exception):
            return ExperimentCell(subject.name, along, across, {}, str(measures))
        measured[name] = measures
    return ExperimentCell(subject.name, along, across, measured)


def _placed(experiment: Experiment, place: Place, *changes: Changes) -> Patient:
    """Return the subject of a place with what is swept there, and with changes."""
    subject, *values = place
    swept = {
        sweep.key: value
        for sweep, value in zip((experiment.along, experiment.across), values, strict=True)
        if sweep is not None and value is not None
    }
    return subject_patient(subject, swept, *changes)


# Claims look at the same patients from several sides: nearly half of all runs of the ledger are runs again.
KNOWN: dict[tuple[Patient, bool], Measures | Failure] = {}  # steady beats by patient, without or with the reflex


def _steady_beats(experiment: Experiment, arms: Sequence[tuple[Place, Changes]]) -> list[Measures | Failure]:
    """Return the measures of each arm at the steady beat; patients who are not known yet run side by side."""
    keys = [(_placed(experiment, *arm), experiment.reflex) for arm in arms]
    new = [key for key in dict.fromkeys(keys) if key not in KNOWN]
    for number, run in simulate_each([patient for patient, _ in new], reflex=experiment.reflex):
        KNOWN[new[number]] = run if isinstance(run, Exception) else run.measures
    beats = [KNOWN[key] for key in keys]
    for key in list(KNOWN)[:-REMEMBERED]:
        KNOWN.pop(key)
    return beats


def _courses(experiment: Experiment, arms: Sequence[tuple[Place, Changes]]) -> list[Measures | Failure]:
    """Return the measures at the end of the course of each arm."""
    return [_course_end(experiment, *arm) for arm in arms]


def _course_end(experiment: Experiment, place: Place, change: Changes) -> Measures | Failure:
    lines = [f"set {key} to {value}" for key, value in change.items()]
    script = parse_script("\n".join([*lines, f"wait {experiment.minutes:g} min"]))
    try:
        course = Course(_placed(experiment, place), script)
        while course.advance():
            pass
    except SimulationError as problem:
        return problem
    last = course.rows.shape[0] - 1
    return {name: course.kept.mean(name, last) for name in COLUMNS if name in MEASURES}
