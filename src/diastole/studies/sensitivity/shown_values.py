"""What the patients at points of the unit cube show: measures in an arm, or from one arm to another."""

from collections import Counter
from collections.abc import Sequence
from itertools import batched
from typing import Any, NamedTuple

import numpy as np

from diastole.arrays import Array
from diastole.errors import InputError, did_you_mean
from diastole.model.patient import Patient
from diastole.studies.cohort.cohort_runs import MOST_AT_ONCE, Cell, How, Watch, changed, run_cells
from diastole.studies.cohort.specification import Specification
from diastole.studies.measure_names import measures_named

NO_BEAT = "a run that has no steady beat"


class ShownQuantity(NamedTuple):
    """Measures in an arm, less those in another if one is named."""

    measures: tuple[str, ...]
    arm: str
    minus: str = ""

    @property
    def where(self) -> str:
        """The arms, such as ``on less off``."""
        return f"{self.arm} less {self.minus}" if self.minus else self.arm


class Shown(NamedTuple):
    """What patients show."""

    values: Array  # (patients, measures), NaN where a patient is rejected or has no such number
    rejected: Counter[str]  # how many, by the reason


def read_quantity(spec: Specification, measures: Sequence[str], arm: str, minus: str) -> ShownQuantity:
    """Return what is asked for; without an arm, what the last one changes of the first.

    Raise InputError if there is no such measure or arm.
    """
    names = measures_named(measures)
    for name in filter(None, (arm, minus)):
        if name not in spec.arms:
            raise InputError(f"'{name}' is no arm; arms are {', '.join(spec.arms)}.{did_you_mean(name, spec.arms)}")
    first, *_, last = (*spec.arms, *spec.arms)
    if not arm and not minus:
        return ShownQuantity(names, last, first if first != last else "")
    if arm == minus or not arm:
        raise InputError("--minus takes an arm off another; give that one as --arm")
    return ShownQuantity(names, arm, minus)


def shown_at(
    spec: Specification,
    quantity: ShownQuantity,
    shares: Array,
    how: How,
    *,
    workers: int = 1,
    watch: Watch | None = None,
) -> Shown:
    """Run the patients at these shares of the population (patients, values) and return what they show."""
    patients = _patients(spec, shares)
    arms = _arms_needed(spec, quantity)
    values = np.full((len(patients), len(quantity.measures)), np.nan)
    rejected: Counter[str] = Counter()
    for batch in batched(range(len(patients)), MOST_AT_ONCE):
        runs = [changed(patients[number], spec.arms[arm]) for number in batch for arm in arms]
        cells = run_cells(runs, how, workers=workers, watch=None)
        for number, row in zip(batch, batched(cells, len(arms)), strict=True):
            of_arm = dict(zip(arms, row, strict=True))
            if reason := _reason(spec, of_arm):
                rejected[reason] += 1
            else:
                values[number] = [_value(of_arm, quantity, name) for name in quantity.measures]
        if watch:
            watch(batch[-1] + 1, len(patients))
    return Shown(values, rejected)


def _patients(spec: Specification, shares: Array) -> list[Patient | str]:
    columns = [
        np.asarray(spread.distribution.values(column)).tolist()
        for spread, column in zip(spec.spreads, shares.T, strict=True)
    ]
    return [changed(spec.patient, dict(zip(spec.keys, row, strict=True))) for row in zip(*columns, strict=True)]


def _arms_needed(spec: Specification, quantity: ShownQuantity) -> list[str]:
    asked = {quantity.arm, quantity.minus, *(criterion.arm for criterion in spec.criteria)}
    return [arm for arm in spec.arms if arm in asked]


def _reason(spec: Specification, of_arm: dict[str, Cell]) -> str:
    """Return why a patient does not count; nothing of one who does."""
    if any(cell.failure for cell in of_arm.values()):
        return NO_BEAT
    for criterion in spec.criteria:
        value = of_arm[criterion.arm].measures[criterion.measure]
        if value is None or not criterion.low <= value <= criterion.high:
            return criterion.words
    return ""


def _value(of_arm: dict[str, Cell], quantity: ShownQuantity, name: str) -> Any:
    value = of_arm[quantity.arm].measures[name]
    taken = of_arm[quantity.minus].measures[name] if quantity.minus else 0.0
    return np.nan if value is None or taken is None else value - taken
