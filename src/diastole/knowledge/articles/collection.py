"""All articles that come with the package."""

from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files

from diastole.knowledge.articles.article import Article, parse_article

SUFFIX = ".md"


@lru_cache(maxsize=1)
def load_articles() -> dict[str, Article]:
    """Return every article by its id, in the order of ids.

    Raises
    ------
    ArticleError
        If a file cannot be read as an article.
    """
    return {id_: parse_article(text, id_) for id_, text in article_files()}


def article_files() -> Iterator[tuple[str, str]]:
    """Yield id and text of each file."""
    folder = files("diastole.knowledge.articles") / "texts"
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(SUFFIX) and not entry.name.startswith("."):
            yield entry.name.removesuffix(SUFFIX), entry.read_text(encoding="utf-8")
