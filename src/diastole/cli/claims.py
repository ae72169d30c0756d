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
    more="The verdict comes from the runs: holds, holds only if, does not hold, cannot be shown by this model. Runs "
    "are kept and done again only when a claim or the model has changed.",
)


@dataclass(frozen=True, kw_only=True)
class ClaimsOptions(PrintOptions):
    """The options of the command."""

    ids: Annotated[list[str], typer.Argument(metavar="[ID]...", help="Claims such as C05; all if none.")] = field(
        default_factory=list
    )


claims = command(ClaimsOptions, "run_claims:run_claims")
