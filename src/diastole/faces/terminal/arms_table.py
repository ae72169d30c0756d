"""A table of several arms in the terminal; where the arms do not fit side by side, in parts one below the other."""

from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.text import Text

from diastole.faces.terminal.printing import QUIET, STRONG, add_heading, indented, new_table, unit_cell
from diastole.faces.words.arms_words import rows_of
from diastole.faces.words.confidence import DISCLAIMER
from diastole.faces.words.objections import sentence
from diastole.faces.words.treatment_words import doing, reflex_words
from diastole.model.run import Run
from diastole.studies.alternatives.current_treatments import Against

NAME, UNIT, ARM = 38, 11, 11  # characters of a column with what is between columns


def print_arms(runs: Mapping[str, Run], console: Console, against: Mapping[str, Sequence[Against]]) -> None:
    """Print every measure of each arm, what is done in it, and what speaks against that."""
    for name, run in runs.items():
        console.print(Text(name, style=STRONG))
        console.print(f"  {doing(run)}", highlight=False)
        for each in against[name]:
            console.print(Text(f"  {sentence(each)}"))
    console.print(reflex_words(next(iter(runs.values()))), highlight=False)
    first, *others = runs
    side_by_side = max(1, (console.width - NAME - UNIT) // ARM - 1)
    for start in range(0, len(others), side_by_side):
        names = [first, *others[start : start + side_by_side]]
        _print_part({name: runs[name] for name in names}, console)
    for text in dict.fromkeys(text for run in runs.values() for text in run.cautions):
        console.print(Text(text, style=QUIET))
    console.print(f"\n{DISCLAIMER}", style=QUIET, highlight=False)


def _print_part(runs: Mapping[str, Run], console: Console) -> None:
    table = new_table("Measure", *runs, "")
    for column in table.columns[1:-1]:
        column.no_wrap, column.max_width = False, ARM - 2
    for group, rows in rows_of(runs).items():
        add_heading(table, group)
        for row in rows:
            table.add_row(indented(row.measure.title), *row.values, unit_cell(row.unit))
    console.print(table)
