"""The cells of a cohort as one labelled dataset."""

from collections.abc import Mapping, Sequence
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import xarray
from xarray.plot.accessor import DatasetPlotAccessor

from diastole.display import face
from diastole.model.measures.definitions import MEASURES
from diastole.studies.cohort.cohort_names import QUANTITIES, measured_as
from diastole.studies.cohort.cohort_runs import Cell

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FAILURE, CAUTIONS = "failure", "cautions"


class Cohort(xarray.Dataset):  # type: ignore[no-untyped-call]  # of xarray
    """A dataset of measures over patients and arms."""

    __slots__ = ()

    @property
    def plot(self) -> "CohortPlot":  # type: ignore[override]  # xarray has a class there
        """Draw a measure: ``cohort.plot("cardiac_output")``; ``cohort.plot.scatter(…)`` and so on are xarray's."""
        return CohortPlot(self)


class CohortPlot(DatasetPlotAccessor):
    """Plots of a dataset by xarray, and of a measure of a cohort."""

    __slots__ = ()

    def __call__(self, name: str, *, axes: "Axes | None" = None) -> "Axes":  # type: ignore[override]  # cannot be called
        """Draw a measure over the first dimension, a line for each arm and each value of another dimension.

        Raise InputError if this is no measure.

        Returns the axes, new ones if not given.
        """
        drawn: Axes = face("figures.plots").plot_cohort(self._ds, name, axes)
        return drawn


def cohort_dataset(cells: Sequence[Cell], coordinates: Mapping[str, Any], shape: Mapping[str, int]) -> Cohort:
    """Return every measure over the dimensions of a cohort.

    `cells`: in the order of the dimensions, the last one running fastest; `coordinates`: as xarray takes them; `shape`:
    size of each dimension by its name.

    Returns measures with units and long names, NaN where one is undefined or the run failed; ``failure``, the reason,
    and ``cautions``, in which ways a run is an extrapolation, are empty where there is nothing to say. The heart rate
    is ``measured_heart_rate`` where that of the patient is a coordinate: with the reflex the two differ.
    """
    dimensions, sizes = tuple(shape), tuple(shape.values())
    variables: dict[str, Any] = {
        measured_as(name, coordinates): (
            dimensions,
            np.array([_number(cell.measures[name]) for cell in cells]).reshape(sizes),
            {"units": measure.unit, "long_name": measure.title, "description": measure.definition},
        )
        for name, measure in MEASURES.items()
    }
    said = {FAILURE: "Why there are no numbers", CAUTIONS: "In which ways the run is an extrapolation"}
    for name, title in said.items():
        texts = np.array([getattr(cell, name) for cell in cells], dtype=object).reshape(sizes)
        variables[name] = (dimensions, texts, {"long_name": title})
    return Cohort(variables, coordinates)


def open_cohort(path: Path) -> xarray.Dataset:
    """Return a cohort on disk as a dataset that reads from there what is used of it."""
    cohort: xarray.Dataset = xarray.open_zarr(path, consolidated=False)
    return cohort


def coordinate(dimension: str, key: str, values: Sequence[Any]) -> Any:
    """Return the values of a key as a coordinate: NaN, or no text, where there is none."""
    known = QUANTITIES.get(key)
    if known is None:
        return dimension, np.array(["" if value is None else str(value) for value in values], dtype=object)
    return dimension, np.array(values, dtype=float), {"units": known.unit, "long_name": known.meaning}


def _number(value: float | None) -> float:
    return value if value is not None and isfinite(value) else np.nan
