"""The options that several commands share, and the text of their help."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from diastole.model.patient.presets import PRESETS

PATIENT_HELP = (
    f"PATIENT is the name of a preset ({', '.join(PRESETS)}), a patient file, or a bedside sheet, "
    "to which a patient is fitted first."
)


class Accuracy(StrEnum):
    """How finely time is cut."""

    default = "default"
    accurate = "accurate"


class Support(StrEnum):
    """What the 3D heart can be compared with."""

    iabp = "iabp"


class Written(NamedTuple):
    """Files that a command is asked to write."""

    html: Path | None
    plots: list[Path]
    save: Path | None

    @property
    def files(self) -> list[Path]:
        """Those that were asked for."""
        return [path for path in (self.html, *self.plots, self.save) if path]


Reference = Annotated[str, typer.Argument(metavar="PATIENT", help="Preset, patient file or bedside sheet.")]
Changes = Annotated[
    list[str] | None,
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
Resume = Annotated[
    bool, typer.Option("--resume", help="Go on from the checkpoint that stands beside the file of --save.")
]
Save = Annotated[Path | None, typer.Option("--save", metavar="FILE.nc", help="Save the waveforms as NetCDF (xarray).")]


def help_text(purpose: str, *examples: str) -> str:
    """Return the help of a command; the lines of its examples stay as they are."""
    lines = "\n".join(f"  {example}" for example in examples)
    return f"{purpose}\n\n\b\nExamples:\n{lines}"  # \b: do not fill this paragraph
