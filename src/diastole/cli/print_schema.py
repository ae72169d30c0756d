"""Prints the JSON Schema of a document or of a file that a person writes, or the names of all."""

import typer

from diastole.cli import stdout
from diastole.cli.schema import SchemaOptions
from diastole.faces.json.documents import DOCUMENTS, INPUTS, schema_of


def print_schema(options: SchemaOptions) -> None:
    """Print a schema, or the names.

    Raise InputError if there is no such document.
    """
    if options.name:
        stdout.print_json(schema_of(options.name))
    else:
        typer.echo("\n".join((*DOCUMENTS, *INPUTS)))
