"""Many runs at once: one patient over values, and several patients side by side."""

import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from math import prod
from pathlib import Path
from typing import TYPE_CHECKING, Any

from diastole.api.call_arguments import Reference, check_changes, check_run, check_whole, read_patient
from diastole.errors import InputError
from diastole.faces.terminal.waiting import bar
from diastole.installed import check_extra
from diastole.model.measures.patient_keys import patient_key
from diastole.model.patient import Patient
from diastole.model.patient.relative_value import read_value
from diastole.studies.cohort import ensemble as cohort_ensemble
from diastole.studies.cohort import sweep as cohort_sweep
from diastole.studies.cohort.cohort_dataset import Cohort, open_cohort
from diastole.studies.cohort.cohort_runs import AS_GIVEN, Arms, How, changed
from diastole.studies.cohort.specification import read_specification
from diastole.units import shown

if TYPE_CHECKING:
    import xarray

MOST_CELLS = 1_000_000  # of which a dataset still fits into memory; assumed
MOST_WORKERS = 256


def sweep(
    patient: Reference,
    key: str,
    values: Iterable[Any],
    *,
    across: Mapping[str, Iterable[Any]] | None = None,
    arms: Arms | None = None,
    reflex: bool = False,
    accuracy: str = "default",
    workers: int = 1,
    progress: bool = True,
) -> Cohort:
    """Run a patient over the values of a key, in each arm.

    Parameters
    ----------
    patient, reflex, accuracy
        As of `simulate`.
    key
        Dotted, such as ``lesions.aortic_regurgitation.orifice_area``.
    values
        As of `Patient.with_values`: numbers in the unit of the key, texts with a unit, or changes such as ``x0.5``.
    across
        Further keys with their values; every combination is run.
    arms
        Changes by the name of the arm, such as ``{"without": {}, "with": {"balloon_pump.volume": 40}}``; the patient as
        given if there are none.
    workers
        Processes that share the runs, which go side by side within each; worth it from some thousand runs, as each
        process has to start.
    progress
        Whether a bar is shown.

    Returns
    -------
    An xarray Dataset of every measure over the keys and ``arm``, with units and long names. Where a run fails, its
    numbers are NaN and ``failure`` holds the reason, which is warned of; ``cautions`` says in which ways a run is an
    extrapolation. ``sweep(…).plot("cardiac_output")`` draws a measure.

    Raises
    ------
    InputError
        If something given is not possible, before anything is run.
    """
    check_run(accuracy, reflex=reflex, progress=progress)
    along = [(key, values), *({} if across is None else check_changes("across", across)).items()]
    for name, _ in along:
        if not isinstance(name, str):
            raise InputError(f"'{shown(name)}' is not a key; keys are words such as heart_rate")
    listed = {patient_key(name): _listed(name, each) for name, each in along}
    whole, how = read_patient(patient), How(reflex, accuracy)
    chosen = _arms(arms, whole)
    _check_size(prod(len(each) for each in listed.values()) * len(chosen), workers)
    with _counted(progress) as watch:
        return _warned(cohort_sweep.sweep(whole, listed, chosen, how, workers=workers, watch=watch))


def ensemble(
    members: Mapping[str, Any] | Iterable[Any],
    *,
    of: Reference | None = None,
    arms: Arms | None = None,
    reflex: bool = False,
    accuracy: str = "default",
    workers: int = 1,
    progress: bool = True,
) -> Cohort:
    """Run several patients, in each arm.

    Parameters
    ----------
    members
        Patients as of `simulate`, or changes of one patient as of `Patient.with_values`; by name, or as a list.
    of
        The patient that is changed.
    arms, reflex, accuracy, workers, progress
        As of `sweep`.

    Returns
    -------
    As of `sweep`, over ``member`` and ``arm``. What is changed is a coordinate of the members.

    Raises
    ------
    InputError
        If something given is not possible, before anything is run.
    """
    check_run(accuracy, reflex=reflex, progress=progress)
    named = _named(members)
    base = None if of is None else read_patient(of)
    patients = {name: _member(name, given, base) for name, given in named.items()}
    chosen = _arms(arms, base or next(each for each in patients.values() if isinstance(each, Patient)))
    _check_size(len(named) * len(chosen), workers)
    keys = dict.fromkeys(key for given in named.values() if isinstance(given, Mapping) for key in given)
    how = How(reflex, accuracy)
    with _counted(progress) as watch:
        return _warned(cohort_ensemble.ensemble(patients, tuple(keys), chosen, how, workers=workers, watch=watch))


def cohort(
    specification: str | Path,
    count: int,
    output: str | Path,
    *,
    seed: int = 0,
    resume: bool = False,
    workers: int = 1,
    scheduler: str | None = None,
    reflex: bool = False,
    accuracy: str = "default",
    progress: bool = True,
) -> "xarray.Dataset":
    """Draw patients from a specification, run them in every arm, and keep all measures on disk.

    Parameters
    ----------
    specification
        File that says which values differ and how, in which arms a patient is run, and who is accepted.
    count
        Patients to draw.
    output
        Folder that is written, in Zarr version 3.
    seed
        Another one draws other patients; the same one gives the same bytes.
    resume
        Whether to go on with a cohort that is not finished; damaged parts are made anew.
    workers
        Processes on this machine.
    scheduler
        Address of a Dask cluster whose workers see the same folder.
    reflex, accuracy, progress
        As of `sweep`.

    Returns
    -------
    The cohort as an xarray Dataset that reads from the disk what is used of it. ``rejected`` is 0 for patients who are
    accepted.

    Raises
    ------
    InputError
        If something given is not possible, or the extra ``cohorts`` is missing.
    """
    check_run(accuracy, reflex=reflex, progress=progress)
    check_whole("count", count, 1)
    check_whole("seed", seed, 0)
    check_whole("workers", workers, 1, MOST_WORKERS)
    check_extra("cohorts")
    from diastole.studies.cohort.cohort_build import build_cohort  # loads zarr, which may not be there

    spec = read_specification(specification)
    with _counted(progress) as watch:
        build_cohort(
            Path(output), spec, seed=seed, count=count, how=How(reflex, accuracy), resume=resume, workers=workers,
            scheduler=scheduler, watch=watch,
        )  # fmt: skip
    return open_cohort(Path(output))


@contextmanager
def _counted(progress: bool) -> Iterator[Callable[[int, int], None]]:
    """Show how many runs are done."""
    with bar(1.0, seen=progress) as show:
        yield lambda done, runs: show(done / runs, f"{done} of {runs} runs")


def _listed(name: str, values: Any) -> list[Any]:
    """Return values as a list."""
    if isinstance(values, str | bytes | Mapping) or not isinstance(values, Iterable):
        raise InputError(f"{shown(name)}: '{shown(values)}' is no list of values; give one such as [60, 80, 100]")
    listed = list(islice(values, MOST_CELLS + 1))
    if not listed:
        raise InputError(f"{shown(name)} has no values; give a list such as [60, 80, 100]")
    return listed


def _arms(arms: Any, patient: Patient) -> Arms:
    if arms is None:
        return AS_GIVEN
    if not isinstance(arms, Mapping) or not arms or not all(isinstance(name, str) for name in arms):
        raise InputError(f"arms is '{shown(arms)}'; give changes by name, such as {{'without': {{}}, 'with': {{…}}}}")
    checked = {name: check_changes(f"the arm '{name}'", changes) for name, changes in arms.items()}
    for changes in checked.values():
        for key, given in changes.items():
            if not isinstance(given, Mapping):
                read_value(patient, key, given)
    return checked


def _named(members: Any) -> dict[Any, Any]:
    """Return members by name: patients in a list by their names where these differ, others by number."""
    if isinstance(members, Mapping):
        named = dict(members)
    else:
        row = _listed("members", members)
        names = [given.name if isinstance(given, Patient) else given for given in row]
        own = all(isinstance(name, str) for name in names) and len(set(names)) == len(names)
        named = dict(zip(names, row, strict=True)) if own else dict(enumerate(row))
    if not named:
        raise InputError("members has no values; give a patient at least")
    return named


def _member(name: Any, given: Any, base: Patient | None) -> Patient | str:
    """Return a member, or the reason why there is no such patient."""
    if not isinstance(given, Mapping):
        return read_patient(given)
    if base is None:
        raise InputError(f"the member '{shown(name)}' is changes, of no patient; say of which one, such as of='shock'")
    return changed(base, {key: read_value(base, key, value) for key, value in given.items()})


def _check_size(cells: int, workers: Any) -> None:
    if cells > MOST_CELLS:
        raise InputError(f"these are more than {MOST_CELLS:,} runs; take fewer values")
    check_whole("workers", workers, 1, MOST_WORKERS)


def _warned(cohort: Cohort) -> Cohort:
    """Warn of the runs that failed, if any did."""
    failed = int((cohort["failure"] != "").sum())
    if failed:
        first = next(text for text in cohort["failure"].values.flat if text)
        warnings.warn(f"{failed} of {cohort['failure'].size} runs failed; the first: {first}", stacklevel=3)
    return cohort
