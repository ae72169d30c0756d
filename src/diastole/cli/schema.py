"""``diastole schema``: the JSON Schema of what a command prints with ``--json``, or of a file that a person writes."""

from dataclasses import dataclass
from typing import Annotated

import typer

from diastole.cli.command import Options, command
from diastole.cli.options import help_text
from diastole.cli.purposes import PURPOSES

HELP = help_text(
    PURPOSES["schema"],
    "diastole schema",
    "diastole schema simulate > simulate.schema.json",
    "diastole schema error",
    "diastole schema bedside-sheet",
)


@dataclass(frozen=True, kw_only=True)
class SchemaOptions(Options):
    """The options of the command."""

    name: Annotated[str, typer.Argument(metavar="[NAME]", help="A command, or another document, such as error.")] = ""


schema = command(SchemaOptions, "print_schema:print_schema")
