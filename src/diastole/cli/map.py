"""``diastole map``: two values over a grid, and where a treatment begins to harm."""

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
    Steps,
    help_text,
)
from diastole.cli.purposes import PURPOSES

AXIS = "KEY=LOW..HIGH"
HELP = help_text(
    PURPOSES["map"],
    "diastole map acute_severe_ar --plot map.png",
    "diastole map shock --with impella_cp --x 'heart_rate=60 /min..120 /min' --save map.nc",
    "diastole map acute_severe_ar --cohort cohort.yaml -n 64 --plot map.png --workers 2",
    more="Each square of the map is the patient with other values, run without and with the treatment. Five "
    "definitions of harm stand side by side: net cardiac output, flow to head and arms, end-diastolic pressure, supply "
    "over demand and mean aortic pressure. With --cohort, other values are drawn for N patients in each square. "
    f"{PATIENT_HELP}",
)


@dataclass(frozen=True, kw_only=True)
class MapOptions(PrintOptions):
    """The options of the command."""

    patient: Reference
    changes: Changes = field(default_factory=list)
    treatment: Annotated[
        str, typer.Option("--with", metavar="ANY", help="What is done, as for 'diastole compare'."), MAY_BE_PIPED
    ] = "iabp"
    across: Annotated[str, typer.Option("--x", metavar=AXIS, help="Value along the first axis; the aortic leak.")] = ""
    up: Annotated[str, typer.Option("--y", metavar=AXIS, help="Value along the second axis; the stiffness.")] = ""
    side: Annotated[int, typer.Option("--side", metavar="K", min=2, max=100, help="Squares along each axis.")] = 12
    cohort: Annotated[
        Path | None, typer.Option("--cohort", metavar="SPEC.yaml", help="Specification, as of 'diastole cohort'.")
    ] = None
    count: Annotated[int, typer.Option("-n", metavar="N", min=1, max=100_000, help="Patients in each square.")] = 64
    seed: Annotated[int, typer.Option("--seed", metavar="S", min=0, help="Another seed draws other patients.")] = 0
    workers: Annotated[int, typer.Option("--workers", metavar="K", min=1, max=256, help="Processes to use.")] = 1
    reflex: Reflex = False
    accuracy: Steps = Accuracy.default
    plots: Plots = field(default_factory=list)
    save: Annotated[
        Path | None, typer.Option("--save", metavar="FILE.nc", help="Save the map as NetCDF (xarray)."), NETCDF
    ] = None


map = command(MapOptions, "run_map:run_map")  # hides `map` of Python: the command has this name
