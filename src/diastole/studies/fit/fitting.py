"""Fit a patient to a bedside sheet by least squares over a few named factors.

Each number pulls with its own tolerance, and each factor is held near the preset with the spread among patients: what
the numbers cannot determine stays where the preset has it, and is named. Only the numbers of the sheet are fitted, and
those are without a balloon.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from scipy.optimize import least_squares

from diastole.display import Displayed
from diastole.errors import InputError
from diastole.model.measures.definitions import MEASURES
from diastole.model.measures.measure import Value
from diastole.model.patient import Patient
from diastole.model.patient.relative_value import value_at
from diastole.numbers import listed
from diastole.studies.fit.bedside_sheet import BedsideSheet
from diastole.studies.fit.fit_factors import (
    QUANTITIES,
    FitFactor,
    factors_for,
)
from diastole.studies.fit.left_open import Neighbourhood
from diastole.studies.fit.livability import check_livable, implausible
from diastole.studies.fit.measurement_tolerance import tolerance
from diastole.studies.fit.starting_patient import in_force, nearest_preset
from diastole.studies.fit.trials import FAILED, Trials, Watch
from diastole.studies.fit.usual_values import usual_values
from diastole.units import DOSE, format_quantity

LARGE = 3.0  # tolerances, beyond which a residual is no error of measurement; assumed
MOST_EVALUATIONS = 30  # of the residuals, without those for derivatives
SAME_SIZE = 0.005  # 1, difference of body surface areas that is not worth a word
LARGEST_LOGARITHM = 2.5  # of a factor: beyond 12-fold this is another patient


class FitRow(NamedTuple):
    """A number of the sheet, and what the fitted patient shows."""

    measure: str
    unit: str
    measured: float
    fitted: float
    residual: float  # fitted less measured
    large: bool  # whether the fitted patient does not show this number

    @property
    def sentence(self) -> str:
        """What the patient shows in place of the measured number, such as ``cardiac output 3.6 L/min, not 5 L/min``."""
        known = MEASURES[self.measure]
        fitted, measured = (
            format_quantity(round(value, known.decimals), self.unit) for value in (self.fitted, self.measured)
        )
        return f"{known.lower_title} {fitted}, not {measured}"


class FitParameter(NamedTuple):
    """A factor that was free."""

    name: str
    start: float  # value on the preset (of the first key)
    fitted: float
    unit: str
    determined: bool


@dataclass(frozen=True)
class Fit(Displayed):
    """A fitted patient, how well the numbers are met, and notes on what was not on the sheet.

    What the sheet does not tell is left open: a sentence for each factor that it does not determine, with the values
    that would fit as well. What the patient does not show stands in `Patient.misfit`, and so goes with it into every
    result. The cautions are of the run without a balloon; implausible is what this patient shows beside the sheet, and
    no patient was taken to have.
    """

    patient: Patient
    preset: str
    rows: list[FitRow]
    parameters: list[FitParameter]
    left_open: list[str]
    notes: list[str]
    cautions: list[str]
    implausible: list[str]
    sheet: BedsideSheet
    near: Neighbourhood = field(compare=False)  # the optimum, and who was tried

    def __repr__(self) -> str:
        missed = [row.measure for row in self.rows if row.large]
        return f"<Fit of '{self.patient.name}' from '{self.preset}': misses {', '.join(missed) or 'nothing'}>"

    @property
    def undetermined(self) -> list[str]:
        """Names of the factors that the numbers leave where the preset has them."""
        return [parameter.name for parameter in self.parameters if not parameter.determined]


def _notes(sheet: BedsideSheet, preset: str) -> list[str]:
    start = Patient.preset(preset)
    notes = [f"What the sheet does not say is taken from the preset '{preset}' ({start.name})."]
    running = [f"{name} {dose:.3g} {DOSE}" for name, dose in sheet.drugs if dose > 0.0]
    running += [name for name in in_force(sheet) if name != "drugs"]
    if running:
        notes.append(f"The numbers are those under treatment, which the fitted patient has too: {listed(running)}.")
    notes += sheet.notes
    if sheet.not_used:
        notes.append(_not_used(sheet))
    if "heart_rate" not in sheet.measured:
        notes.append(f"Heart rate is not on the sheet: {start.heart_rate:g} /min of the preset is used.")
    if sheet.body is None:
        body = start.body
        notes.append(f"Body is not on the sheet: {body.sex}, {body.height:g} cm, {body.weight:g} kg of the preset.")
    elif abs((ratio := sheet.body.body_surface_area / start.body.body_surface_area) - 1.0) > SAME_SIZE:
        notes.append(
            f"Volumes, flows and areas of the preset were scaled by body surface area ({ratio:.2f} times) before "
            f"the fit."
        )
    return notes


def _not_used(sheet: BedsideSheet) -> str:
    """Say what of the sheet has no part in the fitted patient; nothing where all has."""
    return f"Read, not used by the model: {'; '.join(sheet.not_used)}." if sheet.not_used else ""


def fit(sheet: BedsideSheet, *, watch: Watch | None = None) -> Fit:
    """Return the patient of a bedside sheet.

    Raise InputError if no patient like the presets can show these numbers, or only one who could not live.

    `sheet`: what is known; its lesions replace those of the preset, its heart rate is taken as it is; `watch`: called
    with the count of simulated patients, for a progress bar.
    """
    preset, start = nearest_preset(sheet)
    factors = factors_for(start, sheet.measured)
    trials = Trials(start, factors, sheet.measured, usual_values(start, factors), watch)
    solved = least_squares(
        trials.residuals, np.zeros(len(factors)), jac=trials.slopes, x_scale=trials.spreads, max_nfev=MOST_EVALUATIONS,
        bounds=(-LARGEST_LOGARITHM, LARGEST_LOGARITHM), xtol=1e-5, ftol=1e-6,
    )  # fmt: skip
    if np.abs(solved.fun[: len(sheet.measured)]).max() >= FAILED:
        raise InputError(
            f"{sheet.name}: no patient like the preset '{preset}' comes near these numbers; check the sheet, or name "
            f"another preset to start from ('nearest:')"
        )
    patient, [fitted] = trials.patient(solved.x), trials.at([solved.x])
    rows = _rows(sheet, fitted.measures)
    check_livable(sheet.name, fitted.measures, patient.body)
    strange = implausible(fitted.measures, patient.body)
    if sheet.balloon_pump is not None:
        patient = patient.with_balloon_pump(sheet.balloon_pump)
    near = Neighbourhood(trials, solved.x, np.asarray(solved.jac))
    parameters = _parameters(start, patient, factors, near.determined())
    marked = patient.model_copy(update={"misfit": _misfit(rows), "not_used": _not_used(sheet)})
    notes, cautions = _notes(sheet, preset), list(fitted.cautions)
    return Fit(marked, preset, rows, parameters, near.left_open(), notes, cautions, strange, sheet, near)


def _rows(sheet: BedsideSheet, measures: Mapping[str, Value]) -> list[FitRow]:
    rows = []
    for name, measured in sheet.measured.items():
        fitted = measures[name]
        if fitted is None:
            definition = MEASURES[name].definition
            raise InputError(f"{sheet.name}: measured.{name} is not defined for this patient: {definition}")
        residual = fitted - measured
        large = abs(residual) > LARGE * tolerance(name, measured)
        rows.append(FitRow(name, MEASURES[name].unit, measured, fitted, residual, large))
    return rows


def _misfit(rows: Sequence[FitRow]) -> str:
    """Say what was measured and the patient does not show; nothing where every number is met."""
    missed = [row.sentence for row in rows if row.large]
    if not missed:
        return ""
    return (
        f"This patient does not show all that was measured ({'; '.join(missed)}): check the sheet, name a lesion that "
        f"it leaves out, or start from another preset."
    )


def _parameters(
    start: Patient, patient: Patient, factors: Sequence[FitFactor], determined: Sequence[bool]
) -> list[FitParameter]:
    return [
        FitParameter(
            factor.name,
            value_at(start, factor.keys[0]),
            value_at(patient, factor.keys[0]),
            QUANTITIES[factor.keys[0]].unit,
            known,
        )
        for factor, known in zip(factors, determined, strict=True)
    ]
