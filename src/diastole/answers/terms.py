"""Read a question: spelling, abbreviations, concepts, intent."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import takewhile

from diastole.answers.language import WORD, Language, Token, load_language

CLAUSE = re.compile(r"[.,;:?!–—()]+")
LONGEST_QUESTION = 1000  # characters that are read
SHORTEST_CORRECTED = 6  # letters of a word that is worth correcting
ARTICLES = ("a", "an", "the")
ENDINGS = ("", "s", "es", "d", "ed", "e", "ing", "r", "er", "ly", "ion", "ions")
LIKENESS = 0.84  # of a misspelt word to the name that is meant; assumed
LIKENESS_OF_PROSE = 0.9  # to any other word of the statements, which are many; assumed


@dataclass(frozen=True)
class Question:
    """A question as it was understood."""

    text: str
    terms: tuple[str, ...]  # concepts and words that carry content, in order
    concepts: frozenset[str]
    intent: str
    asks_meaning: bool = False  # what something is, or how it works
    corrected: tuple[tuple[str, str], ...] = ()  # what was written → what was read
    clauses: tuple[tuple[Token, ...], ...] = ()  # every word between two stops
    special: tuple[str, ...] = ()  # words that say more than the concept that they stand for

    @property
    def wording(self) -> str:
        """The text in lower case with single spaces, for patterns."""
        return " ".join(self.text.lower().split())


def read_question(text: str, vocabulary: Iterable[str] = (), language: Language | None = None) -> Question:
    """Read a question.

    Parameters
    ----------
    vocabulary
        Words of the statements, beside those of the synonyms, to which a misspelling may be corrected.
    """
    language = language or load_language()
    text = text[:LONGEST_QUESTION]
    said = frozenset(vocabulary)
    known = said | language.words
    corrected: list[tuple[str, str]] = []
    parts = [_read(part, known, language, corrected) for part in CLAUSE.split(text)]
    words = [word for part in parts for word in part]
    aside = _set_aside(words, language)
    rest = [word for place, word in enumerate(words) if place not in aside]
    if set(language.terms(rest)) & set(language.concepts):
        words = rest
    tokens = _short_forms(language.tokens(words), language)
    special = tuple(word for word in language.special(words))
    terms = [token.term for token in tokens if token.term not in language.stopwords]
    terms += [word for word in special if word in said]
    clauses = tuple(tuple(_short_forms(language.tokens(part), language)) for part in parts if part)
    wording = " ".join(text.lower().split())
    return Question(
        text,
        tuple(dict.fromkeys(terms)),
        frozenset(terms) & frozenset(language.concepts),
        read_intent(text, language),
        any(re.search(pattern, wording) for pattern in language.meaning),
        tuple(corrected),
        clauses,
        special,
    )


def _read(text: str, known: frozenset[str], language: Language, corrected: list[tuple[str, str]]) -> list[str]:
    """Return the words of a text as they are meant, and note what was corrected; capital short forms stay."""
    words = []
    for raw in WORD.findall(text):
        if raw == "Mr":  # a man, not a valve
            continue
        word = raw if raw in language.written else language.spelt(raw.lower())
        meant = word if raw in language.written else _corrected(word, known, language)
        if meant != word:
            corrected.append((word, meant))
        words.append(meant)
    return words


def _set_aside(words: Sequence[str], language: Language) -> frozenset[int]:
    """Return the places of what something else is asked for: the phrase after ``instead of`` is not the subject."""
    for opening in language.asides:
        for place in range(len(words) - len(opening)):
            if tuple(words[place : place + len(opening)]) != opening:
                continue
            start = place + len(opening)
            start += start < len(words) and words[start] in ARTICLES
            for length in range(len(words) - start, 0, -1):
                if language.concept(tuple(words[start : start + length])):
                    return frozenset(range(start, start + length))
    return frozenset()


def _short_forms(tokens: Sequence[Token], language: Language) -> list[Token]:
    """Return tokens with capital short forms replaced by what they mean in this company."""
    others = any(token.term in language.concepts for token in tokens)
    found = []
    for token in tokens:
        means = token.term in language.written and (token.term not in language.needs or others)
        found.append(Token(language.written[token.term] if means else token.term.lower(), token.said))
    return found


def _corrected(word: str, known: frozenset[str], language: Language) -> str:
    """Return the word that is meant: the closest known one where it is close, or the word itself."""
    if len(word) < SHORTEST_CORRECTED or word in known or word in language.stopwords or word.isdigit():
        return word
    if word.endswith("s") and word[:-1] in known:
        return word
    for words, likeness in ((language.words, LIKENESS), (known, LIKENESS_OF_PROSE)):
        alike = [each for each in words if abs(len(each) - len(word)) <= 2 and each[0] == word[0]]
        near = get_close_matches(word, alike, n=1, cutoff=likeness)
        if near:
            return word if near[0].startswith(word) or _same_stem(word, near[0]) else near[0]
    return word


def _same_stem(one: str, other: str) -> bool:
    """Tell whether two words differ by an ending only, which the index takes off anyway."""
    start = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
    return one[start:] in ENDINGS and other[start:] in ENDINGS


def read_intent(text: str, language: Language) -> str:
    """Return what is asked for: the first intent one of whose patterns is found."""
    wording = " ".join(text.lower().split())
    for intent, patterns in language.intents.items():
        if any(re.search(pattern, wording) for pattern in patterns):
            return intent
    raise AssertionError("the last intent matches everything")
