"""The cells of a cohort: each a patient in an arm, run to the steady beat and measured, or the reason why not."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from diastole.errors import InputError, SimulationError
from diastole.model.measures.definitions import MEASURES
from diastole.model.measures.measure import Value
from diastole.model.patient import Patient
from diastole.model.run import simulate
from diastole.studies.cohort.workers import in_processes

AS_GIVEN: dict[str, dict[str, Any]] = {"as given": {}}  # the only arm, where none is named
type Arms = Mapping[str, Mapping[str, Any]]  # changes of a patient by the name of the arm
type Watch = Callable[[int, int], None]


class How(NamedTuple):
    """How each cell is run, as of ``simulate``."""

    reflex: bool = False
    accuracy: str = "default"


class Cell(NamedTuple):
    """The result for a patient in an arm: measures of the steady beat, or none and why."""

    measures: dict[str, Value]
    failure: str = ""
    cautions: str = ""


def run_cells(patients: Sequence[Patient | str], how: How, *, workers: int, watch: Watch | None) -> list[Cell]:
    """Run patients, each on its own: what goes wrong with one is its failure and stops no other.

    `patients`: in an arm each; a text says why there is no such patient; `workers`: processes; with 1 the patients are
    run in this one; `watch`: called with the count of patients that are done, and of all.
    """
    tasks = [(patient, how) for patient in patients]
    found: list[Cell] = []
    for cell in map(run_cell, tasks) if workers == 1 else in_processes(run_cell, tasks, workers):
        found.append(cell)
        if watch:
            watch(len(found), len(tasks))
    return found


def run_cell(task: tuple[Patient | str, How]) -> Cell:
    """Run one patient."""
    patient, how = task
    if isinstance(patient, str):
        return Cell(dict.fromkeys(MEASURES), patient)
    try:
        run = simulate(patient, reflex=how.reflex, accuracy=how.accuracy)
    except (InputError, SimulationError) as problem:
        return Cell(dict.fromkeys(MEASURES), str(problem))
    return Cell(run.measures, cautions=" ".join(run.cautions))


def changed(patient: Patient | str, changes: Mapping[str, Any]) -> Patient | str:
    """Return a patient with changes, or the reason why there is none."""
    if isinstance(patient, str):
        return patient
    try:
        return patient.with_values(changes)
    except InputError as problem:
        return str(problem)
