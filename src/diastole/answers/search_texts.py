"""What articles are asked and say, by place, and what people ask about other subjects."""

from collections.abc import Container
from functools import lru_cache
from importlib.resources import files

from diastole.knowledge.articles.article import Article, Place
from diastole.strict_yaml import read_yaml

ASKED, TITLED, SAID = 1.0, 2.0, 0.5  # weight of a question that is answered; of a heading or bottom line; of a sentence


@lru_cache(maxsize=1)
def load_outside() -> dict[str, tuple[str, ...]]:
    """Return questions on other subjects, as people ask them, by subject."""
    text = (files("diastole.answers") / "outside.yaml").read_text(encoding="utf-8")
    return {subject: tuple(questions) for subject, questions in read_yaml(text, "outside.yaml").items()}


def texts_of(article: Article) -> dict[Place, list[tuple[float, str]]]:
    """Return what an article is asked and says, by place, each with its weight."""
    found = {place: [(ASKED, text) for text in texts] for place, texts in article.asked.items()}
    for reader, sections in article.texts.items():
        for number, section in enumerate(sections):
            told = [(SAID if number else TITLED, each.template) for each in section.sentences]
            found[Place(article.id, reader, number)] += [(TITLED, section.title), *told]
    return found


def texts_without(article: Article, left_out: Container[str]) -> dict[Place, list[tuple[float, str]]]:
    """Return the same without some of the questions that it is asked."""
    return {
        place: [(weight, text) for weight, text in texts if weight != ASKED or text not in left_out]
        for place, texts in texts_of(article).items()
    }
