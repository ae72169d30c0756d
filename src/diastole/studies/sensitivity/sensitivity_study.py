"""Which values of a cohort decide a measure, and by how much: screened by Morris, then shared out by Sobol."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from diastole.arrays import Array
from diastole.errors import InputError
from diastole.model.input_blocks.fields import quantities
from diastole.model.patient import Patient
from diastole.studies.cohort.cohort_runs import How
from diastole.studies.cohort.specification import Specification
from diastole.studies.sensitivity.designs import complete, effects, indices, morris_points, sobol_points
from diastole.studies.sensitivity.influences import (
    Effect,
    Indices,
    MeasureInfluences,
    Sensitivity,
    StudySize,
    ValueInfluence,
)
from diastole.studies.sensitivity.shown_values import Shown, ShownQuantity, shown_at

LEAST_GROUPS = 8  # of points without a gap, from which on a bootstrap says something; assumed
LEAST_EFFECT = 0.05  # 1, of the largest effect on a measure, below which a value is left at its median; assumed
SAME = 1e-6  # 1, of a measure, in which it may vary and be the same: rounding and the search for a steady beat; assumed
MEDIAN = 0.5  # 1, share of the population
MOST_RUNS = 1_000_000
QUANTITIES = quantities(Patient)

type Watch = Callable[[str, int, int], None]  # of a stage, the patients done, and all


def check_size(size: StudySize) -> None:
    """Raise InputError if a size is none."""
    if size.trajectories == size.points == 0:
        raise InputError("neither a screening nor indices are asked for; give trajectories or points")
    if 0 < size.trajectories < LEAST_GROUPS:
        raise InputError(f"{size.trajectories} trajectories are too few; give 0, or {LEAST_GROUPS} or more")
    if size.points and (size.points < LEAST_GROUPS or size.points & (size.points - 1)):
        raise InputError(f"{size.points} points are no power of 2 from {LEAST_GROUPS} on; give one such as 128")


def sensitivity(
    spec: Specification,
    quantity: ShownQuantity,
    size: StudySize,
    how: How,
    *,
    workers: int = 1,
    watch: Watch | None = None,
) -> Sensitivity:
    """Return which values of a cohort decide some measures.

    Raise InputError if the size is none, would take too many runs, or too many patients are rejected for it.

    `watch`: called with the stage, the patients that are done and all of the stage.
    """
    check_size(size)
    values = len(spec.spreads)
    if len(spec.arms) * (size.trajectories * (values + 1) + size.points * (values + 2)) > MOST_RUNS:
        raise InputError(f"these are more than {MOST_RUNS:,} runs; take fewer points or trajectories")

    def run(stage: str, shares: Array) -> Shown:
        seen = None if watch is None else lambda done, whole: watch(stage, done, whole)
        return shown_at(spec, quantity, shares, how, workers=workers, watch=seen)

    rejected: Counter[str] = Counter()
    screened = [_Screened([], 0) for _ in quantity.measures]
    patients = 0
    if size.trajectories:
        points = morris_points(values, size.trajectories, size.seed)
        shown = run("screening", points)
        rejected, patients = rejected + shown.rejected, patients + len(points)
        screened = [_screened(points, column, shown.rejected, size.seed) for column in shown.values.T]
    kept = _kept(screened, values)
    shared = [_Shared({}, 0) for _ in quantity.measures]
    if size.points and kept:
        points = sobol_points(len(kept), size.points, size.seed)
        shares = np.full((len(points), values), MEDIAN)
        shares[:, kept] = points
        shown = run("indices", shares)
        rejected, patients = rejected + shown.rejected, patients + len(points)
        shared = [_shared(kept, column, shown.rejected, size.seed) for column in shown.values.T]
    influences = [_of_measure(spec, *each) for each in zip(quantity.measures, screened, shared, strict=True)]
    return Sensitivity(spec.title, quantity, influences, patients, dict(rejected), _notes(spec, size, kept))


class _Screened(NamedTuple):
    """What the screening found, and from how many whole trajectories."""

    effects: list[Effect]
    trajectories: int


class _Shared(NamedTuple):
    """The indices of the values that were kept, and from how many points."""

    indices: dict[int, Indices]  # by the place of the value
    points: int


def _screened(points: Array, results: Array, rejected: Counter[str], seed: int) -> _Screened:
    size = points.shape[1] + 1
    whole = complete(results, size)
    _check_groups(int(whole.sum()) // size, len(results) // size, rejected)
    return _Screened(effects(points[whole], results[whole], seed), int(whole.sum()) // size)


def _shared(kept: list[int], results: Array, rejected: Counter[str], seed: int) -> _Shared:
    size = len(kept) + 2
    whole = complete(results, size)
    _check_groups(int(whole.sum()) // size, len(results) // size, rejected)
    if np.ptp(results[whole]) <= SAME * np.abs(results[whole]).max():  # nothing to share out
        return _Shared({}, int(whole.sum()) // size)
    shares = indices(len(kept), results[whole], seed)
    return _Shared(dict(zip(kept, shares, strict=True)), int(whole.sum()) // size)


def _check_groups(whole: int, count: int, rejected: Counter[str]) -> None:
    """Raise InputError if too few groups of points are without a gap."""
    if whole >= LEAST_GROUPS:
        return
    reason, most = rejected.most_common(1)[0] if rejected else ("the measure is not defined", count)
    raise InputError(
        f"only {whole} of {count} groups of patients have all their numbers, and {LEAST_GROUPS} are needed; the most "
        f"frequent reason, {most:,} times: {reason}. Widen 'accepted', narrow the distributions, or take more points"
    )


def _kept(screened: list[_Screened], values: int) -> list[int]:
    """Return the places of the values that matter to one of the measures, or may."""
    if not screened[0].effects:
        return list(range(values))
    kept = set()
    for each in screened:
        largest = max(effect.mean.value for effect in each.effects)
        kept |= {
            place
            for place, effect in enumerate(each.effects)
            if largest > 0.0 and effect.mean.high >= LEAST_EFFECT * largest
        }
    return sorted(kept)


def _of_measure(spec: Specification, measure: str, screened: _Screened, shared: _Shared) -> MeasureInfluences:
    influences = [
        ValueInfluence(
            key,
            title,
            screened.effects[place] if screened.effects else None,
            shared.indices.get(place),
        )
        for place, (key, title) in enumerate(_titles(spec.keys).items())
    ]
    return MeasureInfluences(measure, influences, screened.trajectories, shared.points)


def _titles(keys: Sequence[str]) -> dict[str, str]:
    """Return what each key is called: its meaning, or itself where two would be called the same."""
    meanings = {key: QUANTITIES[key].meaning.partition(";")[0] if key in QUANTITIES else key for key in keys}
    taken = Counter(meanings.values())
    return {key: meaning if taken[meaning] == 1 else key for key, meaning in meanings.items()}


def _notes(spec: Specification, size: StudySize, kept: list[int]) -> list[str]:
    notes = []
    if not np.array_equal(spec.mixing, np.eye(len(spec.spreads))):
        notes.append("The values vary independently here: shares of a variance ask for it; correlations are left out.")
    out = [key for place, key in enumerate(spec.keys) if place not in kept]
    if out and size.points:
        notes.append(f"Left at the median after the screening, as they change little: {', '.join(out)}.")
    return notes
