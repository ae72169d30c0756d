"""``diastole heart3d``: a left ventricle of finite elements, or both, on the same circulation."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import typer

from diastole.cli.command import PrintOptions, command
from diastole.cli.extras import load_engine
from diastole.cli.options import (
    FIGURE,
    NETCDF,
    PATIENT_HELP,
    Changes,
    Reference,
    Reflex,
    Resume,
    Support,
    Written,
    help_text,
)
from diastole.cli.purposes import PURPOSES

HELP = help_text(
    PURPOSES["heart3d"],
    "diastole heart3d shock",
    "diastole heart3d acute_severe_ar --with iabp --save both.nc --bullseye atp.png --plot walls.png",
    "diastole heart3d acute_severe_ar --with iabp --save both.nc --resume",
    "diastole heart3d acute_severe_ar --with iabp --html heart.html",
    "diastole heart3d healthy --ventricles 2 --loops loops.png",
    "mpirun -n 2 diastole heart3d shock --edge 1.0 --xdmf beat.xdmf",
    more="The wall is shaped, unloaded and matched after the patient's one-fibre heart, then beats on the same "
    f"circulation until the beat repeats: a few minutes without, and a few more with the pump. {PATIENT_HELP} "
    "Needs the extra heart3d.",
)


@dataclass(frozen=True, kw_only=True)
class Heart3dOptions(PrintOptions):
    """The options of the command."""

    patient: Reference
    changes: Changes = field(default_factory=list)
    support: Annotated[
        Support | None, typer.Option("--with", help="Run the patient with this support too, after the run without.")
    ] = None
    reflex: Reflex = False
    ventricles: Annotated[
        int,
        typer.Option(
            "--ventricles", metavar="N", min=1, max=2,
            help="In space: 1 the left one, beside a right one of one fibre; 2 both, with the septum between them.",
        ),
    ] = 1  # fmt: skip
    edge: Annotated[
        float, typer.Option("--edge", metavar="CM", help="Edge of an element: 1.5 cm makes some 700 of them.")
    ] = 1.5
    step: Annotated[float, typer.Option("--step", metavar="MS", help="Longest step of the wall.")] = 4.0
    tolerance: Annotated[
        float, typer.Option("--tolerance", metavar="X", help="Change of the stroke volume at which the beat repeats.")
    ] = 0.005
    match: Annotated[
        bool,
        typer.Option("--match/--no-match", help="Whether the muscle is matched to the work of the one-fibre heart."),
    ] = True
    mesh: Annotated[
        Path | None, typer.Option("--mesh", metavar="FILE", help="A wall of your own with fibres, .xdmf or .vtu.")
    ] = None
    unit: Annotated[str, typer.Option("--unit", metavar="UNIT", help="Of its coordinates: cm, mm, m or µm.")] = "mm"
    save: Annotated[
        Path | None,
        typer.Option("--save", metavar="FILE.nc", help="Save waveforms and fields as NetCDF; makes checkpoints."),
        NETCDF,
    ] = None
    xdmf: Annotated[
        Path | None,
        typer.Option("--xdmf", metavar="FILE.xdmf", help="Write the fields for ParaView."),
        Written((".xdmf",)),
    ] = None
    every: Annotated[int, typer.Option("--every", metavar="N", min=1, help="Keep the fields of each N-th step.")] = 2
    plot: Annotated[
        Path | None,
        typer.Option("--plot", metavar="FILE", help="Draw the wall coloured by tension: .png, .svg, .pdf."),
        FIGURE,
    ] = None
    loops: Annotated[
        Path | None,
        typer.Option("--loops", metavar="FILE", help="Draw the pressure-volume loops of both ventricles."),
        FIGURE,
    ] = None
    bullseye: Annotated[
        Path | None,
        typer.Option("--bullseye", metavar="FILE", help="Draw the ATP use of the seventeen segments."),
        FIGURE,
    ] = None
    glb: Annotated[
        Path | None,
        typer.Option("--glb", metavar="FILE.glb", help="Write the beating wall for the web."),
        Written((".glb",)),
    ] = None
    page: Annotated[
        Path | None,
        typer.Option("--html", metavar="FILE.html", help="Write the bench of the patient, in which the wall beats."),
        Written((".html",)),
    ] = None
    resume: Resume = False


heart3d = command(Heart3dOptions, "run_heart3d:run_heart3d", load_engine)
