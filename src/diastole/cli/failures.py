"""What a person sees when something goes wrong: one sentence on stderr and an exit code, no traceback."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import typer

from diastole.errors import InputError, SimulationError

WRONG_INPUT = 2  # exit code, also of a patient whose circulation the model cannot show
WRONG_PROGRAM = 1


def reported(command: Callable[..., None]) -> Callable[..., None]:
    """Wrap a command so that its errors are said in one sentence; it has the option ``debug``."""

    @wraps(command)
    def run(**options: Any) -> None:
        try:
            command(**options)
        except (typer.Exit, BrokenPipeError):
            raise
        except Exception as error:
            if options["debug"] and not isinstance(error, (InputError, SimulationError)):
                raise
            say(error)
            raise typer.Exit(code_of(error)) from None

    return run


def code_of(error: BaseException) -> int:
    """Return the exit code of an error."""
    if isinstance(error, typer.Exit):
        return int(error.exit_code)
    is_known = isinstance(error, (InputError, SimulationError)) or _is_of_the_system(error)
    return WRONG_INPUT if is_known else WRONG_PROGRAM


def say(error: BaseException) -> None:
    """Say what went wrong on stderr, on one line and without signs that could steer a terminal."""
    if isinstance(error, typer.Exit):  # has said it
        return
    if isinstance(error, OSError) and _is_of_the_system(error):
        sentence = _refused(error)
    else:
        sentence = _unexpected(error) if code_of(error) == WRONG_PROGRAM else str(error)
    line = " ".join(sentence.split())
    plain = "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in line)
    typer.echo(f"error: {plain}", err=True)


def _is_of_the_system(error: BaseException) -> bool:
    """Tell whether the system refused something, such as a full or broken disk: no fault of the program."""
    return isinstance(error, OSError) and error.errno is not None


def _refused(error: OSError) -> str:
    where = f" ({error.filename})" if error.filename else ""
    return f"the system refused to read or write: {error.strerror}{where}; make room or mend it, and run it again"


def _unexpected(error: BaseException) -> str:
    what = f"{type(error).__name__}: {error}"[:300]
    return f"diastole itself failed ({what}); please report this with what --debug shows"
