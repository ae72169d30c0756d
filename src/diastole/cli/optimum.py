"""``diastole optimum``: the best timing of the balloon for a patient and a goal."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import typer

from diastole.cli.command import PrintOptions, command
from diastole.cli.options import (
    NETCDF,
    PATIENT_HELP,
    Accuracy,
    Changes,
    Plots,
    Reference,
    Reflex,
    Steps,
    help_text,
)
from diastole.cli.purposes import PURPOSES

HELP = help_text(
    PURPOSES["optimum"],
    "diastole optimum shock",
    "diastole optimum acute_severe_ar --goal head_and_arm_flow --plot optimum.png",
    "diastole optimum shock --set 'heart_rate=120 /min' --goal LVEDP --within '60 ms' --side 25",
    more="Each point of the grid is the patient with the balloon inflated and deflated at other moments, counted from "
    "the usual ones: the dicrotic notch, and the R wave or earlier. A moment is as good as the best if the bedside "
    f"does not tell the goal from its best value. {PATIENT_HELP}",
)


@dataclass(frozen=True, kw_only=True)
class OptimumOptions(PrintOptions):
    """The options of the command."""

    patient: Reference
    changes: Changes = field(default_factory=list)
    goal: Annotated[str, typer.Option("--goal", metavar="MEASURE", help="What should be best.")] = "cardiac_output"
    side: Annotated[
        int, typer.Option("--side", metavar="K", min=3, max=101, help="Moments along each axis, an odd number.")
    ] = 17
    within: Annotated[str, typer.Option("--within", metavar="TIME", help="How far from the usual moments.")] = "120 ms"
    workers: Annotated[int, typer.Option("--workers", metavar="K", min=1, max=256, help="Processes to use.")] = 1
    reflex: Reflex = False
    accuracy: Steps = Accuracy.default
    plots: Plots = field(default_factory=list)
    save: Annotated[
        Path | None, typer.Option("--save", metavar="FILE.nc", help="Save the grid as NetCDF (xarray)."), NETCDF
    ] = None


optimum = command(OptimumOptions, "run_optimum:run_optimum")
