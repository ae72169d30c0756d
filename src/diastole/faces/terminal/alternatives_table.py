"""Alternatives in the terminal: a row for each option by rank, what speaks against it, and the rule."""

from typing import TYPE_CHECKING

from diastole.faces.words.against import CAREFUL, FORBIDDEN
from diastole.faces.words.alternatives_words import (
    COLUMNS,
    MARKS,
    NOT_A_VERDICT,
    asked,
    cells,
    impossible_words,
    mark,
    name_inside,
    rank,
    reflex_words,
    rule_words,
    told,
)
from diastole.numbers import NONE, signed
from diastole.studies.alternatives.trial import Alternatives, Outcome

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

QUIET = "dim"
STRONG = "bold"


def print_alternatives(found: Alternatives, console: "Console") -> None:
    """Print the table, the reasons, what has to be asked first, and the rule of the ranking."""
    from rich.text import Text

    console.print(Text(found.patient.name, style=STRONG))
    console.print(reflex_words(found), highlight=False)
    console.print(_table(found))
    units = "; ".join(f"{column.heading} {name_inside(column)}{_unit(column.unit)}" for column in COLUMNS)
    console.print(f"Value and change against as found. {units}. {MARKS}.", style=QUIET, highlight=False)
    against = [f"{each.mark} {each.options}: {each.says} {each.sources}" for each in told(found)]
    _print_part(f"{FORBIDDEN} contraindicated and {CAREFUL} caution in this patient", against, console)
    _print_part("No steady beat", [_failed(each) for each in found.outcomes if each.run is None], console)
    _print_part("Ask first: the model does not know", [f"{names}: {what}" for names, what in asked(found)], console)
    _print_part("Not possible in this patient", impossible_words(found), console)
    _print_part("Order of goals", rule_words(), console)
    console.print(f"\n{NOT_A_VERDICT}", style=QUIET, highlight=False)


def _table(found: Alternatives) -> "Table":
    """Return the table, with a heading above what is contraindicated."""
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, collapse_padding=True, header_style=STRONG)
    table.add_column("Rank", no_wrap=True)
    table.add_column("")
    table.add_column("Option")
    table.add_column("Score", justify="right", no_wrap=True)
    for column in COLUMNS:
        table.add_column(column.heading, justify="right", no_wrap=True)
    below = False
    for outcome in found.outcomes:
        if outcome.contraindicated and not below:
            table.add_row("", "", "[bold cyan]Contraindicated[/]")
            below = True
        table.add_row(*_row(outcome, found), style=STRONG if outcome.run is found.reference else "")
    return table


def _row(outcome: Outcome, found: Alternatives) -> list[str]:
    numbers = [
        f"{cell.value} {cell.change:>4}" if cell.change else f"{cell.value}     " for cell in cells(outcome, found)
    ]
    score = NONE if outcome.score is None else signed(outcome.score, 1)
    return [rank(outcome), mark(outcome), outcome.option.title, score, *numbers]


def _failed(outcome: Outcome) -> str:
    return f"{outcome.option.title}: {outcome.failure}"


def _unit(unit: str) -> str:
    return f", {unit}" if unit else ""


def _print_part(title: str, lines: list[str], console: "Console") -> None:
    """Print a heading and sentences, wrapped and set in by two; nothing where there are none."""
    from rich.padding import Padding
    from rich.text import Text

    if lines:
        console.print(f"\n[{STRONG}]{title}[/]")
    for line in lines:
        console.print(Padding(Text(line), (0, 0, 0, 2)))
