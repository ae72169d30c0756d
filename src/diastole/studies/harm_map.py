"""A map of harm: two values over a grid, and in each square what a treatment does to one patient or to a cohort."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import xarray

from diastole.arrays import Array
from diastole.errors import InputError
from diastole.model.input_blocks.fields import quantities
from diastole.model.measures.definitions import MEASURES
from diastole.model.measures.measure import TOLD
from diastole.model.measures.patient_keys import patient_key
from diastole.model.patient import Patient
from diastole.model.patient.relative_value import read_value
from diastole.numbers import with_unit
from diastole.studies.arms import read_pair
from diastole.studies.cohort.cohort_runs import Cell, How, Watch, changed, run_cells
from diastole.studies.shares import HALF, crossings, wilson

# What may be worse with a treatment: output, where it goes, what it costs, what the heart gets, and the pressure.
ENDPOINTS = (
    "cardiac_output", "head_and_arm_flow", "lv_end_diastolic_pressure", "subendocardial_supply_demand_ratio",
    "mean_aortic_pressure",
)  # fmt: skip
SIDE = 12  # squares along each axis, as in the page
DEFAULT_X = "lesions.aortic_regurgitation.orifice_area=0.02 cm²..0.6 cm²"
DEFAULT_Y = "left_ventricle.passive_stiffness=x0.5..x2"


class Axis(NamedTuple):
    """A value that differs along an axis."""

    key: str
    title: str
    unit: str
    values: tuple[float, ...]


class Turn(NamedTuple):
    """Where a treatment begins to harm, by one definition."""

    measure: str
    definition: str
    crossings: list[tuple[float, float]]  # points of the contour, along both axes
    share: float  # of the squares in which harm prevails


def read_axis(patient: Patient, text: str, count: int = SIDE) -> Axis:
    """Return an axis of so many values from text such as ``heart_rate=60 /min..120 /min``.

    Raise InputError if it is not of this form, or a value is impossible.
    """
    name, _, span = text.partition("=")
    low, dots, high = span.partition("..")
    if not dots or not name.strip():
        raise InputError(f"'{text}' is no axis; give one such as 'heart_rate=60 /min..120 /min'")
    key = patient_key(name.strip())
    ends = [read_value(patient, key, end.strip()) for end in (low, high)]
    known = quantities(Patient).get(key)
    if known is None:
        raise InputError(f"{key} is a word and cannot lie along an axis; give a value with a number")
    if not ends[0] < ends[1]:
        raise InputError(f"{key}: {low.strip()} is not below {high.strip()}")
    title = known.meaning.partition(";")[0]
    return Axis(key, title, known.unit, tuple(np.linspace(ends[0], ends[1], count).tolist()))


def harm_map(
    members: Sequence[Patient | str],
    x: Axis,
    y: Axis,
    treatment: str,
    how: How,
    *,
    workers: int = 1,
    watch: Watch | None = None,
) -> xarray.Dataset:
    """Run each member with each pair of values, without and with a treatment.

    Raise InputError if the treatment is none.

    `members`: patients, or why there is no such patient; `treatment`: as of `diastole.studies.arms.read_pair`.

    Returns over (y, x), for each of ``ENDPOINTS``: the median change, the shares of members that are harmed and helped,
    and ends of the 95 % interval of the share that is harmed; and how many members have a steady beat in both arms.
    """
    squares = [(member, {x.key: across, y.key: up}) for up in y.values for across in x.values for member in members]
    pairs = [_pair(changed(member, values), treatment) for member, values in squares]
    cells = run_cells([patient for pair in pairs for patient in pair], how, workers=workers, watch=watch)
    shape = (len(y.values), len(x.values), len(members))
    steady = np.array([not (a.failure or b.failure) for a, b in _paired(cells)]).reshape(shape)
    variables: dict[str, Any] = {
        "members": (("y", "x"), steady.sum(axis=2), {"long_name": "Patients with a steady beat"})
    }
    for name in ENDPOINTS:
        variables |= _of_endpoint(name, [(a.measures[name], b.measures[name]) for a, b in _paired(cells)], shape)
    axes = {
        letter: (letter, list(axis.values), {"units": axis.unit, "long_name": axis.title, "key": axis.key})
        for letter, axis in (("x", x), ("y", y))
    }
    about = {"treatment": treatment, "members": len(members), "interval": "95 %, Wilson 1927"}
    return xarray.Dataset(variables, axes, about)


def _pair(patient: Patient | str, treatment: str) -> tuple[Patient | str, Patient | str]:
    """Return a patient without and with a treatment, or why there is none."""
    if isinstance(patient, str):
        return patient, patient
    return read_pair(patient, treatment)


def _paired(cells: Sequence[Cell]) -> Iterator[tuple[Cell, Cell]]:
    return zip(cells[::2], cells[1::2], strict=True)


def definition(name: str) -> str:
    """Return when a patient counts as harmed, in words."""
    measure = MEASURES[name]
    does = "falls" if measure.better > 0 else "rises"
    least = with_unit(measure.least, measure.decimals + 1, measure.unit)
    share = f" and by at least {100 * TOLD:.0f} %" if measure.has_zero else ""
    return f"{measure.phrase} {does} by at least {least}{share}"


def _of_endpoint(name: str, values: Sequence[tuple[Any, Any]], shape: tuple[int, ...]) -> dict[str, Any]:
    measure = MEASURES[name]
    has_both = [before is not None and after is not None for before, after in values]
    change = [after - before if both else np.nan for (before, after), both in zip(values, has_both, strict=True)]
    favour = [measure.better * measure.direction(*pair) for pair in values]
    changes, favours, defined = (np.array(each).reshape(shape) for each in (change, favour, has_both))
    count = defined.sum(axis=2)
    with np.errstate(invalid="ignore", divide="ignore"):
        harmed, helped = ((favours == sign).sum(axis=2) / count for sign in (-1, 1))
        low, high = wilson(harmed, count)
    median = np.array([_median(row) for row in changes.reshape(-1, shape[-1])]).reshape(shape[:2])
    said = {"definition": definition(name)}
    return {
        f"{name}_change": (("y", "x"), median, {"units": measure.unit, "long_name": f"Change of {measure.phrase}"}),
        f"{name}_harmed": (("y", "x"), harmed, {"units": "1", "long_name": "Share that is harmed", **said}),
        f"{name}_harmed_low": (("y", "x"), low, {"units": "1", "long_name": "Lower end of its interval"}),
        f"{name}_harmed_high": (("y", "x"), high, {"units": "1", "long_name": "Upper end of its interval"}),
        f"{name}_helped": (("y", "x"), helped, {"units": "1", "long_name": "Share that is helped"}),
    }


def _median(numbers: Array) -> float:
    known = numbers[~np.isnan(numbers)]
    return float(np.median(known)) if known.size else float("nan")


def turns(grid: xarray.Dataset) -> list[Turn]:
    """Return where harm begins to prevail, by each definition; no crossings where it does nowhere or everywhere.

    Of one patient, the median change turns; of several, more than half are harmed.
    """
    return [_turn(grid, name) for name in ENDPOINTS]


def level_of(grid: xarray.Dataset, name: str, end: str = "") -> Array:
    """Return a field that is above 0 where harm prevails; `end`: ``_low`` or ``_high``, of the interval."""
    if grid.attrs["members"] > 1:
        return np.asarray(grid[f"{name}_harmed{end}"]) - HALF
    return np.asarray(grid[f"{name}_change"]) * -MEASURES[name].better


def _turn(grid: xarray.Dataset, name: str) -> Turn:
    level, x, y = level_of(grid, name), grid["x"].values, grid["y"].values
    points = [(across, float(up)) for up, row in zip(y, level, strict=True) for across in crossings(x, row)]
    points += [(float(across), up) for across, column in zip(x, level.T, strict=True) for up in crossings(y, column)]
    known = ~np.isnan(level)
    share = float((level[known] > 0.0).mean()) if known.any() else float("nan")
    return Turn(name, grid[f"{name}_harmed"].attrs["definition"], sorted(points), share)
