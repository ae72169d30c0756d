"""The figure of a study of sensitivity: for each measure, shares of the variance as bars with their intervals."""

from typing import TYPE_CHECKING, Any

from diastole.faces.figures.comparison_figure import blank_figure, dress, styled
from diastole.faces.figures.legend import legend_style
from diastole.faces.figures.theme import THEMES, Theme
from diastole.faces.words.sensitivity_words import heading
from diastole.model.measures.definitions import MEASURES
from diastole.studies.sensitivity.influences import Estimate, MeasureInfluences, Sensitivity

if TYPE_CHECKING:
    from matplotlib.figure import Figure

WIDTH, LINE, MARGIN = 8.4, 0.34, 0.9  # inch: of the figure, of a value, and around each panel
HALF = 0.19  # of a line, by which the two bars of a value lie apart


def sensitivity_figure(study: Sensitivity, theme: str = "light") -> "Figure":
    """Return the figure: a panel for each measure, with effects of the screening where nothing was shared out."""
    colours = THEMES[theme]
    lines = len(study.measures[0].influences)
    with styled():
        figure = blank_figure(WIDTH, len(study.measures) * (LINE * lines + MARGIN), colours)
        panels = figure.subplots(len(study.measures), 1, squeeze=False)[:, 0]
        for axes, each in zip(panels, study.measures, strict=True):
            _panel(axes, each, colours)
            axes.set_title(heading(each.measure, study.quantity.where), loc="left", fontsize=9, color=colours.ink)
        return figure


def _panel(axes: Any, measure: MeasureInfluences, theme: Theme) -> None:
    places = range(len(measure.influences))
    if measure.points:
        parts = (("alone", "first", theme.ventricle, -HALF), ("with others", "total", theme.without, HALF))
        for label, part, colour, aside in parts:
            shares = {at: getattr(each.indices, part) for at, each in enumerate(measure.influences) if each.indices}
            _bars(axes, {at + aside: share for at, share in shares.items()}, theme, colour, label)
        axes.set_xlabel("share of the variance [1], with its 95 % interval", fontsize=8, color=theme.muted)
        axes.set_xlim(left=min(0.0, axes.get_xlim()[0]), right=max(1.0, axes.get_xlim()[1]))
        above = {"loc": "lower right", "bbox_to_anchor": (1.0, 1.0), "ncols": 2, "borderaxespad": 0.0}
        axes.legend(**legend_style(theme) | above)
    else:
        means = {float(at): each.effect.mean for at, each in enumerate(measure.influences) if each.effect}
        _bars(axes, means, theme, theme.ventricle, "effect")
        unit = MEASURES[measure.measure].unit
        axes.set_xlabel(f"mean change over 95 % of the population [{unit}]", fontsize=8, color=theme.muted)
    axes.set_yticks(list(places), [each.title for each in measure.influences])
    axes.invert_yaxis()
    dress(axes, theme)


def _bars(axes: Any, estimates: dict[float, Estimate], theme: Theme, colour: str, label: str) -> None:
    shown = list(estimates.values())
    ends = [[each.value - each.low for each in shown], [each.high - each.value for each in shown]]
    error = {"elinewidth": 0.8, "ecolor": theme.ink}
    axes.barh(
        list(estimates), [each.value for each in shown], 2 * HALF, xerr=ends, color=colour, label=label, error_kw=error
    )
