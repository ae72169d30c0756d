"""An answer as a page, with the figure of its experiment."""

from collections.abc import Callable, Mapping
from datetime import date

from diastole.answers.answer import BOTTOM_LINE, GROUP_TITLES, Answer
from diastole.answers.article_review import review_words
from diastole.faces.pages.claim_pages import share_markup, turning_claim
from diastole.faces.pages.experiment_figure import living_experiment
from diastole.faces.pages.living import with_policy
from diastole.faces.pages.place import ALONE, READER_NAMES, PagePlace
from diastole.faces.pages.policy_page import policy_markup
from diastole.faces.pages.rendering import render
from diastole.faces.words.answer_words import lists, pending_words, withdrawn_words
from diastole.knowledge.evidence.edition import load_edition
from diastole.review.readable_content import level_words


def answer_page(
    answer: Answer, *, place: PagePlace = ALONE, address: Callable[[str], str] | None = None, when: date | None = None
) -> str:
    """Return the page of an answer as HTML text.

    Parameters
    ----------
    place
        Where the page stands; alone, it is one file that loads nothing.
    address
        Of the same answer worded for another reader; that of its article if not given.
    when
        The date on the page; today if not given.
    """
    groups = {
        title: [each for each in answer.references if each.group == group] for group, title in GROUP_TITLES.items()
    }
    turning = turning_claim(id_ for each in answer.sentences for id_ in each.claims)
    page = render(
        "answer.html.j2",
        place=place,
        answer=answer,
        others=_others(answer, place, address),
        readers=READER_NAMES,
        **(living_experiment(answer.bench, place) if answer.bench else {"figure": ""}),
        groups={title: members for title, members in groups.items() if members},
        turning=turning,
        map=share_markup(turning) if turning else "",
        claims=frozenset(id_ for each in answer.sentences for id_ in each.claims),
        review=review_words(answer.review) if answer.review else "",
        withdrawn=withdrawn_words(answer),
        notices=[*answer.notices, *pending_words(answer)],
        bottom_line=BOTTOM_LINE,
        lists=lists,
        checked=level_words,
        policy=policy_markup(place) if not place.to("policy") else "",
        updated=load_edition().updated,
        when=when,
    )
    return with_policy(page, place)


def _others(answer: Answer, place: PagePlace, address: Callable[[str], str] | None) -> Mapping[str, str]:
    """Return the addresses of the same answer for each reader; none where there are no other pages."""
    if address is None and answer.article and place.to("articles"):
        return {reader: place.to(f"articles/{answer.article}", reader) for reader in READER_NAMES}
    return {reader: address(reader) for reader in READER_NAMES} if address else {}
