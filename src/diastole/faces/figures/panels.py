"""The panels of the comparison figure: the run without support thin and dashed, with support strong."""

from typing import TYPE_CHECKING, Any

import numpy as np

from diastole.faces.figures.landmarks import TROUGHS, landmarks
from diastole.faces.figures.legend import legend_style
from diastole.faces.figures.theme import Theme
from diastole.faces.figures.traces import cycle_length, inflated_spans, loop, repeated, repeated_times, span
from diastole.model.devices.device import Panel
from diastole.model.devices.register import in_use
from diastole.model.measures.waveform_signals import SIGNALS
from diastole.model.run import Comparison, Run

if TYPE_CHECKING:
    from matplotlib.axes import Axes

STRONG: dict[str, Any] = {"linewidth": 1.9, "solid_joinstyle": "round", "zorder": 4}
THIN: dict[str, Any] = {"linewidth": 1.0, "dashes": (3.2, 1.8), "linestyle": "--", "zorder": 3}
PRESSURES = (("aortic_pressure", "aorta"), ("lv_pressure", "ventricle"), ("left_atrial_pressure", "atrium"))
SMALL = 7.5  # pt


def pressures(axes: "Axes", comparison: Comparison, theme: Theme) -> None:
    """Draw aortic, left ventricular and left atrial pressure, with the labels of the console."""
    length = span(comparison.without, comparison.with_)
    for name, role in PRESSURES:
        axes.plot(*repeated(comparison.without, name, length), color=theme.without, **THIN)
        axes.plot(*repeated(comparison.with_, name, length), color=getattr(theme, role), **STRONG)
    labelled = {label for label, value in comparison.with_.labels.items() if value is not None}
    _console(axes, comparison.with_, theme, length, strong=True)
    _console(axes, comparison.without, theme, length, strong=False, leave_out=frozenset({*labelled, "DN"}))
    axes.margins(y=0.12)
    axes.set_ylim(bottom=min(0.0, axes.dataLim.ymin))
    axes.set_ylabel("Pressure, mmHg")


def flow(axes: "Axes", comparison: Comparison, theme: Theme, name: str, role: str, label: str) -> None:
    """Draw the flow through a valve, with backward flow filled."""
    length = span(comparison.without, comparison.with_)
    without, with_ = (repeated(run, name, length) for run in (comparison.without, comparison.with_))
    axes.axhline(0.0, color=theme.muted, linewidth=0.7, zorder=2)
    for (time, values), colour in ((without, theme.without_leak), (with_, theme.leak)):
        axes.fill_between(time, np.minimum(values, 0.0), color=colour, linewidth=0.0, zorder=2.1)
    axes.plot(*without, color=theme.without, **THIN)
    axes.plot(*with_, color=getattr(theme, role), **STRONG)
    axes.set_ylabel(f"{label} flow,\nmL/s")


def device(axes: "Axes", comparison: Comparison, theme: Theme, panel: Panel) -> None:
    """Draw the working of a device: the volume of a balloon as an area, the flow of a pump as a line."""
    length = span(comparison.without, comparison.with_)
    for name, colour in zip(panel.signals, (theme.balloon, theme.atrium), strict=False):
        axes.plot(*repeated(comparison.without, name, length), color=theme.without, **THIN)
        time, values = repeated(comparison.with_, name, length)
        if panel.is_volume:
            axes.fill_between(time, values, color=colour, alpha=0.35, linewidth=0.0, zorder=2)
        axes.plot(time, values, color=colour, label=SIGNALS[name].title, **STRONG)
    axes.set_ylim(bottom=min(0.0, axes.dataLim.ymin))
    axes.set_ylabel(panel.label)
    if len(panel.signals) > 1:
        axes.legend(loc="lower right", ncols=len(panel.signals), **{**legend_style(theme), "fontsize": SMALL})


def device_panels(comparison: Comparison) -> list[Panel]:
    """Return the panels of the devices that work in either run."""
    working = {
        device.key: device.panel
        for run in (comparison.without, comparison.with_)
        for device, settings in in_use(run.patient)
        if device.is_on(settings) and device.panel is not None
    }
    return list(working.values())


def has_balloon(comparison: Comparison) -> bool:
    """Whether a balloon is seen in the run with support."""
    volume = comparison.with_.signals.get("balloon_volume")
    return volume is not None and bool(np.max(volume) > 0.0)


def pressure_volume(axes: "Axes", comparison: Comparison, theme: Theme) -> None:
    """Draw the loops of the left ventricle; a dot marks the R wave, the end of diastole."""
    axes.plot(*loop(comparison.without), color=theme.without, **{**THIN, "linewidth": 1.3})
    axes.plot(*loop(comparison.with_), color=theme.ventricle, **STRONG)
    for run, colour in ((comparison.without, theme.without), (comparison.with_, theme.ventricle)):
        at = [np.interp(run.r_waves, run.time, run.signals[name]) for name in ("lv_volume", "lv_pressure")]
        axes.plot(*at, "o", color=colour, markersize=4.5, markeredgecolor=theme.paper, zorder=5)
    axes.set_ylim(bottom=min(0.0, axes.dataLim.ymin))
    axes.set_xlabel("Left ventricular volume, mL")
    axes.set_ylabel("Left ventricular pressure, mmHg")


def clock(axes: "Axes", run: Run, length: float, theme: Theme) -> None:
    """Shade the inflations and tick the R waves on a panel over time."""
    shade_inflations(axes, run, length, theme)
    waves = repeated_times(list(run.r_waves), cycle_length(run), length)
    edge = axes.get_xaxis_transform()
    axes.vlines(waves, 0.0, 0.05, transform=edge, color=theme.ink, linewidth=1.3, zorder=6, clip_on=False)
    axes.set_xlim(0.0, length)


def shade_inflations(axes: "Axes", run: Run, length: float, theme: Theme) -> None:
    """Shade the spans in which the balloon holds helium."""
    for start, end in inflated_spans(run, length):
        axes.axvspan(start, end, color=theme.inflated, linewidth=0.0, zorder=0)


def r_waves(axes: "Axes", comparison: Comparison, theme: Theme) -> None:
    """Write R above the ticks of the R waves."""
    run = comparison.with_
    for time in repeated_times(list(run.r_waves), cycle_length(run), span(comparison.without, comparison.with_)):
        axes.annotate(
            "R", (time, 0.05), xycoords=axes.get_xaxis_transform(), xytext=(0, 1), textcoords="offset points",
            ha="center", va="bottom", fontsize=SMALL, color=theme.ink, zorder=6,
        )  # fmt: skip


def _console(
    axes: "Axes", run: Run, theme: Theme, length: float, *, strong: bool, leave_out: frozenset[str] = frozenset()
) -> None:
    """Write the console's labels at their places on the curve."""
    colour = theme.aorta if strong else theme.without
    marks = [mark for mark in landmarks(run, length, late=not strong) if mark[0] not in leave_out]
    for label, time, pressure in marks:
        down = label in TROUGHS
        side = 0 if not down else -1 if strong else 1
        axes.plot([time], [pressure], "o", color=colour, markersize=2.6, zorder=5)
        axes.annotate(
            f"{label} {run.labels[label]:.0f}", (time, pressure), xytext=(4 * side, -5 if down else 4),
            textcoords="offset points", ha=("center", "left", "right")[side], va="top" if down else "bottom",
            fontsize=SMALL, color=colour, zorder=7,
            bbox={"boxstyle": "round,pad=0.1", "facecolor": theme.paper, "edgecolor": "none", "alpha": 0.65},
        )  # fmt: skip
