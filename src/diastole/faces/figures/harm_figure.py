"""The figure of a map of harm: a panel for each definition, with the line where harm begins to prevail."""

from typing import TYPE_CHECKING, Any

import numpy as np
import xarray

from diastole.faces.figures.comparison_figure import blank_figure, dress, styled
from diastole.faces.figures.theme import THEMES, Theme
from diastole.model.measures.definitions import MEASURES
from diastole.studies.harm_map import ENDPOINTS, level_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

COLUMNS, WIDTH, ROW = 3, 9.6, 3.1  # panels in a row; inch


def harm_figure(grid: xarray.Dataset, theme: str = "light") -> "Figure":
    """Return the figure of a map.

    Colours say how many patients are harmed, or, of one patient, what changes; the full line is where harm begins to
    prevail, and dashed ones are the ends of its 95 % interval. Squares without a steady beat are crossed.
    """
    colours = THEMES[theme]
    with styled():
        figure = blank_figure(WIDTH, ROW * -(-len(ENDPOINTS) // COLUMNS), colours)
        panels = figure.subplots(-(-len(ENDPOINTS) // COLUMNS), COLUMNS, sharex=True, sharey=True).ravel()
        for axes, name in zip(panels, ENDPOINTS, strict=False):
            _panel(figure, axes, grid, name, colours)
        for axes in panels[len(ENDPOINTS) :]:
            axes.set_axis_off()
        for axes in panels[len(ENDPOINTS) - COLUMNS : len(ENDPOINTS)]:  # the last one of each column
            axes.tick_params(labelbottom=True)
        figure.supxlabel(_label(grid, "x"), color=colours.ink, fontsize=9)
        figure.supylabel(_label(grid, "y"), color=colours.ink, fontsize=9)
        return figure


def _label(grid: xarray.Dataset, letter: str) -> str:
    about = grid[letter].attrs
    return f"{about['long_name'][0].upper()}{about['long_name'][1:]} [{about['units']}]"


def _panel(figure: Any, axes: Any, grid: xarray.Dataset, name: str, theme: Theme) -> None:
    measure, x, y = MEASURES[name], grid["x"].values, grid["y"].values
    is_cohort = grid.attrs["members"] > 1
    if is_cohort:
        shown, label, ends = 100.0 * grid[f"{name}_harmed"].values, "harmed [%]", (0.0, 100.0)
    else:
        shown = grid[f"{name}_change"].values
        most = float(np.nanmax(np.abs(shown))) if np.isfinite(shown).any() else 1.0
        label, ends = f"change [{measure.unit}]", (-most, most)
    colours = "RdBu_r" if is_cohort or measure.better < 0 else "RdBu"  # red is worse
    mesh = axes.pcolormesh(x, y, shown, cmap=colours, vmin=ends[0], vmax=ends[1], shading="nearest")
    draw_scale(figure, axes, mesh, label)
    crossed = np.argwhere(np.isnan(shown))
    axes.scatter(x[crossed[:, 1]], y[crossed[:, 0]], marker="x", s=18, color=theme.muted)
    is_crossed = draw_contour(axes, x, y, level_of(grid, name), theme, "solid")
    if is_cohort:
        for end in ("_low", "_high"):
            draw_contour(axes, x, y, level_of(grid, name, end), theme, "dashed")
    if not is_crossed:
        box = {"facecolor": theme.paper, "edgecolor": "none", "pad": 2.0}
        place = {"transform": axes.transAxes, "ha": "center", "bbox": box}
        axes.text(0.5, 0.04, "no line is crossed", fontsize=8, color=theme.ink, **place)
    axes.set_title(measure.title, loc="left", fontsize=9, color=theme.ink)
    dress(axes, theme)
    axes.grid(visible=False)


def draw_scale(figure: Any, axes: Any, mesh: Any, label: str) -> None:
    """Draw what the colours of a map mean, without a picture in it: a page lets none in."""
    bar = figure.colorbar(mesh, ax=axes, label=label, fraction=0.06, pad=0.02)
    bar.solids.set_rasterized(False)


def draw_contour(axes: Any, x: Any, y: Any, level: Any, theme: Theme, style: str) -> bool:
    """Draw where a level is 0; return whether it is anywhere."""
    known = level[np.isfinite(level)]
    if known.size == 0 or (known > 0.0).all() or not (known > 0.0).any():
        return False
    axes.contour(x, y, level, levels=[0.0], colors=[theme.ink], linewidths=1.4, linestyles=style)
    return True
