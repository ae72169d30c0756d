"""The best moments of inflation and deflation for a patient and a goal, and all that are as good."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import xarray

from diastole.arrays import Array
from diastole.errors import InputError
from diastole.model.measures.definitions import MEASURES
from diastole.model.patient import Patient
from diastole.studies.arms import read_pair
from diastole.studies.cohort.cohort_runs import Cell, How, Watch, changed, run_cells
from diastole.studies.measure_names import measures_named

BALLOON = "iabp"
INFLATION, DEFLATION = "inflation", "deflation"
KEYS = {INFLATION: "balloon_pump.inflation_offset", DEFLATION: "balloon_pump.deflation_offset"}
SIDE = 17  # moments along each axis
WITHIN = 0.12  # s, around the usual moment
MS = 1000.0  # in a second


class Moments(NamedTuple):
    """Where one of the two moments is best, and which are as good, the other kept at its best [s]."""

    best: float
    low: float
    high: float
    to_the_edge: bool  # whether the edge of the grid is as good, so that moments beyond may be


class TimingOptimum(NamedTuple):
    """The best timing of a grid."""

    goal: str
    without: float  # the goal without the balloon
    usual: float  # at the usual moments; not a number without a steady beat
    best: float
    inflation: Moments
    deflation: Moments
    is_usual_as_good: bool
    failed: int  # of the grid, without a steady beat
    cautions: str  # of the best


def read_goal(called: str) -> str:
    """Return the measure that is called so. Raise InputError if it is none, or no better in one direction."""
    [name] = measures_named([called])
    if MEASURES[name].better == 0:
        raise InputError(f"{name} is not better in one direction; goals are {', '.join(goals())}")
    return name


def goals() -> list[str]:
    """Return the measures that can be goals."""
    return [name for name, measure in MEASURES.items() if measure.better]


def timing_grid(
    patient: Patient,
    goal: str,
    how: How,
    *,
    side: int = SIDE,
    within: float = WITHIN,
    workers: int = 1,
    watch: Watch | None = None,
) -> xarray.Dataset:
    """Run a patient without the balloon, and with it at each pair of moments.

    Raise InputError if the patient cannot have a balloon, or has no steady beat without it.

    `goal`: as of `read_goal`; `side`: moments along each axis, an odd number so that the usual one is among them;
    `within`: how far they lie from the usual ones [s].

    Returns the goal over (deflation, inflation) [s], NaN without a steady beat, with the cautions of each.
    """
    without, assisted = read_pair(patient, BALLOON)
    moments = np.linspace(-within, within, side)
    moments[side // 2] = 0.0
    squares = [{KEYS[DEFLATION]: late, KEYS[INFLATION]: at} for late in moments.tolist() for at in moments.tolist()]
    cells = run_cells([without, *(changed(assisted, values) for values in squares)], how, workers=workers, watch=watch)
    if cells[0].failure:
        raise InputError(f"'{patient.name}' has no steady beat without the balloon: {cells[0].failure}")
    return _dataset(patient, goal, moments, cells)


def _dataset(patient: Patient, goal: str, moments: Array, cells: Sequence[Cell]) -> xarray.Dataset:
    measure, dimensions = MEASURES[goal], (DEFLATION, INFLATION)
    shape = (len(moments), len(moments))
    values = [cell.measures[goal] for cell in cells]
    numbers = np.array([np.nan if value is None else value for value in values])
    about = {"units": measure.unit, "long_name": measure.title, "without": numbers[0]}
    cautions = np.array([cell.cautions for cell in cells[1:]], dtype=object).reshape(shape)
    axes = {name: (name, moments, {"units": "s", "long_name": f"{name} after its usual moment"}) for name in dimensions}
    fields = {goal: (dimensions, numbers[1:].reshape(shape), about), "cautions": (dimensions, cautions)}
    return xarray.Dataset(fields, axes, {"title": patient.name, "goal": goal})


def timing_optimum(grid: xarray.Dataset) -> TimingOptimum:
    """Return the best timing of a grid. Raise InputError if the goal is not defined anywhere on it."""
    goal = grid.attrs["goal"]
    values = grid[goal].values
    if np.isnan(values).all():
        raise InputError(f"{MEASURES[goal].title} is not defined with any timing of the grid")
    score = np.where(np.isnan(values), -np.inf, MEASURES[goal].better * values)
    late, at = np.unravel_index(int(np.argmax(score)), values.shape)
    best, middle = float(values[late, at]), len(values) // 2
    moments = grid[INFLATION].values
    return TimingOptimum(
        goal,
        float(grid[goal].attrs["without"]),
        float(values[middle, middle]),
        best,
        _moments(goal, moments, values[late, :], int(at)),
        _moments(goal, moments, values[:, at], int(late)),
        is_as_good(goal, best, float(values[middle, middle])),
        int(np.isnan(values).sum()),
        str(grid["cautions"].values[late, at]),
    )


def is_as_good(goal: str, best: float, value: float) -> bool:
    """Return whether the bedside does not tell a value from the best."""
    return not np.isnan(value) and MEASURES[goal].direction(best, value) == 0


def _moments(goal: str, moments: Array, row: Array, best: int) -> Moments:
    """Return the moments around the best that are as good without a gap."""
    low = high = best
    while low > 0 and is_as_good(goal, row[best], row[low - 1]):
        low -= 1
    while high < len(row) - 1 and is_as_good(goal, row[best], row[high + 1]):
        high += 1
    edge = low == 0 or high == len(row) - 1
    return Moments(float(moments[best]), float(moments[low]), float(moments[high]), edge)


def check_grid(side: int, within: float) -> None:
    """Raise InputError if a grid is none, or the usual moments are not on it."""
    if side < 3 or side % 2 == 0:
        raise InputError(f"side is {side}; give an odd number from 3 on, so that the usual moments are on the grid")
    if not 0.0 < within <= 1.0:
        raise InputError(f"the grid reaches {MS * within:g} ms around the usual moments; give up to 1000 ms, above 0")
