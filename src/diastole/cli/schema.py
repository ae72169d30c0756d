"""``diastole schema``: the JSON Schema of what a command prints with ``--json``."""

from typing import Annotated

import typer

from diastole.cli import stdout
from diastole.cli.failures import reported
from diastole.cli.options import Debug, help_text
from diastole.faces.json.documents import DOCUMENTS, document

HELP = help_text(
    "Print the JSON Schema of what a command prints with --json; without a name, the names.",
    "diastole schema",
    "diastole schema simulate > simulate.schema.json",
    "diastole schema error",
)


@reported
def schema(
    name: Annotated[str, typer.Argument(metavar="[NAME]", help="Of a command, or such as error.")] = "",
    debug: Debug = False,
) -> None:
    """Print a JSON Schema."""
    if name:
        stdout.print_json(document(name).json_schema())
    else:
        typer.echo("\n".join(DOCUMENTS))
