"""An answer as one self-contained HTML file with the figure of its experiment."""

from datetime import date
from pathlib import Path
from typing import Any

from diastole.answers.answer import BOTTOM_LINE, GROUP_TITLES, Answer
from diastole.answers.article_review import review_words
from diastole.faces.figures.theme import DARK, LIGHT
from diastole.faces.terminal.answer_text import pending_words, withdrawn_words
from diastole.faces.words.paragraphs import lists
from diastole.files import check_place, write_whole
from diastole.knowledge.articles.head import Opening
from diastole.knowledge.evidence.edition import load_edition
from diastole.review.policy import policy_html
from diastole.review.readable_content import level_words
from diastole.studies.experiments.runs import simulate_arms


def write_answer_page(answer: Answer, path: str | Path, *, when: date | None = None) -> Path:
    """Write the page of an answer, whole or not at all.

    Raises
    ------
    InputError
        If the file cannot be written there.
    """
    check_place(path)
    return write_whole(path, answer_page(answer, when=when).encode())


def answer_page(answer: Answer, *, when: date | None = None) -> str:
    """Return the page of an answer as HTML text.

    Parameters
    ----------
    when
        The date on the page; today if not given.
    """
    from diastole.faces.pages.comparison_page import installed_version, template, variables

    return str(
        template("answer.html.j2").render(
            **body(answer),
            served=False,
            figure=_figure(answer.bench) if answer.bench else "",
            policy=policy_html(),
            version=installed_version(),
            updated=load_edition().updated,
            when=(when or date.today()).isoformat(),
            light=variables(LIGHT.roles()),
            dark=variables(DARK.roles()),
        )
    )


def body(answer: Answer) -> dict[str, Any]:
    """Return what the body of an answer shows, in a file and on a page."""
    groups = {
        title: [each for each in answer.references if each.group == group] for group, title in GROUP_TITLES.items()
    }
    return {
        "answer": answer,
        "groups": {title: members for title, members in groups.items() if members},
        "claims": frozenset(id_ for each in answer.sentences for id_ in each.claims),
        "review": review_words(answer.review) if answer.review else "",
        "withdrawn": withdrawn_words(answer),
        "notices": [*answer.notices, *pending_words(answer)],
        "bottom_line": BOTTOM_LINE,
        "lists": lists,
        "checked": level_words,
    }


def _figure(bench: Opening) -> Any:
    """Return the figure of an experiment with its caption."""
    from markupsafe import Markup

    from diastole.faces.figures.arms_figure import arms_figure, arms_label
    from diastole.faces.pages.comparison_page import drawing

    runs = simulate_arms(bench)
    drawn = drawing(arms_figure(runs, "page"), "bench", arms_label(runs))
    scrolls = '<div class="scroll" tabindex="0" role="region" aria-label="Figure">{}</div>'
    return Markup(f"<figure>{scrolls}<figcaption>{{}}</figcaption></figure>").format(drawn, caption(bench))


def caption(bench: Opening) -> str:
    """Return what stands under the figure of an experiment."""
    return f"{bench.shows} Simulation, not clinical evidence."
