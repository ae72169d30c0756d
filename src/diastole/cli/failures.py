"""Errors as a person sees them: one sentence on stderr and an exit code, no traceback.

With ``--json`` a program gets the same as JSON on stdout.
"""

from contextlib import suppress

import typer

from diastole.cli import stdout
from diastole.cli.streams import ReaderLeftError
from diastole.errors import InputError, SimulationError

WRONG_INPUT = 2  # exit code, also of a patient whose circulation the model cannot show
WRONG_PROGRAM = 1


def code_of(error: BaseException) -> int:
    """Return the exit code of an error."""
    if isinstance(error, typer.Exit):
        return int(error.exit_code)
    return WRONG_PROGRAM if _kind(error) == "program" else WRONG_INPUT


def is_expected(error: BaseException) -> bool:
    """Return whether an error is about the input or the patient."""
    return isinstance(error, InputError | SimulationError)


def is_usage(error: BaseException) -> bool:
    """Return whether the command line itself is wrong, as Typer reports it: its class differs with its version."""
    return hasattr(error, "format_message")


def report(error: BaseException, *, as_json: bool = False) -> None:
    """Print an error on stderr, on one line and without control characters; as JSON on stdout too if asked for."""
    if is_usage(error):
        error.show()  # type: ignore[attr-defined]  # also how the command is used
    elif not isinstance(error, typer.Exit):  # which has been reported
        typer.echo(f"error: {_sentence(error)}", err=True)
    if as_json:
        _print_json(error)


def _print_json(error: BaseException) -> None:
    """Print an error as JSON; if stdout itself fails, the sentence on stderr has to do."""
    from diastole.faces.json.error_json import ErrorJson  # loads the measures, which most commands need later only

    known = (error.path, error.allowed) if isinstance(error, InputError) else ()
    document = ErrorJson.of(_kind(error), _sentence(error), *known)
    with suppress(InputError, ReaderLeftError):
        stdout.print_document(document)


def _kind(error: BaseException) -> str:
    """Return the code of an error, as in `diastole.errors.CODES`."""
    if isinstance(error, InputError):
        return error.code
    if isinstance(error, SimulationError):
        return "simulation"
    if isinstance(error, OSError) and error.errno is not None:  # such as a full or broken disk
        return "system"
    return "usage" if is_usage(error) else "program"


def _sentence(error: BaseException) -> str:
    match _kind(error):
        case "system":
            where = f" ({error.filename})" if error.filename else ""  # type: ignore[attr-defined]
            reason = f"{error.strerror}{where}; make room or mend it, and run it again"  # type: ignore[attr-defined]
            sentence = f"the system refused to read or write: {reason}"
        case "usage":
            sentence = error.format_message()  # type: ignore[attr-defined]
        case "program":
            name = f"{type(error).__name__}: {error}"[:300]
            sentence = f"diastole itself failed ({name}); please report this with what --debug shows"
        case _:
            sentence = str(error)
    line = " ".join(sentence.split())
    return "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in line)
