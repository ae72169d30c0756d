"""The figure of a claim: the results of its experiment, along the sweep or as bars for each subject."""

from collections.abc import Sequence
from math import ceil
from typing import TYPE_CHECKING, Any

from diastole.faces.figures.comparison_figure import blank_figure, dress, styled
from diastole.faces.figures.theme import THEMES, Theme
from diastole.faces.words.claim_words import verdict_words
from diastole.model.measures.definitions import MEASURES
from diastole.studies.claims.claim import Expectation
from diastole.studies.claims.claim_verdict import QUANTITIES, JudgedCell
from diastole.studies.claims.ledger import LedgerEntry
from diastole.units import parse_quantity

if TYPE_CHECKING:
    from matplotlib.figure import Figure

PANELS = 3  # subjects side by side
WIDTHS = {1: 4.6, 2: 6.6, 3: 8.4}  # inch, by panels
HEIGHT = 2.7  # inch
ROW = 0.18  # inch, of a legend below the panels
CROWDED = 3  # lines of a legend; more do not fit into a panel
STYLES = ("-", "--", "-.", ":")  # of the values across


def claim_figure(entry: LedgerEntry, theme: str = "light") -> "Figure | None":
    """Return the figure of a claim; None where it has no experiment or no cell could be run."""
    experiment = entry.claim.experiment
    cells = [each for each in entry.verdict.judged if each.cell.arms]
    if experiment is None or not cells:
        return None
    colours = THEMES[theme]
    with styled():
        if experiment.along is not None:
            return _along(entry, cells, colours)
        return _changes(entry, cells, colours)


def claim_label(entry: LedgerEntry) -> str:
    """Return the alternative text of the figure."""
    return f"Experiment of claim {entry.claim.id}: {entry.claim.sentence.clinician} Verdict: {verdict_words(entry)}."


def _along(entry: LedgerEntry, cells: Sequence[JudgedCell], theme: Theme) -> "Figure":
    """Draw the first expected measure over the swept value, in a panel for each subject."""
    experiment = entry.claim.experiment
    assert experiment is not None
    assert experiment.along is not None
    key, expectation = experiment.along.key, experiment.expect[0]
    unit = QUANTITIES[key].unit
    subjects = list(dict.fromkeys(each.cell.subject for each in cells))[:PANELS]
    figure = blank_figure(WIDTHS[len(subjects)], HEIGHT, theme)
    row = figure.subplots(1, len(subjects), sharey=True, squeeze=False)[0]
    for axes, subject in zip(row, subjects, strict=True):
        of_subject = [each.cell for each in cells if each.cell.subject == subject]
        for style, across in zip(STYLES, dict.fromkeys(cell.across for cell in of_subject), strict=False):
            line = [cell for cell in of_subject if cell.across == across]
            places = [parse_quantity(cell.along or "", unit) for cell in line]
            for colour, arm in zip((theme.without, theme.ventricle), _ends(list(line[0].arms)), strict=False):
                label = ", ".join(part for part in (arm, across) if part)
                values = [_value(cell.arms[arm], expectation) for cell in line]
                axes.plot(places, values, style, color=colour, marker="o", markersize=3, linewidth=1.4, label=label)
        axes.set_title(subject, fontsize=8.5, color=theme.ink, loc="left")
        axes.set_xlabel(f"{key.rsplit('.', 1)[-1].replace('_', ' ').capitalize()}, {unit}")
        dress(axes, theme)
    row[0].set_ylabel(_title(expectation))
    legend: dict[str, Any] = {"fontsize": 7.5, "frameon": False, "labelcolor": theme.ink}
    handles, labels = row[0].get_legend_handles_labels()
    if len(handles) > CROWDED:
        columns = 2 if len(subjects) == 1 else len(handles) // 2
        figure.legend(handles, labels, ncols=columns, loc="outside lower center", **legend)
        figure.set_figheight(HEIGHT + ROW * ceil(len(handles) / columns))
    else:
        row[0].legend(**legend)
    return figure


def _changes(entry: LedgerEntry, cells: Sequence[JudgedCell], theme: Theme) -> "Figure":
    """Draw each expected measure in the arms of each subject, as bars on one scale for each measure."""
    experiment = entry.claim.experiment
    assert experiment is not None
    expected = experiment.expect
    if experiment.ordered is not None:  # whose measure is drawn like an expected one
        expected = (Expectation(measure=experiment.ordered.measure, does="rises"),)
    shown = expected[:PANELS]
    figure = blank_figure(WIDTHS[len(shown)], 1.1 + 0.45 * len(cells), theme)
    row = figure.subplots(1, len(shown), sharey=True, squeeze=False)[0]
    arms = _ends(list(cells[0].cell.arms))
    for axes, expectation in zip(row, shown, strict=True):
        for number, (colour, arm) in enumerate(zip((theme.without, theme.ventricle), arms, strict=False)):
            values = [_value(each.cell.arms[arm], expectation) or 0.0 for each in cells]
            heights = [place + 0.36 * (number - 0.5 * (len(arms) - 1)) for place in range(len(cells))]
            axes.barh(heights, values, height=0.34, color=colour, label=arm)
        axes.set_xlabel(_title(expectation), fontsize=8)
        dress(axes, theme)
    row[0].set_yticks(range(len(cells)), [each.cell.subject for each in cells])
    row[0].invert_yaxis()
    row[-1].legend(fontsize=7.5, frameon=False, labelcolor=theme.ink)
    return figure


def _ends(names: Sequence[str]) -> list[str]:
    """Return the first and the last arm, or the only one."""
    return [names[0]] if len(names) == 1 else [names[0], names[-1]]


def _value(measures: dict[str, float | None], expectation: Expectation) -> float | None:
    """Return the measure, less the other one where there is one; None where it is undefined."""
    value = measures[expectation.measure]
    minus = measures[expectation.less] if expectation.less else 0.0
    return None if value is None or minus is None else value - minus


def _title(expectation: Expectation) -> str:
    measure = MEASURES[expectation.measure]
    title = f"{measure.title} less\n{MEASURES[expectation.less].title}" if expectation.less else measure.title
    return title if measure.unit in ("", "1") else f"{title}, {measure.unit}"
