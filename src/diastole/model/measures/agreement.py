"""The test whether two runs of a patient give the same numbers, as far as anybody reads them."""

from collections.abc import Mapping

from diastole.model.circulation.kernel_parameters import WATCHED_UNITS
from diastole.model.measures.definitions import MEASURES
from diastole.model.measures.measure import Value

# Below these a value is compared with them, by unit: a relative error of a leak of 0.1 mL says nothing.
FLOORS = {
    "1": 0.05,
    "mL": 5.0,
    "ms": 50.0,
    "mmHg": 5.0,
    "L/min": 0.35,
    "mL/h": 10.0,
    "mL/s": 0.5,
    "µmol/s": 1.0,
    "mmHg/s": 100.0,
}
SAME = 3e-3  # 1, difference of a step and its quarter; from the exact value it is at most a third more
LEAST = 1e-12  # where a unit has no floor


def difference(unit: str, value: float, exact: float) -> float:
    """Return by how much a value differs from the exact one, relative to it or to the floor of its unit [1]."""
    return abs(value - exact) / max(abs(exact), FLOORS.get(unit, LEAST))


def same_measures(one: Mapping[str, Value], other: Mapping[str, Value]) -> bool:
    """Return whether every measure is the same in both, and defined in both or in neither."""
    return all(_same(measure.unit, one[name], other[name]) for name, measure in MEASURES.items())


def same_means(one: Mapping[str, float], other: Mapping[str, float]) -> bool:
    """Return whether the means of everything watched are the same."""
    return all(_same(unit, one[name], other[name]) for name, unit in WATCHED_UNITS.items())


def _same(unit: str, value: Value, exact: Value) -> bool:
    if value is None or exact is None:
        return value is exact
    return difference(unit, value, exact) <= SAME
