"""The figure of several arms: pressures of each on the same axes below each other, and the loops together."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from diastole.faces.figures.comparison_figure import blank_figure, dress, styled
from diastole.faces.figures.legend import legend_style
from diastole.faces.figures.panels import PRESSURES, SMALL, STRONG, THIN, clock
from diastole.faces.figures.theme import THEMES, Theme
from diastole.faces.figures.traces import inflated_spans, loop, repeated, span
from diastole.faces.words.alternatives_words import COLUMNS
from diastole.faces.words.treatment_words import reflex_words
from diastole.model.measures.definitions import MEASURES
from diastole.model.run import Run
from diastole.numbers import with_unit
from diastole.studies.alternatives.ranking import total

if TYPE_CHECKING:
    from matplotlib.figure import Figure

WIDTH, ROW, LOOPS, NUMBERS = 7.2, 1.75, 3.0, 0.2  # inch
TITLES = {"aortic_pressure": "Aorta", "lv_pressure": "Left ventricle", "left_atrial_pressure": "Left atrium"}
IN_WORDS = (
    "mean_aortic_pressure", "lv_end_diastolic_pressure", "cardiac_output", "head_and_arm_flow", "lower_body_flow",
    "aortic_regurgitant_volume", "subendocardial_supply_demand_ratio",
)  # fmt: skip


def arms_figure(runs: Mapping[str, Run], theme: str = "light", *, numbers: bool = False) -> "Figure":
    """Return pressures over time, a row for each arm, with the pressure–volume loops below.

    Parameters
    ----------
    runs
        By the name of the arm; the first is the reference, which is drawn dashed among the loops.
    numbers
        Whether each row has its key numbers, for a figure without a table.
    """
    colours = THEMES[theme]
    row = ROW + NUMBERS * numbers
    with styled():
        figure = blank_figure(WIDTH, row * len(runs) + LOOPS, colours)
        above, below = figure.subfigures(2, 1, squeeze=False, height_ratios=(row * len(runs), LOOPS))[:, 0]
        _pressures(above, runs, colours)
        if numbers:
            _add_numbers(above, runs, colours)
        _loops(below, runs, colours)
        return figure


def arms_label(runs: Mapping[str, Run]) -> str:
    """Return the alternative text of the figure."""
    arms = [f"{name}: {_key_numbers(run)}" for name, run in runs.items()]
    return f"Pressures over time and pressure–volume loops of the left ventricle. {'. '.join(arms)}."


def _key_numbers(run: Run) -> str:
    values = {MEASURES[name]: run.measures[name] for name in IN_WORDS if run.measures[name] is not None}
    return ", ".join(f"{m.title.lower()} {with_unit(value, m.decimals, m.unit)}" for m, value in values.items())


def _pressures(figure: Any, runs: Mapping[str, Run], theme: Theme) -> None:
    """Draw the pressures of each arm."""
    length = span(*runs.values())
    rows = figure.subplots(len(runs), 1, sharex=True, sharey=True, squeeze=False)[:, 0]
    for axes, (name, run) in zip(rows, runs.items(), strict=True):
        for signal, role in PRESSURES:
            axes.plot(*repeated(run, signal, length), color=getattr(theme, role), label=TITLES[signal], **STRONG)
        clock(axes, run, length, theme)
        axes.set_title(f"{name[0].upper()}{name[1:]}", loc="left", fontsize=9.0, color=theme.ink)
        dress(axes, theme)
    rows[0].set_ylim(bottom=min(0.0, rows[0].dataLim.ymin))
    shade = ", shade an inflated balloon" if any(inflated_spans(run, length) for run in runs.values()) else ""
    rows[-1].set_xlabel(f"Time, s; ticks mark the R wave{shade}")
    figure.supylabel("Pressure, mmHg", fontsize=9.0, color=theme.ink)
    rows[0].legend(loc="lower right", bbox_to_anchor=(1.0, 1.0), ncols=3, **legend_style(theme))


def _add_numbers(figure: Any, runs: Mapping[str, Run], theme: Theme) -> None:
    """Write the key numbers of each arm under its name, and the names of the patients above all arms."""
    for axes, run in zip(figure.axes, runs.values(), strict=True):
        numbers = [
            f"{column.heading} {with_unit(total(column.measures, run.measures), column.decimals, column.unit)}"
            for column in COLUMNS
        ]
        axes.set_title(f"{axes.get_title(loc='left')}\n", loc="left", fontsize=9.0, color=theme.ink)
        axes.text(0.0, 1.04, "   ".join(numbers), transform=axes.transAxes, fontsize=SMALL, color=theme.muted)
    figure.axes[0].get_legend().set_bbox_to_anchor((1.0, 1.12))
    patients = " and ".join(dict.fromkeys(run.patient.name for run in runs.values()))
    title = f"{patients}\n{reflex_words(next(iter(runs.values())))}"
    figure.suptitle(title, x=0.012, ha="left", fontsize=10.0, color=theme.ink)


def _loops(figure: Any, runs: Mapping[str, Run], theme: Theme) -> None:
    """Draw the loops of all arms together."""
    axes = figure.subplots()
    colours = (theme.without, theme.ventricle, theme.aorta, theme.atrium, theme.balloon)
    for place, (name, run) in enumerate(runs.items()):
        style, colour = divmod(place, len(colours))
        line = {**STRONG, "linestyle": ("-", (0, (5, 1)), ":")[style]} if place else THIN
        axes.plot(*loop(run), color=colours[colour], label=name, **line)
    axes.set_ylim(bottom=min(0.0, axes.dataLim.ymin))
    axes.set_xlabel("Left ventricular volume, mL")
    axes.set_ylabel("LV pressure, mmHg")
    dress(axes, theme)
    axes.legend(loc="center left", bbox_to_anchor=(1.0, 0.5), **{**legend_style(theme), "fontsize": SMALL})
