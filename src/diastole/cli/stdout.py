"""Prints results on stdout: JSON, or tables for a person."""

import json
import os
import sys
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from diastole.faces.json.shape import Document

WIDTH = 100  # characters, without a terminal, unless COLUMNS says how many
NARROWEST = 40  # characters, of COLUMNS; a table of fewer has no numbers


def print_document(document: "Document") -> None:
    """Print the document of ``--json``."""
    print_json(document.json_object())


def print_json(content: dict[str, Any]) -> None:
    """Print JSON in UTF-8, whatever the encoding of the terminal."""
    text = json.dumps(content, ensure_ascii=False, allow_nan=False, indent=2)
    typer.echo(text.encode("utf-8", "backslashreplace"))


def console() -> "Console":
    """Return the console for tables: plain text of as many columns as ``COLUMNS`` says unless stdout is a terminal."""
    from rich.console import Console  # slow to load, and JSON does without

    return Console(width=None if sys.stdout.isatty() else _columns(), highlight=False, emoji=False)


def _columns() -> int:
    """Return how wide text is that goes into a pipe or a file."""
    asked = os.environ.get("COLUMNS", "")
    return max(int(asked), NARROWEST) if asked.isdecimal() else WIDTH
