"""Pressure–volume loops of every option on the same axes, in front of the untreated loop in grey."""

from math import ceil
from typing import TYPE_CHECKING, Any

from diastole.faces.figures.comparison_figure import blank_figure, dress, styled
from diastole.faces.figures.theme import THEMES, Theme
from diastole.faces.figures.traces import loop
from diastole.faces.words.alternatives_words import NOT_A_VERDICT, mark, rank, reflex_words
from diastole.faces.words.objections import CAREFUL, FORBIDDEN
from diastole.studies.alternatives.option_runs import Alternatives, Outcome

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ACROSS = 5
WIDE, HIGH = 2.2, 1.75  # inch, of a panel
ROUND = 1.5  # inch, for titles and labels of the whole figure
SMALL = 7.5  # pt


def multiples_figure(tried: Alternatives, theme: str = "light", *, titled: bool = True) -> "Figure":
    """Return the small multiples, by rank; ``titled`` adds patient and reflex, for a figure that is on no page."""
    colours = THEMES[theme]
    rows = ceil(len(tried.outcomes) / ACROSS)
    with styled():
        figure = blank_figure(ACROSS * WIDE, rows * HIGH + (ROUND if titled else ROUND / 2), colours)
        panels = figure.subplots(rows, ACROSS, sharex=True, sharey=True, squeeze=False)
        cells = list(panels.flat)
        for axes, outcome in zip(cells, tried.outcomes, strict=False):
            _panel(axes, outcome, tried, colours)
        for axes in cells[len(tried.outcomes) :]:
            axes.set_visible(False)
        for axes in cells[max(0, len(tried.outcomes) - ACROSS) : len(tried.outcomes)]:
            axes.tick_params(labelbottom=True)
        cells[0].set_ylim(bottom=min(0.0, cells[0].get_ylim()[0]))
        figure.supxlabel("Left ventricular volume, mL", fontsize=9, color=colours.ink)
        figure.supylabel("Left ventricular pressure, mmHg", fontsize=9, color=colours.ink)
        if titled:
            marks = f"grey: as found; {FORBIDDEN} contraindicated, {CAREFUL} caution"
            title = f"{tried.patient.name}: alternatives by rank; {marks}\n{reflex_words(tried)}\n{NOT_A_VERDICT}"
            figure.suptitle(title, x=0.012, ha="left", fontsize=9, color=colours.ink)
        return figure


def multiples_label(tried: Alternatives) -> str:
    """Return the alternative text: the options by rank, and which are contraindicated."""
    options = [f"{each.option.title}{' (contraindicated)' * each.contraindicated}" for each in tried.outcomes]
    return f"Pressure–volume loops of the left ventricle, each before that as found, by rank: {', '.join(options)}."


def _panel(axes: "Axes", outcome: Outcome, tried: Alternatives, theme: Theme) -> None:
    """Draw the loop of an option in front of that without it; dashed where it is contraindicated."""
    dress(axes, theme)
    axes.tick_params(labelsize=7)
    axes.plot(*loop(tried.reference), color=theme.without, linewidth=1.1, zorder=2)
    axes.fill(*loop(tried.reference), color=theme.without_leak, alpha=0.35, linewidth=0.0, zorder=1)
    colour = theme.aorta if outcome.contraindicated else theme.ventricle
    if outcome.run is None:
        axes.text(0.5, 0.5, "no steady beat", transform=axes.transAxes, ha="center", fontsize=SMALL, color=theme.ink)
    elif outcome.run is not tried.reference:
        dashes: dict[str, Any] = {"dashes": (4.0, 1.2)} if outcome.contraindicated else {}
        axes.plot(*loop(outcome.run), color=colour, linewidth=1.6, zorder=3, **dashes)
    title = f"{rank(outcome)}  {mark(outcome)} {outcome.option.title}".replace("  ", " ")
    axes.set_title(title, loc="left", fontsize=SMALL, color=colour if outcome.contraindicated else theme.ink)
