"""Several patients side by side."""

from collections.abc import Mapping
from typing import Any

from diastole.model.patient import Patient
from diastole.model.patient.relative_value import value_at
from diastole.studies.cohort.cohort_dataset import Cohort, cohort_dataset, coordinate
from diastole.studies.cohort.cohort_names import ARM
from diastole.studies.cohort.cohort_runs import Arms, How, Watch, changed, run_cells

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
    known = [None if isinstance(member, str) else member for member in members.values()]
    values = {key: coordinate(MEMBER, key, [member and value_at(member, key) for member in known]) for key in keys}
    coordinates = {MEMBER: list(members), ARM: list(arms)} | values
    return cohort_dataset(cells, coordinates, {MEMBER: len(members), ARM: len(arms)})
