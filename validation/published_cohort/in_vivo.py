"""The baseline of the published cohort against what is printed of such patients."""

from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import xarray
from numpy.typing import NDArray

from diastole.model.measures.definitions import MEASURES
from diastole.strict_yaml import read_yaml, validated
from validation.part import Part

PRINTED = Path(__file__).with_name("in_vivo.yaml")
NEAR = 0.5  # 1, of the printed standard deviation, by which the mean of the cohort may miss the printed one; assumed
SPREADS = (0.5, 1.5)  # 1, of the printed standard deviation, between which that of the cohort may lie; assumed


class PrintedRow(Part):
    """What is printed of one group of patients."""

    measure: str
    unit: str
    mean: float
    sd: float
    n: int
    source: str
    note: str = ""


class Printed(Part):
    """What is printed of patients like those of an arm."""

    arm: str
    rows: list[PrintedRow]


class Compared(NamedTuple):
    """A printed row beside the cohort."""

    printed: PrintedRow
    mean: float
    sd: float

    @property
    def is_met(self) -> bool:
        """Whether mean and standard deviation are near those that are printed."""
        low, high = SPREADS
        near = abs(self.mean - self.printed.mean) <= NEAR * self.printed.sd
        return near and low <= self.sd / self.printed.sd <= high


@cache
def printed() -> Printed:
    return validated(Printed, read_yaml(PRINTED.read_text(encoding="utf-8"), PRINTED.name), PRINTED.name)


def in_vivo(cohort: xarray.Dataset) -> list[Compared]:
    """Compare the accepted patients of a cohort with what is printed."""
    known = printed()
    baseline = cohort.sel(arm=known.arm)
    return [_compared(row, baseline, baseline["rejected"].values == 0) for row in known.rows]


def _compared(row: PrintedRow, baseline: xarray.Dataset, counts: NDArray[np.bool_]) -> Compared:
    measure = MEASURES[row.measure]
    if measure.unit != row.unit:
        raise ValueError(f"{row.measure} is in {measure.unit}, not in {row.unit}")
    values = baseline[f"measured_{row.measure}" if f"measured_{row.measure}" in baseline else row.measure].values[
        counts
    ]
    return Compared(row, float(np.nanmean(values)), float(np.nanstd(values, ddof=1)))
