"""The figure of the wall cut open in several states, coloured on one scale."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from diastole.faces.figures.bullseye import AMOUNTS, CHANGES
from diastole.faces.figures.comparison_figure import blank_figure, styled, write_figure
from diastole.faces.figures.theme import THEMES
from diastole.model.heart3d.output.pictures import WallState, wall_images

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SHARE = 99.5  # %, of the values that the scale spans: one element at the apex must not wash out all others
NOTE = "Cut along the long axis, seen from the front: septum left, lateral wall right. One scale of length and colour."


def draw_walls(
    path: str | Path,
    tetrahedra: NDArray[np.int64],
    states: Sequence[WallState],
    label: str,
    *,
    columns: int = 2,
    changes: bool = False,
    limits: tuple[float, float] | None = None,
    theme: str = "light",
) -> Path:
    """Draw the wall in several states beside each other and write it as .png, .svg or .pdf.

    Parameters
    ----------
    tetrahedra, states
        As for ``heart3d.pictures.wall_images``; states fill the rows one after the other.
    label
        What is shown, with its unit.
    changes
        Whether the values are changes: then the scale is as wide below zero as above it.
    limits
        Ends of the scale; by default those that nearly all values of all states lie between.

    Raises
    ------
    InputError
        If a state does not belong to the elements, or the file cannot be written.
    """
    return write_figure(
        walls_figure(tetrahedra, states, label, columns=columns, changes=changes, limits=limits, theme=theme), path
    )


def walls_figure(
    tetrahedra: NDArray[np.int64],
    states: Sequence[WallState],
    label: str,
    *,
    columns: int = 2,
    changes: bool = False,
    limits: tuple[float, float] | None = None,
    theme: str = "light",
) -> "Figure":
    """Return the figure; arguments as for ``draw_walls``."""
    from matplotlib import colormaps
    from matplotlib.cm import ScalarMappable
    from matplotlib.colors import Normalize

    colours = THEMES[theme]
    name = CHANGES if changes else AMOUNTS
    low, high = limits or scale(states, changes)
    images = wall_images(tetrahedra, states, limits=(low, high), colours=name, background=colours.paper)
    rows = -(-len(states) // columns)
    with styled():
        figure = blank_figure(2.6 * columns + 1.0, 3.5 * rows + 0.3, colours)
        every = figure.subplots(rows, columns, squeeze=False)
        for axes in every.ravel():
            axes.set_axis_off()
        for axes, state, image in zip(every.ravel(), states, images, strict=False):
            axes.imshow(image, interpolation="antialiased")
            axes.set_title(state.title, fontsize=9.5, color=colours.ink, parse_math=False)
        bar = figure.colorbar(ScalarMappable(Normalize(low, high), colormaps[name]), ax=every, shrink=0.7, aspect=26,
                              extend=_beyond(states, low, high))  # fmt: skip
        bar.set_label(label, color=colours.ink)
        bar.ax.tick_params(colors=colours.muted, labelsize=8)
        bar.outline.set_edgecolor(colours.muted)
        figure.supxlabel(NOTE, fontsize=7.5, color=colours.muted)
        return figure


def scale(states: Sequence[WallState], changes: bool) -> tuple[float, float]:
    """Return ends of a scale between which nearly all values of all states lie."""
    every = np.concatenate([np.ravel(state.values) for state in states]) if states else np.zeros(1)
    if changes:
        most = float(np.percentile(np.abs(every), SHARE)) or 1.0
        return -most, most
    low, high = (float(end) for end in np.percentile(every, (100.0 - SHARE, SHARE)))
    return low, high if high > low else low + 1.0


def _beyond(states: Sequence[WallState], low: float, high: float) -> str:
    """Say which ends of the scale are passed."""
    under = any(np.min(state.values) < low for state in states)
    over = any(np.max(state.values) > high for state in states)
    return {(True, True): "both", (True, False): "min", (False, True): "max", (False, False): "neither"}[under, over]
