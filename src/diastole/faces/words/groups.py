"""Which measures stand together in a table, and in which order: as in the vocabulary."""

from collections.abc import Iterable

from diastole.model.measures.definitions import GROUPS, MEASURES

LAST = "Timing"  # the heart rate stands first in the vocabulary, but not in what a reader looks for
_TITLES = sorted(GROUPS, key=lambda group: group == LAST)


def in_order(names: Iterable[str]) -> list[str]:
    """Return these measures, each once, in the order of the vocabulary."""
    present = set(names)
    return [name for name in MEASURES if name in present]


def grouped(names: Iterable[str]) -> dict[str, list[str]]:
    """Return these measures by group, without empty groups."""
    ordered = in_order(names)
    placed = {group: [name for name in ordered if MEASURES[name].group == group] for group in _TITLES}
    return {group: members for group, members in placed.items() if members}
