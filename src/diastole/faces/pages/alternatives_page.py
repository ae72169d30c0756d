"""The alternatives of a patient as a page."""

from datetime import date

from diastole.faces.figures.multiples import multiples_figure, multiples_label
from diastole.faces.pages.place import ALONE, PagePlace
from diastole.faces.pages.rendering import drawing, render
from diastole.faces.words import alternatives_words as words
from diastole.numbers import NONE, signed
from diastole.studies.alternatives.option_runs import Alternatives, Outcome


def alternatives_page(
    alternatives: Alternatives, *, command: str = "", when: date | None = None, place: PagePlace = ALONE
) -> str:
    """Return the page as HTML text, one file that loads nothing.

    Parameters
    ----------
    command
        The command line that makes this page.
    when
        The date on the page; today if not given.
    place
        Where the page stands.
    """
    figure = multiples_figure(alternatives, "page", titled=False)
    return render(
        "alternatives.html.j2",
        place=place,
        name=alternatives.patient.name,
        description=alternatives.patient.description,
        remarks=alternatives.patient.fit_remarks,
        reflex=words.reflex_words(alternatives),
        columns=words.COLUMNS,
        changes=words.CHANGES,
        key="; ".join(each.words for each in words.COLUMNS),
        rows=[_row(outcome, alternatives) for outcome in alternatives.outcomes],
        figure=drawing(figure, "multiples", multiples_label(alternatives)),
        told=words.objections(alternatives),
        marks=words.MARKS,
        statements=words.statements_behind(alternatives),
        failures=[(each.option.title, each.failure) for each in alternatives.outcomes if each.run is None],
        asked=words.questions_first(alternatives),
        impossible=words.impossible_words(alternatives),
        rule=words.rule_words(),
        command=command,
        file=alternatives.patient.to_yaml(),
        when=when,
        disclaimer=words.NOT_A_VERDICT,
    )


def _row(outcome: Outcome, alternatives: Alternatives) -> dict[str, object]:
    """Return what the table shows of an option."""
    return {
        "rank": words.rank(outcome),
        "mark": words.mark(outcome),
        "title": outcome.option.title,
        "score": NONE if outcome.score is None else signed(outcome.score, 1),
        "cells": words.cells(outcome, alternatives),
        "contraindicated": outcome.contraindicated,
        "reference": outcome.run is alternatives.reference,
    }
