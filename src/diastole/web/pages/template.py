"""The templates of pages, in the style of the reports."""

from datetime import date
from functools import lru_cache
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

from diastole.faces.figures.theme import DARK, LIGHT
from diastole.faces.pages.comparison_page import installed_version, variables
from diastole.faces.words.confidence import DISCLAIMER
from diastole.knowledge.evidence.edition import load_edition


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=ChoiceLoader([PackageLoader("diastole.web.pages"), PackageLoader("diastole.faces.pages")]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        version=installed_version(),
        disclaimer=DISCLAIMER,
        light=variables(LIGHT.roles()),
        dark=variables(DARK.roles()),
        updated=load_edition().updated,
    )
    environment.filters["words"] = lambda key: key.replace("_", " ")
    return environment


def render(name: str, **values: Any) -> str:
    """Return a page as HTML text."""
    return str(_environment().get_template(name).render(when=date.today().isoformat(), **values))
