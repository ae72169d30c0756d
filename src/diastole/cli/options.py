"""The options that several commands share, and the text of their help."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer
from typer.models import ArgumentInfo

from diastole.model.patient.presets import PRESETS

PATIENT_HELP = (
    f"PATIENT is the name of a preset ({', '.join(PRESETS)}), a patient file, a state that a bench saved, or a bedside "
    "sheet, to which a patient is fitted first; '-' reads the file from standard input."
)

MAY_BE_PIPED = "reads standard input where '-' is given"  # mark in the annotation of an option


class Written(NamedTuple):
    """Mark in the annotation of an option that names a file to write, with the endings that its name may have."""

    endings: tuple[str, ...] = ("",)


NETCDF = Written((".nc", ".nc4"))
FIGURE = Written((".png", ".svg", ".pdf"))


class Accuracy(StrEnum):
    """Length of the steps of time."""

    default = "default"
    accurate = "accurate"


class Support(StrEnum):
    """Support that the 3D heart can be compared with."""

    iabp = "iabp"


Reference = Annotated[
    str,
    typer.Argument(metavar="PATIENT", help="Preset, patient file, saved state or bedside sheet."),
    MAY_BE_PIPED,
]
Changes = Annotated[
    list[str],
    typer.Option("--set", metavar="KEY=VALUE", help="Change a value, such as 'heart_rate=110 /min'. Repeatable."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON to stdout, and nothing else.")]
Steps = Annotated[Accuracy, typer.Option("--accuracy", help="'accurate' takes steps six times shorter.")]
Quiet = Annotated[
    bool, typer.Option("--quiet", "-q", help="No progress and no notes; no table where a file is written.")
]
Debug = Annotated[bool, typer.Option("--debug", help="Show the traceback of an error in the program.")]
Reflex = Annotated[
    bool, typer.Option("--reflex/--no-reflex", help="Whether the baroreflex answers to what is done for the patient.")
]
OfState = Annotated[
    bool | None,
    typer.Option(
        "--reflex/--no-reflex",
        help="Whether the baroreflex answers to what is done for the patient; if left out, as a saved state says.",
        show_default=False,
    ),
]
Resume = Annotated[bool, typer.Option("--resume", help="Continue from the checkpoint beside the file of --save.")]
Save = Annotated[
    Path | None, typer.Option("--save", metavar="FILE.nc", help="Save the waveforms as NetCDF (xarray)."), NETCDF
]
Html = Annotated[Path | None, typer.Option("--html", metavar="FILE", help="Write a self-contained page."), Written()]
Plots = Annotated[
    list[Path],
    typer.Option("--plot", metavar="FILE", help="Draw the figure as .png, .svg or .pdf. Repeatable."),
    FIGURE,
]


def option_name(kind: Any) -> str:
    """Return how an option, or an argument, is written in the help."""
    known = kind.__metadata__[0]
    return str(known.metavar).strip("[].") if isinstance(known, ArgumentInfo) else str(known.default)


def help_text(purpose: str, *examples: str, more: str = "") -> str:
    """Return the help of a command: its purpose, more paragraphs, and examples, whose lines are kept as they are."""
    lines = "\n".join(f"  {example}" for example in examples)
    return f"{purpose}\n\n{more}\n\n\b\nExamples:\n{lines}"  # \b: keep the lines of this paragraph
