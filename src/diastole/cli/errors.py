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
        except (InputError, SimulationError) as error:
            raise _stopped(str(error), WRONG_INPUT) from None
        except (typer.Exit, BrokenPipeError):
            raise
        except Exception as error:
            if options["debug"]:
                raise
            raise _stopped(_unexpected(error), WRONG_PROGRAM) from None

    return run


def _stopped(sentence: str, code: int) -> typer.Exit:
    """Say why on stderr, on one line and without signs that could steer a terminal."""
    line = " ".join(sentence.split())
    plain = "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in line)
    typer.echo(f"error: {plain}", err=True)
    return typer.Exit(code)


def _unexpected(error: Exception) -> str:
    what = f"{type(error).__name__}: {error}"[:300]
    return f"diastole itself failed ({what}); please report this with what --debug shows"
