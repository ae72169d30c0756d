"""Checkpoints of a long run: where one cannot be written, the run goes on and the earlier one stays."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from diastole.cli.progress_bar import Voice
from diastole.errors import InputError


class Keeper:
    """Keeps the checkpoint of a run; does nothing where none has a place.

    Parameters
    ----------
    path
        Of the checkpoint; None if nothing is saved.
    """

    def __init__(self, path: Path | None, voice: Voice):
        self.path = path
        self._voice = voice
        self._failed = False

    def save(self, write: Callable[[Path], None]) -> None:
        """Write a checkpoint; warn if it cannot be written."""
        if self.path is None:
            return
        try:
            write(self.path)
        except InputError as problem:
            self._voice.warn(f"{problem} The run goes on without, and an earlier checkpoint stays.")
            self._failed = True
        else:
            self._failed = False

    @property
    def way_back(self) -> str:
        """How to go on from here another time, in a sentence without its capital and its end."""
        if self.path is None:
            return "with --save FILE.nc it could have been resumed"
        if not self.path.exists():
            return "there is no checkpoint yet; the same command starts again"
        if self._failed:
            return "when there is room, the same command with --resume goes on from the checkpoint before"
        return "the same command with --resume goes on from there"

    @contextmanager
    def saving(self) -> Iterator[None]:
        """Add to a refusal to write results how to come by them without running all again.

        Raises
        ------
        InputError
            The refusal.
        """
        try:
            yield
        except InputError as problem:
            raise InputError(f"{problem} Then {self.way_back}." if self.path else str(problem)) from None

    def forget(self) -> None:
        """Remove the checkpoint of a run that is over and saved."""
        if self.path:
            self.path.unlink(missing_ok=True)
