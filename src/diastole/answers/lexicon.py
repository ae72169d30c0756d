"""Synonyms, spellings and short forms of the concepts that questions and articles name."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import NamedTuple

from diastole.strict_yaml import read_packaged

WORD = re.compile(r"[^\W_]+")
REMEMBERED = 20_000  # words


class Token(NamedTuple):
    """A word, or a phrase that names a concept."""

    term: str  # the concept, or the word itself
    words: tuple[str, ...]  # as written, in our spelling


@dataclass
class Branch:
    """The phrases that begin with the same words: the concept of the one that ends here, and how the others go on."""

    concept: str = ""
    after: dict[str, "Branch"] = field(default_factory=dict)


@dataclass(frozen=True)
class Lexicon:
    """Synonyms, spellings and patterns."""

    concepts: Mapping[str, tuple[str, ...]]
    broader: Mapping[str, str]  # concept → the one that it is a kind of
    spelling: Mapping[str, str]
    written: Mapping[str, str]
    needs: frozenset[str]
    stopwords: frozenset[str]

    @cached_property
    def phrases(self) -> dict[tuple[str, ...], str]:
        """Concept by the words of each phrase."""
        concepts = {}
        for concept, phrases in self.concepts.items():
            for phrase in (concept.replace("_", " "), *phrases):
                concepts[tuple(self.spelt(word) for word in WORD.findall(phrase.lower()))] = concept
        return concepts

    @cached_property
    def forms(self) -> Branch:
        """Every phrase and its plural, word by word."""
        plurals = {(*words[:-1], f"{words[-1]}s"): name for words, name in self.phrases.items() if len(words[-1]) > 2}
        root = Branch()
        for phrase, concept in (plurals | self.phrases).items():
            branch = root
            for word in phrase:
                branch = branch.after.setdefault(word, Branch())
            branch.concept = concept
        return root

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word of a phrase."""
        return frozenset(word for phrase in self.phrases for word in phrase)

    @cached_property
    def spelt(self) -> Callable[[str], str]:
        """A function that returns a word in our spelling; it remembers the last words, since texts repeat them."""

        def spelt(word: str) -> str:
            start = next((each for each in self.spelling if word.startswith(each)), "")
            return self.spelling[start] + word[len(start) :] if start else word

        return lru_cache(maxsize=REMEMBERED)(spelt)

    def tokens(self, words: Sequence[str]) -> list[Token]:
        """Return words with every phrase made one token of its concept, the longest phrase first."""
        tokens: list[Token] = []
        place = 0
        while place < len(words):
            term, end, branch = words[place], place + 1, self.forms
            for at in range(place, len(words)):
                if (after := branch.after.get(words[at])) is None:
                    break
                branch = after
                if branch.concept:
                    term, end = branch.concept, at + 1
            tokens.append(Token(term, tuple(words[place:end])))
            place = end
        return tokens

    def with_broader(self, concepts: Iterable[str]) -> frozenset[str]:
        """Return concepts with those that they are a kind of: who asks for inotropes is answered with dobutamine."""
        whole = set(concepts)
        return frozenset(whole | {self.broader[one] for one in whole if one in self.broader})


@lru_cache(maxsize=1)
def load_lexicon() -> Lexicon:
    """Return the synonyms that come with the package."""
    content = read_packaged("diastole.answers", "synonyms.yaml")
    return Lexicon(
        concepts={name: tuple(phrases) for name, phrases in content["concepts"].items()},
        broader=content["broader"],
        spelling=content["spelling"],
        written=content["written"],
        needs=frozenset(content["needs"]),
        stopwords=frozenset(content["stopwords"]),
    )


def read_words(text: str, lexicon: Lexicon) -> list[str]:
    """Return the words of a text in lower case and our spelling; hyphens part words."""
    return [lexicon.spelt(word) for word in WORD.findall(text.lower())]
