"""What a person sees when something goes wrong: one sentence on stderr and an exit code, no traceback.

With ``--json`` a program gets the same as JSON on stdout.
"""

from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Any

import typer

from diastole.cli import stdout
from diastole.cli.streams import ReaderLeftError
from diastole.errors import InputError, SimulationError

WRONG_INPUT = 2  # exit code, also of a patient whose circulation the model cannot show
WRONG_PROGRAM = 1


def reported(command: Callable[..., None]) -> Callable[..., None]:
    """Wrap a command so that its errors are said in one sentence; it has the option ``debug``."""

    @wraps(command)
    def run(**options: Any) -> None:
        try:
            command(**options)
        except (typer.Exit, ReaderLeftError):
            raise
        except Exception as error:
            if options["debug"] and not isinstance(error, (InputError, SimulationError)):
                raise
            say(error)
            if options.get("as_json"):
                print_error(error)
            raise typer.Exit(code_of(error)) from None

    return run


def code_of(error: BaseException) -> int:
    """Return the exit code of an error."""
    if isinstance(error, typer.Exit):
        return int(error.exit_code)
    is_known = isinstance(error, (InputError, SimulationError)) or _is_of_the_system(error) or is_usage(error)
    return WRONG_INPUT if is_known else WRONG_PROGRAM


def say(error: BaseException) -> None:
    """Say what went wrong on stderr, on one line and without signs that could steer a terminal."""
    if is_usage(error):
        error.show()  # type: ignore[attr-defined]  # also how the command is used
    elif not isinstance(error, typer.Exit):  # which has said it
        typer.echo(f"error: {_sentence(error)}", err=True)


def print_error(error: BaseException) -> None:
    """Print an error as JSON; where stdout itself is what fails, the sentence on stderr is all that can be said."""
    from diastole.faces.json.error_json import ErrorJson  # nothing that most commands need

    if isinstance(error, InputError):
        document = ErrorJson.of(error.code, _sentence(error), error.path, error.allowed)
    else:
        document = ErrorJson.of(_kind(error), _sentence(error))
    with suppress(InputError, ReaderLeftError):
        stdout.print_document(document)


def _kind(error: BaseException) -> str:
    """Return the code of an error that is none of what a person gave."""
    if isinstance(error, SimulationError):
        return "simulation"
    return "system" if _is_of_the_system(error) else "usage" if is_usage(error) else "program"


def _sentence(error: BaseException) -> str:
    if isinstance(error, OSError) and _is_of_the_system(error):
        sentence = _refused(error)
    elif is_usage(error):
        sentence = error.format_message()  # type: ignore[attr-defined]
    else:
        sentence = _unexpected(error) if code_of(error) == WRONG_PROGRAM else str(error)
    line = " ".join(sentence.split())
    return "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in line)


def is_usage(error: BaseException) -> bool:
    """Tell whether the command line itself is wrong, as Typer says: its class differs with its version."""
    return hasattr(error, "format_message")


def _is_of_the_system(error: BaseException) -> bool:
    """Tell whether the system refused something, such as a full or broken disk: no fault of the program."""
    return isinstance(error, OSError) and error.errno is not None


def _refused(error: OSError) -> str:
    where = f" ({error.filename})" if error.filename else ""
    return f"the system refused to read or write: {error.strerror}{where}; make room or mend it, and run it again"


def _unexpected(error: BaseException) -> str:
    what = f"{type(error).__name__}: {error}"[:300]
    return f"diastole itself failed ({what}); please report this with what --debug shows"
