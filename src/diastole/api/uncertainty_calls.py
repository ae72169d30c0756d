"""How sure a result is: what decides it, what a sheet leaves possible, in whom a claim holds, what is as good."""

from collections.abc import Sequence
from pathlib import Path

from diastole.api.call_arguments import Reference, check_choice, check_run, check_whole, read_patient
from diastole.api.cohort_calls import MOST_WORKERS
from diastole.errors import InputError
from diastole.faces.terminal.waiting import bar
from diastole.installed import with_extra
from diastole.studies.claim_shares.claim_cohort import claim_share, has_share
from diastole.studies.claim_shares.claim_share import ClaimShare
from diastole.studies.claims.claim import load_claims
from diastole.studies.cohort.cohort_runs import How
from diastole.studies.cohort.specification import read_specification
from diastole.studies.fit.fitting import Fit
from diastole.studies.harm_map import ENDPOINTS
from diastole.studies.prediction import FitUncertainty, fit_uncertainty
from diastole.studies.sensitivity.influences import Sensitivity, StudySize
from diastole.studies.sensitivity.shown_values import read_quantity
from diastole.studies.timing_optimum import (
    SIDE,
    WITHIN,
    TimingOptimum,
    check_grid,
    read_goal,
    timing_grid,
    timing_optimum,
)
from diastole.units import shown


def sensitivity(
    specification: str | Path,
    *measures: str,
    arm: str = "",
    minus: str = "",
    points: int = 256,
    trajectories: int = 32,
    seed: int = 0,
    workers: int = 1,
    reflex: bool = False,
    accuracy: str = "default",
    progress: bool = True,
) -> Sensitivity:
    """Say which values of a cohort decide a measure: Morris's screening, then Sobol's indices.

    Parameters
    ----------
    specification
        File of a cohort, as of `cohort`. Its correlations are left out: the indices ask for independent values.
    measures
        Such as ``cardiac_output``; those of a map of harm if none is given.
    arm, minus
        Arm in which they are measured, and arm that is taken off it; if both are left out, the last and the first.
    points
        Of Sobol's sequence, a power of 2; 0 for a screening alone. Each takes a patient for every value, and two more.
    trajectories
        Of the screening; 0 for none, so that all values are kept.
    seed
        Another one draws other patients.
    workers, reflex, accuracy, progress
        As of `sweep`.

    Returns
    -------
    For each measure, what each value changes and which share of the variance it decides, with 95 % intervals; how many
    patients were run and rejected. `figure`, `save` and `to_json` take it.

    Raises
    ------
    InputError
        If something given is not possible, too many patients are rejected, or the extra ``cohorts`` is missing.
    """
    check_run(accuracy, reflex=reflex, progress=progress)
    for name, given, least in (("points", points, 0), ("trajectories", trajectories, 0), ("seed", seed, 0)):
        check_whole(name, given, least)
    check_whole("workers", workers, 1, MOST_WORKERS)
    study = with_extra("cohorts", "studies.sensitivity.sensitivity_study")
    spec = read_specification(specification)
    quantity = read_quantity(spec, _names(measures), arm, minus)
    size = StudySize(trajectories, points, seed)
    with bar(1.0, seen=progress) as show:
        result: Sensitivity = study.sensitivity(
            spec, quantity, size, How(reflex, accuracy), workers=workers,
            watch=lambda stage, done, whole: show(done / whole, f"{stage}: {done} of {whole} patients"),
        )  # fmt: skip
    return result


def _names(measures: Sequence[str]) -> Sequence[str]:
    return measures or ENDPOINTS


def uncertainty(
    fit: Fit,
    *treatments: str,
    measures: Sequence[str] = (),
    seed: int = 0,
    workers: int = 1,
    progress: bool = True,
) -> FitUncertainty:
    """Say what the bedside sheet of a fit leaves possible, and what treatments would change in those who fit.

    Parameters
    ----------
    fit
        As of `fit`.
    treatments
        Such as ``iabp``, as of `compare`.
    measures
        Such as ``cardiac_output``; those of a map of harm if none is given.
    seed
        Another one draws other patients.
    workers, progress
        As of `sweep`.

    Returns
    -------
    For each value that the fit changes, the 90 % interval before the sheet and with it; for each treatment and measure,
    the 90 % interval of the change and in which share of the patients it rises or falls.

    Raises
    ------
    InputError
        If something given is not possible, or most patients who fit have no steady beat with a treatment.
    """
    check_run("default", progress=progress)
    check_whole("seed", seed, 0)
    check_whole("workers", workers, 1, MOST_WORKERS)
    if not isinstance(fit, Fit):
        raise InputError(f"'{shown(repr(fit))}' is no fit; give what diastole.fit returned")
    with bar(1.0, seen=progress) as show:
        return fit_uncertainty(
            fit, treatments, _names(measures), seed=seed, workers=workers,
            watch=lambda stage, done, whole: show(done / whole, stage),
        )  # fmt: skip


def claim_shares(
    *ids: str, count: int = 128, seed: int = 0, workers: int = 1, progress: bool = True
) -> list[ClaimShare]:
    """Say in what share of patients claims of the ledger hold.

    Parameters
    ----------
    ids
        Such as ``C05``; all that rest on steady beats if none is given.
    count
        Patients to draw for each, who differ from the subjects of the experiment as a fit takes patients to differ.
    seed
        Another one draws other patients.
    workers, progress
        As of `sweep`.

    Returns
    -------
    For each claim how many patients were drawn, rejected and decided, the share in whom it holds and its 95 % interval,
    and where along the sweep of the experiment it turns in half of them.

    Raises
    ------
    InputError
        If there is no such claim, it cannot be repeated, or every patient is rejected.
    """
    check_run("default", progress=progress)
    for name, given, least in (("count", count, 1), ("seed", seed, 0)):
        check_whole(name, given, least)
    check_whole("workers", workers, 1, MOST_WORKERS)
    known = {name: claim for name, claim in load_claims().items() if has_share(claim)}
    for name in ids:
        check_choice("a claim", name, known)
    chosen = [known[name] for name in ids or known]
    with bar(1.0, seen=progress) as show:
        shares = []
        for done, claim in enumerate(chosen):
            show(done / len(chosen), f"claim {claim.id}")
            shares.append(claim_share(claim, count, seed=seed, workers=workers))
    return shares


def optimum(
    patient: Reference,
    goal: str = "cardiac_output",
    *,
    side: int = SIDE,
    within: float = WITHIN,
    reflex: bool = False,
    accuracy: str = "default",
    workers: int = 1,
    progress: bool = True,
) -> TimingOptimum:
    """Find the best moments of inflation and deflation of the balloon for a patient, and all that are as good.

    Parameters
    ----------
    patient, reflex, accuracy, workers, progress
        As of `sweep`.
    goal
        Measure that should be best, such as ``head_and_arm_flow``.
    side
        Moments along each axis of the grid, an odd number.
    within
        How far they lie from the usual moments [s].

    Returns
    -------
    The goal without the balloon, at the usual moments and at the best; for both moments the best one and the first and
    last that are as good, with no difference that is seen at the bedside.

    Raises
    ------
    InputError
        If something given is not possible, or the goal is not better in one direction.
    """
    check_run(accuracy, reflex=reflex, progress=progress)
    check_whole("side", side, 3)
    check_whole("workers", workers, 1, MOST_WORKERS)
    check_grid(side, within)
    chosen, name = read_patient(patient), read_goal(goal)
    with bar(1.0, seen=progress) as show:
        grid = timing_grid(
            chosen, name, How(reflex, accuracy), side=side, within=within, workers=workers,
            watch=lambda done, whole: show(done / whole, f"{done} of {whole} runs"),
        )  # fmt: skip
    return timing_optimum(grid)
