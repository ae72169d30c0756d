"""Which measures stand together in a table, and in which order: as in the vocabulary."""

from collections.abc import Iterable

from diastole.hemodynamics.vocabulary import GROUPS, MEASURES


def in_order(names: Iterable[str]) -> list[str]:
    """Return these measures, each once, in the order of the vocabulary."""
    present = set(names)
    return [name for name in MEASURES if name in present]


def grouped(names: Iterable[str]) -> dict[str, list[str]]:
    """Return these measures by group, without empty groups."""
    ordered = in_order(names)
    placed = {group: [name for name in ordered if MEASURES[name].group == group] for group in GROUPS}
    return {group: members for group, members in placed.items() if members}
