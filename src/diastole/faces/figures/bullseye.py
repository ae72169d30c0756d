"""The seventeen segments of the left ventricle as rings: base outside, apex in the middle, septum on the left."""

from collections.abc import Mapping
from itertools import islice
from typing import Any, NamedTuple

import numpy as np
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize
from matplotlib.figure import Figure
from matplotlib.patches import Wedge
from numpy.typing import NDArray

from diastole.errors import InputError
from diastole.faces.figures.comparison_figure import blank_figure, styled
from diastole.faces.figures.theme import LIGHT, THEMES, Theme

Floats = NDArray[np.float64]

COUNT = 17
RINGS = ((0.75, 1.0), (0.5, 0.75), (0.25, 0.5), (0.0, 0.25))  # radius: base, middle, apical, apex
SIXTHS = (90.0, 150.0, 210.0, 270.0, 330.0, 30.0)  # degrees of the middle, against the clock: 1 … 6 and 7 … 12
QUARTERS = (90.0, 180.0, 270.0, 0.0)  # 13 … 16
WALLS = {"anterior": 90.0, "septal": 180.0, "inferior": 270.0, "lateral": 0.0}
AMOUNTS, CHANGES = "cividis", "PuOr_r"  # colours that differ for colour-blind eyes; changes have their white at zero
DARK_BELOW = 0.18  # 1, relative luminance below which white contrasts more than black
INK_ON_LIGHT, INK_ON_DARK = "#1c2024", "#ffffff"


def draw_bullseye(axes: Axes, values: Floats, norm: Any, cmap: Any, *, theme: Theme = LIGHT, decimals: int = 1) -> None:
    """Draw values of the segments (17,), in this order, with their numbers; a segment without value (NaN) is hatched.

    ``norm`` and ``cmap`` are matplotlib's, so that figures side by side share one scale.
    """
    for segment, (middle, width, ring) in enumerate(_places()):
        value = float(values[segment])
        known = np.isfinite(value)
        colour = cmap(norm(value)) if known else (0.0, 0.0, 0.0, 0.0)
        inner, outer = RINGS[ring]
        axes.add_patch(
            Wedge((0.0, 0.0), outer, middle - 0.5 * width, middle + 0.5 * width, width=outer - inner, facecolor=colour,
                  edgecolor=theme.paper if known else theme.muted, linewidth=1.2, hatch=None if known else "////")
        )  # fmt: skip
        if known:
            at = 0.0 if ring == 3 else 0.5 * (inner + outer)
            x, y = at * np.cos(np.radians(middle)), at * np.sin(np.radians(middle))
            text = f"{value:.{decimals}f}".replace("-", "−")
            axes.text(x, y, text, ha="center", va="center", fontsize=7.5, color=_ink_on(colour))
    for wall, angle in WALLS.items():
        x, y = 1.08 * np.cos(np.radians(angle)), 1.08 * np.sin(np.radians(angle))
        turn = {180.0: 90.0, 0.0: 270.0}.get(angle, 0.0)
        axes.text(x, y, wall, ha="center", va="center", rotation=turn, fontsize=8.0, color=theme.muted)
    axes.set(xlim=(-1.18, 1.18), ylim=(-1.18, 1.18), aspect="equal")
    axes.set_axis_off()


class Group(NamedTuple):
    """Bull's eyes on one scale."""

    panels: Mapping[str, Floats]  # values of the segments (17,) by title
    label: str  # title of the colour bar, with the unit
    changes: bool = False  # whether the values are changes: then the scale is as wide below zero as above it
    decimals: int = 1


def bullseye_figure(*groups: Group, theme: str = "light") -> Figure:
    """Return bull's eyes side by side, each group with a scale of its own.

    InputError is raised if a panel has not 17 values, or none of a group is a number.
    """
    colours = THEMES[theme]
    scales = [
        (_scale(group.panels, group.changes), colormaps[CHANGES if group.changes else AMOUNTS]) for group in groups
    ]
    count = sum(len(group.panels) for group in groups)
    with styled():
        figure = blank_figure(3.3 * count + 0.9 * len(groups), 3.5, colours)
        panels = iter(figure.subplots(1, count, squeeze=False)[0])
        for group, (norm, cmap) in zip(groups, scales, strict=True):
            of_group = list(islice(panels, len(group.panels)))
            for axes, (title, values) in zip(of_group, group.panels.items(), strict=True):
                draw_bullseye(axes, values, norm, cmap, theme=colours, decimals=group.decimals)
                axes.set_title(title, fontsize=9.5, color=colours.ink, parse_math=False)
            bar = figure.colorbar(ScalarMappable(norm, cmap), ax=of_group, shrink=0.8, aspect=22)
            dress_bar(bar, group.label, colours)
        return figure


def dress_bar(bar: Any, label: str, theme: Theme) -> None:
    """Label a colour bar and give it the colours of the theme."""
    bar.set_label(label, color=theme.ink)
    bar.ax.tick_params(colors=theme.muted, labelsize=8)
    bar.outline.set_edgecolor(theme.muted)


def _places() -> list[tuple[float, float, int]]:
    """Return the angle of the middle, the width [degrees] and the ring of segments 1 to 17."""
    six = [(middle, 60.0, ring) for ring in (0, 1) for middle in SIXTHS]
    return [*six, *((middle, 90.0, 2) for middle in QUARTERS), (0.0, 360.0, 3)]


def _scale(panels: Mapping[str, Floats], changes: bool) -> Any:
    """Return one scale for all panels."""
    for title, values in panels.items():
        if np.shape(values) != (COUNT,):
            raise InputError(f"bull's eye '{title}' has values of shape {np.shape(values)}; it needs {COUNT}.")
    known = np.concatenate(list(panels.values()))
    known = known[np.isfinite(known)]
    if not known.size:
        raise InputError(f"bull's eyes {', '.join(panels)} have no value in any segment; nothing can be drawn.")
    if changes:
        most = max(float(np.abs(known).max()), np.finfo(float).tiny)
        return Normalize(-most, most)
    low, high = float(known.min()), float(known.max())
    return Normalize(low, high if high > low else low + 1.0)


def _ink_on(colour: tuple[float, ...]) -> str:
    """Return the ink that can be read on a colour (sRGB), by its relative luminance."""
    parts = np.array(colour[:3])
    linear = np.where(parts > 0.04, ((parts + 0.055) / 1.055) ** 2.4, parts / 12.92)
    return INK_ON_DARK if linear @ (0.2126, 0.7152, 0.0722) < DARK_BELOW else INK_ON_LIGHT
