"""A course in the terminal: one row for each step, and what became of it."""

from collections.abc import Mapping, Sequence
from functools import partial

from rich.console import Console
from rich.table import Table
from rich.text import Text

from diastole.faces.terminal.printing import columns_that_fit, new_table
from diastole.faces.words.confidence import DISCLAIMER
from diastole.faces.words.objections import against_course, sentence
from diastole.faces.words.treatment_words import lesions_and_treatment
from diastole.model.measures.definitions import MEASURES
from diastole.model.measures.measure import Value, lowered
from diastole.numbers import listed, plain
from diastole.studies.course.course_columns import LUNG_WATER, MEASURED
from diastole.studies.course.durations import shown_time
from diastole.studies.course.outcome import basis, flows_of, measures_at_end, measures_at_start, sentences
from diastole.studies.course.patient_course import Course

FIRST = ("heart_rate", "mean_aortic_pressure", "lv_end_diastolic_pressure")
LAST = ("subendocardial_supply_demand_ratio", LUNG_WATER)
LEAST_STEP = 24  # characters of a step that stay on one line


def print_course(course: Course, console: Console) -> None:
    """Print a row for each step with key measures at its end, and a sentence for each target."""
    console.print(Text(course.patient.name, style="bold"))
    for line in (lesions_and_treatment(course.patient), basis(course)):
        console.print(Text(line))
    names = [*FIRST, *flows_of(course), *LAST]
    shown = columns_that_fit(names, partial(_table, course), console)
    console.print(_table(course, shown))
    for line in [*sentences(course), *course.cautions]:
        console.print(Text(line))
    for number, each in against_course(course):
        console.print(Text(f"{f'Line {number}: ' if number else ''}{sentence(each)}"))
    console.print(f"{_key(names, shown)}\n{DISCLAIMER}", style="dim", highlight=False)


def _key(names: Sequence[str], shown: Sequence[str]) -> str:
    """Explain the columns, and name the measures that found no room."""
    text = f"At the end of each step: {listed([lowered(MEASURED[name].title) for name in shown])}."
    left_out = [lowered(MEASURED[name].title) for name in names if name not in shown]
    return f"{text} Not shown at this width: {listed(left_out)}." if left_out else text


def _table(course: Course, names: Sequence[str]) -> Table:
    table = new_table("Step", "Ended", *(_heading(name) for name in names))
    table.columns[0].min_width = LEAST_STEP
    if course.past_steps:
        table.add_row("(before)", "", *_numbers(measures_at_start(course, course.past_steps[0]), names))
    for step in course.past_steps:
        lasted = step.after > step.first
        numbers = _numbers(measures_at_end(course, step), names) if lasted else [""] * len(names)
        table.add_row(Text(step.text), shown_time(step.ended), *numbers)
    return table


def _heading(name: str) -> str:
    """Return the heading of a narrow column, with its unit."""
    heading, unit = "Water" if name == LUNG_WATER else MEASURES[name].short, MEASURED[name].unit
    return heading if unit == "1" else f"{heading}\n{unit}"


def _numbers(measures: Mapping[str, Value], names: Sequence[str]) -> list[str]:
    return [plain(measures[name], MEASURED[name].decimals) for name in names]
