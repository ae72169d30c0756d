"""The editorial policy: as a page, and as a part of a page that stands alone."""

import re

from markupsafe import Markup

from diastole.faces.pages.place import PagePlace
from diastole.faces.pages.rendering import render
from diastole.knowledge.evidence.edition import load_edition
from diastole.review.policy import policy_html, policy_title

LINK = re.compile(r'<a href="/([^"]*)">(.*?)</a>')


def policy_page(place: PagePlace) -> str:
    """Return the page of the editorial policy."""
    return render(
        "policy.html.j2", place=place, title=policy_title(), text=policy_markup(place), updated=load_edition().updated
    )


def policy_markup(place: PagePlace) -> Markup:
    """Return the text of the policy; what it links to and cannot be reached from the page is told without a link."""

    def linked(match: re.Match[str]) -> str:
        address = place.to(match[1])
        return f'<a href="{address}">{match[2]}</a>' if address else match[2]

    return Markup(LINK.sub(linked, policy_html()))
