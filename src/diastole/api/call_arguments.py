"""Arguments of the public functions, read and checked before anything is run."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from diastole.errors import InputError, did_you_mean
from diastole.model.bench_state import BenchState, is_bench_state
from diastole.model.measures.patient_keys import patient_key
from diastole.model.patient import PRESETS, Patient
from diastole.model.simulation.accuracy import LONGEST_STEP
from diastole.studies.fit.sheet_detection import is_bedside_sheet
from diastole.units import shown

if TYPE_CHECKING:
    from diastole.knowledge.rules.facts import PatientFacts
    from diastole.studies.fit.bedside_sheet import BedsideSheet

# A patient, the name of a preset, or the path of a patient file, a bedside sheet or a state that a bench saved.
type Reference = Patient | str | Path


def read_patient(given: Reference) -> Patient:
    """Return a patient, fitted if this is a bedside sheet; raise InputError if it does not exist or is no patient."""
    return _read(given).patient


def read_with_facts(given: Reference, now: datetime) -> "tuple[Patient, PatientFacts | None]":
    """Return a patient, and what its bedside sheet, if any, says at a moment; raise InputError as `read_patient`."""
    patient, sheet, changed = _read(given)
    return patient, None if sheet is None else sheet.stated(patient, now, changed=changed)


class _Read(NamedTuple):
    """What a reference was read as."""

    patient: Patient
    sheet: "BedsideSheet | None" = None  # that it was fitted to
    changed: bool = False  # since then


def _read(given: Reference) -> _Read:
    if isinstance(given, Patient):
        return _Read(given)
    path = read_path(given, f"no patient; give a preset ({', '.join(PRESETS)}), the path of a file or a Patient")
    if is_bench_state(given):
        return _of_state(path)
    if not is_bedside_sheet(given):
        return _Read(Patient.load(given))
    from diastole.studies.fit.bedside_sheet import BedsideSheet  # with an optimizer that is slow to load
    from diastole.studies.fit.fitting import fit

    fitted = fit(BedsideSheet.load(path))
    return _Read(fitted.patient, fitted.sheet)


def _of_state(path: Path) -> _Read:
    """Return the patient of a state that a bench saved."""
    state = BenchState.load(path)
    try:
        read = _read(state.reference)
        return _Read(read.patient.with_values(state.changes), read.sheet, read.changed or bool(state.changes))
    except InputError as problem:
        raise problem.within(f"{path}: ") from None


def read_path(given: Any, otherwise: str) -> Path:
    """Return a path, or raise InputError with what should be given instead."""
    if not isinstance(given, str | Path):
        raise InputError(f"'{shown(given)}' is {otherwise}")
    return Path(given)


def check_choice(name: str, given: Any, known: Iterable[str]) -> None:
    """Refuse a word that is not known."""
    words = list(known)
    if not isinstance(given, str) or given not in words:
        near = did_you_mean(given, words) if isinstance(given, str) else ""
        raise InputError(f"{name} is '{shown(given)}'; allowed is {' or '.join(words)}.{near}")


def check_run(accuracy: Any, **switches: Any) -> None:
    """Refuse an unknown accuracy, and a switch that is not True or False."""
    check_choice("accuracy", accuracy, LONGEST_STEP)
    for name, given in switches.items():
        if not isinstance(given, bool):
            raise InputError(f"{name} is '{shown(given)}'; allowed is True or False")


def check_whole(name: str, given: Any, least: int, most: int | None = None) -> None:
    """Refuse what is no whole number of a range."""
    is_whole = isinstance(given, int) and not isinstance(given, bool)
    if not is_whole or given < least or (most is not None and given > most):
        upper = "on" if most is None else f"to {most}"
        raise InputError(f"{name} is '{shown(given)}'; allowed is a whole number from {least} {upper}")


def check_changes(name: str, given: Any) -> Mapping[str, Any]:
    """Return changes of a patient, or refuse anything else."""
    if not isinstance(given, Mapping):
        raise InputError(f"{name} is '{shown(given)}'; give changes such as {{'heart_rate': 110}}")
    return {patient_key(key) if isinstance(key, str) else key: value for key, value in given.items()}
