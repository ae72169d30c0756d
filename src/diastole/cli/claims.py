"""``diastole claims``: the ledger of claims, each run and judged."""

from dataclasses import dataclass, field
from typing import Annotated

import typer

from diastole.cli.command import PrintOptions, command
from diastole.cli.options import help_text
from diastole.cli.purposes import PURPOSES

HELP = help_text(
    PURPOSES["claims"],
    "diastole claims",
    "diastole claims C05 C07",
    "diastole claims --json",
    "diastole claims C05 --cohort 64",
    more="The verdict comes from the runs: holds, holds only if, does not hold, cannot be shown by this model. Runs "
    "are kept and done again only when a claim or the model has changed. With --cohort, each experiment is repeated on "
    "N patients who differ from its subjects as a fit takes patients to differ: in what share of them the claim holds, "
    "with its 95 % interval, and from where on in half of them.",
)


@dataclass(frozen=True, kw_only=True)
class ClaimsOptions(PrintOptions):
    """The options of the command."""

    ids: Annotated[list[str], typer.Argument(metavar="[ID]...", help="Claims such as C05; all if none.")] = field(
        default_factory=list
    )
    cohort: Annotated[
        int | None, typer.Option("--cohort", metavar="N", min=8, max=100_000, help="Patients for each claim.")
    ] = None
    seed: Annotated[int, typer.Option("--seed", metavar="S", min=0, help="Another seed draws other patients.")] = 0
    workers: Annotated[int, typer.Option("--workers", metavar="K", min=1, max=256, help="Processes to use.")] = 1


claims = command(ClaimsOptions, "run_claims:run_claims")
