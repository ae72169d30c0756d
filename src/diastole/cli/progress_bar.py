"""What is said on stderr while a command works: notes, and progress where a person watches."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

COMPILING = "compiling the laws (first run only)"


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
        """Show what is done while it lasts, if a person watches stderr.

        Parameters
        ----------
        text
            Nothing for what is over in no time, unless laws must be compiled first, which takes some twenty seconds.

        Yields
        ------
        A function that changes the text.
        """
        watched = sys.stderr.isatty()
        if not _compiled():
            text = COMPILING
            if not watched:
                self.note(text)
        if self.quiet or not watched or not text:
            yield lambda text: None
            return
        from rich.console import Console

        with Console(stderr=True).status(text) as status:
            yield lambda text: status.update(text)

    @contextmanager
    def bar(self, whole: float) -> Iterator[Callable[[float, str], None]]:
        """Show a bar while something is done, if a person watches stderr.

        Parameters
        ----------
        whole
            Amount that is to be done.

        Yields
        ------
        A function that sets how much of it is done, and the text beside the bar.
        """
        if self.quiet or not sys.stderr.isatty():
            yield lambda done, text: None
            return
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn

        columns = (BarColumn(), TextColumn("{task.percentage:.0f} %"), TextColumn("{task.description}", markup=False))
        with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
            task = progress.add_task("", total=whole)
            yield lambda done, text: progress.update(task, completed=done, description=text)


def _compiled() -> bool:
    """Tell whether the machine code of the integrator is on disk; a guess, good enough for a note."""
    from numba import config

    from diastole.law import CACHE_FOLDER

    return bool(config.DISABLE_JIT) or any(CACHE_FOLDER.rglob("stepper.rk4_beat-*.nbi"))
