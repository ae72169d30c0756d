"""Several patients beside each other."""

from collections.abc import Collection, Mapping
from typing import Any

import numpy as np

from diastole.model.patient import Patient
from diastole.model.patient.value_meant import value_at
from diastole.studies.cohort.cells import Arms, How, Watch, changed, run_cells
from diastole.studies.cohort.cohort_dataset import ARM, Cohort, cohort_dataset
from diastole.studies.cohort.sweep import QUANTITIES

MEMBER = "member"


def ensemble(
    members: Mapping[Any, Patient | str],
    keys: tuple[str, ...],
    arms: Arms,
    how: How,
    *,
    workers: int = 1,
    watch: Watch | None = None,
) -> Cohort:
    """Run each member in each arm.

    `members`: patients by name, or why there is no such patient; `keys`: values of the members that are coordinates
    beside their name.

    The result is as of `cohort_dataset`, over ``member`` and ``arm``.
    """
    patients = [changed(member, changes) for member in members.values() for changes in arms.values()]
    cells = run_cells(patients, how, workers=workers, watch=watch)
    values = {key: _values(key, members.values()) for key in keys}
    coordinates = {MEMBER: list(members), ARM: list(arms)} | values
    return cohort_dataset(cells, coordinates, {MEMBER: len(members), ARM: len(arms)})


def _values(key: str, members: Collection[Patient | str]) -> Any:
    """Return a value of each member as a coordinate: NaN, or no text, where there is no such patient or value."""
    found = [None if isinstance(each, str) else value_at(each, key) for each in members]
    known = QUANTITIES.get(key)
    if known is None:
        return MEMBER, np.array(["" if each is None else str(each) for each in found], dtype=object)
    return MEMBER, np.array(found, dtype=float), {"units": known.unit, "long_name": known.meaning}
