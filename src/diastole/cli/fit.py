"""``diastole fit``: bedside numbers to a patient."""

from pathlib import Path
from typing import Annotated

import typer

from diastole.cli.failures import reported
from diastole.cli.options import AsJson, Debug, Quiet, help_text
from diastole.cli.quick_start import load_simulator

HELP = help_text(
    """Fit a patient to a bedside sheet.

Prints how well each number is met and which values were changed for it.

BEDSIDE.yaml is a file with a block 'measured' of bedside numbers and a block 'lesions'. What the numbers do not
determine is taken from the nearest preset, and named.""",
    "diastole fit bedside.yaml --output patient.yaml",
    "diastole fit bedside.yaml --json",
)


@reported
def fit(
    sheet: Annotated[str, typer.Argument(metavar="BEDSIDE.yaml", help="Bedside sheet.")],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="PATIENT.yaml", help="Write the fitted patient as a file.")
    ] = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Fit a patient to a bedside sheet."""
    load_simulator()
    from diastole.cli import outputs, stdout
    from diastole.cli.inputs import fit_sheet
    from diastole.cli.progress_bar import Voice
    from diastole.files import write_whole

    outputs.check_outputs([output], source=sheet)
    voice = Voice(quiet=quiet)
    found = fit_sheet(sheet, voice)
    if found.patient.misfit:
        voice.warn(found.patient.misfit)
    for caution in (*found.cautions, *found.implausible):
        voice.note(caution)
    if output:
        write_whole(output, found.patient.to_yaml().encode())
        voice.wrote(output)
    if as_json:
        from diastole.faces.json.fit_json import FitJson

        stdout.print_document(FitJson.of(found))
    elif not (quiet and output):
        from diastole.faces.terminal.tables import print_fit

        print_fit(found, stdout.console())
        if not output:
            voice.note("--output PATIENT.yaml keeps the fitted patient")
