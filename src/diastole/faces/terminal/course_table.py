"""A course in the terminal: one row for each step, and what became of it."""

from typing import TYPE_CHECKING

from diastole.faces.words.against import against_course, sentence
from diastole.faces.words.confidence import DISCLAIMER
from diastole.model.measures.definitions import MEASURES
from diastole.model.measures.measure import Value
from diastole.numbers import plain
from diastole.studies.course.course_columns import MEASURED
from diastole.studies.course.durations import shown_time
from diastole.studies.course.outcome import basis, measures_at_end, measures_at_start, sentences
from diastole.studies.course.patient_course import Course
from diastole.studies.course.step_outcome import LivedStep

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

HEADINGS = {  # of the measures that a row shows
    name: MEASURES[name].short
    for name in (
        "heart_rate",
        "mean_aortic_pressure",
        "lv_end_diastolic_pressure",
        "cardiac_output",
        "aortic_regurgitant_flow",
        "subendocardial_supply_demand_ratio",
    )
} | {"lung_water": "Water"}
KEY = (
    "At the end of each step: heart rate, mean aortic pressure, LV end-diastolic pressure, cardiac output, aortic leak "
    "per minute, subendocardial supply over demand, lung water gained since the beginning."
)


def print_course(course: Course, console: "Console") -> None:
    """Print a row for each step with key measures at its end, and a sentence for each target."""
    from rich.text import Text

    console.print(Text(course.patient.name, style="bold"))
    console.print(basis(course), highlight=False)
    console.print(_table(course))
    for said in sentences(course):
        console.print(Text(said))
    for line, each in against_course(course):
        console.print(Text(f"{f'Line {line}: ' if line else ''}{sentence(each)}"))
    console.print(f"{KEY}\n{DISCLAIMER}", style="dim", highlight=False)


def _table(course: Course) -> "Table":
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, collapse_padding=True, header_style="bold")
    table.add_column("Step")
    table.add_column("Ended", justify="right", no_wrap=True)
    for name, heading in HEADINGS.items():
        unit = MEASURED[name].unit
        table.add_column(heading if unit == "1" else f"{heading}\n{unit}", justify="right", no_wrap=True)
    if course.lived:
        table.add_row("(before)", "", *_numbers(measures_at_start(course, course.lived[0])))
    for step in course.lived:
        table.add_row(Text(step.text), shown_time(step.ended), *_at_end(course, step))
    return table


def _at_end(course: Course, step: LivedStep) -> list[str]:
    """Return the numbers at the end of a step; none where it happened at once."""
    return _numbers(measures_at_end(course, step)) if step.after > step.first else [""] * len(HEADINGS)


def _numbers(measures: dict[str, Value]) -> list[str]:
    return [plain(measures[name], MEASURED[name].decimals) for name in HEADINGS]
