"""``diastole screen``: whether a balloon pump is contraindicated in a patient, and what must be known first."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import typer

from diastole.cli.command import PrintOptions, command
from diastole.cli.options import MAY_BE_PIPED, PATIENT_HELP, Changes, help_text
from diastole.cli.purposes import PURPOSES

HELP = help_text(
    PURPOSES["screen"],
    "diastole screen acute_severe_ar",
    "diastole screen shock_mr --facts facts.yaml",
    "diastole screen --facts facts.yaml",
    "diastole screen bundle.json --at 2026-11-24T12:00Z --json",
    more="What is unknown is never taken as absent. A patient file knows its lesions only; --facts adds what else is "
    "known and counts in place of what the file says. What contradicts a bundle makes a fact unknown. --facts "
    f"alone screens a sheet. Education only, not a verdict for a named patient. {PATIENT_HELP} A file that ends "
    "in .json or .ndjson is read as FHIR R4.",
)


@dataclass(frozen=True, kw_only=True)
class ScreenOptions(PrintOptions):
    """The options of the command."""

    patient: Annotated[
        str,
        typer.Argument(metavar="[PATIENT]", help="Preset, patient file, bedside sheet, bundle; none with --facts."),
        MAY_BE_PIPED,
    ] = ""
    changes: Changes = field(default_factory=list)
    facts: Annotated[
        Path | None, typer.Option("--facts", metavar="FILE", help="More facts, in YAML."), MAY_BE_PIPED
    ] = None
    at: Annotated[str, typer.Option("--at", metavar="TIME", help="Moment of the verdict; now if not given.")] = ""
    run: Annotated[bool, typer.Option("--run", help="Measure the leaks of a model patient by a simulation.")] = False
    trace: Annotated[bool, typer.Option("--trace", help="Print every step of each rule.")] = False


screen = command(ScreenOptions, "run_screening:run_screening")
