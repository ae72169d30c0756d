"""The figure of a grid of timings: the goal in colours, the best moment, and a line around what is as good."""

from typing import TYPE_CHECKING, Any

import numpy as np
import xarray

from diastole.faces.figures.comparison_figure import blank_figure, dress, styled
from diastole.faces.figures.harm_figure import draw_scale
from diastole.faces.figures.theme import THEMES
from diastole.model.measures.definitions import MEASURES
from diastole.studies.timing_optimum import DEFLATION, INFLATION, MS, is_as_good, timing_optimum

if TYPE_CHECKING:
    from matplotlib.figure import Figure

WIDTH, HEIGHT = 6.4, 5.2  # inch


def optimum_figure(grid: xarray.Dataset, theme: str = "light") -> "Figure":
    """Return the figure; pairs of moments without a steady beat are left blank."""
    colours, best = THEMES[theme], timing_optimum(grid)
    measure, moments = MEASURES[best.goal], MS * grid[INFLATION].values
    values = grid[best.goal].values
    with styled():
        figure = blank_figure(WIDTH, HEIGHT, colours)
        axes = figure.subplots()
        scale = "viridis" if measure.better > 0 else "viridis_r"  # yellow is better
        mesh = axes.pcolormesh(moments, moments, values, cmap=scale, shading="nearest")
        draw_scale(figure, axes, mesh, f"{measure.title} [{measure.unit}]")
        good = np.vectorize(lambda value: float(is_as_good(best.goal, best.best, value)))(values)
        if good.min() < good.max():
            axes.contour(moments, moments, good, levels=[0.5], colors=[colours.ink], linewidths=1.2)
        _mark(axes, MS * best.inflation.best, MS * best.deflation.best, "*", "best", colours)
        _mark(axes, 0.0, 0.0, "+", "usual", colours)
        for name, label in ((INFLATION, axes.set_xlabel), (DEFLATION, axes.set_ylabel)):
            label(f"{name} after its usual moment [ms]", color=colours.ink)
        axes.set_title(
            f"{measure.title}; inside the line as good as the best", loc="left", fontsize=9, color=colours.ink
        )
        dress(axes, colours)
        axes.grid(visible=False)
        return figure


def _mark(axes: Any, x: float, y: float, marker: str, text: str, theme: Any) -> None:
    """Mark a pair of moments."""
    axes.plot([x], [y], marker, color=theme.aorta, markersize=9)
    axes.annotate(text, (x, y), xytext=(5, 5), textcoords="offset points", fontsize=8, color=theme.aorta)
