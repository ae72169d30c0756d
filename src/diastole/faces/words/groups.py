"""The measures by group, in the order of the vocabulary."""

from collections.abc import Iterable

from diastole.model.measures.definitions import GROUPS


def grouped(names: Iterable[str]) -> dict[str, list[str]]:
    """Return these measures by group, without empty groups."""
    present = set(names)
    placed = {group.title: [each.name for each in group.measures if each.name in present] for group in GROUPS}
    return {title: members for title, members in placed.items() if members}
