"""The JSON of an error."""

from collections.abc import Mapping
from typing import Any, Self

from diastole.errors import CODES
from diastole.faces.json.shape import Document, Text


class ErrorJson(Document):
    """Why a command printed nothing else; the sentence is on the standard error too."""

    NAME = "diastole/error/1"

    code: str
    """Kind of error."""
    message: str
    """One sentence: what is wrong, what is allowed, what to do."""
    path: Text
    """Where it is wrong: a dotted key of the patient or sheet, a line of a script, or a file."""
    allowed: dict[str, Any] | None
    """Allowed values there: ``unit`` with ``above``, ``at_least``, ``below`` and ``at_most``, or ``values``."""

    @classmethod
    def of(cls, code: str, message: str, path: str = "", allowed: Mapping[str, Any] | None = None) -> Self:
        """Return what is printed of an error with one of `CODES`."""
        assert code in CODES
        return super().of(code=code, message=message, path=path, allowed=allowed or None)
