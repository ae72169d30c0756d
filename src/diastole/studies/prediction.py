"""What a treatment would do to the patient of a bedside sheet: nine of ten patients who fit it lie in an interval."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import batched
from typing import Any, NamedTuple

import numpy as np

from diastole.errors import InputError
from diastole.model.measures.definitions import MEASURES
from diastole.model.patient import Patient
from diastole.studies.arms import read_pair
from diastole.studies.cohort.cohort_runs import Cell, How, run_cells
from diastole.studies.fit.fitting import Fit
from diastole.studies.fit.posterior import (
    FEW,
    FIRST,
    LAST,
    FactorInterval,
    Posterior,
    factor_intervals,
    posterior,
    resampled,
    weighted_quantiles,
)
from diastole.studies.measure_names import measures_named

PATIENTS = 200  # who are treated, of equal weight
MEDIAN = 0.5
MOST_LOST = 0.5  # 1, of the patients, without a steady beat; assumed

type Watch = Callable[[str, int, int], None]  # of a stage, what is done, and all


class PredictedEffect(NamedTuple):
    """What a treatment changes of a measure."""

    treatment: str
    measure: str
    low: float  # of the 90 % interval
    median: float
    high: float
    rises: float  # 1, share of the patients in whom the measure rises by what is seen at the bedside
    falls: float


@dataclass(frozen=True)
class FitUncertainty:
    """What a bedside sheet leaves possible."""

    factors: list[FactorInterval]
    effects: list[PredictedEffect]
    patients: int  # drawn
    effective: float  # patients of equal weight who say as much
    notes: list[str]

    def __repr__(self) -> str:
        told = [each.name for each in self.factors if each.told == "much"]
        return f"<FitUncertainty: the sheet determines {', '.join(told) or 'nothing'}; {len(self.effects)} effects>"


def fit_uncertainty(
    fit: Fit,
    treatments: Sequence[str],
    measures: Sequence[str],
    *,
    seed: int = 0,
    workers: int = 1,
    watch: Watch | None = None,
) -> FitUncertainty:
    """Return what the sheet of a fit leaves possible, and what treatments would change.

    Raise InputError if there is no such treatment or measure, or hardly a patient has a steady beat with it.

    `treatments`: as of `diastole.studies.arms.read_pair`; `measures`: their names.
    """
    names = measures_named(measures)
    for treatment in treatments:
        read_pair(fit.patient, treatment)  # what is wrong is said before anything is run

    def seen(stage: str) -> Callable[[int, int], None] | None:
        return None if watch is None else lambda done, whole: watch(stage, done, whole)

    weighed = posterior(fit.near, seed=seed, watch=seen("patients who fit"))
    effects: list[PredictedEffect] = []
    notes = _notes(weighed)
    if treatments:
        places, counts = resampled(weighed, PATIENTS, seed)
        patients = [_given(fit, weighed, place) for place in places]
        for treatment in treatments:
            cells = _cells(patients, treatment, workers, seen(treatment))
            effects += _effects(treatment, names, cells, counts, notes)
    return FitUncertainty(factor_intervals(weighed), effects, len(weighed.weights), weighed.effective, notes)


def _notes(weighed: Posterior) -> list[str]:
    if weighed.effective >= FEW:
        return []
    return [f"The intervals rest on the weight of {weighed.effective:.0f} patients only and are rough."]


def _given(fit: Fit, weighed: Posterior, place: int) -> Patient:
    """Return a patient who was drawn, with the balloon of the sheet."""
    patient = fit.near.trials.patient(weighed.logarithms[place])
    return patient if fit.sheet.balloon_pump is None else patient.with_balloon_pump(fit.sheet.balloon_pump)


def _cells(
    patients: Sequence[Patient], treatment: str, workers: int, watch: Callable[[int, int], None] | None
) -> list[tuple[Cell, Cell]]:
    """Return each patient without and with a treatment."""
    arms = [arm for patient in patients for arm in read_pair(patient, treatment)]
    without_with = batched(run_cells(arms, How(), workers=workers, watch=watch), 2)
    return [(without, with_) for without, with_ in without_with]


def _effects(
    treatment: str, names: Sequence[str], cells: Sequence[tuple[Cell, Cell]], counts: Any, notes: list[str]
) -> list[PredictedEffect]:
    """Return what a treatment changes of each measure; add to the notes who has no steady beat."""
    steady = np.array([not (without.failure or with_.failure) for without, with_ in cells])
    lost = 1.0 - float(counts[steady].sum() / counts.sum())
    if lost > MOST_LOST:
        raise InputError(f"'{treatment}': {lost:.0%} of the patients who fit the sheet have no steady beat with it")
    if lost:
        notes.append(f"{treatment}: {lost:.1%} of the patients have no steady beat and are left out.")
    known = [(pair, count) for pair, count, is_steady in zip(cells, counts, steady, strict=True) if is_steady]
    return [effect for name in names if (effect := _effect(treatment, name, known))]


def _effect(treatment: str, name: str, known: Sequence[tuple[tuple[Cell, Cell], int]]) -> PredictedEffect | None:
    """Return what a treatment changes of a measure; None where it is not defined in any patient."""
    values = [(without.measures[name], with_.measures[name], count) for (without, with_), count in known]
    pairs = [(before, after, count) for before, after, count in values if before is not None and after is not None]
    if not pairs:
        return None
    weights = np.array([float(count) for _, _, count in pairs])
    low, median, high = weighted_quantiles(
        np.array([after - before for before, after, _ in pairs]), weights / weights.sum(), (FIRST, MEDIAN, LAST)
    )
    directions = np.array([MEASURES[name].direction(before, after) for before, after, _ in pairs])
    rises, falls = (float(weights[directions == sign].sum() / weights.sum()) for sign in (1, -1))
    return PredictedEffect(treatment, name, low, median, high, rises, falls)
