"""The JSON of each command. A change that breaks a reader raises the number in ``schema``."""

from collections.abc import Mapping
from math import isfinite
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from diastole.calibration.fit import Fit
    from diastole.hemodynamics.run import Comparison, Run

type Json = dict[str, Any]


def simulate_shape(run: "Run") -> Json:
    """Return the measures of a run: of the assisted beat, and of the others where there are any."""
    from diastole.hemodynamics.run import units

    return {
        "schema": "diastole/simulate/1",
        "patient": run.patient.name,
        "reflex": run.reflex,
        "measures": _numbers(run.measures),
        **_unassisted(run),
        "labels": _numbers(run.labels),
        "cautions": list(run.cautions),
        "units": units(),
    }


def compare_shape(comparison: "Comparison") -> Json:
    """Return the measures without and with support."""
    from diastole.hemodynamics.run import units

    return {
        "schema": "diastole/compare/1",
        "patient": comparison.patient.name,
        "reflex": comparison.with_.reflex,
        "without": _numbers(comparison.without.measures),
        "with": _numbers(comparison.with_.measures),
        **_unassisted(comparison.with_),
        "labels": _numbers(comparison.with_.labels),
        "cautions": list(dict.fromkeys([*comparison.without.cautions, *comparison.with_.cautions])),
        "units": units(),
    }


def fit_shape(fit: "Fit") -> Json:
    """Return the fitted patient as text with units, how well each number is met, and what was free."""
    from diastole.patient.tree import dump, split

    values, _ = split(dump(fit.patient, {}))
    return {
        "schema": "diastole/fit/1",
        "preset": fit.preset,
        "patient": values,
        "residuals": {
            row.measure: _numbers({"measured": row.measured, "fitted": row.fitted, "residual": row.residual})
            | {"unit": row.unit}
            for row in fit.rows
        },
        "parameters": {
            parameter.name: _numbers({"start": parameter.start, "fitted": parameter.fitted})
            | {"unit": parameter.unit, "determined": parameter.determined}
            for parameter in fit.parameters
        },
        "undetermined": list(fit.undetermined),
        "notes": list(fit.notes),
    }


def _unassisted(run: "Run") -> Json:
    return {} if run.unassisted is None else {"unassisted": _numbers(run.unassisted)}


def _numbers(values: Mapping[str, float | None]) -> Json:
    """Return plain numbers; what is undefined or not finite is null."""
    return {name: float(value) if value is not None and isfinite(value) else None for name, value in values.items()}
