"""``diastole cohort``: many patients from a specification, run in every arm and kept on disk."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from diastole.cli.command import PrintOptions, command
from diastole.cli.options import Accuracy, Reflex, Steps, help_text
from diastole.cli.purposes import PURPOSES
from diastole.installed import check_extra

HELP = help_text(
    PURPOSES["cohort"],
    "diastole cohort cohort.yaml -n 1000 -o cohort.zarr",
    "diastole cohort cohort.yaml -n 100000 -o cohort.zarr --workers 8",
    "diastole cohort cohort.yaml -n 100000 -o cohort.zarr --resume",
    "diastole cohort cohort.yaml -n 1000000 -o /shared/cohort.zarr --scheduler tcp://host:8786",
    more="SPEC.yaml says which values of a patient differ, with distributions, their sources and correlations, in "
    "which arms each patient is run, and who is accepted. The same seed gives the same bytes, however many workers "
    "there are and however often the work was interrupted. Needs the extra 'cohorts'.",
)


@dataclass(frozen=True, kw_only=True)
class CohortOptions(PrintOptions):
    """The options of the command."""

    specification: Annotated[Path, typer.Argument(metavar="SPEC.yaml", help="What the patients are drawn from.")]
    count: Annotated[int, typer.Option("-n", metavar="N", min=1, help="Patients to draw.")]
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FOLDER.zarr", help="Write the cohort there.")]
    seed: Annotated[int, typer.Option("--seed", metavar="S", min=0, help="Another seed draws other patients.")] = 0
    workers: Annotated[
        int, typer.Option("--workers", metavar="K", min=1, max=256, help="Processes on this machine.")
    ] = 1
    scheduler: Annotated[
        str | None,
        typer.Option("--scheduler", metavar="ADDRESS", help="Dask cluster whose workers see the same folder."),
    ] = None
    resume: Annotated[bool, typer.Option("--resume", help="Go on with a cohort that is not finished.")] = False
    reflex: Reflex = False
    accuracy: Steps = Accuracy.default

    @property
    def files(self) -> list[Path]:
        """The folder that is written, in whose place nothing else is printed by a quiet command."""
        return [self.output]


cohort = command(CohortOptions, "run_cohort:run_cohort", partial(check_extra, "cohorts"))
