"""An index of texts: how much of what a question tells stands in each."""

import math
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from typing import NamedTuple

from diastole.answers.lexicon import Lexicon, read_words

STRANGE = 0.5  # what a word that stands nowhere counts against a question


class Saturation(NamedTuple):
    """How a text gains by repeating a term, and loses by its length: k1 and b of BM25."""

    repeats: float
    length: float


def words_of(text: str, lexicon: Lexicon) -> list[str]:
    """Return the words of a text, without apostrophes."""
    return read_words(text.replace("'", "").replace("’", ""), lexicon)


class TextIndex[Key: Hashable]:
    """Texts by key, ranked for a question by BM25 over weighted passages, as a share of the most that is possible.

    Robertson and Zaragoza 2009 (doi:10.1561/1500000019): a term tells more the rarer it is among the texts, less with
    each repetition, and less in a long text.
    """

    def __init__(self, texts: Mapping[Key, Iterable[tuple[float, Mapping[str, float]]]], saturation: Saturation):
        counts = {key: self._counted(passages) for key, passages in texts.items()}
        lengths = {key: sum(found.values()) for key, found in counts.items()}
        mean = sum(lengths.values()) / max(len(lengths), 1)
        self._having: defaultdict[str, dict[Key, float]] = defaultdict(dict)
        for key, found in counts.items():
            stretch = 1.0 - saturation.length + saturation.length * lengths[key] / mean
            for term, count in found.items():
                self._having[term][key] = count / (stretch * saturation.repeats + count)
        self._size = len(texts)

    @staticmethod
    def _counted(passages: Iterable[tuple[float, Mapping[str, float]]]) -> dict[str, float]:
        found: defaultdict[str, float] = defaultdict(float)
        for weight, terms in passages:
            for term in terms:
                found[term] += weight
        return found

    def rarity(self, term: str) -> float:
        """Return how much a term tells: more the rarer it is."""
        having = len(self._having.get(term, ()))
        return math.log(1.0 + (self._size - having + 0.5) / (having + 0.5))

    def scores(self, terms: Mapping[str, float]) -> dict[Key, float]:
        """Return the score of each text that shares a term, 0 to 1."""
        found: defaultdict[Key, float] = defaultdict(float)
        most = 0.0
        for term, factor in terms.items():
            weight = factor * self.rarity(term)
            most += weight if term in self._having else STRANGE * weight
            for key, share in self._having.get(term, {}).items():
                found[key] += weight * share
        return {key: score / most for key, score in found.items()} if most else {}

    def mass(self, terms: Mapping[str, float], key: Key | None = None) -> float:
        """Return how much terms tell; those only that stand in a text, if one is named."""
        return sum(
            factor * self.rarity(term)
            for term, factor in terms.items()
            if key is None or key in self._having.get(term, {})
        )
