"""Texts for the search: questions and sentences of articles by place, and questions on other subjects."""

from collections.abc import Container
from functools import lru_cache

from diastole.answers.lexicon import load_lexicon, read_words
from diastole.knowledge.articles.article import Article, Place
from diastole.strict_yaml import read_packaged

ASKED, TITLED, SAID = 1.0, 2.0, 0.5  # weight of a question that is answered; of a heading or bottom line; of a sentence


@lru_cache(maxsize=1)
def load_outside() -> dict[str, tuple[str, ...]]:
    """Return questions on other subjects, as people ask them, by subject."""
    return {subject: tuple(texts) for subject, texts in read_packaged("diastole.answers", "outside.yaml").items()}


@lru_cache(maxsize=1)
def load_elsewhere() -> frozenset[tuple[str, ...]]:
    """Return the names of things of other subjects, each as its words."""
    listed = read_packaged("diastole.answers", "elsewhere.yaml")
    lexicon = load_lexicon()
    return frozenset(tuple(read_words(name, lexicon)) for names in listed.values() for name in names)


def texts_of(article: Article) -> dict[Place, list[tuple[float, str]]]:
    """Return what an article is asked and says, by place, each with its weight."""
    by_place = {place: [(ASKED, text) for text in texts] for place, texts in article.asked.items()}
    for reader, sections in article.texts.items():
        for number, section in enumerate(sections):
            told = [(SAID if number else TITLED, each.template) for each in section.sentences]
            by_place[Place(article.id, reader, number)] += [(TITLED, section.title), *told]
    return by_place


def texts_without(article: Article, left_out: Container[str]) -> dict[Place, list[tuple[float, str]]]:
    """Return the same without some of the questions that it is asked."""
    return {
        place: [(weight, text) for weight, text in texts if weight != ASKED or text not in left_out]
        for place, texts in texts_of(article).items()
    }
