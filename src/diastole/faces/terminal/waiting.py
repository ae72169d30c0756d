"""Progress on stderr, or in a notebook, while something runs."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console


@contextmanager
def spinner(text: str = "", *, seen: bool = True) -> Iterator[Callable[[str], None]]:
    """Show a text with a spinner while something runs.

    Parameters
    ----------
    text
        Empty if the work takes no time; then nothing is shown.
    seen
        Whether to show anything.

    Yields
    ------
    A function that changes the text.
    """
    console = _console() if seen and text else None
    if console is None:
        yield lambda text: None
        return
    with console.status(text) as status:
        yield lambda text: status.update(text)


@contextmanager
def bar(whole: float, *, seen: bool = True) -> Iterator[Callable[[float, str], None]]:
    """Show a bar while something runs.

    Parameters
    ----------
    whole
        Amount of work.

    Yields
    ------
    A function that sets how much of it is done, and the text at the bar.
    """
    console = _console() if seen else None
    if console is None:
        yield lambda done, text: None
        return
    from rich.progress import BarColumn, Progress, TextColumn  # as long to load as a patient to run

    columns = (BarColumn(), TextColumn("{task.percentage:.0f} %"), TextColumn("{task.description}", markup=False))
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("", total=whole)
        yield lambda done, text: progress.update(task, completed=done, description=text)


def _console() -> "Console | None":
    """Return the console; None where nobody watches."""
    from rich.console import Console  # as above

    console = Console(stderr=True)
    return console if console.is_terminal or console.is_jupyter else None
