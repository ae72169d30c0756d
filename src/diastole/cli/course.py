"""``diastole course``: a patient through the steps of a script, beat by beat."""

from pathlib import Path
from typing import Annotated

import typer

from diastole.cli.failures import reported
from diastole.cli.options import (
    PATIENT_HELP,
    Accuracy,
    AsJson,
    Changes,
    Debug,
    Quiet,
    Reference,
    Reflex,
    Resume,
    Steps,
    help_text,
)
from diastole.cli.quick_start import load_simulator

HELP = help_text(
    "Run a patient through a script of steps in words, beat by beat.\n\nA line of the script is a step such as 'IABP "
    "1:1 at 40 mL for 20 min', 'nitroprusside 0.5 µg/kg/min until mean aortic pressure 65 mmHg', 'pace at 110 /min "
    f"for 5 min' or 'remove IABP'. {PATIENT_HELP}",
    "diastole course acute_severe_ar --script steps.txt --plot course.png",
    "diastole course acute_severe_ar --script steps.txt --save course.nc",
    "diastole course acute_severe_ar --script steps.txt --save course.nc --resume",
)


@reported
def course(
    patient: Reference,
    script: Annotated[Path, typer.Option("--script", metavar="FILE", help="Text file with a step on each line.")],
    changes: Changes = None,
    reflex: Reflex = True,
    ischaemia: Annotated[
        bool,
        typer.Option("--ischaemia/--no-ischaemia", help="Whether a lasting lack of oxygen weakens the wall."),
    ] = True,
    plot: Annotated[
        list[Path] | None,
        typer.Option("--plot", metavar="FILE", help="Draw the course as .png, .svg or .pdf. Repeatable."),
    ] = None,
    save: Annotated[
        Path | None, typer.Option("--save", metavar="FILE.nc", help="Save every beat of the course as NetCDF (xarray).")
    ] = None,
    resume: Resume = False,
    as_json: AsJson = False,
    accuracy: Steps = Accuracy.default,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Run a course."""
    load_simulator()
    from diastole.cli.course_run import Outputs, run_course  # with the simulator, which the help does without

    run_course(
        patient, changes or (), script, Outputs(plot or [], save, as_json=as_json, quiet=quiet), reflex=reflex,
        ischaemia=ischaemia, resume=resume, accuracy=accuracy.value,
    )  # fmt: skip
