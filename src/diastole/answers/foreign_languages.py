"""Questions in other languages: which one it is, what is said in it, and the terms that it shares with ours."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from diastole.strict_yaml import read_yaml

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
        found = sorted((low.find(term), -len(term), english) for term, english in self.terms.items() if term in low)
        return " ".join(dict.fromkeys(english for _, _, english in found))


def detect_language(text: str, known: frozenset[str]) -> ForeignLanguage | None:
    """Return the language of a question; None if it is English.

    Parameters
    ----------
    known
        English words of the articles.
    """
    words = [word.lower() for word in WORD.findall(text)]
    scores = {}
    for one in load_foreign_languages():
        if one.letters and re.search(one.letters, text):
            scores[one.code] = len(words) + len(re.findall(one.letters, text))
        else:
            own = [word for word in words if word in one.words]
            scores[one.code] = len(own) if len(own) >= FEWEST else 0
    best = max(load_foreign_languages(), key=lambda one: scores[one.code])
    english = sum(word in known for word in words)
    is_foreign = scores[best.code] > 0 and (scores[best.code] >= english or not english)
    return best if is_foreign else None


@lru_cache(maxsize=1)
def load_foreign_languages() -> tuple[ForeignLanguage, ...]:
    """Return the languages that are recognised."""
    text = (files("diastole.answers") / "foreign_languages.yaml").read_text(encoding="utf-8")
    return tuple(
        ForeignLanguage(
            code, record["says"], record.get("letters", ""), frozenset(record["words"]),
            {term: english for english, terms in record["terms"].items() for term in terms},
        )
        for code, record in read_yaml(text, "foreign_languages.yaml").items()
    )  # fmt: skip
