"""The measures that stand together in a table, in the order of the vocabulary."""

from collections.abc import Iterable

from diastole.model.measures.definitions import GROUPS, MEASURES


def in_order(names: Iterable[str]) -> list[str]:
    """Return these measures, each once, in the order of the vocabulary."""
    present = set(names)
    return [name for name in MEASURES if name in present]


def grouped(names: Iterable[str]) -> dict[str, list[str]]:
    """Return these measures by group, without empty groups."""
    present = set(names)
    placed = {group.title: [one.name for one in group.measures if one.name in present] for group in GROUPS}
    return {title: members for title, members in placed.items() if members}
