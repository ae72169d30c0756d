"""Checkpoints of a long run: if one cannot be written, the run continues and the earlier one is kept."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from diastole.cli.reporter import Reporter
from diastole.errors import InputError


class Keeper:
    """Keeps the checkpoint of a run; does nothing without a path.

    Parameters
    ----------
    path
        Of the checkpoint; None if nothing is saved.
    """

    def __init__(self, path: Path | None, reporter: Reporter):
        self.path = path
        self._reporter = reporter
        self._failed = False

    def to_resume(self, *, asked: bool) -> Path | None:
        """Return the checkpoint to continue from if that is asked; otherwise say that an existing one is replaced."""
        if not asked and self.path and self.path.exists():
            self._reporter.note(
                f"starts from the beginning; the checkpoint {self.path} is replaced, with --resume it would continue "
                "from it"
            )
        return self.path if asked else None

    def save(self, write: Callable[[Path], None]) -> None:
        """Write a checkpoint; warn if it cannot be written."""
        if self.path is None:
            return
        try:
            write(self.path)
        except InputError as problem:
            self._reporter.warn(f"{problem} The run continues without, and an earlier checkpoint is kept.")
            self._failed = True
        else:
            self._failed = False

    @property
    def way_back(self) -> str:
        """How to continue later, as a sentence without capital and full stop."""
        if self.path is None:
            return "with --save FILE.nc it could have been resumed"
        if not self.path.exists():
            return "there is no checkpoint yet; the same command starts again"
        if self._failed:
            return "when there is room, the same command with --resume continues from the checkpoint before"
        return "the same command with --resume continues from there"

    @contextmanager
    def saving(self) -> Iterator[None]:
        """Add to an InputError about writing results how to get them without running everything again."""
        try:
            yield
        except InputError as problem:
            raise InputError(f"{problem} Then {self.way_back}." if self.path else str(problem)) from None

    def forget(self) -> None:
        """Remove the checkpoint of a run that has ended and is saved."""
        if self.path:
            self.path.unlink(missing_ok=True)
