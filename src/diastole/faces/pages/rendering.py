"""Page templates, filled in with the version, the date, the disclaimer and the colours that every page shows."""

from datetime import date
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from diastole.faces.figures.svg import inline_svg
from diastole.faces.figures.theme import DARK, LIGHT, variable
from diastole.faces.pages.place import ALONE, PagePlace
from diastole.faces.words.confidence import DISCLAIMER

if TYPE_CHECKING:
    from jinja2 import Environment

HERE = "diastole.faces.pages"


def render(
    template: str, /, *, package: str = HERE, place: PagePlace = ALONE, when: date | None = None, **values: Any
) -> str:
    """Return a page as HTML text.

    Parameters
    ----------
    template
        The name of its file.
    package
        The package whose folder of templates holds it; templates of this package can be included from anywhere.
    place
        Where the page stands, which says what it can link to.
    when
        The date on the page; today if not given.
    values
        For the template; they replace what every page shows.
    """
    shown = {"when": (when or date.today()).isoformat(), "to": place.to, "living": None, **values}
    return _environment(package).get_template(template).render(shown)


def drawing(figure: Any, prefix: str, label: str) -> Markup:
    """Return a figure as SVG that a template does not escape; ``prefix`` keeps its ids apart from others."""
    return Markup(inline_svg(figure, prefix, label))


def installed_version() -> str:
    """Return the installed version."""
    try:
        return version("diastole")
    except PackageNotFoundError:
        return "from source"


@cache
def _environment(package: str) -> "Environment":
    from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined  # 0.1 s that only pages need

    environment = Environment(
        loader=ChoiceLoader([PackageLoader(place) for place in dict.fromkeys((package, HERE))]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        version=installed_version(), disclaimer=DISCLAIMER, light=_css(LIGHT.roles()), dark=_css(DARK.roles())
    )
    environment.filters["words"] = lambda key: key.replace("_", " ")
    return environment


def _css(roles: dict[str, str]) -> str:
    """Return the declarations of the CSS variables of a theme."""
    return " ".join(f"{variable(role)}: {colour};" for role, colour in roles.items())
