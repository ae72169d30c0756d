"""Reads the patient that the words of a command line name, or fits one to a bedside sheet."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from diastole.cli.reporter import Reporter
from diastole.cli.standard_input import as_typed
from diastole.errors import InputError
from diastole.faces.words.idle_values import idle_values
from diastole.model.bench_state import BenchState, is_bench_state
from diastole.model.measures.patient_keys import patient_key
from diastole.model.patient import Patient
from diastole.studies.fit.sheet_detection import check_bedside_sheet, is_bedside_sheet

if TYPE_CHECKING:
    from diastole.knowledge.rules.facts import PatientFacts
    from diastole.studies.fit.bedside_sheet import BedsideSheet
    from diastole.studies.fit.fitting import Fit

EXAMPLE = "--set 'heart_rate=110 /min'"


class PatientInput(NamedTuple):
    """A patient, with the bedside sheet that it was fitted to.

    Attributes
    ----------
    sheet
        None if the patient is a preset or a patient file, where every value is known.
    changed
        Whether the patient was changed since, so that the measured values no longer count.
    state
        The preset or file that the patient is made of, what was changed, and whether the baroreflex answers.
    """

    patient: Patient
    sheet: "BedsideSheet | None" = None
    changed: bool = False
    state: BenchState = BenchState("")

    def stated(self, now: datetime | None = None) -> "PatientFacts | None":
        """Return what the sheet says to rules at a moment, now if not given; None without a sheet."""
        if self.sheet is None:
            return None
        return self.sheet.stated(self.patient, now or datetime.now(UTC), changed=self.changed)


def read_changes(given: Sequence[str]) -> dict[str, str]:
    """Return the values of ``--set KEY=VALUE`` by key.

    Raise InputError if there is no ``=`` or no key, a key is given twice, or it is a measure that cannot be set.
    """
    changes: dict[str, str] = {}
    for text in given:
        key, equals, value = (part.strip() for part in text.partition("="))
        if not key or not equals:
            raise InputError(f"--set '{text}' is not KEY=VALUE; write it like {EXAMPLE}")
        key = patient_key(key)
        if key in changes:
            raise InputError(f"--set gives {key} twice: '{changes[key]}' and '{value}'")
        changes[key] = value
    return changes


def read_input(reference: str, given: Sequence[str], reporter: Reporter) -> PatientInput:
    """Return the patient of a preset, of a file or a state, or fitted to a bedside sheet, with the values of ``--set``.

    Raise InputError if it does not exist, is not a patient, or a value is impossible.
    """
    changes = read_changes(given)
    known = _changed(_named(reference, reporter), changes, "--set", "--set: ", reporter)
    if known.patient.misfit:
        reporter.warn(known.patient.misfit)
    if known.sheet is None and known.patient.not_used:
        reporter.note(known.patient.not_used)
    return known


def _named(reference: str, reporter: Reporter) -> PatientInput:
    """Return the patient that a reference names."""
    if is_bench_state(reference):
        state = BenchState.load(reference)
        try:
            named = _named(state.reference, reporter)
        except InputError as error:
            raise error.within(f"{reference}: ") from None
        named = _changed(named, state.changes, reference, f"{reference}: ", reporter)
        return named._replace(state=named.state._replace(reflex=state.reflex))
    known = _fitted(reference, reporter) if is_bedside_sheet(reference) else PatientInput(Patient.load(reference))
    return known._replace(state=BenchState(as_typed(reference)))


def _changed(known: PatientInput, changes: Mapping[str, str], by: str, before: str, reporter: Reporter) -> PatientInput:
    """Return a patient with other values; `before`: words before what is said against one."""
    if not changes:
        return known
    if known.sheet is not None:
        reporter.note(f"{by} changes the patient, so the measured values no longer count")
    try:
        patient = known.patient.with_values(changes)
    except InputError as error:
        raise error.within(before) from None
    for text in idle_values(patient, changes):
        reporter.warn(text)
    return PatientInput(patient, known.sheet, changed=True, state=known.state.with_changes(changes, patient))


def fit_sheet(path: str, reporter: Reporter) -> "Fit":
    """Return the fit to a bedside sheet.

    Raise InputError if this is not a bedside sheet, or no patient shows its numbers.
    """
    check_bedside_sheet(path)
    from diastole.studies.fit.bedside_sheet import BedsideSheet  # with the next, loads what only a fit needs
    from diastole.studies.fit.fitting import fit

    sheet = BedsideSheet.load(path)
    with reporter.progress("fitting") as show:
        return fit(sheet, watch=lambda count: show(f"fitting: {count} patients tried"))


def _fitted(reference: str, reporter: Reporter) -> PatientInput:
    """Return the patient fitted to a bedside sheet, with the measured values, and say so on stderr."""
    reporter.note(f"{reference} is a bedside sheet: a patient is fitted to it first")
    fit = fit_sheet(reference, reporter)
    for text in fit.notes:
        reporter.note(text)
    for text in fit.left_open:
        reporter.note(text)
    for text in fit.implausible:
        reporter.warn(text)
    return PatientInput(fit.patient, fit.sheet)
