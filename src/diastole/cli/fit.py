"""``diastole fit``: bedside numbers to a patient."""

from dataclasses import dataclass, field
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
    "diastole fit bedside.yaml --uncertainty --with iabp",
    "diastole fit bedside.yaml --uncertainty --with impella_cp --measure cardiac_output --measure LVEDP",
    more="Prints how well each number is met and which values were changed for it.\n\nBEDSIDE.yaml is a file with a "
    "block 'measured' of bedside numbers and a block 'lesions'. What the numbers do not determine is taken from "
    "the nearest preset, and named.\n\nWith --uncertainty, patients are drawn who fit the sheet: what it tells of each "
    "value, and between which ends nine of ten of them lie in what a treatment changes.",
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
    uncertainty: Annotated[
        bool, typer.Option("--uncertainty", help="Draw the patients who fit, and say what the sheet determines.")
    ] = False
    treatments: Annotated[
        list[str],
        typer.Option(
            "--with", metavar="ANY", help="With --uncertainty: predict its effect; see 'compare --help'. Repeatable."
        ),
    ] = field(default_factory=list)
    measures: Annotated[
        list[str], typer.Option("--measure", metavar="NAME", help="A measure; those of 'map' if none. Repeatable.")
    ] = field(default_factory=list)
    seed: Annotated[int, typer.Option("--seed", metavar="S", min=0, help="Another seed draws other patients.")] = 0
    workers: Annotated[int, typer.Option("--workers", metavar="K", min=1, max=256, help="Processes to use.")] = 1


fit = command(FitOptions, "run_fit:run_fit")
