"""Three-valued logic after Kleene: true, false, and unknown, which is None and never counts as false."""

from collections.abc import Iterable

type Truth = bool | None


def negation(operand: Truth) -> Truth:
    """Return the opposite; unknown stays unknown."""
    return None if operand is None else not operand


def conjunction(operands: Iterable[Truth]) -> Truth:
    """Return false if one is false, else unknown if one is unknown, else true."""
    given = list(operands)
    return at_least(len(given), given)


def disjunction(operands: Iterable[Truth]) -> Truth:
    """Return true if one is true, else unknown if one is unknown, else false."""
    return at_least(1, operands)


def at_least(needed: int, operands: Iterable[Truth]) -> Truth:
    """Return true if so many are true, unknown if those that are unknown could make up the number, else false."""
    given = list(operands)
    lacking = needed - given.count(True)
    if lacking <= 0:
        return True
    return None if given.count(None) >= lacking else False
