"""Screens a patient, a bundle or a sheet of facts before a balloon pump, and shows the verdict."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from diastole.cli.inputs import read_input
from diastole.cli.reporter import Reporter
from diastole.cli.screen import ScreenOptions
from diastole.errors import InputError
from diastole.files import STANDARD_INPUT, read_file
from diastole.knowledge.fhir.bundle_facts import facts_of_file
from diastole.knowledge.rules.facts import PatientFacts
from diastole.knowledge.rules.joining import merged
from diastole.knowledge.screening.fact_sheet import laid_over, read_sheet, read_time
from diastole.knowledge.screening.model_patient import facts_of_run, leaks_of, measured_facts, patient_facts
from diastole.knowledge.screening.verdict import screen
from diastole.model.bench_state import is_bench_state

if TYPE_CHECKING:
    from rich.console import Console

    from diastole.faces.json.screening_json import ScreenJson

BUNDLES = (".json", ".ndjson")
RESOURCE = b'"resourceType"'  # key of every FHIR resource


def run_screening(options: ScreenOptions) -> None:
    """Screen a patient.

    Raise InputError if a file is wrong, or options exclude each other, and SimulationError if the patient is run and
    has no steady beat.
    """
    now = read_time(options.at, "--at") if options.at else datetime.now(UTC)
    sheet = read_sheet(options.facts, now) if options.facts else None
    facts, notes = _facts(options, sheet, now)
    verdict = screen(facts, notes=notes)

    def document() -> "ScreenJson":
        from diastole.faces.json.screening_json import ScreenJson  # makes many models, which the table does without

        return ScreenJson.of(verdict)

    def table(console: "Console") -> None:
        from diastole.faces.terminal.screening_table import print_screening  # loads rich, which JSON does without

        print_screening(verdict, console, notes=notes, whole_trace=options.trace)

    options.print_result(document, table)


def _facts(
    options: ScreenOptions, sheet: PatientFacts | None, now: datetime
) -> tuple[PatientFacts, tuple[str, ...]]:  # fmt: skip
    """Return the facts of a patient, a bundle or a sheet, and notes on those that were not used or were replaced."""
    changed = options.changes or options.run
    if not options.patient:
        if changed:
            raise InputError("--set and --run need a patient; give one before them")
        if sheet is None:
            raise InputError("nothing to screen: give a preset, a patient file or a bundle, or --facts FILE")
        return sheet, ()
    if _is_bundle(options.patient):
        if changed:
            raise InputError(f"{options.patient} is a bundle; --set and --run are for patients, --facts adds facts")
        record = facts_of_file(Path(options.patient), now)
        return merged([*record.facts, *(sheet or ())]), record.notes
    known, remarks = _of_patient(options, now)
    facts, notes = laid_over(known, sheet or PatientFacts())
    return facts, (*remarks, *notes)


def _is_bundle(reference: str) -> bool:
    """Return whether a file is read as FHIR: by its name, and standard input by its content."""
    if reference == STANDARD_INPUT:
        return RESOURCE in read_file(reference)
    return reference.lower().endswith(BUNDLES) and not is_bench_state(reference)


def _of_patient(options: ScreenOptions, now: datetime) -> tuple[PatientFacts, list[str]]:
    """Return the facts of a model patient, or of a bedside sheet with its patient's leaks; and remarks of the fit."""
    reporter = Reporter(quiet=options.quiet)
    given = read_input(options.patient, options.changes, reporter)
    patient, stated = given.patient, given.stated(now)
    facts = patient_facts(patient) if stated is None else stated
    if not options.run:
        return facts, patient.fit_remarks
    from diastole.model.run import simulate  # loads the compiler of the laws, which rules do without

    with reporter.progress():
        measures = simulate(patient).measures
    wanted = facts_of_run(patient) if stated is None else leaks_of(patient)
    run = measured_facts(measures, f"simulation of '{patient.name}'", wanted)
    return facts.with_(*run, *facts), patient.fit_remarks
