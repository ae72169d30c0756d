"""The cells of a cohort: each a patient in an arm, run to the steady beat and measured, or the reason why not."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import batched
from typing import Any, NamedTuple, cast

from diastole.errors import InputError
from diastole.model.many_runs import simulate_each
from diastole.model.measures.definitions import MEASURES
from diastole.model.measures.measure import Value
from diastole.model.patient import Patient
from diastole.studies.cohort.workers import in_processes

BATCH = 64  # patients that a process takes at a time
MOST_AT_ONCE = 1024  # patients whose runs as found are held at a time
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
    """Run patients side by side: what goes wrong with one is its failure and stops no other.

    `patients`: in an arm each; a text says why there is no such patient; `workers`: processes; with 1 the patients are
    run in this one; `watch`: called with the count of patients that are done, and of all.
    """
    cells: list[Cell | None] = [None] * len(patients)
    for done, (number, cell) in enumerate(_numbered_cells(patients, how, workers), start=1):
        cells[number] = cell
        if watch:
            watch(done, len(patients))
    return cast(list[Cell], cells)


def _numbered_cells(patients: Sequence[Patient | str], how: How, workers: int) -> Iterator[tuple[int, Cell]]:
    """Yield the number of each patient and its cell, as they end."""
    if workers == 1:
        yield from _cells(patients, how)
        return
    batches = [(batch, how) for batch in batched(patients, BATCH)]
    for number, cells in enumerate(in_processes(run_batch, batches, workers)):
        for place, cell in cells:
            yield number * BATCH + place, cell


def run_batch(task: tuple[Sequence[Patient | str], How]) -> list[tuple[int, Cell]]:
    """Run patients side by side; return the number of each, from 0, and its cell."""
    return list(_cells(*task))


def _cells(patients: Sequence[Patient | str], how: How) -> Iterator[tuple[int, Cell]]:
    possible: list[tuple[int, Patient]] = []
    for number, patient in enumerate(patients):
        if isinstance(patient, str):
            yield number, _failed(patient)
        else:
            possible.append((number, patient))
    for batch in batched(possible, MOST_AT_ONCE):
        runs = simulate_each([patient for _, patient in batch], accuracy=how.accuracy, reflex=how.reflex)
        for place, run in runs:
            number, _ = batch[place]
            if isinstance(run, Exception):
                yield number, _failed(str(run))
            else:
                yield number, Cell(run.measures, cautions=" ".join(run.cautions))


def _failed(reason: str) -> Cell:
    return Cell(dict.fromkeys(MEASURES), reason)


def changed(patient: Patient | str, changes: Mapping[str, Any]) -> Patient | str:
    """Return a patient with changes, or the reason why there is none."""
    if isinstance(patient, str):
        return patient
    try:
        return patient.with_values(changes)
    except InputError as problem:
        return str(problem)
