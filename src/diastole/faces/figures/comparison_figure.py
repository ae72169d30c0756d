"""The figure of a comparison: waveforms and pressure–volume loops without and with support on the same axes."""

from io import BytesIO
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any

from diastole.errors import InputError
from diastole.faces.figures import panels
from diastole.faces.figures.legend import legend_entries, legend_style
from diastole.faces.figures.theme import THEMES, Theme
from diastole.faces.figures.traces import span
from diastole.faces.words.change import key_changes
from diastole.faces.words.reading_facts import Facts
from diastole.faces.words.treatment_words import doing
from diastole.files import check_place, write_whole
from diastole.model.run import Comparison

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SUFFIXES = (".png", ".svg", ".pdf")
DPI = 160
NUMBER_COLUMNS = (0.0, 0.64, 0.81, 1.0)  # share of the width: name from the left, numbers up to here
NUMBER_SIZE = 8.0  # pt
_STYLE_LOCK = RLock()  # matplotlib's settings belong to the whole process
STYLE: dict[Any, Any] = {
    "font.family": ["DejaVu Sans", "sans-serif"],
    "font.size": 9.0,
    "axes.linewidth": 0.8,
    "svg.fonttype": "none",
    "svg.hashsalt": "diastole",
    "pdf.fonttype": 42,
}


def comparison_figure(comparison: Comparison, theme: str = "light") -> "Figure":
    """Return the whole figure: pressures, flows and balloon over time, and the loops."""
    colours = THEMES[theme]
    with styled():
        figure = blank_figure(11.0, 7.6, colours)
        left, right = figure.subfigures(1, 2, squeeze=False, width_ratios=(1.62, 1.0), wspace=0.03)[0]
        _draw_course(left, comparison, colours)
        square, below = right.subfigures(2, 1, height_ratios=(1.5, 1.0))
        _draw_loops(square, comparison, colours)
        _draw_key_numbers(below, comparison, colours)
        figure.suptitle(_title(comparison), x=0.012, ha="left", fontsize=10.5, color=colours.ink)
        return figure


def waveform_figure(comparison: Comparison, theme: str = "light") -> "Figure":
    """Return the waveforms alone."""
    colours = THEMES[theme]
    with styled():
        figure = blank_figure(7.0, 6.9, colours)
        _draw_course(figure, comparison, colours)
        return figure


def loop_figure(comparison: Comparison, theme: str = "light") -> "Figure":
    """Return the pressure–volume loops alone."""
    colours = THEMES[theme]
    with styled():
        figure = blank_figure(4.2, 4.0, colours)
        _draw_loops(figure, comparison, colours)
        return figure


def write_figure(figure: "Figure", path: str | Path) -> Path:
    """Save a figure in the format of the file's ending, whole or not at all, or raise InputError."""
    suffix = Path(path).suffix.lower()
    if suffix not in SUFFIXES:
        raise InputError(f"cannot save a figure as '{path}': the name must end with {', '.join(SUFFIXES)}.")
    check_place(path)
    return write_whole(path, render(figure, suffix.lstrip(".")))


def render(figure: "Figure", kind: str) -> bytes:
    """Return a figure as the bytes of a file, the same for the same figure."""
    buffer = BytesIO()
    undated: dict[str, Any] = {"svg": {"Date": None, "Creator": None}, "pdf": {"CreationDate": None}}
    with styled():
        figure.savefig(buffer, format=kind, dpi=DPI, metadata=undated.get(kind))
    return buffer.getvalue()


class styled:  # noqa: N801  # reads as a word after `with`
    """Our settings of matplotlib, for one thread at a time."""

    def __enter__(self) -> None:
        from matplotlib import rc_context  # matplotlib takes longer to load than a patient to run

        _STYLE_LOCK.acquire()
        self.context = rc_context(STYLE)
        self.context.__enter__()

    def __exit__(self, *error: Any) -> None:
        try:
            self.context.__exit__(*error)
        finally:
            _STYLE_LOCK.release()


def blank_figure(width: float, height: float, theme: Theme) -> "Figure":
    """Return an empty figure of this size [inch]."""
    from matplotlib.figure import Figure  # likewise

    return Figure(figsize=(width, height), layout="constrained", facecolor=theme.paper)


def waveform_label(comparison: Comparison) -> str:
    """Return the alternative text of the waveforms."""
    facts = Facts(comparison)
    shown = (
        "Waveforms over time without and with support: "
        "aortic, left ventricular and left atrial pressure, aortic and mitral flow"
    )
    balloon = ", and balloon volume" if facts.has_balloon else ""
    numbers = ("mean_aortic_pressure", "aortic_end_diastolic_pressure", "augmented_diastolic_pressure")
    return f"{shown}{balloon}. {_from_to(facts, numbers)}"


def loop_label(comparison: Comparison) -> str:
    """Return the alternative text of the loops."""
    facts = Facts(comparison)
    numbers = ("lv_end_diastolic_volume", "lv_end_systolic_volume", "lv_end_diastolic_pressure", "lv_stroke_work")
    return f"Pressure–volume loops of the left ventricle without and with support. {_from_to(facts, numbers)}"


def _from_to(facts: Facts, names: tuple[str, ...]) -> str:
    """Return the values of some measures without and with support."""
    parts = [
        f"{facts.get(name).title} {facts.value(name, after=False)} without and {facts.value(name)} with"
        for name in names
        if facts.known(name)
    ]
    return "; ".join(parts) + "." if parts else ""


def _title(comparison: Comparison) -> str:
    """Return the patient and the treatment."""
    return f"{comparison.with_.patient.name}\n{doing(comparison.with_)}".replace("\u00a0", " ")


def _draw_course(figure: Any, comparison: Comparison, theme: Theme) -> None:
    """Draw the panels over time below each other."""
    devices = panels.device_panels(comparison)
    length = span(comparison.without, comparison.with_)
    ratios = (3.4, 1.5, 1.5, *(0.8 for _ in devices))
    axes = figure.subplots(len(ratios), 1, sharex=True, height_ratios=ratios)
    panels.pressures(axes[0], comparison, theme)
    panels.flow(axes[1], comparison, theme, "aortic_flow", "aorta", "Aortic")
    panels.flow(axes[2], comparison, theme, "mitral_flow", "atrium", "Mitral")
    for below, panel in zip(axes[3:], devices, strict=True):
        panels.device(below, comparison, theme, panel)
    for each in axes:
        panels.clock(each, comparison.with_, length, theme)
        dress(each, theme)
    panels.r_waves(axes[0], comparison, theme)
    axes[-1].set_xlabel("Time from the QRS onset, s")
    figure.align_ylabels(axes)
    handles = legend_entries(theme, balloon=panels.has_balloon(comparison))
    axes[0].legend(handles=handles, loc="lower left", bbox_to_anchor=(0.0, 1.0), ncols=4, **legend_style(theme))


def _draw_loops(figure: Any, comparison: Comparison, theme: Theme) -> None:
    """Draw the loops in a square."""
    axes = figure.subplots()
    panels.pressure_volume(axes, comparison, theme)
    dress(axes, theme)
    axes.set_box_aspect(1)


def _draw_key_numbers(figure: Any, comparison: Comparison, theme: Theme) -> None:
    """Draw the key measures without and with support and their change."""
    rows = key_changes(comparison)
    axes = figure.subplots()
    axes.set_axis_off()
    axes.set_xlim(0.0, 1.0)
    axes.set_ylim(len(rows) + 0.6, -0.7)
    _write_row(axes, 0.0, ("", "without", "with", "change"), theme.muted, theme.muted)
    for line, change in enumerate(rows, start=1):
        axes.axhline(line - 0.5, color=theme.rule, linewidth=0.6)
        name = f"{change.title}, {change.unit}" if change.unit else change.title
        numbers = change.shown(change.before), change.shown(change.after), change.absolute_text
        _write_row(axes, line, (name, *numbers), theme.ink, theme.ink)


def _write_row(axes: Any, line: float, cells: tuple[str, ...], name: str, number: str) -> None:
    """Write one row: the name from the left, numbers to the right."""
    axes.text(NUMBER_COLUMNS[0], line, cells[0], ha="left", va="center", fontsize=NUMBER_SIZE, color=name)
    for place, cell in zip(NUMBER_COLUMNS[1:], cells[1:], strict=True):
        axes.text(place, line, cell, ha="right", va="center", fontsize=NUMBER_SIZE, color=number)


def dress(axes: Any, theme: Theme) -> None:
    """Colour the axes and remove the frame."""
    axes.set_facecolor("none")
    axes.grid(axis="y", color=theme.rule, linewidth=0.6, zorder=1)
    axes.set_axisbelow(True)
    axes.tick_params(colors=theme.muted, labelsize=8, length=3)
    axes.xaxis.label.set_color(theme.ink)
    axes.yaxis.label.set_color(theme.ink)
    for side, spine in axes.spines.items():
        spine.set_visible(side in ("left", "bottom"))
        spine.set_color(theme.muted)
