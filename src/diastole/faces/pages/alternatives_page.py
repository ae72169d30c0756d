"""One self-contained HTML file of the alternatives: nothing to load, light and dark."""

from datetime import date
from pathlib import Path

from diastole.faces.figures.multiples import multiples_figure, multiples_label
from diastole.faces.figures.theme import DARK, LIGHT
from diastole.faces.pages.comparison_page import drawing, installed_version, template, variables
from diastole.faces.words import alternatives_words as words
from diastole.files import check_place, write_whole
from diastole.numbers import NONE, signed
from diastole.studies.alternatives.trial import Alternatives


def write_alternatives_page(
    found: Alternatives, path: str | Path, *, command: str = "", when: date | None = None
) -> Path:
    """Write the page, whole or not at all; arguments as for ``alternatives_page``.

    Raises
    ------
    InputError
        If the file cannot be written there.
    """
    check_place(path)
    return write_whole(path, alternatives_page(found, command=command, when=when).encode())


def alternatives_page(found: Alternatives, *, command: str = "", when: date | None = None, served: bool = False) -> str:
    """Return the page as HTML text.

    Parameters
    ----------
    command
        The command line that makes this page again.
    when
        The date on the page; today if not given.
    served
        Whether it is one page among others, with links to them.
    """
    rows = [
        {
            "rank": words.rank(outcome),
            "mark": words.mark(outcome),
            "title": outcome.option.title,
            "score": NONE if outcome.score is None else signed(outcome.score, 1),
            "cells": words.cells(outcome, found),
            "contraindicated": outcome.contraindicated,
            "reference": outcome.run is found.reference,
        }
        for outcome in found.outcomes
    ]
    figure = multiples_figure(found, "page", titled=False)
    return str(
        template("alternatives.html.j2").render(
            served=served,
            name=found.patient.name,
            description=found.patient.description,
            misfit=found.patient.misfit,
            reflex=words.reflex_words(found),
            columns=words.COLUMNS,
            key="; ".join(f"{each.heading} {words.name_inside(each)}" for each in words.COLUMNS),
            rows=rows,
            figure=drawing(figure, "multiples", multiples_label(found)),
            told=words.told(found),
            marks=words.MARKS,
            statements=words.statements_behind(found),
            failures=[(each.option.title, each.failure) for each in found.outcomes if each.run is None],
            asked=words.asked(found),
            impossible=words.impossible_words(found),
            rule=words.rule_words(),
            command=command,
            file=found.patient.to_yaml(),
            version=installed_version(),
            when=(when or date.today()).isoformat(),
            disclaimer=words.NOT_A_VERDICT,
            light=variables(LIGHT.roles()),
            dark=variables(DARK.roles()),
        )
    )
