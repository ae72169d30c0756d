"""What is said on stderr while a command works: notes, and progress where a person watches."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

from diastole.faces.terminal.waiting import COMPILING, bar, is_compiled, spinner


class Voice:
    """Notes and progress on stderr, and when quiet warnings only; each sentence once."""

    def __init__(self, *, quiet: bool):
        self.quiet = quiet
        self._said: set[str] = set()

    def note(self, text: str) -> None:
        """Say a sentence."""
        if not self.quiet:
            self._say("note", text)

    def warn(self, text: str) -> None:
        """Say what a number must not be read without."""
        self._say("warning", text)

    def _say(self, kind: str, text: str) -> None:
        if text not in self._said:
            self._said.add(text)
            typer.echo(f"{kind}: {text}", err=True)

    def wrote(self, *paths: Path) -> None:
        """Say which files were written."""
        if paths:
            self.note(f"wrote {', '.join(map(str, paths))}")

    @contextmanager
    def progress(self, text: str = "") -> Iterator[Callable[[str], None]]:
        """Show what is done while it lasts, as `spinner`; say it where laws must be compiled and nobody watches."""
        if not is_compiled() and not sys.stderr.isatty():
            self.note(COMPILING)
        with spinner(text, seen=self._watched) as show:
            yield show

    @contextmanager
    def bar(self, whole: float) -> Iterator[Callable[[float, str], None]]:
        """Show a bar while something is done, as `diastole.faces.terminal.waiting.bar`."""
        with bar(whole, seen=self._watched) as show:
            yield show

    @property
    def _watched(self) -> bool:
        return not self.quiet and sys.stderr.isatty()
