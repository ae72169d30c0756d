"""``diastole screen``: whether a balloon pump is contraindicated in a patient, and what must be known first."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from diastole.cli.failures import reported
from diastole.cli.options import PATIENT_HELP, AsJson, Changes, Debug, Quiet, help_text

if TYPE_CHECKING:
    from datetime import datetime

    from diastole.cli.progress_bar import Voice
    from diastole.knowledge.rules.facts import PatientFacts

HELP = help_text(
    "Screen a patient before a balloon pump: contraindicated, data needed, caution, or no contraindication found.\n\n"
    "What is unknown is never taken as absent. A patient file knows its lesions only; --facts adds what else is known "
    "and counts in place of what the file says. What contradicts a bundle makes a fact unknown. --facts alone "
    "screens a sheet. "
    f"Education only, not a verdict for a named patient. {PATIENT_HELP} A file that ends in .json or .ndjson is read "
    "as FHIR R4.",
    "diastole screen acute_severe_ar",
    "diastole screen shock_mr --facts facts.yaml",
    "diastole screen --facts facts.yaml",
    "diastole screen bundle.json --at 2026-11-24T12:00Z --json",
)


@reported
def screen(
    patient: Annotated[
        str, typer.Argument(metavar="[PATIENT]", help="Preset, patient file, bedside sheet, bundle; none with --facts.")
    ] = "",
    changes: Changes = None,
    facts: Annotated[Path | None, typer.Option("--facts", metavar="FILE", help="More facts, in YAML.")] = None,
    at: Annotated[str, typer.Option("--at", metavar="TIME", help="Moment of the verdict; now if not given.")] = "",
    run: Annotated[bool, typer.Option("--run", help="Measure the leaks of a model patient by a simulation.")] = False,
    trace: Annotated[bool, typer.Option("--trace", help="Print every step of each rule.")] = False,
    as_json: AsJson = False,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Screen a patient."""
    from datetime import UTC, datetime

    from diastole.cli import stdout
    from diastole.cli.progress_bar import Voice
    from diastole.knowledge.screening.fact_sheet import read_sheet, read_time
    from diastole.knowledge.screening.verdict import screen as judge

    now = read_time(at, "--at") if at else datetime.now(UTC)
    sheet = read_sheet(facts, now) if facts else None
    known, notes = _known(patient, sheet, changes or [], now, Voice(quiet=quiet), run=run)
    found = judge(known, notes=notes)
    if as_json:
        from diastole.faces.json.screening_json import ScreenJson

        stdout.print_document(ScreenJson.of(found))
    else:
        from diastole.faces.terminal.screening_table import print_screening

        print_screening(found, stdout.console(), notes=notes, whole_trace=trace)


def _known(
    reference: str, sheet: "PatientFacts | None", changes: list[str], now: "datetime", voice: "Voice", *, run: bool
) -> "tuple[PatientFacts, tuple[str, ...]]":
    """Return the facts of a patient, a bundle or a sheet, and notes on what was not used or was replaced."""
    from diastole.errors import InputError
    from diastole.knowledge.rules.facts import PatientFacts
    from diastole.knowledge.rules.joining import merged
    from diastole.knowledge.screening.fact_sheet import laid_over

    if not reference:
        if changes or run:
            raise InputError("--set and --run need a patient; give one before them")
        if sheet is None:
            raise InputError("nothing to screen: give a preset, a patient file or a bundle, or --facts FILE")
        return sheet, ()
    if reference.lower().endswith((".json", ".ndjson")):
        found, notes = _from_bundle(Path(reference), changes, now, run=run)
        return merged([*found, *(sheet or ())]), notes
    return laid_over(_of_patient(reference, changes, voice, run=run), sheet or PatientFacts())


def _of_patient(reference: str, changes: list[str], voice: "Voice", *, run: bool) -> "PatientFacts":
    """Return the facts of a model patient, or of a bedside sheet with the leaks of the patient who is fitted to it."""
    if run:
        from diastole.cli.quick_start import load_simulator

        load_simulator()
    from diastole.cli.inputs import read_input
    from diastole.knowledge.screening.model_patient import LEAKS, MEASURED, measured_facts, patient_facts, sheet_facts

    patient, measured = read_input(reference, changes, voice)
    facts = patient_facts(patient) if measured is None else sheet_facts(patient, measured)
    if not run:
        return facts
    from diastole.model.run import simulate

    with voice.progress():
        measures = simulate(patient).measures
    wanted = MEASURED if measured is None else LEAKS
    return facts.with_(*measured_facts(measures, f"simulation of '{patient.name}'", wanted), *facts)


def _from_bundle(
    path: Path, changes: list[str], now: "datetime", *, run: bool
) -> "tuple[PatientFacts, tuple[str, ...]]":
    """Return the facts of a bundle, and what of it was not used."""
    from diastole.errors import InputError
    from diastole.knowledge.fhir.bundle_facts import bundle_facts
    from diastole.knowledge.fhir.strict_json import LARGEST_FILE

    if changes or run:
        raise InputError(f"{path} is a bundle; --set and --run are for patients, --facts adds facts")
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST_FILE + 1)
    except OSError as problem:
        raise InputError(f"'{path}' cannot be read: {problem.strerror}; give a FHIR bundle in JSON") from None
    found = bundle_facts(raw, str(path), now)
    return found.facts, found.notes
