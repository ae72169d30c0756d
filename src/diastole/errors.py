"""What can go wrong, said in one sentence: what, its value, what is allowed, what to do next."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any, Self

CODES = {  # of an error, for programs
    "usage": "the command line has an unknown word or option, or lacks one",
    "unknown_key": "there is no such key; `allowed.values` are those beside it",
    "missing": "a value is missing",
    "not_a_quantity": "this is no number with a unit that fits",
    "out_of_range": "the number is impossible; `allowed` has the range",
    "not_allowed": "this word is none of `allowed.values`",
    "contradiction": "values are possible one by one, but not together",
    "not_found": "there is no such preset or file",
    "cannot_write": "the file at `path` cannot be written",
    "wrong_input": "anything else that a person gave and that is not usable",
    "simulation": "the model left the range in which its numbers mean something",
    "system": "the system refused to read or write",
    "program": "the program itself failed",
}


class InputError(ValueError):
    """Something a person gave is not usable; the message names it, its value and what is allowed.

    Attributes
    ----------
    code
        Of `CODES`.
    path
        Where it is wrong, such as a dotted key; nothing if that has no name.
    allowed
        What is allowed there, such as the unit and limits of a number.
    """

    def __init__(
        self, message: str = "", *, code: str = "wrong_input", path: str = "", allowed: Mapping[str, Any] | None = None
    ):
        super().__init__(message)
        self.code, self.path, self.allowed = code, path, allowed

    def within(self, before: str, path: str = "") -> Self:
        """Return the same error with words before its message, and a path before its own."""
        whole = ".".join(part for part in (path, self.path) if part)
        return type(self)(f"{before}{self}", code=self.code, path=whole, allowed=self.allowed)


class SimulationError(RuntimeError):
    """The model left the range in which its numbers mean something; the message names patient, beat and quantity."""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return `` Did you mean 'x'?`` for the nearest known word, or nothing."""
    near = get_close_matches(word, list(known), n=1, cutoff=0.5)
    return f" Did you mean '{near[0]}'?" if near else ""
