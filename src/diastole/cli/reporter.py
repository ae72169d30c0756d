"""Notes and warnings on stderr while a command works, and progress on a terminal."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

from diastole.faces.terminal.waiting import bar, spinner


class Reporter:
    """Prints notes, warnings and progress on stderr, each sentence once; only warnings if quiet."""

    def __init__(self, *, quiet: bool):
        self.quiet = quiet
        self._printed: set[str] = set()

    def note(self, text: str) -> None:
        """Print a note."""
        if not self.quiet:
            self._print("note", text)

    def warn(self, text: str) -> None:
        """Print a warning, without which a number would be misread."""
        self._print("warning", text)

    def _print(self, kind: str, text: str) -> None:
        if text not in self._printed:
            self._printed.add(text)
            typer.echo(f"{kind}: {text}", err=True)

    def wrote(self, *paths: Path) -> None:
        """Print which files were written."""
        if paths:
            self.note(f"wrote {', '.join(map(str, paths))}")

    @contextmanager
    def progress(self, text: str = "") -> Iterator[Callable[[str], None]]:
        """Show a spinner."""
        with spinner(text, seen=self._is_watched) as show:
            yield show

    @contextmanager
    def bar(self, whole: float) -> Iterator[Callable[[float, str], None]]:
        """Show a bar, as `diastole.faces.terminal.waiting.bar`."""
        with bar(whole, seen=self._is_watched) as show:
            yield show

    @property
    def _is_watched(self) -> bool:
        return not self.quiet and sys.stderr.isatty()
