"""Beating walls in a page: their animations, packed, and the script that draws them once they are opened."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from markupsafe import Markup

from diastole.faces.pages.living import inlined, packed

FOLDER = Path(__file__).parents[1] / "browser"
SCRIPT, STYLE = FOLDER / "wall.js", FOLDER / "wall.css"
TITLES = {"without": "Without the balloon pump", "with": "With the balloon pump"}


class WallsInPage(NamedTuple):
    """What a page carries of walls."""

    titles: Mapping[str, str]  # by the id of the part
    parts: Mapping[str, Markup]  # packed animations
    style: Markup
    script: Markup


def walls_in_page(animations: Mapping[str, bytes]) -> WallsInPage:
    """Return what a page needs; `animations`: content of .glb files by ``without`` and ``with``."""
    ids = {name: f"wall-{name}" for name in animations}
    return WallsInPage(
        {ids[name]: TITLES[name] for name in animations},
        {ids[name]: packed(content) for name, content in animations.items()},
        inlined(STYLE, "</style"),
        inlined(SCRIPT, "</script"),
    )
