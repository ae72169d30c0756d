"""A study of sensitivity on the terminal: for each measure, what the values of the patients decide, with bars."""

from rich.console import Console
from rich.text import Text

from diastole.faces.terminal.printing import STRONG, new_table, print_lines
from diastole.faces.words.sensitivity_words import (
    decides_sentence,
    effect_words,
    heading,
    patients_sentence,
    share_words,
)
from diastole.numbers import NONE
from diastole.studies.sensitivity.influences import MeasureInfluences, Sensitivity

BAR = 10  # characters of a whole


def print_sensitivity(study: Sensitivity, console: Console) -> None:
    """Print a table for each measure, what it says, and how many patients it rests on."""
    for each in study.measures:
        console.print(Text(f"\n{heading(each.measure, study.quantity.where)}", style=STRONG))
        _print_table(each, console)
    sentences = [decides_sentence(each, study.quantity.where) for each in study.measures]
    print_lines([*sentences, "", patients_sentence(study), *study.notes], console)


def _print_table(measure: MeasureInfluences, console: Console) -> None:
    table = new_table("Value", "Changes it by", "Decides alone", "With others", "")
    for each in measure.influences:
        total = each.indices.total.value if each.indices else 0.0
        table.add_row(
            each.title,
            effect_words(measure.measure, each.effect.mean) if each.effect else NONE,
            share_words(each.indices.first) if each.indices else NONE,
            share_words(each.indices.total) if each.indices else NONE,
            "█" * round(BAR * min(max(total, 0.0), 1.0)),
        )
    console.print(table)
