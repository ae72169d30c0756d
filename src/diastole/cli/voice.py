"""What is said on stderr while a command works: notes, and progress where a person watches."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from rich.console import Console

COMPILING = "compiling the laws (first run only)"
WIDTH = 100  # characters, where no terminal says its own


class Voice:
    """Notes and progress on stderr; nothing at all when quiet."""

    def __init__(self, *, quiet: bool):
        self.quiet = quiet

    def note(self, text: str) -> None:
        """Say a sentence."""
        if not self.quiet:
            typer.echo(f"note: {text}", err=True)

    def wrote(self, *paths: Path) -> None:
        """Say which files were written."""
        if paths:
            self.note(f"wrote {', '.join(map(str, paths))}")

    def console(self) -> "Console":
        """Return where tables are printed: stdout, in plain text of a fixed width unless it is a terminal."""
        from rich.console import Console

        return Console(width=None if sys.stdout.isatty() else WIDTH, highlight=False, emoji=False)

    @contextmanager
    def progress(self, text: str) -> Iterator[Callable[[str], None]]:
        """Show what is done while it lasts, if stderr is a terminal; yields a function that changes the text."""
        if self.quiet or not sys.stderr.isatty():
            yield lambda text: None
            return
        from rich.console import Console

        with Console(stderr=True).status(text) as status:
            yield lambda text: status.update(text)

    @contextmanager
    def compiling(self) -> Iterator[None]:
        """Say that laws are compiled, if they have to be, which takes some twenty seconds; else nothing."""
        if _compiled():
            yield
            return
        if not sys.stderr.isatty():
            self.note(COMPILING)
        with self.progress(COMPILING):
            yield


def _compiled() -> bool:
    """Tell whether the machine code of the integrator is on disk; a guess, good enough for a note."""
    from numba import config

    from diastole.law import CACHE_FOLDER

    return bool(config.DISABLE_JIT) or any(CACHE_FOLDER.rglob("stepper.rk4_beat-*.nbi"))
