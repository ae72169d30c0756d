"""Pressure–volume loops of every option on the same axes, each before the loop as found in grey."""

from math import ceil
from typing import TYPE_CHECKING, Any

from diastole.faces.figures.comparison_figure import blank_figure, dress, styled
from diastole.faces.figures.theme import THEMES, Theme
from diastole.faces.figures.traces import loop
from diastole.faces.words.against import FORBIDDEN
from diastole.faces.words.alternatives_words import NOT_A_VERDICT, mark, rank, reflex_words
from diastole.studies.alternatives.trial import Alternatives, Outcome

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ACROSS = 5
WIDE, HIGH = 2.2, 1.75  # inch, of a panel
ROUND = 1.5  # inch, for titles and labels of the whole figure
SMALL = 7.5  # pt


def multiples_figure(found: Alternatives, theme: str = "light", *, titled: bool = True) -> "Figure":
    """Return the small multiples, by rank.

    Parameters
    ----------
    theme
        ``light``, ``dark`` or ``page``.
    titled
        Whether the figure says patient and reflex, as it must where no page does.
    """
    colours = THEMES[theme]
    rows = ceil(len(found.outcomes) / ACROSS)
    with styled():
        figure = blank_figure(ACROSS * WIDE, rows * HIGH + (ROUND if titled else ROUND / 2), colours)
        panels = figure.subplots(rows, ACROSS, sharex=True, sharey=True, squeeze=False)
        every = list(panels.flat)
        for axes, outcome in zip(every, found.outcomes, strict=False):
            _panel(axes, outcome, found, colours)
        for axes in every[len(found.outcomes) :]:
            axes.set_visible(False)
        for axes in every[max(0, len(found.outcomes) - ACROSS) : len(found.outcomes)]:
            axes.tick_params(labelbottom=True)
        every[0].set_ylim(bottom=min(0.0, every[0].get_ylim()[0]))
        figure.supxlabel("Left ventricular volume, mL", fontsize=9, color=colours.ink)
        figure.supylabel("Left ventricular pressure, mmHg", fontsize=9, color=colours.ink)
        if titled:
            title = (
                f"{found.patient.name}: alternatives by rank; grey: as found; {FORBIDDEN} contraindicated, ! caution"
            )
            figure.suptitle(
                f"{title}\n{reflex_words(found)}\n{NOT_A_VERDICT}", x=0.012, ha="left", fontsize=9, color=colours.ink
            )
        return figure


def multiples_label(found: Alternatives) -> str:
    """Return the alternative text: the options by rank, and which are contraindicated."""
    said = [
        f"{outcome.option.title}{' (contraindicated)' if outcome.contraindicated else ''}" for outcome in found.outcomes
    ]
    return f"Pressure–volume loops of the left ventricle, each before that as found, by rank: {', '.join(said)}."


def _panel(axes: "Axes", outcome: Outcome, found: Alternatives, theme: Theme) -> None:
    """Draw the loop of an option before that of the patient as found; dashed where it is contraindicated."""
    dress(axes, theme)
    axes.tick_params(labelsize=7)
    axes.plot(*loop(found.reference), color=theme.without, linewidth=1.1, zorder=2)
    axes.fill(*loop(found.reference), color=theme.without_leak, alpha=0.35, linewidth=0.0, zorder=1)
    colour = theme.aorta if outcome.contraindicated else theme.ventricle
    if outcome.run is None:
        axes.text(0.5, 0.5, "no steady beat", transform=axes.transAxes, ha="center", fontsize=SMALL, color=theme.ink)
    elif outcome.run is not found.reference:
        dashes: dict[str, Any] = {"dashes": (4.0, 1.2)} if outcome.contraindicated else {}
        axes.plot(*loop(outcome.run), color=colour, linewidth=1.6, zorder=3, **dashes)
    title = f"{rank(outcome)}  {mark(outcome)} {outcome.option.title}".replace("  ", " ")
    axes.set_title(title, loc="left", fontsize=SMALL, color=colour if outcome.contraindicated else theme.ink)
