"""Three-valued logic after Kleene: true, false, and unknown, which is None and never counts as false."""

from collections.abc import Iterable

type Truth = bool | None


def negation(one: Truth) -> Truth:
    """Return the opposite; unknown stays unknown."""
    return None if one is None else not one


def conjunction(of: Iterable[Truth]) -> Truth:
    """Return false if one is false, else unknown if one is unknown, else true."""
    found = list(of)
    if False in found:
        return False
    return None if None in found else True


def disjunction(of: Iterable[Truth]) -> Truth:
    """Return true if one is true, else unknown if one is unknown, else false."""
    found = list(of)
    if True in found:
        return True
    return None if None in found else False


def at_least(needed: int, of: Iterable[Truth]) -> Truth:
    """Return true if so many are true, unknown if those that are unknown could make up the number, else false."""
    found = list(of)
    true = found.count(True)
    if true >= needed:
        return True
    return None if true + found.count(None) >= needed else False
