"""A BM25 index of texts: how much of the information in a question each text contains."""

import math
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from typing import NamedTuple

import numpy as np

from diastole.answers.lexicon import Lexicon, read_words
from diastole.answers.question import weigh
from diastole.arrays import Array

UNKNOWN = 0.5  # weight of a word that is in no text, against a question


type Passage = tuple[float, Mapping[str, float]]  # a weight, and weighted terms


class Saturation(NamedTuple):
    """The constants k1 and b of BM25: how fast repetitions of a term saturate, and how much length counts."""

    repeats: float
    length: float


def words_of(text: str, lexicon: Lexicon) -> list[str]:
    """Return the words of a text, without apostrophes."""
    return read_words(text.replace("'", "").replace("’", ""), lexicon)


def terms_of(text: str, lexicon: Lexicon) -> dict[str, float]:
    """Return the terms of a text, each with its weight."""
    return weigh(lexicon.tokens(words_of(text, lexicon)), lexicon)


class TextIndex[Key: Hashable]:
    """Texts by key, ranked for a question by BM25 over weighted passages, as a share of the most that is possible.

    Robertson and Zaragoza 2009 (doi:10.1561/1500000019): a term tells more the rarer it is among the texts, less with
    each repetition, and less in a long text.
    """

    def __init__(self, texts: Mapping[Key, Iterable[Passage]], saturation: Saturation):
        self._terms = {key: self._counted(passages) for key, passages in texts.items()}
        self._keys = tuple(self._terms)
        lengths = [sum(counts.values()) for counts in self._terms.values()]
        mean = sum(lengths) / max(len(lengths), 1)
        having: defaultdict[str, dict[int, float]] = defaultdict(dict)
        for place, (counts, length) in enumerate(zip(self._terms.values(), lengths, strict=True)):
            stretch = 1.0 - saturation.length + saturation.length * length / mean
            for term, count in counts.items():
                having[term][place] = count / (stretch * saturation.repeats + count)
        self._having = {term: (np.array([*shares]), np.array([*shares.values()])) for term, shares in having.items()}

    @staticmethod
    def _counted(passages: Iterable[Passage]) -> dict[str, float]:
        counts: defaultdict[str, float] = defaultdict(float)
        for weight, terms in passages:
            for term in terms:
                counts[term] += weight
        return counts

    def rarity(self, term: str) -> float:
        """Return the inverse document frequency of a term."""
        having = len(self._having[term][0]) if term in self._having else 0
        return math.log(1.0 + (len(self._keys) - having + 0.5) / (having + 0.5))

    def all_scores(self, terms: Mapping[str, float]) -> Array:
        """Return the score of each text, in their order; 0 of one that shares no term, at most 1."""
        scores = np.zeros(len(self._keys))
        most = 0.0
        for term, factor in terms.items():
            weight = factor * self.rarity(term)
            most += weight if term in self._having else UNKNOWN * weight
            if term in self._having:
                places, shares = self._having[term]
                scores[places] += weight * shares
        return scores / most if most else scores

    def scores(self, terms: Mapping[str, float]) -> dict[Key, float]:
        """Return the score of each text that shares a term, 0 to 1."""
        scores = self.all_scores(terms)
        sharing = np.flatnonzero(scores)
        return dict(zip((self._keys[place] for place in sharing), scores[sharing].tolist(), strict=True))

    def information(self, terms: Mapping[str, float], key: Key | None = None) -> float:
        """Return how much terms tell, the sum of their weighted rarities; of those in one text only, if it is named."""
        return sum(
            factor * self.rarity(term) for term, factor in terms.items() if key is None or term in self._terms[key]
        )
