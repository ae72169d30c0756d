"""One patient over the values of one key or several."""

from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any

from diastole.model.patient import Patient
from diastole.model.patient.relative_value import read_value
from diastole.studies.cohort.cohort_dataset import Cohort, cohort_dataset, coordinate
from diastole.studies.cohort.cohort_names import ARM
from diastole.studies.cohort.cohort_runs import Arms, How, Watch, changed, run_cells


def sweep(
    patient: Patient,
    along: Mapping[str, Sequence[Any]],
    arms: Arms,
    how: How,
    *,
    workers: int = 1,
    watch: Watch | None = None,
) -> Cohort:
    """Run a patient over every combination of values, in each arm.

    Raise InputError if a key is unknown, or a value is none of its key. That values are impossible together is the
    failure of a cell.

    `along`: values by dotted key.

    The result is as of `cohort_dataset`, over the keys and ``arm``; a key that holds a quantity has its numbers as
    coordinate.
    """
    read = {key: [read_value(patient, key, value) for value in values] for key, values in along.items()}
    grid = [changed(patient, dict(zip(read, point, strict=True))) for point in product(*read.values())]
    patients = [changed(member, changes) for member in grid for changes in arms.values()]
    cells = run_cells(patients, how, workers=workers, watch=watch)
    coordinates: dict[str, Any] = {key: coordinate(key, key, values) for key, values in read.items()}
    shape = {key: len(values) for key, values in read.items()} | {ARM: len(arms)}
    return cohort_dataset(cells, coordinates | {ARM: list(arms)}, shape)
