"""The statement base: every statement by its id, checked as a whole before anything is given out."""

from functools import lru_cache

from diastole.errors import InputError
from diastole.evidence.check import check_package
from diastole.evidence.record import Reviewer, Statement, Support, Wording
from diastole.evidence.rules import check_level, lowest_level
from diastole.evidence.vocabulary import ENTITIES, INTENTS, KINDS, POLARITIES, STATUSES

__all__ = [
    "ENTITIES",
    "INTENTS",
    "KINDS",
    "POLARITIES",
    "STATUSES",
    "Reviewer",
    "Statement",
    "Support",
    "Wording",
    "check_level",
    "load_statements",
    "lowest_level",
]


@lru_cache(maxsize=1)
def _read() -> tuple[Statement, ...]:
    """Read and check the statements that come with the package."""
    report = check_package()
    if report.errors:
        count = len(report.errors)
        raise InputError(f"The evidence base has {count} errors; the first is in {report.errors[0]}")
    return tuple(report.statements.values())


def load_statements() -> dict[str, Statement]:
    """Return every statement by its id.

    Raises
    ------
    InputError
        If anything in statements, thresholds or codes is wrong: the first error and how many there are. Nothing is
        half loaded.
    """
    return {statement.id: statement for statement in _read()}
