"""Prints results on stdout: JSON, or tables for a person."""

import json
import sys
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from diastole.faces.json.shape import Document

WIDTH = 100  # characters, without a terminal


def print_document(document: "Document") -> None:
    """Print the document of ``--json``."""
    print_json(document.json_object())


def print_json(content: dict[str, Any]) -> None:
    """Print JSON in UTF-8, whatever the encoding of the terminal."""
    text = json.dumps(content, ensure_ascii=False, allow_nan=False, indent=2)
    typer.echo(text.encode("utf-8", "backslashreplace"))


def console() -> "Console":
    """Return the console for tables: plain text of a fixed width unless stdout is a terminal."""
    from rich.console import Console  # slow to load, and JSON does without

    return Console(width=None if sys.stdout.isatty() else WIDTH, highlight=False, emoji=False)
