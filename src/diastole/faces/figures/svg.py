"""A figure as SVG inside a page: coloured by the page's CSS variables, with ids of its own and nothing to load."""

import re
from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING

from diastole.faces.figures.comparison_figure import render
from diastole.faces.figures.theme import SENTINEL, Theme, variable

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_ID = re.compile(r'\bid="([^"]+)"')
_REFERENCE = re.compile(r'(xlink:href="#|href="#|url\(#)([^")]+)')
_NAMESPACE = re.compile(r'\s(?:xmlns(?::\w+)?|version)="[^"]*"')
_SIZE = re.compile(r'<svg width="[^"]*" height="[^"]*"')
_METADATA = re.compile(r"<metadata>.*?</metadata>", re.DOTALL)
_FONT = re.compile(r"'DejaVu Sans'(?:, [^;\"]*)?")


def inline_svg(figure: "Figure", prefix: str, label: str) -> str:
    """Return a figure in the page's theme as an ``<svg>`` element.

    The figure is drawn with the theme ``page``, whose colours stand for CSS variables. ``prefix`` is put before each
    id, so that two figures on a page share none; ``label`` is the alternative text.
    """
    text = render(figure, "svg").decode()
    text = _METADATA.sub("", text[text.index("<svg") :])
    text = _NAMESPACE.sub("", text, count=3)
    text = _ID.sub(rf'id="{prefix}-\1"', text)
    text = _REFERENCE.sub(rf"\1{prefix}-\2", text).replace("xlink:href", "href")
    text = _FONT.sub("system-ui, sans-serif", text)
    text = _SIZE.sub(f'<svg class="figure" role="img" aria-label="{escape(label)}"', text, count=1)
    return recoloured(text)


def themed_svg(figure: "Figure", *themes: Theme) -> list[bytes]:
    """Return a figure that was drawn with the theme ``page`` as files of SVG, one in the colours of each theme."""
    text = render(figure, "svg").decode()
    return [_replaced(text, theme.roles()).encode() for theme in themes]


def recoloured(text: str) -> str:
    """Return SVG text with each colour of the theme ``page`` replaced by its CSS variable."""
    return _replaced(text, {role: f"var({variable(role)})" for role in SENTINEL.roles()})


def _replaced(text: str, colours: Mapping[str, str]) -> str:
    for role, colour in SENTINEL.roles().items():
        text = re.sub(re.escape(colour), colours[role], text, flags=re.IGNORECASE)
    return text
