"""What a study of sensitivity finds: effects of the screening, and shares of the variance."""

from dataclasses import dataclass
from typing import NamedTuple

from diastole.studies.sensitivity.shown_values import ShownQuantity


class StudySize(NamedTuple):
    """How large a study is."""

    trajectories: int  # of the screening; 0: no screening
    points: int  # of Sobol's sequence, a power of 2; 0: screening alone
    seed: int


class Estimate(NamedTuple):
    """A number with its 95 % interval, of the bootstrap over the groups of points."""

    value: float
    low: float
    high: float


class Effect(NamedTuple):
    """What a value does as it goes through 95 % of its population, by the screening."""

    mean: Estimate  # mean absolute change, in the unit of the measure: Campolongo 2007
    spread: float  # standard deviation of the changes: large where they depend on the others, or on where it is


class Indices(NamedTuple):
    """Share of the variance that a value decides."""

    first: Estimate  # alone: Saltelli 2010
    total: Estimate  # with all that depends on others: Jansen 1999


class ValueInfluence(NamedTuple):
    """What one value of the patients does to one measure."""

    key: str
    title: str
    effect: Effect | None  # none without a screening
    indices: Indices | None  # none of a value that was screened out, or where the measure is always the same


class MeasureInfluences(NamedTuple):
    """What decides one measure."""

    measure: str
    influences: list[ValueInfluence]  # in the order of the specification
    trajectories: int  # that were complete
    points: int


@dataclass(frozen=True)
class Sensitivity:
    """What decides the measures of a cohort."""

    title: str
    quantity: ShownQuantity
    measures: list[MeasureInfluences]
    patients: int  # that were run
    rejected: dict[str, int]  # by the reason
    notes: list[str]

    def __repr__(self) -> str:
        return f"<Sensitivity of {', '.join(self.quantity.measures)}, {self.quantity.where}: '{self.title}'>"
