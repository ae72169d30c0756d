"""A task of a cohort: its chunk of patients is drawn, run in every arm, judged and written."""

from collections.abc import Sequence
from math import isfinite
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from diastole.model.measures.definitions import MEASURES
from diastole.model.patient import Patient
from diastole.studies.cohort.cohort_dataset import measured_as
from diastole.studies.cohort.cohort_runs import Cell, How, changed, run_cells
from diastole.studies.cohort.cohort_store import OUTCOME, OUTCOMES, REASON, REJECTED, CohortStore, Columns
from diastole.studies.cohort.drawing import drawn, drawn_patients
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
    patients = drawn_patients(spec, task.seed, members.start, len(members))
    in_arms = [changed(patient, changes) for patient in patients for changes in spec.arms.values()]
    cells = run_cells(in_arms, task.how, workers=1, watch=None)
    shape = (len(members), len(spec.arms))
    outcome = [_outcome(patient, cell) for patient, cell in zip(in_arms, cells, strict=True)]
    columns: Columns = {
        **{
            key: np.asarray(column, dtype=None if isinstance(column, np.ndarray) else object)
            for key, column in values.items()
        },
        **{
            measured_as(name, spec.keys): np.array([_number(cell, name) for cell in cells]).reshape(shape)
            for name in MEASURES
        },
        OUTCOME: np.array(outcome, dtype=np.int8).reshape(shape),
        REASON: np.array([cell.failure for cell in cells], dtype=object).reshape(shape),
    }
    return columns | {REJECTED: _rejected(spec, columns)}


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
    found = np.where((columns[OUTCOME] == STEADY).all(axis=1), 0, len(spec.criteria) + 1).astype(np.int8)
    for number, criterion in reversed(list(enumerate(spec.criteria, start=1))):
        shown = columns[measured_as(criterion.measure, spec.keys)][:, arms.index(criterion.arm)]
        is_outside = ~((shown >= criterion.low) & (shown <= criterion.high))
        found[is_outside & (found <= len(spec.criteria))] = number
    return found


def tasks(store: CohortStore, spec: Specification, seed: int, chunks: Sequence[int], how: How) -> list[Task]:
    """Return the tasks that make these chunks."""
    return [Task(str(store.path.absolute()), spec.text, seed, store.count, chunk, how) for chunk in chunks]
