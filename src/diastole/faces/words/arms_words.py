"""The numbers of several arms, row by row."""

from collections.abc import Mapping
from typing import NamedTuple

from diastole.faces.words.change import Change
from diastole.faces.words.groups import grouped
from diastole.model.measures.measure import Measure
from diastole.model.run import Run


class Row(NamedTuple):
    """A measure of every arm."""

    measure: Measure
    unit: str  # as shown
    values: list[str]


def rows_of(runs: Mapping[str, Run]) -> dict[str, list[Row]]:
    """Return every measure that an arm has, by group."""
    names = [name for run in runs.values() for name, value in run.measures.items() if value is not None]
    return {group: [_row(name, runs) for name in members] for group, members in grouped(names).items()}


def _row(name: str, runs: Mapping[str, Run]) -> Row:
    words = Change(name, None, None)
    return Row(words.measure, words.unit, [words.shown(run.measures[name]) for run in runs.values()])
