"""The templates of pages that only a server has."""

from typing import Any

from diastole.faces.pages import rendering
from diastole.faces.pages.place import SERVED
from diastole.knowledge.evidence.edition import load_edition


def render(template: str, /, **values: Any) -> str:
    """Return a served page as HTML text."""
    updated = load_edition().updated
    return rendering.render(template, package="diastole.web.pages", place=SERVED, updated=updated, **values)
