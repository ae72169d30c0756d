"""``diastole course``: a patient through the steps of a script, beat by beat."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import typer

from diastole.cli.command import PrintOptions, command
from diastole.cli.options import (
    MAY_BE_PIPED,
    NETCDF,
    PATIENT_HELP,
    Accuracy,
    Changes,
    Plots,
    Reference,
    Reflex,
    Resume,
    Steps,
    help_text,
)
from diastole.cli.purposes import PURPOSES

HELP = help_text(
    PURPOSES["course"],
    "diastole course acute_severe_ar --script steps.txt --plot course.png",
    "diastole course acute_severe_ar --script steps.txt --save course.nc",
    "diastole course acute_severe_ar --script steps.txt --save course.nc --resume",
    more="A line of the script is a step such as 'IABP 1:1 at 40 mL for 20 min', 'nitroprusside 0.5 µg/kg/min until "
    f"mean aortic pressure 65 mmHg', 'pace at 110 /min for 5 min' or 'remove IABP'. {PATIENT_HELP}",
)


@dataclass(frozen=True, kw_only=True)
class CourseOptions(PrintOptions):
    """The options of the command."""

    patient: Reference
    script: Annotated[
        Path,
        typer.Option("--script", metavar="FILE", help="Text file with a step on each line; '-' for standard input."),
        MAY_BE_PIPED,
    ]
    changes: Changes = field(default_factory=list)
    reflex: Reflex = True
    ischaemia: Annotated[
        bool,
        typer.Option("--ischaemia/--no-ischaemia", help="Whether a lasting lack of oxygen weakens the wall."),
    ] = True
    accuracy: Steps = Accuracy.default
    plots: Plots = field(default_factory=list)
    save: Annotated[
        Path | None,
        typer.Option("--save", metavar="FILE.nc", help="Save every beat of the course as NetCDF (xarray)."),
        NETCDF,
    ] = None
    resume: Resume = False


course = command(CourseOptions, "run_course:run_course")
