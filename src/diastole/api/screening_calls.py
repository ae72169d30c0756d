"""Screening before a balloon pump: of a model patient, of a record in FHIR, or of facts alone."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from diastole.api.call_arguments import Reference, check_run, read_path, read_with_facts
from diastole.errors import InputError
from diastole.faces.terminal.waiting import spinner
from diastole.knowledge.fhir.bundle_facts import facts_of_file
from diastole.knowledge.rules.facts import PatientFacts
from diastole.knowledge.rules.joining import merged
from diastole.knowledge.screening import verdict
from diastole.knowledge.screening.fact_sheet import laid_over, read_facts, read_sheet, read_time
from diastole.knowledge.screening.model_patient import facts_of_run, leaks_of, measured_facts, patient_facts
from diastole.knowledge.screening.verdict import Screening
from diastole.model.bench_state import is_bench_state
from diastole.model.patient import Patient
from diastole.model.run import simulate
from diastole.units import shown

RECORDS = (".json", ".ndjson")  # endings of a record in FHIR


def screen(
    patient: Reference | None = None,
    facts: str | Path | Mapping[str, Any] | None = None,
    *,
    at: str | datetime | None = None,
    run: bool = False,
    progress: bool = True,
) -> Screening:
    """Screen before a balloon pump: what is unknown is never taken as absent.

    Parameters
    ----------
    patient
        As of `simulate`, or the path of a FHIR bundle that ends in .json or .ndjson; facts alone are screened without.
    facts
        Further facts, such as ``{"ar.grade": "mild"}``, or the path of a YAML file with a block ``facts``. Of a
        model patient they replace those of the patient file; a contradiction to a bundle makes a fact unknown.
    at
        Moment of the verdict, in ISO 8601 or with a time zone; now if not given.
    run
        Whether the leaks of a model patient are measured by a simulation.

    Raises
    ------
    InputError
        If something given is not possible.
    SimulationError
        If the heart of the patient sustains no circulation.
    """
    check_run("default", run=run, progress=progress)
    now = _moment(at)
    sheet = None if facts is None else _facts(facts, now)
    if patient is None:
        if run:
            raise InputError("run=True measures a patient; give one")
        if sheet is None:
            raise InputError("nothing to screen: give a patient, the path of a bundle, or facts")
        return verdict.screen(sheet)
    if isinstance(patient, str | Path) and str(patient).lower().endswith(RECORDS) and not is_bench_state(patient):
        if run:
            raise InputError(f"{patient} is a record, of which nothing can be run; leave run out")
        record = facts_of_file(Path(patient), now)
        return verdict.screen(merged([*record.facts, *(sheet or ())]), notes=record.notes)
    chosen, stated = read_with_facts(patient, now)
    known, notes = laid_over(_of_patient(chosen, stated, run=run, seen=progress), sheet or PatientFacts())
    return verdict.screen(known, notes=(*chosen.fit_remarks, *notes))


def _moment(at: Any) -> datetime:
    if at is None:
        return datetime.now(UTC)
    if isinstance(at, str):
        return read_time(at, "at")
    if not isinstance(at, datetime) or at.tzinfo is None:
        raise InputError(f"at is '{shown(at)}'; give a time such as '2026-11-24T08:30Z', or one with a time zone")
    return at


def _facts(given: str | Path | Mapping[str, Any], now: datetime) -> PatientFacts:
    if isinstance(given, Mapping):
        return read_facts({str(name): value for name, value in given.items()}, "facts", now)
    return read_sheet(read_path(given, "no facts; give them by name, such as {'ar.grade': 'mild'}, or a file"), now)


def _of_patient(patient: Patient, stated: PatientFacts | None, *, run: bool, seen: bool) -> PatientFacts:
    """Return the facts of a model patient or of its bedside sheet, and what a simulation measures of it."""
    known = patient_facts(patient) if stated is None else stated
    if not run:
        return known
    with spinner(seen=seen):
        measures = simulate(patient).measures
    wanted = facts_of_run(patient) if stated is None else leaks_of(patient)
    return known.with_(*measured_facts(measures, f"simulation of '{patient.name}'", wanted), *(stated or ()))
