"""Tables in the terminal: a comparison, a single run, a fit."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from diastole.faces.terminal.printing import (
    QUIET,
    STRONG,
    add_heading,
    indented,
    new_table,
    print_lines,
    print_section,
    unit_cell,
)
from diastole.faces.words.change import Change, changes
from diastole.faces.words.confidence import DISCLAIMER, MISSES, Caveat, limits
from diastole.faces.words.groups import grouped
from diastole.faces.words.reading import reading_by_topic
from diastole.faces.words.treatment_words import doing, reflex_words
from diastole.model.measures.definitions import MEASURES
from diastole.model.run import Comparison, Run
from diastole.numbers import NONE, percent, plain, signed, significant

if TYPE_CHECKING:
    from diastole.studies.alternatives.current_treatments import Against
    from diastole.studies.fit.fitting import Fit  # with an optimizer that is slow to load

MISSED = "not shown by this patient"  # a measured number
NARROW = 80  # characters: a narrower terminal shows short names of measures, and no percent


def print_comparison(
    comparison: Comparison, console: Console, misses: Sequence[Caveat] = MISSES, against: "Sequence[Against]" = ()
) -> None:
    """Print every measure without and with support, the reading, its limits, and what speaks against the support."""
    _print_title(comparison.with_, console, against)
    console.print(_comparison_table(comparison, console.width))
    every = changes(comparison)
    _print_reasons([name for name, change in every.items() if None in (change.before, change.after)], console)
    for topic, sentences in reading_by_topic(comparison).items():
        print_section(topic, [" ".join(sentences)] if topic != "In short" else sentences, console)
    print_section("Limits of this comparison", [caveat.title for caveat in limits(comparison, misses)], console)
    console.print(f"\n{DISCLAIMER}", style=QUIET, highlight=False)


def print_run(run: Run, console: Console, against: "Sequence[Against]" = ()) -> None:
    """Print every measure of one run; at 1:2 and 1:3 of the assisted beat and of the others."""
    between = run.unassisted
    _print_title(run, console, against)
    table = new_table("Measure", "Assisted beat" if between else "Value", *(["Beats between"] if between else []), "")
    for group, names in grouped(run.measures).items():
        add_heading(table, group)
        for name in names:
            change = Change(name, run.measures.get(name), None, (between or {}).get(name))
            values = [change.shown(change.before), *([change.unassisted_text] if between else [])]
            table.add_row(indented(change.title), *values, unit_cell(change.unit))
    console.print(table)
    _print_reasons([name for name, value in run.measures.items() if value is None], console)
    beats = f"{run.beats} beat{'' if run.beats == 1 else 's'}"
    steady = f"Steady after {beats}; residual {significant(run.residual, 2)} mL."
    console.print(f"{steady}\n{DISCLAIMER}", style=QUIET, highlight=False)


def print_fit(fit: "Fit", console: Console) -> None:
    """Print each measured number beside that of the fitted patient, and the parameters that were fitted."""
    table = new_table("Measure", "Measured", "Fitted", "Residual", "", "")
    for row in fit.rows:
        measure = MEASURES[row.measure]
        numbers = [plain(value, measure.decimals) for value in (row.measured, row.fitted)]
        residual = signed(row.residual, measure.decimals)
        table.add_row(measure.title, *numbers, residual, unit_cell(row.unit), MISSED * row.large)
    console.print(table)
    parameters = new_table("Parameter", "Start", "Fitted", "Change", "", "")
    for name, start, fitted, unit, determined in fit.parameters:
        change = percent((fitted - start) / abs(start)) if start else NONE
        mark = "" if determined else "not determined by these numbers"
        parameters.add_row(name, significant(start), significant(fitted), change, unit_cell(unit), mark)
    console.print(parameters)
    print_lines([*fit.left_open, *fit.notes], console)


def _comparison_table(comparison: Comparison, width: int) -> Table:
    """Return the table of all measures by group for so many characters."""
    narrow, between = width < NARROW, comparison.with_.unassisted is not None
    columns = ["Without", "With", *(["Between"] if between else []), "", "Change", *([] if narrow else ["%"])]
    table = new_table("Measure", *columns)
    every = changes(comparison)
    for group, names in grouped(every).items():
        add_heading(table, group)
        for change in (every[name] for name in names):
            title = (change.measure.short if narrow else "") or change.title
            style = QUIET if change.direction == 0 else ""  # a colour would say which way is good
            cells = _cells(change, between=between)
            table.add_row(indented(title), *cells[: len(columns)], style=style)
    return table


def _cells(change: Change, *, between: bool) -> list[str]:
    """Return the numbers of one row of the comparison, percent last."""
    extra = [change.unassisted_text] if between else []
    values = [change.shown(change.before), change.shown(change.after), *extra]
    relative = change.percent_text.removesuffix("\u00a0%")
    return [*values, unit_cell(change.unit), change.absolute_text, relative]


def _print_title(run: Run, console: Console, against: "Sequence[Against]") -> None:
    """Print the patient, what is done, and what speaks against it."""
    console.print(Text(run.patient.name, style=STRONG))
    console.print(f"{doing(run)}. {reflex_words(run)}", highlight=False)
    if against:
        from diastole.faces.words.objections import sentence  # reads statements, which most runs do without

        for each in against:
            console.print(Text(sentence(each)))


def _print_reasons(names: list[str], console: Console) -> None:
    """Print why measures have no value."""
    for measure in (MEASURES[name] for name in names):
        console.print(f"{NONE} {measure.title}: {measure.why_undefined}", style=QUIET, highlight=False)
