"""The key numbers as a small table within a figure."""

from typing import Any

from diastole.faces.figures.theme import Theme
from diastole.faces.words.key_measures import key_changes
from diastole.faces.words.needs import ComparisonLike

COLUMNS = (0.0, 0.64, 0.81, 1.0)  # share of the width: name from the left, numbers up to here
SIZE = 8.0  # pt


def key_numbers(figure: Any, comparison: ComparisonLike, theme: Theme) -> None:
    """Draw the key measures without and with support and their change."""
    rows = key_changes(comparison)
    axes = figure.subplots()
    axes.set_axis_off()
    axes.set_xlim(0.0, 1.0)
    axes.set_ylim(len(rows) + 0.6, -0.7)
    _row(axes, 0.0, ("", "without", "with", "change"), theme.muted, theme.muted)
    for line, change in enumerate(rows, start=1):
        axes.axhline(line - 0.5, color=theme.rule, linewidth=0.6)
        name = f"{change.title}, {change.unit}" if change.unit else change.title
        numbers = change.shown(change.before), change.shown(change.after), change.absolute_text
        _row(axes, line, (name, *numbers), theme.ink, theme.ink)


def _row(axes: Any, line: float, cells: tuple[str, ...], name: str, number: str) -> None:
    """Write one row: the name from the left, numbers to the right."""
    axes.text(COLUMNS[0], line, cells[0], ha="left", va="center", fontsize=SIZE, color=name)
    for place, cell in zip(COLUMNS[1:], cells[1:], strict=True):
        axes.text(place, line, cell, ha="right", va="center", fontsize=SIZE, color=number)
