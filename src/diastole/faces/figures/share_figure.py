"""The map of a claim: in how many patients it holds over both sweeps of its experiment, and where in half of them."""

from typing import TYPE_CHECKING

import numpy as np

from diastole.faces.figures.comparison_figure import blank_figure, dress, styled
from diastole.faces.figures.harm_figure import draw_contour, draw_scale
from diastole.faces.figures.theme import THEMES
from diastole.faces.words.sweep_words import ACROSS
from diastole.model.input_blocks.fields import quantities
from diastole.model.patient import Patient
from diastole.studies.claim_shares.claim_share import ClaimShare
from diastole.studies.shares import HALF

if TYPE_CHECKING:
    from matplotlib.figure import Figure

WIDTH, HEIGHT = 5.0, 3.0  # inch
NO_LINE = "no line is crossed"


def share_figure(share: ClaimShare, theme: str = "light") -> "Figure | None":
    """Return the map of a claim; None where its experiment has no two sweeps of numbers.

    Drawn as a map of harm: the full line is where it turns in half of the patients, dashed ones are the ends of the
    95 % interval of the share, and crosses are where nobody counts.
    """
    grid = share.map
    if grid is None:
        return None
    colours = THEMES[theme]
    with styled():
        figure = blank_figure(WIDTH, HEIGHT, colours)
        axes = figure.subplots()
        mesh = axes.pcolormesh(
            grid.along, grid.across, 100.0 * grid.share, cmap="RdBu", vmin=0.0, vmax=100.0, shading="nearest"
        )
        draw_scale(figure, axes, mesh, "holds [%]")
        nobody = np.argwhere(np.isnan(grid.share))
        axes.scatter(grid.along[nobody[:, 1]], grid.across[nobody[:, 0]], marker="x", s=18, color=colours.muted)
        levels = ((grid.share, "solid"), (grid.low, "dashed"), (grid.high, "dashed"))
        drawn = [draw_contour(axes, grid.along, grid.across, level - HALF, colours, style) for level, style in levels]
        dress(axes, colours)
        axes.grid(visible=False)
        axes.set_title("" if drawn[0] else NO_LINE, loc="left", fontsize=8, color=colours.ink)
        axes.set_xlabel(f"{_title(share.key)} [{quantities(Patient)[share.key].unit}]")
        title = _capitalized(ACROSS[share.across_key].title)
        axes.set_ylabel(f"{title}\n[{share.across_unit}]", fontsize=8)
    return figure


def share_label(share: ClaimShare) -> str:
    """Return the alternative text of the map."""
    over = f"{_title(share.key)} and {ACROSS[share.across_key].title}"
    return f"In how many of the patients claim {share.claim} holds, over {over}; it {share.words}."


def _title(key: str) -> str:
    return _capitalized(quantities(Patient)[key].meaning.partition(";")[0])


def _capitalized(title: str) -> str:
    return f"{title[0].upper()}{title[1:]}"
