"""An answer as a page, with the figure of its experiment."""

from datetime import date
from typing import Any

from markupsafe import Markup

from diastole.answers.answer import BOTTOM_LINE, GROUP_TITLES, Answer
from diastole.answers.article_review import review_words
from diastole.faces.figures.arms_figure import arms_figure, arms_label
from diastole.faces.pages.rendering import drawing, render
from diastole.faces.words.answer_words import lists, pending_words, withdrawn_words
from diastole.knowledge.articles.front_matter import Opening
from diastole.knowledge.evidence.edition import load_edition
from diastole.review.policy import policy_html
from diastole.review.readable_content import level_words
from diastole.studies.experiments.runs import simulate_arms


def answer_page(answer: Answer, *, when: date | None = None) -> str:
    """Return the page of an answer as HTML text, one file that loads nothing.

    Parameters
    ----------
    when
        The date on the page; today if not given.
    """
    figure = _figure(answer.bench) if answer.bench else ""
    return render(
        "answer.html.j2", **body(answer), served=False, figure=figure, policy=policy_html(),
        updated=load_edition().updated, when=when,
    )  # fmt: skip


def body(answer: Answer) -> dict[str, Any]:
    """Return the values of the template ``answer_body.html.j2``, for a file and for a served page."""
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


def _figure(bench: Opening) -> Markup:
    """Return the figure of an experiment with its caption."""
    runs = simulate_arms(bench)
    drawn = drawing(arms_figure(runs, "page"), "bench", arms_label(runs))
    scrolls = '<div class="scroll" tabindex="0" role="region" aria-label="Figure">{}</div>'
    return Markup(f"<figure>{scrolls}<figcaption>{{}}</figcaption></figure>").format(drawn, caption(bench))


def caption(bench: Opening) -> str:
    """Return the text under the figure of an experiment."""
    return f"{bench.shows} Simulation, not clinical evidence."
