"""``diastole sensitivity``: which values of a cohort decide a measure."""

from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from diastole.cli.command import PrintOptions, command
from diastole.cli.options import Accuracy, Plots, Reflex, Steps, help_text
from diastole.cli.purposes import PURPOSES
from diastole.installed import check_extra

HELP = help_text(
    PURPOSES["sensitivity"],
    "diastole sensitivity cohort.yaml --measure cardiac_output --plot sensitivity.png",
    "diastole sensitivity cohort.yaml --arm off --measure LVEDP --measure MAP",
    "diastole sensitivity cohort.yaml -n 0 --trajectories 64",
    more="SPEC.yaml is a specification as of 'diastole cohort'. Without --arm, what the last arm changes of the first "
    "is looked at. The screening moves one value after another through 95 % of its population; values that change "
    "little are then left at their median, and the variance is shared out among the others: what each decides alone, "
    "and with all that depends on others. Each number has a 95 % interval (bootstrap). Needs the extra 'cohorts'.",
)


@dataclass(frozen=True, kw_only=True)
class SensitivityOptions(PrintOptions):
    """The options of the command."""

    specification: Annotated[Path, typer.Argument(metavar="SPEC.yaml", help="What the patients are drawn from.")]
    measures: Annotated[
        list[str], typer.Option("--measure", metavar="NAME", help="A measure; those of 'map' if none. Repeatable.")
    ] = field(default_factory=list)
    arm: Annotated[str, typer.Option("--arm", metavar="NAME", help="Arm in which it is measured.")] = ""
    minus: Annotated[str, typer.Option("--minus", metavar="NAME", help="Arm that is taken off: a difference.")] = ""
    points: Annotated[
        int,
        typer.Option("-n", metavar="N", min=0, help="Sobol's points, a power of 2; 0: screening alone."),
    ] = 256
    trajectories: Annotated[
        int, typer.Option("--trajectories", metavar="R", min=0, help="Of the screening; 0: none, all values are kept.")
    ] = 32
    seed: Annotated[int, typer.Option("--seed", metavar="S", min=0, help="Another seed draws other patients.")] = 0
    workers: Annotated[int, typer.Option("--workers", metavar="K", min=1, max=256, help="Processes to use.")] = 1
    reflex: Reflex = False
    accuracy: Steps = Accuracy.default
    plots: Plots = field(default_factory=list)


sensitivity = command(SensitivityOptions, "run_sensitivity:run_sensitivity", partial(check_extra, "cohorts"))
