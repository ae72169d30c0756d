"""A task of a cohort: its chunk of patients is drawn, run in every arm, judged and written."""

from collections.abc import Mapping, Sequence
from math import isfinite
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from diastole.model.measures.definitions import MEASURES
from diastole.model.patient import Patient
from diastole.model.plain_runs import plain_runs
from diastole.studies.cohort.cohort_names import measured_as
from diastole.studies.cohort.cohort_runs import Cell, How, changed, run_cells
from diastole.studies.cohort.cohort_store import OUTCOME, OUTCOMES, REASON, REJECTED, CohortStore, Columns
from diastole.studies.cohort.drawing import drawn, patients_of
from diastole.studies.cohort.drawn_numbers import are_within, drawn_numbers
from diastole.studies.cohort.specification import Specification, specification

KEPT = "what was finished stays: go on with --resume"  # where a build ends early
STEADY, IMPOSSIBLE, UNSTEADY = range(len(OUTCOMES))


class Task(NamedTuple):
    """A chunk that is to be made, as it can be sent to another process or machine."""

    path: str
    specification: str
    seed: int
    members: int
    chunk: int
    how: How


def run_task(task: Task) -> int:
    """Draw, run and write a chunk; return its number."""
    spec = specification(task.specification.encode(), "the specification")
    store = CohortStore(Path(task.path), spec, task.seed, task.members, task.how)
    store.write(task.chunk, chunk_columns(store, spec, task))
    return task.chunk


def chunk_columns(store: CohortStore, spec: Specification, task: Task) -> Columns:
    """Return every array of a chunk."""
    members = store.members(task.chunk)
    values = drawn(spec, task.seed, members.start, len(members))
    runs = _Runs(spec, values, task.how)
    columns: Columns = {
        **{
            key: np.asarray(column, dtype=None if isinstance(column, np.ndarray) else object)
            for key, column in values.items()
        },
        **{measured_as(name, spec.keys): measured for name, measured in zip(MEASURES, runs.measures, strict=True)},
        OUTCOME: runs.outcome,
        REASON: runs.reason,
    }
    return columns | {REJECTED: _rejected(spec, columns)}


class _Runs:
    """Drawn patients in every arm: what is plain from their numbers, the others one by one.

    `values`: of the patients, as `drawn` returns them.
    """

    def __init__(self, spec: Specification, values: Mapping[str, Any], how: How):
        shape = (len(next(iter(values.values()))), len(spec.arms))
        self.measures = np.full((len(MEASURES), *shape), np.nan)
        self.outcome = np.full(shape, STEADY, dtype=np.int8)
        self.reason = np.full(shape, "", dtype=object)
        missing = np.ones(shape, dtype=bool)
        numbers = [] if how.reflex else drawn_numbers(spec, values)
        for arm, plain in enumerate(plain_runs(numbers, how.accuracy)):
            missing[:, arm] = ~(plain.is_plain & are_within(values))
            self.measures[:, :, arm] = np.where(missing[:, arm], np.nan, plain.values)
        self._fill_in(spec, values, how, missing)

    def _fill_in(self, spec: Specification, values: Mapping[str, Any], how: How, missing: NDArray[np.bool_]) -> None:
        """Run the patients that are missing, each in the arms (count, arms) in which they are."""
        members = np.flatnonzero(missing.any(axis=1))
        patients = dict(zip(members.tolist(), patients_of(spec, values, members), strict=True))
        cells = [(member, arm) for member in patients for arm in range(len(spec.arms)) if missing[member, arm]]
        changes = list(spec.arms.values())
        in_arms = [changed(patients[member], changes[arm]) for member, arm in cells]
        for place, patient, cell in zip(cells, in_arms, run_cells(in_arms, how, workers=1, watch=None), strict=True):
            self.measures[:, *place] = [_number(cell, name) for name in MEASURES]
            self.outcome[place] = _outcome(patient, cell)
            self.reason[place] = cell.failure


def _outcome(patient: Patient | str, cell: Cell) -> int:
    if isinstance(patient, str):
        return IMPOSSIBLE
    return UNSTEADY if cell.failure else STEADY


def _number(cell: Cell, name: str) -> float:
    value = cell.measures[name]
    return value if value is not None and isfinite(value) else np.nan


def _rejected(spec: Specification, columns: Columns) -> Any:
    """Return which criterion each member fails first, from 1; 0 where none, the last number without a beat."""
    arms = list(spec.arms)
    rejected = np.where((columns[OUTCOME] == STEADY).all(axis=1), 0, len(spec.criteria) + 1).astype(np.int8)
    for number, criterion in reversed(list(enumerate(spec.criteria, start=1))):
        shown = columns[measured_as(criterion.measure, spec.keys)][:, arms.index(criterion.arm)]
        is_outside = ~((shown >= criterion.low) & (shown <= criterion.high))
        rejected[is_outside & (rejected <= len(spec.criteria))] = number
    return rejected


def tasks(store: CohortStore, spec: Specification, seed: int, chunks: Sequence[int], how: How) -> list[Task]:
    """Return the tasks that make these chunks."""
    return [Task(str(store.path.absolute()), spec.text, seed, store.count, chunk, how) for chunk in chunks]
