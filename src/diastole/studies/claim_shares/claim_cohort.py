"""In what share of patients a claim holds: its experiment is repeated on patients who differ from its subjects.

They differ in the values that a fit may change, by as much as it takes patients to differ (`fit_factors`); treatment,
lesions and whatever else the experiment sets stay. Each patient stands at one place of the experiment, so that they are
independent of one another; where the claim orders subjects, a patient differs alike from each of them.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import batched
from typing import Any

import numpy as np

from diastole.arrays import Array
from diastole.errors import InputError
from diastole.model.input_blocks.fields import quantities
from diastole.model.measures.definitions import MEASURES
from diastole.model.patient import Patient
from diastole.model.patient.patient import Changes
from diastole.studies.claim_shares.claim_share import ClaimShare, SharePlace
from diastole.studies.claims.claim import Claim, Experiment, Sweep
from diastole.studies.claims.claim_experiment import ExperimentCell, Place, cell_places
from diastole.studies.claims.claim_verdict import verdict
from diastole.studies.cohort.cohort_runs import Cell, How, run_cells
from diastole.studies.fit.fit_factors import factors_for, with_factors
from diastole.studies.fit.livability import vital_outside
from diastole.units import parse_quantity

FACTOR = "x×"  # before a number that multiplies a patient's own value
TIMES = "times the patient's own"  # unit of such an axis
NO_BEAT, IMPOSSIBLE = "no steady beat in an arm", "values that are impossible together"
QUANTITIES = quantities(Patient)

type Watch = Callable[[int, int], None]


def has_share(claim: Claim) -> bool:
    """Return whether a claim rests on steady beats, which can be repeated on many patients."""
    return claim.experiment is not None and claim.experiment.minutes is None


def claim_share(claim: Claim, count: int, *, seed: int = 0, workers: int = 1, watch: Watch | None = None) -> ClaimShare:
    """Return in what share of so many patients a claim holds.

    Raise InputError if every patient is rejected.
    """
    experiment = claim.experiment
    assert experiment is not None
    groups = list(_groups(experiment, count, seed))
    places = [place for group, _ in groups for place in group]
    patients = [arm for group, logarithms in groups for place in group for arm in _arms(experiment, place, logarithms)]
    cells = batched(run_cells(patients, How(experiment.reflex), workers=workers, watch=watch), len(experiment.arms))
    shown = iter([_cell(experiment, place, row) for place, row in zip(places, cells, strict=True)])
    rejected: Counter[str] = Counter()
    judged: list[tuple[Place, bool]] = []
    for group, _ in groups:
        rows = [next(shown) for _ in group]
        if reason := next((row.failure for row in rows if row.failure), ""):
            rejected[reason] += 1
            continue
        word = verdict(claim, rows, _never).word
        if word != "cannot_be_shown":
            judged.append((group[0], word == "holds"))
    if not judged:
        raise InputError(f"claim {claim.id}: no patient counts; {dict(rejected) or 'its measures are not defined'}")
    holds = sum(holds for _, holds in judged)
    along, across = (sweep.key if sweep else "" for sweep in (experiment.along, experiment.across))
    return ClaimShare(
        claim.id, count, dict(rejected), len(judged), holds, along, across, _unit(experiment.across),
        _places(experiment, judged),
    )  # fmt: skip


def _groups(experiment: Experiment, count: int, seed: int) -> Iterator[tuple[list[Place], Array]]:
    """Yield for each patient where it stands, and the logarithms of its factors."""
    random = np.random.default_rng(seed)
    places = list(cell_places(experiment))
    for number in range(count):
        group = places if experiment.ordered else [places[number % len(places)]]
        factors = factors_for(Patient.preset(group[0][0].preset), {})
        yield group, random.normal(size=len(factors)) * [factor.spread for factor in factors]


def _arms(experiment: Experiment, place: Place, logarithms: Array) -> list[Patient | str]:
    """Return a patient at a place in every arm, or why there is none."""
    subject, along, across = place
    sweeps = ((experiment.along, along), (experiment.across, across))
    swept = {sweep.key: value for sweep, value in sweeps if sweep is not None and value is not None}
    preset = Patient.preset(subject.preset)
    try:
        patient = with_factors(preset, factors_for(preset, {}), np.exp(logarithms).tolist())
        return [_changed(patient, {**subject.set, **swept, **changes}) for changes in experiment.arms.values()]
    except InputError:
        return [IMPOSSIBLE] * len(experiment.arms)


def _changed(patient: Patient, changes: Changes) -> Patient:
    return patient.with_values(changes) if changes else patient


def _cell(experiment: Experiment, place: Place, row: Sequence[Cell]) -> ExperimentCell:
    """Return what a patient shows at a place, or why it does not count."""
    subject, along, across = place
    arms: dict[str, Any] = {name: cell.measures for name, cell in zip(experiment.arms, row, strict=True)}
    failed = [cell.failure for cell in row if cell.failure]
    reason = "" if not failed else IMPOSSIBLE if failed[0] == IMPOSSIBLE else NO_BEAT
    if not reason:
        outside = vital_outside(row[0].measures, Patient.preset(subject.preset).body)
        reason = f"{MEASURES[outside[0]].lower_title} that nobody lives with" if outside else ""
    return ExperimentCell(subject.name, along, across, arms, reason)


def _never(*given: Any) -> ExperimentCell:
    raise AssertionError("a patient stands at one place, so nothing turns")


def _places(experiment: Experiment, judged: Sequence[tuple[Place, bool]]) -> tuple[SharePlace, ...]:
    """Return the counts at each place of sweeps of numbers; none where what is swept is a word."""
    if experiment.along is None or experiment.along.key not in QUANTITIES:
        return ()
    rows = []
    for across in experiment.across.values if experiment.across else (None,):
        for along in experiment.along.values:
            here = [holds for (_, *at), holds in judged if at == [along, across]]
            right, up = _number(experiment.along, along), None
            if experiment.across is not None and across is not None:
                up = _number(experiment.across, across)
            rows.append(SharePlace(right, up, sum(here), len(here)))
    return tuple(rows)


def _number(sweep: Sweep, value: str) -> float:
    """Return a value of a sweep, in the unit of its axis."""
    return float(value[1:]) if value[0] in FACTOR else parse_quantity(value, QUANTITIES[sweep.key].unit)


def _unit(sweep: Sweep | None) -> str:
    """Return the unit of an axis; empty without one."""
    if sweep is None or sweep.key not in QUANTITIES:
        return ""
    return TIMES if sweep.values[0][0] in FACTOR else QUANTITIES[sweep.key].unit
