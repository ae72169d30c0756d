"""Alternatives in the terminal: a row for each option by rank, what speaks against it, and the rule."""

from collections.abc import Sequence
from functools import partial

from rich.console import Console
from rich.table import Table
from rich.text import Text

from diastole.faces.terminal.printing import QUIET, STRONG, columns_that_fit, new_table, print_section
from diastole.faces.words.alternatives_words import (
    CHANGES,
    COLUMNS,
    MARKS,
    NOT_A_VERDICT,
    OptionColumn,
    cells,
    impossible_words,
    mark,
    objections,
    questions_first,
    rank,
    reflex_words,
    rule_words,
)
from diastole.faces.words.objections import CAREFUL, FORBIDDEN
from diastole.numbers import NONE, listed, signed
from diastole.studies.alternatives.option_runs import Alternatives, Outcome

LEAST_OPTION = 13  # characters of an option that stay on one line: of the longest word


def print_alternatives(tried: Alternatives, console: Console) -> None:
    """Print the table, the reasons, what has to be asked first, and the rule of the ranking."""
    console.print(Text(tried.patient.name, style=STRONG))
    console.print(reflex_words(tried), highlight=False)
    shown = columns_that_fit(COLUMNS, partial(_table, tried), console)
    console.print(_table(tried, shown))
    console.print(f"{CHANGES} {_key(shown)} {MARKS}.", style=QUIET, highlight=False)
    sections = {
        f"{FORBIDDEN} contraindicated and {CAREFUL} caution in this patient": [
            f"{each.mark} {each.options}: {each.says} {each.sources}" for each in objections(tried)
        ],
        "No steady beat": [f"{each.option.title}: {each.failure}" for each in tried.outcomes if each.run is None],
        "Ask first: the model does not know": [f"{names}: {what}" for names, what in questions_first(tried)],
        "Not possible in this patient": impossible_words(tried),
        "Order of goals": rule_words(),
    }
    for title, lines in sections.items():
        print_section(title, lines, console)
    console.print(f"\n{NOT_A_VERDICT}", style=QUIET, highlight=False)


def _key(shown: Sequence[OptionColumn]) -> str:
    """Explain the columns, and name the measures that found no room."""
    units = "; ".join(f"{column.words}{column.unit and f', {column.unit}'}" for column in shown)
    left_out = [column.words for column in COLUMNS if column not in shown]
    return f"{units}. Not shown at this width: {listed(left_out)}." if left_out else f"{units}."


def _table(tried: Alternatives, shown: Sequence[OptionColumn]) -> Table:
    """Return the table, with a heading above what is contraindicated."""
    table = new_table("Rank", "", "Option", "Score", *(column.heading for column in shown))
    table.columns[0].no_wrap = True
    table.columns[2].justify, table.columns[2].no_wrap = "left", False
    table.columns[2].min_width = LEAST_OPTION
    below = False
    for outcome in tried.outcomes:
        if outcome.contraindicated and not below:
            table.add_row("", "", "[bold cyan]Contraindicated[/]")
            below = True
        table.add_row(*_row(outcome, tried, len(shown)), style=STRONG if outcome.run is tried.reference else "")
    return table


def _row(outcome: Outcome, tried: Alternatives, columns: int) -> list[str]:
    numbers = [
        f"{cell.value} {cell.change:>4}" if cell.change else f"{cell.value}     "
        for cell in cells(outcome, tried)[:columns]
    ]
    score = NONE if outcome.score is None else signed(outcome.score, 1)
    return [rank(outcome), mark(outcome), outcome.option.title, score, *numbers]
