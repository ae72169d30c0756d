"""The figure of several arms: pressures of each on the same axes below each other, and the loops together."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from diastole.faces.figures.comparison_figure import blank_figure, dress, styled
from diastole.faces.figures.legend import legend_style
from diastole.faces.figures.panels import PRESSURES, SMALL, STRONG, THIN
from diastole.faces.figures.theme import THEMES, Theme
from diastole.faces.figures.traces import LEAST_BEATS, cycle_length, inflated_spans, loop, repeated, repeated_times
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
TOLD = ("aortic_end_diastolic_pressure", "lv_end_diastolic_pressure", "cardiac_output", "aortic_regurgitant_volume")


def arms_figure(runs: Mapping[str, Run], theme: str = "light", *, numbers: bool = False) -> "Figure":
    """Return pressures over time, a row for each arm, with the pressure–volume loops below.

    Parameters
    ----------
    runs
        By the name of the arm; the first is the reference, which is drawn dashed among the loops.
    theme
        ``light``, ``dark`` or ``page``.
    numbers
        Whether each row says its key numbers, as it must where no table stands beside the figure.
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
    """Return what the figure shows, for those who do not see it."""
    told = [f"{name}: {', '.join(_told(run))}" for name, run in runs.items()]
    return f"Pressures over time and pressure–volume loops of the left ventricle. {'. '.join(told)}."


def _told(run: Run) -> list[str]:
    return [
        f"{MEASURES[name].title.lower()} {with_unit(run.measures[name], MEASURES[name].decimals, MEASURES[name].unit)}"
        for name in TOLD
        if run.measures[name] is not None
    ]


def _pressures(figure: Any, runs: Mapping[str, Run], theme: Theme) -> None:
    """Draw the pressures of each arm."""
    length = max(max(cycle_length(run), LEAST_BEATS * run.period) for run in runs.values())
    rows = figure.subplots(len(runs), 1, sharex=True, sharey=True, squeeze=False)[:, 0]
    for axes, (name, run) in zip(rows, runs.items(), strict=True):
        for signal, role in PRESSURES:
            axes.plot(*repeated(run, signal, length), color=getattr(theme, role), label=TITLES[signal], **STRONG)
        for start, end in inflated_spans(run, length):
            axes.axvspan(start, end, color=theme.inflated, linewidth=0.0, zorder=0)
        waves = repeated_times(list(run.r_waves), cycle_length(run), length)
        axes.vlines(waves, 0.0, 0.06, transform=axes.get_xaxis_transform(), color=theme.ink, linewidth=1.3, zorder=6)
        axes.set_title(f"{name[0].upper()}{name[1:]}", loc="left", fontsize=9.0, color=theme.ink)
        axes.set_xlim(0.0, length)
        dress(axes, theme)
    rows[0].set_ylim(bottom=min(0.0, rows[0].dataLim.ymin))
    shade = ", shade an inflated balloon" if any(inflated_spans(run, length) for run in runs.values()) else ""
    rows[-1].set_xlabel(f"Time, s; ticks mark the R wave{shade}")
    figure.supylabel("Pressure, mmHg", fontsize=9.0, color=theme.ink)
    rows[0].legend(loc="lower right", bbox_to_anchor=(1.0, 1.0), ncols=3, **legend_style(theme))


def _add_numbers(figure: Any, runs: Mapping[str, Run], theme: Theme) -> None:
    """Write the key numbers of each arm under its name, and above all of them whose they are."""
    for axes, run in zip(figure.axes, runs.values(), strict=True):
        told = [
            f"{column.heading} {with_unit(total(column.measures, run.measures), column.decimals, column.unit)}"
            for column in COLUMNS
        ]
        axes.set_title(f"{axes.get_title(loc='left')}\n", loc="left", fontsize=9.0, color=theme.ink)
        axes.text(0.0, 1.04, "   ".join(told), transform=axes.transAxes, fontsize=SMALL, color=theme.muted)
    figure.axes[0].get_legend().set_bbox_to_anchor((1.0, 1.12))
    patients = " and ".join(dict.fromkeys(run.patient.name for run in runs.values()))
    said = f"{patients}\n{reflex_words(next(iter(runs.values())))}"
    figure.suptitle(said, x=0.012, ha="left", fontsize=10.0, color=theme.ink)


def _loops(figure: Any, runs: Mapping[str, Run], theme: Theme) -> None:
    """Draw the loops of all arms together."""
    axes = figure.subplots()
    colours = (theme.without, theme.ventricle, theme.aorta, theme.atrium, theme.balloon)
    for place, (name, run) in enumerate(runs.items()):
        again, colour = divmod(place, len(colours))
        line = {**STRONG, "linestyle": ("-", (0, (5, 1)), ":")[again]} if place else THIN
        axes.plot(*loop(run), color=colours[colour], label=name, **line)
    axes.set_ylim(bottom=min(0.0, axes.dataLim.ymin))
    axes.set_xlabel("Left ventricular volume, mL")
    axes.set_ylabel("LV pressure, mmHg")
    dress(axes, theme)
    axes.legend(loc="center left", bbox_to_anchor=(1.0, 0.5), **{**legend_style(theme), "fontsize": SMALL})
