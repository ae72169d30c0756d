"""``diastole bench``: a patient as a page in which the hearts run."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import typer

from diastole.cli.command import Options, command
from diastole.cli.options import PATIENT_HELP, Changes, Quiet, Reference, help_text
from diastole.cli.purposes import PURPOSES
from diastole.knowledge.lessons.shipped_lessons import LESSONS

HELP = help_text(
    PURPOSES["bench"],
    "diastole bench acute_severe_ar --output heart.html",
    "diastole bench shock_mr --set 'balloon_pump.ratio=1:2' --output shock.html",
    "diastole bench --lesson timing_errors --output lesson.html",
    more=f"The page is one file that needs no network and no installation: valves, rate, drugs and balloon are "
    f"controls in it, and its state can be kept in a link or a file. {PATIENT_HELP} In place of a patient, a lesson "
    f"may be given: {', '.join(LESSONS)}, or a Markdown file.",
)


@dataclass(frozen=True, kw_only=True)
class BenchOptions(Options):
    """The options of the command."""

    patient: Reference = ""
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE.html", help="Write the page there.")]
    lesson: Annotated[str, typer.Option("--lesson", metavar="NAME|FILE.md", help="Begin with a lesson.")] = ""
    changes: Changes = field(default_factory=list)
    quiet: Quiet = False


bench = command(BenchOptions, "run_bench:run_bench")
