"""``diastole fit``: bedside numbers to a patient."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from diastole.cli.command import PrintOptions, command
from diastole.cli.options import MAY_BE_PIPED, Written, help_text
from diastole.cli.purposes import PURPOSES

HELP = help_text(
    PURPOSES["fit"],
    "diastole fit bedside.yaml --output patient.yaml",
    "diastole fit bedside.yaml --json",
    more="Prints how well each number is met and which values were changed for it.\n\nBEDSIDE.yaml is a file with a "
    "block 'measured' of bedside numbers and a block 'lesions'. What the numbers do not determine is taken from "
    "the nearest preset, and named.",
)


@dataclass(frozen=True, kw_only=True)
class FitOptions(PrintOptions):
    """The options of the command."""

    sheet: Annotated[
        str, typer.Argument(metavar="BEDSIDE.yaml", help="Bedside sheet; '-' for standard input."), MAY_BE_PIPED
    ]
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="PATIENT.yaml", help="Write the fitted patient as a file."),
        Written(),
    ] = None


fit = command(FitOptions, "run_fit:run_fit")
