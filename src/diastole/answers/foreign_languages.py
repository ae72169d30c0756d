"""Recognises questions in other languages and translates their terms."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from diastole.strict_yaml import read_packaged

WORD = re.compile(r"[^\W_]+")
FEWEST = 2  # words of a language that tell it, where no letter does


@dataclass(frozen=True)
class ForeignLanguage:
    """A language other than English.

    Attributes
    ----------
    says
        That the answers are in English, in this language.
    letters
        Pattern of letters that only this language has among those known here; empty if it has none.
    words
        Small words by which it is recognised.
    terms
        English phrase by term of this language, lower case.
    """

    code: str
    says: str
    letters: str
    words: frozenset[str]
    terms: Mapping[str, str]

    def english(self, text: str) -> str:
        """Return the English for the terms of this language in a text, in their order."""
        low = text.lower()
        places = sorted((low.find(term), -len(term), english) for term, english in self.terms.items() if term in low)
        return " ".join(dict.fromkeys(english for _, _, english in places))

    def score(self, text: str, words: Sequence[str]) -> int:
        """Return how many words and letters of a text are of this language; a letter of its own makes all words so."""
        letters = len(re.findall(self.letters, text)) if self.letters else 0
        own = sum(word in self.words for word in words)
        return letters + len(words) if letters else own * (own >= FEWEST)


def detect_language(text: str, known: frozenset[str]) -> ForeignLanguage | None:
    """Return the language of a question; None if it is English.

    Parameters
    ----------
    known
        English words of the articles.
    """
    words = [word.lower() for word in WORD.findall(text)]
    best = max(load_foreign_languages(), key=lambda language: language.score(text, words))
    return best if best.score(text, words) >= max(1, sum(word in known for word in words)) else None


@lru_cache(maxsize=1)
def load_foreign_languages() -> tuple[ForeignLanguage, ...]:
    """Return the languages that are recognised."""
    return tuple(
        ForeignLanguage(
            code, record["says"], record.get("letters", ""), frozenset(record["words"]),
            {term: english for english, terms in record["terms"].items() for term in terms},
        )
        for code, record in read_packaged("diastole.answers", "foreign_languages.yaml").items()
    )  # fmt: skip
