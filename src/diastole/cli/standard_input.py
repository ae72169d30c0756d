"""Standard input in place of a file, where '-' is given."""

import sys
from collections.abc import Mapping
from typing import Any

from diastole.cli.options import MAY_BE_PIPED, option_name
from diastole.errors import InputError
from diastole.files import STANDARD_INPUT, keep_standard_input

DASH = "-"


def read_standard_input(types: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """Read standard input if an option is '-', and return that option with the name under which it was kept.

    Raise InputError if two options are '-', or standard input is a terminal or closed.

    Parameters
    ----------
    types
        Annotations of the options, by name.
    given
        Values of the options, by name.
    """
    piped = [
        name
        for name, kind in types.items()
        if MAY_BE_PIPED in getattr(kind, "__metadata__", ())
        for value in (given[name] if isinstance(given[name], list) else [given[name]])
        if str(value) == DASH
    ]
    if not piped:
        return {}
    places = [option_name(types[name]) for name in piped]
    if len(piped) > 1:
        raise InputError(
            f"'-' is given for {' and '.join(places)}; standard input is read once, so give a file for one of them"
        )
    if sys.stdin is None or sys.stdin.isatty():
        state = "closed" if sys.stdin is None else "a terminal"
        raise InputError(
            f"'-' is given for {places[0]}, but standard input is {state}; send a file to it: diastole … < FILE"
        )
    keep_standard_input(sys.stdin.buffer)
    return {piped[0]: _renamed(given[piped[0]])}


def as_typed(reference: str) -> str:
    """Return a reference as it is typed: '-' for standard input."""
    return DASH if reference == STANDARD_INPUT else reference


def _renamed(value: Any) -> Any:
    """Return a value with '-' replaced by the name of standard input."""
    if isinstance(value, list):
        return [_renamed(part) for part in value]
    return type(value)(STANDARD_INPUT) if str(value) == DASH else value
