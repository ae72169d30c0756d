"""Prints the JSON Schema of a document, or the names of all documents."""

import typer

from diastole.cli import stdout
from diastole.cli.schema import SchemaOptions
from diastole.faces.json.documents import DOCUMENTS, document


def print_schema(options: SchemaOptions) -> None:
    """Print a schema, or the names.

    Raise InputError if there is no such document.
    """
    if options.name:
        stdout.print_json(document(options.name).json_schema())
    else:
        typer.echo("\n".join(DOCUMENTS))
