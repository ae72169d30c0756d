"""From the words on the command line to a patient."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from diastole.cli.progress_bar import Voice
from diastole.errors import InputError
from diastole.files import is_file
from diastole.model.patient import PRESETS, Patient
from diastole.studies.fit.sheet_detection import is_bedside_sheet

if TYPE_CHECKING:
    from diastole.studies.fit.fitting import Fit

EXAMPLE = "--set 'heart_rate=110 /min'"


class PatientInput(NamedTuple):
    """A patient, and what of it was measured.

    Attributes
    ----------
    measured
        By the names of the measures, in their units: what a bedside sheet says, unless the patient was changed since.
        None where the patient is a preset or a patient file, which says everything.
    """

    patient: Patient
    measured: Mapping[str, float] | None = None


def read_changes(given: Sequence[str]) -> dict[str, str]:
    """Return the values of ``--set KEY=VALUE`` by key.

    Raises
    ------
    InputError
        If there is no ``=`` or no key, or a key stands twice.
    """
    changes: dict[str, str] = {}
    for text in given:
        key, equals, value = (part.strip() for part in text.partition("="))
        if not key or not equals:
            raise InputError(f"--set '{text}' is not KEY=VALUE; write it like {EXAMPLE}")
        if key in changes:
            raise InputError(f"--set gives {key} twice: '{changes[key]}' and '{value}'")
        changes[key] = value
    return changes


def read_patient(reference: str, given: Sequence[str], voice: Voice) -> Patient:
    """Return the patient of `read_input`, for what asks for nothing but a patient."""
    return read_input(reference, given, voice).patient


def read_input(reference: str, given: Sequence[str], voice: Voice) -> PatientInput:
    """Return the patient of a preset, of a file, or fitted to a bedside sheet, with the values of ``--set``.

    Raises
    ------
    InputError
        If it does not exist, is no patient, or a value is not possible.
    """
    changes = read_changes(given)
    known = _fitted(reference, voice) if _is_sheet(reference) else PatientInput(Patient.load(reference))
    if known.patient.misfit:
        voice.warn(known.patient.misfit)
    if not changes:
        return known
    if known.measured:
        voice.note("--set changes the patient, so what was measured counts no more")
    try:
        return PatientInput(known.patient.with_values(changes), None if known.measured is None else {})
    except InputError as error:
        raise error.within("--set: ") from None


def fit_sheet(path: str, voice: Voice) -> "Fit":
    """Return the fit to a bedside sheet.

    Raises
    ------
    InputError
        If this is no bedside sheet, or no patient shows its numbers.
    """
    if path in PRESETS or (is_file(path) and not _is_sheet(path)):
        what = "preset" if path in PRESETS else "patient file"
        raise InputError(f"'{path}' is a {what}; fit takes a bedside sheet, a YAML file with a block 'measured'")
    from diastole.studies.fit.bedside_sheet import BedsideSheet  # with the next, loads what only a fit needs
    from diastole.studies.fit.fitting import fit

    sheet = BedsideSheet.load(path)
    with voice.progress("fitting") as show:
        return fit(sheet, watch=lambda count: show(f"fitting: {count} patients tried"))


def _is_sheet(reference: str) -> bool:
    """Tell whether this is a bedside sheet; what cannot be read is none."""
    if reference in PRESETS or not is_file(reference):
        return False
    return is_bedside_sheet(reference)


def _fitted(reference: str, voice: Voice) -> PatientInput:
    """Return the patient of a bedside sheet with what it measured, and say on stderr that it was fitted."""
    voice.note(f"{reference} is a bedside sheet: a patient is fitted to it first")
    found = fit_sheet(reference, voice)
    for text in found.notes:
        voice.note(text)
    if found.undetermined:
        voice.note(f"these numbers do not determine {', '.join(found.undetermined)}")
    for text in found.implausible:
        voice.warn(text)
    return PatientInput(found.patient, {row.measure: row.measured for row in found.rows})
