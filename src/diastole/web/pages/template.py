"""The templates of served pages."""

from typing import Any

from diastole.faces.pages import rendering
from diastole.knowledge.evidence.edition import load_edition


def render(template: str, /, **values: Any) -> str:
    """Return a served page as HTML text."""
    return rendering.render(template, package="diastole.web.pages", updated=load_edition().updated, **values)
