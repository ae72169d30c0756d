"""The figure of an article: drawn, as markup or as a file that several pages show, and alive."""

from functools import lru_cache
from typing import Any

from markupsafe import Markup

from diastole.faces.figures.arms_figure import LOOPS, ROW, WIDTH, arms_figure, arms_label
from diastole.faces.figures.svg import themed_svg
from diastole.faces.figures.theme import THEMES
from diastole.faces.pages.explorable_figure import explorable, of_bench
from diastole.faces.pages.place import PagePlace
from diastole.faces.pages.rendering import drawing
from diastole.knowledge.articles.collection import load_articles
from diastole.knowledge.articles.front_matter import Opening
from diastole.studies.experiments.runs import bench_key, simulate_arms

SHOWN_THEMES = ("light", "dark")
SHOWN_WIDTH = 720  # px
SCROLLS = Markup('<div class="scroll" tabindex="0" role="region" aria-label="Figure">{}</div>')


def living_experiment(bench: Opening, place: PagePlace) -> dict[str, Any]:
    """Return the figure with which an article opens, for a template: as of `explorable`."""
    return explorable(of_bench(bench), _picture(bench, place), _caption(bench), place)


def _picture(bench: Opening, place: PagePlace) -> Markup:
    """Return the drawn figure of an experiment."""
    if not place.file(figure_file(bench, SHOWN_THEMES[0])):
        runs = simulate_arms(bench)
        return SCROLLS.format(drawing(arms_figure(runs, "page"), "bench", arms_label(runs)))
    light, dark = (place.file(figure_file(bench, theme)) for theme in SHOWN_THEMES)
    return Markup(
        '<picture><source media="screen and (prefers-color-scheme: dark)" srcset="{dark}">'
        '<img src="{light}" alt="{alt}" width="{width}" height="{height}"></picture>'
    ).format(
        light=light,
        dark=dark,
        alt=f"{bench.shows} Pressures over time and pressure–volume loops.",
        width=SHOWN_WIDTH,  # so that the text does not move when the picture arrives
        height=round(SHOWN_WIDTH * (ROW * len(bench.arms) + LOOPS) / WIDTH),
    )


def figure_file(bench: Opening, theme: str) -> str:
    """Return the name of the file with the figure of an experiment; experiments that run the same share it."""
    return f"figures/{bench_key(bench)}-{theme}.svg"


@lru_cache(maxsize=1)
def figure_files() -> dict[str, tuple[Opening, int]]:
    """Return the experiment of each figure with which an article opens, and the place of its theme, by its file."""
    benches = [article.head.bench for article in load_articles().values()]
    return {figure_file(bench, theme): (bench, n) for bench in benches for n, theme in enumerate(SHOWN_THEMES)}


def drawn(bench: Opening) -> list[bytes]:
    """Run an experiment, and return its figure as SVG in each of the `SHOWN_THEMES`."""
    return themed_svg(arms_figure(simulate_arms(bench), "page"), *(THEMES[name] for name in SHOWN_THEMES))


def _caption(bench: Opening) -> str:
    return f"{bench.shows} Simulation, not clinical evidence."
