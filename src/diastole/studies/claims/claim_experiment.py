"""Run the experiment of a claim: every subject in every arm, along its sweeps."""

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

from diastole.errors import SimulationError
from diastole.model.measures.definitions import MEASURES
from diastole.model.patient import Patient
from diastole.model.patient.patient import Changes
from diastole.model.run import Baseline, baseline, simulate
from diastole.studies.claims.claim import Experiment, ExperimentSubject
from diastole.studies.course.course_columns import COLUMNS
from diastole.studies.course.patient_course import Course
from diastole.studies.course.script import parse_script

REMEMBERED = 1000  # steady beats

type Measures = dict[str, float | None]
type Done = Callable[[], None]


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


def cell_places(experiment: Experiment) -> Iterator[tuple[ExperimentSubject, str | None, str | None]]:
    """Walk through all cells of an experiment: subject, value along, value across."""
    for subject in experiment.subjects:
        for across in experiment.across.values if experiment.across else (None,):
            for along in experiment.along.values if experiment.along else (None,):
                yield subject, along, across


def run_cell(
    experiment: Experiment, subject: ExperimentSubject, along: str | None, across: str | None
) -> ExperimentCell:
    """Run one subject in all arms; a heart that cannot sustain a beat gives an empty cell."""
    swept: Changes = {}
    for sweep, value in ((experiment.along, along), (experiment.across, across)):
        if sweep is not None and value is not None:
            swept[sweep.key] = value
    try:
        arms = {name: _measured(experiment, subject, swept, change) for name, change in experiment.arms.items()}
    except SimulationError as error:
        return ExperimentCell(subject.name, along, across, {}, str(error))
    return ExperimentCell(subject.name, along, across, arms)


def _measured(experiment: Experiment, subject: ExperimentSubject, swept: Changes, change: Changes) -> Measures:
    """Return the measures of one arm: of its steady beat, or of the end of its course."""
    if experiment.minutes is None:
        return _steady_beat(subject_patient(subject, swept, change), reflex=experiment.reflex)
    lines = [f"set {key} to {value}" for key, value in change.items()]
    course = Course(
        subject_patient(subject, swept), parse_script("\n".join([*lines, f"wait {experiment.minutes:g} min"]))
    )
    while course.advance():
        pass
    last = course.rows.shape[0] - 1
    return {name: course.kept.mean(name, last) for name in COLUMNS if name in MEASURES}


# Claims look at the same patients from several sides: nearly half of all runs of the ledger are runs again.
@lru_cache(maxsize=REMEMBERED)
def _steady_beat(patient: Patient, *, reflex: bool) -> Measures:
    return simulate(patient, reflex=_found(patient.as_found()) if reflex else False).measures


@lru_cache(maxsize=REMEMBERED)
def _found(patient: Patient) -> Baseline:
    return baseline(patient)
