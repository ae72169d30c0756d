"""The figure of a course: key measures over hours, with the steps of the script shaded and numbered."""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from diastole.faces.figures.comparison_figure import blank_figure, dress, styled
from diastole.faces.figures.legend import legend_style
from diastole.faces.figures.theme import THEMES, Theme
from diastole.faces.words.treatment_words import lesions_and_treatment
from diastole.model.measures.measure import lowered
from diastole.studies.course.course_columns import INDEX, MEASURED
from diastole.studies.course.outcome import basis, flows_of
from diastole.studies.course.patient_course import Course

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Array = NDArray[np.float64]

MOST_POINTS = 3000  # of a line; a longer course is drawn by means of neighbouring beats
MOST_LISTED = 24  # steps that are written out below the panels
LONGEST_LINE = 78  # characters of a step that is written out
SMALL = 7.5  # pt
MINUTE, HOUR = 60.0, 3600.0  # s
IN_HOURS = 3.0 * HOUR  # s, from which on time is given in hours
LINE: dict[str, Any] = {"linewidth": 1.5, "solid_joinstyle": "round", "zorder": 4}
FLAT = 0.05  # 1, relative range of a measure below which it is drawn as flat
LEAST_ROOM = 0.009  # 1, of the width of a panel that a character of a number takes
FLOWS = {  # role of its colour
    "cardiac_output": "ventricle",
    "aortic_regurgitant_flow": "leak",
    "mitral_regurgitant_flow": "atrium",
    "left_to_right_shunt": "aorta",
    "pump_flow": "balloon",
}
PANELS = (2.6, 1.5, 0.9, 1.1, 1.1)  # heights


def course_figure(course: Course, theme: str = "light") -> "Figure":
    """Return the figure of a course: pressures, flows, heart rate, supply of the wall and lung water."""
    colours = THEMES[theme]
    listed = _listed(course)
    with styled():
        figure = blank_figure(10.0, 7.6 + 0.15 * len(listed), colours)
        above, below = figure.subfigures(2, 1, squeeze=False, height_ratios=(7.6, 0.15 * len(listed) + 0.1))[:, 0]
        axes = above.subplots(len(PANELS), 1, sharex=True, height_ratios=PANELS)
        columns = _Columns(course)
        _pressures(axes[0], columns, colours)
        _flows(axes[1], course, columns, colours)
        _single(axes[2], columns, colours, "heart_rate", "ink", "Heart rate,\n/min")
        _single(axes[3], columns, colours, "subendocardial_supply_demand_ratio", "aorta", "Supply over\ndemand")
        axes[3].axhline(1.0, color=colours.muted, linewidth=0.7, zorder=2)
        axes[3].set_ylim(bottom=min(0.9, axes[3].get_ylim()[0]))
        _single(axes[4], columns, colours, "lung_water", "atrium", "Lung water\ngained, mL")
        for each in axes:
            _shade(each, course, columns, colours)
            dress(each, colours)
        _number(axes[0], course, columns, colours)
        axes[-1].set_xlabel(f"Time, {columns.unit}")
        above.align_ylabels(axes)
        for row, text in enumerate(listed):
            y, style = 1.0 - (row + 0.5) / len(listed), {"fontsize": SMALL, "color": colours.ink, "va": "center"}
            below.text(0.06, y, text, parse_math=False, **style)
        title = f"{course.patient.name}\n{lesions_and_treatment(course.patient)}\n{basis(course)}"
        figure.suptitle(title, x=0.012, ha="left", fontsize=10.5, color=colours.ink, parse_math=False)
        return figure


class _Columns:
    """Columns of a course over time, thinned so that a figure can show them."""

    def __init__(self, course: Course):
        rows = course.rows
        size = -(-rows.shape[0] // MOST_POINTS)
        starts = np.arange(0, rows.shape[0], size)
        counts = np.diff([*starts, rows.shape[0]])[:, None]
        self._rows = np.add.reduceat(rows, starts, axis=0) / counts if rows.shape[0] else rows
        self.scale, self.unit = (HOUR, "h") if course.time > IN_HOURS else (MINUTE, "min")
        self.end = course.time / self.scale
        self.time = self["time"] / self.scale

    def __getitem__(self, name: str) -> Array:
        column: Array = self._rows[:, INDEX[name]]
        return column


def _pressures(axes: "Axes", columns: _Columns, theme: Theme) -> None:
    """Draw the aortic pressure as a band around its mean, and the filling pressures of the left heart."""
    systolic, diastolic = columns["systolic_aortic_pressure"], columns["diastolic_aortic_pressure"]
    axes.fill_between(columns.time, diastolic, systolic, color=theme.aorta, alpha=0.16, linewidth=0.0, zorder=2)
    for name, role, label in (
        ("mean_aortic_pressure", "aorta", "aorta: mean, and from\ndiastolic to systolic"),
        ("lv_end_diastolic_pressure", "ventricle", "LV end-diastolic"),
        ("left_atrial_pressure", "atrium", "left atrium: mean"),
    ):
        axes.plot(columns.time, columns[name], color=getattr(theme, role), label=label, **LINE)
    axes.set_ylim(bottom=min(0.0, axes.dataLim.ymin))
    axes.set_ylabel("Pressure, mmHg")
    _legend(axes, theme)


def _flows(axes: "Axes", course: Course, columns: _Columns, theme: Theme) -> None:
    """Draw the cardiac output, the leaks of this patient, and the flow of pumps."""
    for name in flows_of(course):
        label = MEASURED[name].title.replace(" per minute", "")
        axes.plot(columns.time, columns[name], color=getattr(theme, FLOWS[name]), label=lowered(label), **LINE)
    axes.margins(y=0.12)
    axes.set_ylim(bottom=min(0.0, axes.dataLim.ymin))
    axes.set_ylabel("Flow,\nL/min")
    _legend(axes, theme)


def _legend(axes: "Axes", theme: Theme) -> None:
    axes.legend(loc="center left", bbox_to_anchor=(1.0, 0.5), **{**legend_style(theme), "fontsize": SMALL})


def _single(axes: "Axes", columns: _Columns, theme: Theme, name: str, role: str, label: str) -> None:
    """Draw one measure."""
    axes.plot(columns.time, columns[name], color=getattr(theme, role), **LINE)
    axes.set_ylabel(label)
    low, high = axes.get_ylim()
    least = FLAT * max(abs(high), 1.0)
    if high - low < least:  # hardly changes: rounding must not fill the panel
        axes.set_ylim(low - least, high + least)


def _spans(course: Course) -> list[tuple[float, float, str]]:
    """Return start and end [s] of each span of time, with the number of its step and of those that started with it."""
    spans, waiting = [], []
    now = [(course.time, course.started)] if course.started is not None else []
    steps = [(step.ended, step.started) for step in course.past_steps] + now
    for number, (ended, started) in enumerate(steps, start=1):
        waiting.append(number)
        if ended > started:
            label = str(number) if len(waiting) == 1 else f"{waiting[0]}–{number}"
            spans.append((started, ended, label))
            waiting = []
    return spans


def _shade(axes: "Axes", course: Course, columns: _Columns, theme: Theme) -> None:
    """Shade every other step, and draw a line where a step starts; steps too short to be seen are left out."""
    for i, (started, ended, _) in enumerate(_spans(course)):
        if ended - started < LEAST_ROOM * course.time:
            continue
        left, right = started / columns.scale, ended / columns.scale
        if i % 2 == 0:
            axes.axvspan(left, right, color=theme.rule, alpha=0.55, linewidth=0.0, zorder=0)
        axes.axvline(left, color=theme.muted, linewidth=0.6, linestyle=":", zorder=1)
    axes.set_xlim(0.0, max(columns.end, columns.time[-1] if columns.time.size else 0.0))


def _number(axes: "Axes", course: Course, columns: _Columns, theme: Theme) -> None:
    """Write the numbers of the steps above the first panel, where there is room for them."""
    for started, ended, label in _spans(course):
        if ended - started < LEAST_ROOM * len(label) * course.time:
            continue
        axes.annotate(
            label, (0.5 * (started + ended) / columns.scale, 1.0), xycoords=axes.get_xaxis_transform(), xytext=(0, 3),
            textcoords="offset points", ha="center", va="bottom", fontsize=SMALL, color=theme.ink,
        )  # fmt: skip


def _listed(course: Course) -> list[str]:
    """Return the steps with their numbers, as many as there is room for."""
    begun = course.steps[: len(course.past_steps) + (course.started is not None)]
    lines = [f"{number}  {step.text}" for number, step in enumerate(begun, start=1)]
    cut = [line if len(line) <= LONGEST_LINE else f"{line[: LONGEST_LINE - 1]}…" for line in lines]
    return cut if len(cut) <= MOST_LISTED else [*cut[: MOST_LISTED - 1], f"… and {len(cut) - MOST_LISTED + 1} more"]
