"""Tables in the terminal: a comparison, a single run, a fit."""

from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from diastole.faces.words.against import sentence
from diastole.faces.words.change import Change, changes
from diastole.faces.words.confidence import DISCLAIMER, MISSES, Caveat, how_sure
from diastole.faces.words.groups import grouped
from diastole.faces.words.needs import ComparisonLike, FitLike, RunLike
from diastole.faces.words.reading import reading_by_topic
from diastole.faces.words.treatment_words import doing, reflex_words
from diastole.model.measures.definitions import MEASURES
from diastole.numbers import NONE, percent, plain, signed, significant
from diastole.studies.alternatives.in_use import Against

QUIET = "dim"
STRONG = "bold"
MISSED = "not shown by this patient"  # a measured number


def print_comparison(
    comparison: ComparisonLike,
    console: Console,
    misses: Sequence[Caveat] = MISSES,
    against: Sequence[Against] = (),
) -> None:
    """Print every measure without and with support, the reading, how sure one may be, and what speaks against it."""
    _print_title(comparison.with_, console, against)
    console.print(_comparison_table(comparison))
    every = changes(comparison)
    _print_reasons([name for name, change in every.items() if None in (change.before, change.after)], console)
    for topic, sentences in reading_by_topic(comparison).items():
        console.print(f"\n[{STRONG}]{topic}[/]")
        _print_lines([" ".join(sentences)] if topic != "In short" else sentences, console)
    console.print(f"\n[{STRONG}]How sure may one be[/]")
    _print_lines([f"{caveat.title}" for caveat in how_sure(comparison, misses)], console)
    console.print(f"\n{DISCLAIMER}", style=QUIET, highlight=False)


def print_run(run: RunLike, console: Console, against: Sequence[Against] = ()) -> None:
    """Print every measure of one run; at 1:2 and 1:3 of the assisted beat and of the others."""
    between = run.unassisted
    _print_title(run, console, against)
    table = new_table("Measure", "Assisted beat" if between else "Value", *(["Beats between"] if between else []), "")
    for group, names in grouped(run.measures).items():
        _section(table, group)
        for name in names:
            change = Change(name, run.measures.get(name), None, (between or {}).get(name))
            values = [change.shown(change.before), *([change.unassisted_text] if between else [])]
            table.add_row(f" {change.title}", *values, f"[{QUIET}]{change.unit}[/]")
    console.print(table)
    _print_reasons([name for name, value in run.measures.items() if value is None], console)
    steady = f"Steady after {run.beats} beats; residual {significant(run.residual, 2)} mL."
    console.print(f"{steady}\n{DISCLAIMER}", style=QUIET, highlight=False)


def print_fit(fit: FitLike, console: Console) -> None:
    """Print what was measured beside what the fitted patient shows, and the parameters that were fitted."""
    table = new_table("Measure", "Measured", "Fitted", "Residual", "", "")
    for measure, unit, measured, fitted, residual, large in fit.rows:
        title, decimals = _name(measure)
        numbers = [_rounded(value, decimals) for value in (measured, fitted)]
        table.add_row(title, *numbers, _rounded(residual, decimals, sign=True), f"[{QUIET}]{unit}[/]", MISSED * large)
    console.print(table)
    parameters = new_table("Parameter", "Start", "Fitted", "Change", "", "")
    for name, start, fitted, unit, determined in fit.parameters:
        change = percent((fitted - start) / abs(start)) if start else NONE
        mark = "" if determined else "not determined by these numbers"
        parameters.add_row(name, significant(start), significant(fitted), change, f"[{QUIET}]{unit}[/]", mark)
    console.print(parameters)
    _print_lines(list(fit.notes), console)


def _name(measure: str) -> tuple[str, int | None]:
    """Return title and decimals of a measure; the name itself, and no decimals, where the vocabulary has none."""
    known = MEASURES.get(measure)
    return (known.title, known.decimals) if known else (measure, None)


def _rounded(value: float, decimals: int | None, *, sign: bool = False) -> str:
    """Return a number with the decimals of its measure, or with three digits."""
    if decimals is None:
        return significant(value)
    return signed(value, decimals) if sign else plain(value, decimals)


def _comparison_table(comparison: ComparisonLike) -> Table:
    """Return the table of all measures by group."""
    between = comparison.with_.unassisted is not None
    columns = ["Without", "With", *(["Between"] if between else []), "", "Change", "%"]
    table = new_table("Measure", *columns)
    every = changes(comparison)
    for group, names in grouped(every).items():
        _section(table, group)
        for name in names:
            table.add_row(*_cells(every[name], between=between), style=_style(every[name]))
    return table


def _cells(change: Change, *, between: bool) -> list[str]:
    """Return one row of the comparison."""
    extra = [change.unassisted_text] if between else []
    values = [change.shown(change.before), change.shown(change.after), *extra]
    relative = change.percent_text.removesuffix("\u00a0%")
    return [f" {change.title}", *values, f"[{QUIET}]{change.unit}[/]", change.absolute_text, relative]


def _style(change: Change) -> str:
    """Return dim for what hardly changes; which way is good is not for a colour to say."""
    return QUIET if change.direction == 0 else ""


def new_table(first: str, *others: str) -> Table:
    """Return an empty table: text from the left, numbers to the right, units from the left."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, collapse_padding=True, header_style=STRONG)
    table.add_column(first, no_wrap=False)
    for name in others:
        table.add_column(name, justify="right" if name else "left", no_wrap=bool(name))
    return table


def _section(table: Table, title: str) -> None:
    """Add the heading of a group."""
    table.add_row(f"[bold cyan]{title}[/]")


def _print_title(run: RunLike, console: Console, against: Sequence[Against]) -> None:
    """Print the patient, what is done, and what speaks against it."""
    console.print(Text(run.patient.name, style=STRONG))
    console.print(f"{doing(run)}. {reflex_words(run)}", highlight=False)
    for each in against:
        console.print(Text(sentence(each)))


def _print_reasons(names: list[str], console: Console) -> None:
    """Say why measures have no value."""
    for name in names:
        measure = MEASURES[name]
        console.print(f"{NONE} {measure.title}: {measure.why_undefined}", style=QUIET, highlight=False)


def _print_lines(lines: list[str], console: Console) -> None:
    """Print sentences, wrapped and set in by two."""
    for line in lines:
        console.print(Padding(Text(line), (0, 0, 0, 2)))
