"""The figure of the wall cut open in several states, coloured on one scale."""

from collections.abc import Sequence

import numpy as np
from matplotlib import colormaps
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize
from matplotlib.figure import Figure
from numpy.typing import NDArray

from diastole.faces.figures.bullseye import AMOUNTS, CHANGES, dress_bar
from diastole.faces.figures.comparison_figure import blank_figure, styled
from diastole.faces.figures.theme import THEMES
from diastole.model.heart3d.output.pictures import WallState, wall_images

SHARE = 99.5  # %, of the values that the scale spans: one element at the apex must not wash out all others
NOTE = "Cut along the long axis, seen from the front: septum left, lateral wall right. One scale of length and colour."


def walls_figure(
    tetrahedra: NDArray[np.int64],
    states: Sequence[WallState],
    label: str,
    *,
    columns: int = 2,
    changes: bool = False,
    limits: tuple[float, float] | None = None,
    theme: str = "light",
) -> Figure:
    """Draw the wall in several states side by side.

    Parameters
    ----------
    tetrahedra, states
        As for ``heart3d.pictures.wall_images``; states fill the rows one after the other.
    label
        Title of the colour bar, with the unit.
    changes
        Whether the values are changes: then the scale is as wide below zero as above it.
    limits
        Ends of the scale; by default nearly all values of all states lie between them.

    Raises
    ------
    InputError
        If a state does not belong to the elements.
    """
    colours = THEMES[theme]
    name = CHANGES if changes else AMOUNTS
    low, high = limits or scale(states, changes)
    images = wall_images(tetrahedra, states, limits=(low, high), colours=name, background=colours.paper)
    rows = -(-len(states) // columns)
    with styled():
        figure = blank_figure(2.6 * columns + 1.0, 3.5 * rows + 0.3, colours)
        panels = figure.subplots(rows, columns, squeeze=False)
        for axes in panels.ravel():
            axes.set_axis_off()
        for axes, state, image in zip(panels.ravel(), states, images, strict=False):
            axes.imshow(image, interpolation="antialiased")
            axes.set_title(state.title, fontsize=9.5, color=colours.ink, parse_math=False)
        scalars = ScalarMappable(Normalize(low, high), colormaps[name])
        bar = figure.colorbar(scalars, ax=panels, shrink=0.7, aspect=26, extend=_beyond(states, low, high))
        dress_bar(bar, label, colours)
        figure.supxlabel(NOTE, fontsize=7.5, color=colours.muted)
        return figure


def scale(states: Sequence[WallState], changes: bool) -> tuple[float, float]:
    """Return ends of a scale between which nearly all values of all states lie."""
    values = np.concatenate([np.ravel(state.values) for state in states]) if states else np.zeros(1)
    if changes:
        most = float(np.percentile(np.abs(values), SHARE)) or 1.0
        return -most, most
    low, high = (float(end) for end in np.percentile(values, (100.0 - SHARE, SHARE)))
    return low, high if high > low else low + 1.0


def _beyond(states: Sequence[WallState], low: float, high: float) -> str:
    """Return which ends of the scale are passed, as matplotlib names them."""
    under = any(np.min(state.values) < low for state in states)
    over = any(np.max(state.values) > high for state in states)
    return {(True, True): "both", (True, False): "min", (False, True): "max", (False, False): "neither"}[under, over]
